from collections.abc import Sequence
from typing import Any

from crispy_forms_gds.layout import Field, Size
from django import forms

from accounts.govuk_forms import GovukForm
from procurement.models import Criterion
from scoring.domain.calibrations import LONGEST_SAMPLE


class SampleForm(GovukForm):
    """A made-up answer, and the criteria for which it is scored."""

    submit = "Put it before the panel"
    criteria = forms.MultipleChoiceField(
        label="To which criteria is it an answer?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one criterion."},
    )
    text = forms.CharField(
        label="The sample answer",
        help_text="Best one that is neither good nor bad throughout, so that there is something to talk about.",
        max_length=LONGEST_SAMPLE,
        widget=forms.Textarea,
        error_messages={"required": "Write the sample answer."},
    )
    is_made_up = forms.BooleanField(
        label="It is made up: neither a bid nor a part of one, and it favours none",
        error_messages={"required": "Confirm that the answer is made up, and no part of a bid."},
    )
    is_required = forms.BooleanField(
        label="Nobody scores these criteria of a bid before they have scored the sample answer", required=False
    )

    def __init__(self, criteria: Sequence[Criterion], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_reference = {each.reference: each for each in criteria}
        choices = [(each.reference, str(each)) for each in criteria]
        self.fields["criteria"].choices = choices  # type: ignore[attr-defined]

    @property
    def chosen(self) -> list[Criterion]:
        return [self.by_reference[each] for each in self.cleaned_data["criteria"]]

    def layout(self) -> list[Any]:
        return [
            Field.checkboxes("criteria", legend_size=Size.SMALL, small=True),
            Field.textarea("text", label_size=Size.SMALL, rows=12),
            Field.checkbox("is_made_up"),
            Field.checkbox("is_required"),
        ]


class SampleScoreForm(forms.Form):
    """A score of a sample answer with its reasons. What may be chosen is shown by the page's own template."""

    value = forms.DecimalField(
        max_digits=6,
        decimal_places=2,
        error_messages={
            "required": "Choose a score of the scale.",
            **dict.fromkeys(
                ("invalid", "max_digits", "max_decimal_places", "max_whole_digits"),
                "Choose one of the scores of the scale.",
            ),
        },
    )
    reasons = forms.CharField(
        strip=False,
        max_length=50_000,
        error_messages={"required": "Give your reasons: what in the answer earns the score?"},
    )


class SampleNoteForm(GovukForm):
    """How the panel understands the published scale, once it has talked about a sample answer."""

    submit = "Keep the note"
    text = forms.CharField(
        label="How the panel understands the scale",
        help_text="Say it in the words of the published scale, and what in the sample answer showed it.",
        max_length=LONGEST_SAMPLE,
        widget=forms.Textarea,
        error_messages={"required": "Write how the panel understands the scale."},
    )
    adds_nothing = forms.BooleanField(
        label="It adds no criterion, no part of one and no weight that bidders were not told of",
        error_messages={
            "required": "Confirm that the note adds no criterion, part of one or weight that bidders were not told of."
        },
    )

    def layout(self) -> list[Any]:
        return [Field.textarea("text", label_size=Size.SMALL, rows=8), Field.checkbox("adds_nothing")]
