from collections.abc import Sequence
from typing import Any

from crispy_forms_gds.layout import Field, Size
from django import forms

from accounts.govuk_forms import GovukForm
from scoring.models import PanelMember


class InterestDecisionForm(GovukForm):
    """Whether a member with an interest may read and score the bid, on which terms, and why."""

    submit = "Decide"
    outcome = forms.ChoiceField(
        label="May they read and score this bid?",
        choices=[("no", "No, they stay out of it"), ("yes", "Yes, on the terms below")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether they may read and score this bid."},
    )
    mitigation = forms.CharField(
        label="If yes: what is done about the interest?",
        help_text="So that it gives nobody an advantage or disadvantage. The member and the chair read it.",
        widget=forms.Textarea,
        required=False,
    )
    reasons = forms.CharField(
        label="Your reasons",
        help_text="Kept in the record under your name. The member and the chair read them.",
        widget=forms.Textarea,
        error_messages={"required": "Give the reasons for the decision."},
    )

    def layout(self) -> list[Any]:
        return [
            Field.radios("outcome", legend_size=Size.SMALL),
            Field.textarea("mitigation", label_size=Size.SMALL, rows=4),
            Field.textarea("reasons", label_size=Size.SMALL, rows=4),
        ]


class AskAgainForm(GovukForm):
    """Which members are asked again about one bidder, and why."""

    submit = "Ask again"
    members = forms.MultipleChoiceField(
        label="Who is asked again?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one member of the panel."},
    )
    reason = forms.CharField(
        label="Why are they asked again?",
        help_text="They read it, and so does the chair. It is kept in the record.",
        widget=forms.Textarea,
        error_messages={"required": "Say why they are asked again."},
    )

    def __init__(self, members: Sequence[PanelMember], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_reference = {each.reference: each for each in members}
        field = self.fields["members"]
        field.choices = [(each.reference, str(each.user)) for each in members]  # type: ignore[attr-defined]
        field.initial = list(self.by_reference)

    def layout(self) -> list[Any]:
        return [
            Field.checkboxes("members", legend_size=Size.SMALL),
            Field.textarea("reason", label_size=Size.SMALL, rows=4),
        ]

    @property
    def chosen(self) -> list[PanelMember]:
        return [self.by_reference[each] for each in self.cleaned_data["members"]]
