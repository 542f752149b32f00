from typing import Any

from crispy_forms_gds.layout import Field, Size
from django import forms

from accounts.govuk_forms import GovukForm

CONFIRM = "confirm"


class LinkForm(GovukForm):
    """Whether a link is one, and why."""

    submit = "Keep the finding"
    outcome = forms.ChoiceField(
        label="Is it a link?",
        choices=[
            (CONFIRM, "Yes: these are connected, and the reason says what is done about it"),
            ("dismiss", "No: it is chance, or it gives nobody an advantage"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it is a link."},
    )
    reason = forms.CharField(
        label="Your reason",
        help_text="What you looked at, whom you asked, and what you did. It is kept in the record under your name.",
        widget=forms.Textarea,
        error_messages={"required": "Give your reason: what you looked at, and what you did."},
    )

    def layout(self) -> list[Any]:
        return [
            Field.radios("outcome", legend_size=Size.SMALL),
            Field.textarea("reason", label_size=Size.SMALL, rows=4),
        ]
