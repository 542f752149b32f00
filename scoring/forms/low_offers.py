from typing import Any

from crispy_forms_gds.layout import Field, Size
from django import forms

from accounts.govuk_forms import DayField, GovukForm
from partners.forms.answer_files import AnswerFilesField
from scoring.domain.low_offers import Outcome


def _long(label: str, help_text: str, missing: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=20_000,
        widget=forms.Textarea,
        error_messages={"required": missing},
    )


class AskForm(GovukForm):
    submit = "Send the letter"
    about = _long(
        "What is the bidder asked to show?",
        "Goes to the bidder word for word. Ask about what makes the price possible: staff and pay, methods, profit, "
        "supplies, other income.",
        "Say what the bidder is asked to show.",
    )
    reply_by = DayField(
        label="Until when may it answer?",
        help_text="For example, 27 3 2027.",
        error_messages={"required": "Enter the day until which the bidder may answer."},
    )

    def layout(self) -> list[Any]:
        return [Field.textarea("about", label_size=Size.SMALL, rows=8), "reply_by"]


class AnswerForm(GovukForm):
    submit = "Send the answer"
    text = _long(
        "How will you perform the contract for this price?",
        "What makes the price possible, with figures. If you send another answer later, the council reads both.",
        "Write how you will perform the contract for the price that you offer.",
    )
    attached = AnswerFilesField()

    def layout(self) -> list[Any]:
        return [Field.textarea("text", label_size=Size.SMALL, rows=12), "attached"]


class DecideForm(GovukForm):
    submit = "Decide"
    outcome = forms.ChoiceField(
        label="What do you decide?",
        choices=[(each.value, each.label) for each in Outcome],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you decide."},
    )
    reasons = _long(
        "Reasons for the decision",
        "What the bidder showed, or did not show. If the bid is disregarded, they go to the bidder word for word.",
        "Give the reasons for the decision: what the bidder showed, or did not show.",
    )

    def layout(self) -> list[Any]:
        return [
            Field.radios("outcome", legend_size=Size.SMALL),
            Field.textarea("reasons", label_size=Size.SMALL, rows=6),
        ]
