from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Layout, Size
from django import forms

from accounts.govuk_forms import GovukForm, SeenForm
from accounts.typed import Words


class PublishNoteForm(SeenForm):
    """What its publisher confirms, below the note as the public will read it."""

    submit = "Publish the note"
    told = forms.BooleanField(
        label="Every bidder has their assessment summary, and the contract award notice is published",
        error_messages={"required": "Confirm that bidders and the public have been told of the award, or wait."},
    )

    def layout(self) -> list[Any]:
        return ["seen", "told"]


class WithdrawNoteForm(GovukForm):
    submit = "Withdraw the note"
    reason = forms.CharField(
        label="Why is it withdrawn?",
        help_text="Everybody who opens its page reads this. Name nobody who need not be named.",
        widget=forms.Textarea,
        error_messages={"required": "Say why the note is withdrawn."},
    )

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.layout = Layout(*self.layout(), Words(), Button.warning("save", self.submit))
        return helper

    def layout(self) -> list[Any]:
        return [Field.textarea("reason", label_size=Size.SMALL, rows=4)]
