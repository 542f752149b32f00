from datetime import date
from typing import Any

from django import forms

from scoring.models import Award

APPROVE, SEND_BACK = "approve", "send_back"


class ProposalForm(forms.Form):
    """Which bid, of those in first place, and why."""

    bid = forms.ChoiceField(error_messages={"required": "Choose the bid to award to."})
    reasons = forms.CharField(error_messages={"required": "Give the reasons for the award."})

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bid"].choices = choices  # type: ignore[attr-defined]

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [(f"id_{name}" if name in self.fields else "id_reasons", error) for name, error in each_error(self)]


class DecisionForm(forms.Form):
    """Approve, with the day on which the company is formed, or send back with a note."""

    decision = forms.ChoiceField(
        choices=[(APPROVE, "Approve the award"), (SEND_BACK, "Send it back to the lead officer")],
        error_messages={"required": "Choose whether you approve the award or send it back."},
    )
    day = forms.CharField(required=False)
    month = forms.CharField(required=False)
    year = forms.CharField(required=False)
    note = forms.CharField(required=False)

    formed_on: date | None = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("decision") == APPROVE:
            self.formed_on = day_from(cleaned)
            if self.formed_on is None:
                self.add_error("day", "Enter the day on which the company is formed, such as 1 4 2027.")
        if cleaned.get("decision") == SEND_BACK and not cleaned.get("note", "").strip():
            self.add_error("note", "Say in the note why you send it back, and what would have to change.")
        return cleaned

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [(f"id_{name}" if name in self.fields else "id_decision", error) for name, error in each_error(self)]


def day_from(typed: dict[str, Any]) -> date | None:
    """The day that was typed in three fields; None unless there is such a day."""
    try:
        return date(int(typed.get("year") or 0), int(typed.get("month") or 0), int(typed.get("day") or 0))
    except (ValueError, OverflowError):
        return None


def each_error(form: forms.Form) -> list[tuple[str, str]]:
    return [(name, str(error)) for name, errors in form.errors.items() for error in errors]


def may_be_decided(award: Award) -> bool:
    return award.decided_at is None
