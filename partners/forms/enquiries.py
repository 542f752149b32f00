from typing import Any

from crispy_forms_gds.layout import Field, Size
from django import forms

from accounts.govuk_forms import GovukForm
from partners.actions.enquiries import LONGEST_ANSWER
from partners.forms.answer_files import AnswerFilesField


class EnquiryAnswerForm(GovukForm):
    """A bidder's answer to a question of the panel."""

    submit = "Send the answer"
    answer = forms.CharField(
        label="Your answer",
        help_text="Say where in your bid it stands, or what your bid means. It can be sent once, and not be changed.",
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea,
        error_messages={"required": "Enter your answer."},
    )
    attached = AnswerFilesField()

    def layout(self) -> list[Any]:
        return [Field.textarea("answer", label_size=Size.SMALL, rows=10), "attached"]
