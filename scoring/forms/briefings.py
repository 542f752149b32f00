from typing import Any

from crispy_forms_gds.layout import Field, Size
from django import forms

from accounts.govuk_forms import GovukForm


class BriefingForm(GovukForm):
    """The chair's briefing, as every member will read it."""

    submit = "Give the briefing"
    text = forms.CharField(
        label="The briefing",
        help_text="How the panel works: what each criterion asks, how the scale is used, what reasons are, what stays "
        "confidential. Write nothing here about a bid.",
        widget=forms.Textarea,
        error_messages={"required": "Write the briefing."},
    )

    def layout(self) -> list[Any]:
        return [Field.textarea("text", label_size=Size.SMALL, rows=12)]
