from typing import Any

from crispy_forms_gds.layout import Field, Size
from django import forms

from accounts.govuk_forms import GovukForm
from accounts.models import Council
from spinouts.actions.studies import MOST_BYTES

LONGEST_NAME = 200


class StudyForm(GovukForm):
    """A file to bring in; with several councils to choose from, for which. The action refuses an empty one by name."""

    submit = "Bring it in"
    council = forms.ModelChoiceField(
        Council.objects.none(),
        label="Council",
        empty_label=None,
        error_messages={"required": "Choose the council."},
    )
    name = forms.CharField(
        label="What to call it",
        help_text="Such as “MyCSP, a joint venture of government”. Leave empty to use the company’s own name.",
        max_length=LONGEST_NAME,
        required=False,
    )
    upload = forms.FileField(
        label="File",
        help_text=(
            "Companies (.yaml or .json), statements of the Beneficial Ownership Data Standard (.json), or a sheet of "
            f"events (.xlsx or .csv). Up to {MOST_BYTES // 1024 // 1024} MB."
        ),
        allow_empty_file=True,
        error_messages={"required": "Choose the file."},
        widget=forms.FileInput(attrs={"class": "govuk-file-upload"}),
    )

    def __init__(self, *args: Any, councils: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.councils = councils
        self.fields["council"].queryset = councils  # type: ignore[attr-defined]
        if len(councils) == 1:
            del self.fields["council"]

    def layout(self) -> list[Any]:
        small = Size.for_label(Size.SMALL)
        chosen = [Field("council", context={"label_size": small})] if "council" in self.fields else []
        return [
            *chosen,
            Field.text("name", label_size=Size.SMALL),
            Field.text("upload", label_size=Size.SMALL),
        ]

    def council_chosen(self) -> Council:
        council: Council = self.cleaned_data.get("council") or self.councils[0]
        return council
