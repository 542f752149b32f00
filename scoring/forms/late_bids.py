from typing import Any

from crispy_forms_gds.layout import Field, Size
from django import forms

from accounts.govuk_forms import GovukForm
from scoring.domain.late_bids import LateGround

ACCEPT = "accept"


class LateBidForm(GovukForm):
    submit = "Decide"
    outcome = forms.ChoiceField(
        label="What becomes of the late bid?",
        choices=[
            (ACCEPT, "It is accepted: it comes in with what was sent late, and is scored with the others"),
            ("disregard", "It is disregarded: nothing that came late counts"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the late bid is accepted or disregarded."},
    )
    ground = forms.ChoiceField(
        label="What made it late?",
        help_text="What you can show. The same finding should lead to the same decision.",
        choices=[(each.value, each.label) for each in LateGround],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what made it late."},
    )
    reasons = forms.CharField(
        label="Your reasons",
        help_text="They go to the bidder word for word. Say what shows it, and whether anybody gained from it.",
        widget=forms.Textarea,
        error_messages={"required": "Give your reasons."},
    )
    why_different = forms.CharField(
        label="If another late bid was decided the other way: why does this one differ?",
        help_text="All are held to one measure. Leave it empty if they are decided alike. It goes to the bidder too.",
        widget=forms.Textarea,
        required=False,
    )

    def layout(self) -> list[Any]:
        return [
            Field.radios("outcome", legend_size=Size.SMALL),
            Field.radios("ground", legend_size=Size.SMALL),
            Field.textarea("reasons", label_size=Size.SMALL, rows=6),
            Field.textarea("why_different", label_size=Size.SMALL, rows=4),
        ]
