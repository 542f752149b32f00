from typing import Any

from crispy_forms_gds.layout import HTML, Field, Fixed, Size
from django import forms

from accounts.govuk_forms import GovukForm, WholeNumberField
from procurement.models import Criterion
from scoring.models import ModerationRules

MOST = 50


class ModerationRulesForm(GovukForm):
    """How many evaluators of each criterion must be present: one number for all, and others where they differ."""

    submit = "Save"
    quorum = WholeNumberField(
        label="Evaluators of each criterion who must be present (optional)",
        help_text="Leave it empty if nothing is asked. Where fewer score a criterion, all of them must be present.",
        example="3",
        min_value=1,
        max_value=MOST,
        required=False,
    )
    needs_sign_off = forms.BooleanField(
        label="A second person must sign each agreed score off before the bids are ranked",
        help_text="An officer or a quality checker on the panel, who neither chaired nor scored.",
        required=False,
    )
    why = forms.CharField(
        label="Why is it changed now?",
        help_text="Needed once scores are revealed. It stays on the record.",
        max_length=5000,
        widget=forms.Textarea,
        required=False,
    )

    def __init__(self, *args: Any, criteria: list[Criterion], rules: ModerationRules | None, **kwargs: Any) -> None:
        self.criteria = criteria
        set_for = rules.quorum_of if rules else {}
        initial: dict[str, Any] = {"quorum": rules.quorum if rules else None}
        initial["needs_sign_off"] = bool(rules and rules.needs_sign_off)
        initial |= {_name(each): set_for.get(each.reference) for each in criteria}
        super().__init__(*args, initial=initial, **kwargs)
        for each in criteria:
            self.fields[_name(each)] = WholeNumberField(
                label=str(each), example="3", min_value=1, max_value=MOST, required=False
            )

    def layout(self) -> list[Any]:
        return [
            Field.text("quorum", label_size=Size.SMALL, field_width=Fixed.TWO),
            HTML('<h2 class="govuk-heading-m">Another number for a criterion (optional)</h2>'),
            *(Field.text(_name(each), field_width=Fixed.TWO) for each in self.criteria),
            "needs_sign_off",
            Field.textarea("why", label_size=Size.SMALL, rows=3),
        ]

    def typed(self) -> dict[str, Any]:
        found = {each.reference: self.cleaned_data[_name(each)] for each in self.criteria}
        return {
            "quorum": self.cleaned_data["quorum"],
            "quorum_of": {reference: number for reference, number in found.items() if number is not None},
            "needs_sign_off": self.cleaned_data["needs_sign_off"],
            "why": self.cleaned_data["why"],
        }


def _name(criterion: Criterion) -> str:
    return f"quorum_{criterion.pk}"
