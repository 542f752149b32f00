from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from partners.actions.answer_files import limits_in_words


class _Several(forms.FileInput):
    allow_multiple_selected = True


class AnswerFilesField(forms.FileField):
    """Any number of files that go with an answer; what may be sent is told beforehand, and checked by the action."""

    def __init__(self) -> None:
        super().__init__(
            label="Files with your answer (optional)",
            required=False,
            widget=_Several(attrs={"class": "govuk-file-upload", "multiple": True}),
        )

    def __deepcopy__(self, memo: Any) -> "AnswerFilesField":
        # Each form has a field of its own: then the settings of the day are told.
        copied: AnswerFilesField = super().__deepcopy__(memo)
        copied.help_text = limits_in_words()
        copied.widget.attrs["accept"] = ",".join(settings.UPLOAD_ENDINGS)
        return copied

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        return list(data or [])
