from collections.abc import Sequence
from typing import Any

from crispy_forms_gds.layout import Field, Fieldset, Size
from django import forms

from accounts.govuk_forms import DayField, GovukForm, SeenForm
from procurement.models import Criterion

OF_CRITERION = "about-"


class FeedbackForm(SeenForm):
    """A text about each criterion, and one about the bid as a whole."""

    submit = "Save"
    general = forms.CharField(label="About the bid as a whole", required=False, widget=forms.Textarea)

    def __init__(self, *args: Any, criteria: Sequence[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in criteria:
            self.fields[f"{OF_CRITERION}{each.reference}"] = forms.CharField(
                label=each.title, required=False, widget=forms.Textarea
            )

    def texts(self) -> dict[str, str]:
        """What is typed about each criterion, by its reference."""
        typed = self.cleaned_data.items()
        return {name.removeprefix(OF_CRITERION): text for name, text in typed if name.startswith(OF_CRITERION)}

    def layout(self) -> list[Any]:
        about = [name for name in self.fields if name.startswith(OF_CRITERION)]
        return ["seen", *(Field.textarea(name, label_size=Size.SMALL, rows=4) for name in (*about, "general"))]


class NoteForm(GovukForm):
    """What was said with the bidder."""

    submit = "Keep this note"
    held_on = DayField(label="Day of the meeting")
    who = forms.CharField(
        label="Who took part", max_length=500, error_messages={"required": "Say who took part in the meeting."}
    )
    text = forms.CharField(
        label="What was said",
        widget=forms.Textarea,
        error_messages={"required": "Write what was said."},
    )

    def layout(self) -> list[Any]:
        return [
            Fieldset(
                Field("held_on", context={"legend_size": Size.for_legend(Size.SMALL)}),
                Field.text("who", label_size=Size.SMALL),
                Field.textarea("text", label_size=Size.SMALL, rows=5),
            )
        ]
