from typing import Any

from crispy_forms_gds.layout import Field, Size
from django import forms
from django.conf import settings

from accounts.actions.uploads import taken_in_words
from accounts.govuk_forms import GovukForm
from procurement.actions.papers import LONGEST_QUESTION


class DocumentForm(GovukForm):
    """A document to add. An empty file is refused by the action, which says so with the file's name."""

    submit = "Add the document"
    title = forms.CharField(
        label="Title of the document",
        help_text="As bidders will read it, such as “Draft contract”. Leave empty to use the file’s name.",
        max_length=200,
        required=False,
    )
    upload = forms.FileField(
        label="File",
        allow_empty_file=True,
        error_messages={"required": "Choose the file."},
        widget=forms.FileInput(attrs={"class": "govuk-file-upload"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["upload"].help_text = taken_in_words()
        self.fields["upload"].widget.attrs["accept"] = ",".join(settings.UPLOAD_ENDINGS)

    def layout(self) -> list[Any]:
        return [Field.text("title", label_size=Size.SMALL), Field.text("upload", label_size=Size.SMALL)]


class QuestionForm(GovukForm):
    submit = "Send the question"
    question = forms.CharField(
        label="Your question",
        help_text="Do not say who you are: the question is published with its answer, word for word.",
        max_length=LONGEST_QUESTION,
        widget=forms.Textarea,
        error_messages={"required": "Enter your question."},
    )


class AnswerForm(GovukForm):
    submit = "Publish the answer"
    answer = forms.CharField(
        label="Answer",
        help_text="Published with the question to everybody at once. It can’t be changed afterwards.",
        widget=forms.Textarea,
        error_messages={"required": "Enter the answer."},
    )
