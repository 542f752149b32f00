from collections.abc import Collection
from decimal import Decimal
from typing import Any

from crispy_forms_gds.layout import Field, Size
from django import forms

from accounts.govuk_forms import SeenForm
from procurement.models import Criterion, ScaleStep
from scoring.domain.agreed_reasons import LABELS, AgreedReasons
from scoring.models import PanelMember


class ScoreForm(forms.Form):
    """A score and its reasons, as far as they have come. What may be chosen is shown by the page's own template."""

    value = forms.DecimalField(
        required=False,
        max_digits=6,
        decimal_places=2,
        error_messages=dict.fromkeys(
            ("invalid", "max_digits", "max_decimal_places", "max_whole_digits"),
            "Choose one of the scores of the scale.",
        ),
    )
    reasons = forms.CharField(required=False, strip=False, max_length=50_000)
    version = forms.IntegerField(
        min_value=0,
        max_value=1_000_000_000,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), "This page is out of date: load it again."
        ),
    )


class ConsensusForm(forms.Form):
    """The score that the panel agreed. Nothing is chosen before the chair chooses."""

    value = forms.DecimalField(
        max_digits=6,
        decimal_places=2,
        error_messages={
            "required": "Choose the score that the panel agreed.",
            **dict.fromkeys(
                ("invalid", "max_digits", "max_decimal_places", "max_whole_digits"),
                "Choose one of the scores of the scale.",
            ),
        },
    )
    evidence = forms.CharField(required=False, strip=False, max_length=50_000)
    strengths = forms.CharField(required=False, strip=False, max_length=50_000)
    weaknesses = forms.CharField(required=False, strip=False, max_length=50_000)
    why_not_higher = forms.CharField(required=False, strip=False, max_length=50_000)
    dissenters = forms.MultipleChoiceField(
        required=False, error_messages={"invalid_choice": "Choose among those who score this."}
    )
    dissent = forms.CharField(required=False, strip=False, max_length=20_000)
    why_then = forms.CharField(required=False, strip=False, max_length=20_000)
    seen = forms.IntegerField(required=False, min_value=0)

    def __init__(self, *args: Any, criterion: Criterion, members: Collection[PanelMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criterion = criterion
        if criterion.panel_result.is_computed:
            del self.fields["value"]
        self.members = {each.reference: each for each in members}
        choices = [(each.reference, str(each.user)) for each in members]
        self.fields["dissenters"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        highest = max((step.value for step in self.criterion.steps), default=None)
        missing = self._reasons().missing(
            is_condition=self.criterion.is_condition, is_highest=typed.get("value") == highest
        )
        for name, sentence in missing:
            if name not in self.errors:
                self.add_error(name, sentence)
        if typed.get("dissenters") and not typed.get("dissent", "").strip():
            self.add_error("dissent", "Say what they would have given, and why.")
        if typed.get("dissent", "").strip() and not typed.get("dissenters") and "dissenters" not in self.errors:
            self.add_error("dissenters", "Choose who disagrees.")
        if self.criterion.competition.knows_offers_late and not typed.get("why_then", "").strip():
            self.add_error("why_then", "Say why this score is recorded now that the offers are known.")
        return typed

    def typed(self) -> dict[str, Any]:
        given = {name: self.cleaned_data.get(name) for name in ("value", "dissent", "seen", "why_then")}
        named = [self.members[reference] for reference in self.cleaned_data["dissenters"]]
        return {**given, "reasons": self._reasons(), "dissenters": named}

    def _reasons(self) -> AgreedReasons:
        return AgreedReasons(**{name: self.cleaned_data.get(name, "") for name in LABELS})


class CheckForm(forms.Form):
    """What a second person says of an agreed score; whether they sign it off, the button says."""

    remark = forms.CharField(required=False, strip=False, max_length=20_000)


class ScoreChangeForm(SeenForm):
    """Another score than the one that was locked, or other reasons for it, and why."""

    submit = "Change my score"
    value = forms.TypedChoiceField(
        label="Your score now",
        coerce=Decimal,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose a score of the scale.",
            "invalid_choice": "Choose one of the scores of the scale.",
        },
    )
    reasons = forms.CharField(
        label="Your reasons for it",
        help_text="What in this bid earns the score, and what keeps it from a higher one?",
        max_length=50_000,
        widget=forms.Textarea,
        error_messages={"required": "Give your reasons: what in the bid led you to this score."},
    )
    why = forms.CharField(
        label="Why do you change it?",
        help_text="For example, a passage that you had overlooked, and who pointed it out. This stays on the record.",
        max_length=20_000,
        widget=forms.Textarea,
        error_messages={"required": "Say why you change it: what did you see or hear that you had not before?"},
    )

    def __init__(self, *args: Any, steps: list[ScaleStep], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        values = [f"{step.value.normalize():f}" for step in steps]
        labels = [f"{value} {step.label}" for value, step in zip(values, steps, strict=True)]
        self.fields["value"].choices = list(zip(values, labels, strict=True))  # type: ignore[attr-defined]

    def layout(self) -> list[Any]:
        return [
            "seen",
            Field.radios("value", legend_size=Size.SMALL, small=True),
            Field.textarea("reasons", label_size=Size.SMALL, rows=6),
            Field.textarea("why", label_size=Size.SMALL, rows=4),
        ]
