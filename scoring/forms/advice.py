from collections.abc import Sequence
from typing import Any

from crispy_forms_gds.layout import Field, Size
from django import forms

from accounts.govuk_forms import GovukForm
from procurement.models import Criterion


class ExpertiseForm(GovukForm):
    """On which criteria an expert advises."""

    submit = "Save"
    criteria = forms.MultipleChoiceField(
        label="On which criteria do they advise?", widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, criteria: Sequence[Criterion], named: Sequence[int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_reference = {each.reference: each for each in criteria}
        field = self.fields["criteria"]
        field.choices = [(each.reference, str(each)) for each in criteria]  # type: ignore[attr-defined]
        field.initial = [each.reference for each in criteria if each.pk in named]

    def layout(self) -> list[Any]:
        return [Field.checkboxes("criteria", legend_size=Size.SMALL)]

    @property
    def chosen(self) -> list[Criterion]:
        return [self.by_reference[each] for each in self.cleaned_data["criteria"]]


class AdviceForm(GovukForm):
    """What an expert advises on one answer."""

    submit = "Give the advice"
    text = forms.CharField(
        label="Your advice",
        help_text="What of the answer is sound, what is not, and what shows it. You give no score. All who may read "
        "this bid see it.",
        widget=forms.Textarea,
        error_messages={"required": "Write your advice."},
    )

    def layout(self) -> list[Any]:
        return [Field.textarea("text", label_size=Size.SMALL, rows=8)]
