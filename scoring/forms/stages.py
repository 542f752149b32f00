from datetime import datetime
from typing import Any

from crispy_forms_gds.layout import Field, Size
from django import forms

from accounts.govuk_forms import GovukForm
from procurement.actions.stages import wrong_deadlines
from procurement.forms.dates import DeadlinesForm


class ShortlistForm(GovukForm):
    submit = "Decide who goes on, and tell every bidder"
    reasons = forms.CharField(
        label="Reasons, if there is something to explain",
        help_text="They are kept with the record, and no bidder reads them. The rule itself needs no reasons.",
        required=False,
        widget=forms.Textarea,
    )

    def layout(self) -> list[Any]:
        return [Field.textarea("reasons", label_size=Size.SMALL, rows=4)]


class InviteForm(DeadlinesForm):
    """The deadlines of a stage that begins now: those that were published, or later."""

    submit = "Invite bids from those who go on"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name, words in self.INSTANTS.items():
            if cleaned[name] is None and not self.errors:
                self.add_error(f"{name}_day", f"{words} needs a day and a time.")
        if not self.errors:
            bids, questions = cleaned["bid_deadline"], cleaned["questions_deadline"]
            for sentence in wrong_deadlines(self.competition, bids, questions, self.at):
                self.add_error("bid_deadline_day", sentence)
        return cleaned

    def deadlines(self) -> dict[str, datetime]:
        return {name: self.cleaned_data[name] for name in self.INSTANTS}
