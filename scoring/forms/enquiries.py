from collections.abc import Sequence
from datetime import datetime
from typing import Any

from crispy_forms_gds.layout import Field, Fixed, Size
from django import forms

from accounts.domain.refusals import Refusal
from accounts.govuk_forms import DayField, GovukForm
from procurement.domain.local_times import in_london, read_time
from scoring.domain.enquiries import LONGEST_QUESTION

ACCEPT = "accept"


class EnquiryForm(GovukForm):
    """A question that an evaluator would put to a bidder. Documents to choose from are (reference, title)."""

    submit = "Give it to the chair"
    question = forms.CharField(
        label="Your question to the bidder",
        help_text="Ask what the bid means, not for more than it holds. Say nothing of scores or of other bids.",
        max_length=LONGEST_QUESTION,
        widget=forms.Textarea,
        error_messages={"required": "Write the question."},
    )
    document = forms.ChoiceField(
        label="What it is about",
        required=False,
        error_messages={"invalid_choice": "Choose the answer or one of its documents."},
    )
    why = forms.CharField(
        label="What is unclear, and what depends on it",
        help_text="For the chair. The bidder never sees it.",
        max_length=LONGEST_QUESTION,
        widget=forms.Textarea,
        error_messages={"required": "Say what is unclear to you, and what the score depends on."},
    )

    def __init__(self, documents: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].choices = [("", "The answer"), *documents]  # type: ignore[attr-defined]

    def layout(self) -> list[Any]:
        return [
            Field.textarea("question", label_size=Size.SMALL, rows=5),
            Field.select("document", label_size=Size.SMALL),
            Field.textarea("why", label_size=Size.SMALL, rows=4),
        ]


class ChairsEnquiryForm(EnquiryForm):
    """The same from the chair, who decides on it next."""

    submit = "Draft the question"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].label = "What is unclear, and what the score depends on"
        self.fields["why"].help_text = "For the record. The bidder never sees it."


class ApprovalForm(GovukForm):
    """The question as the chair would have it sent."""

    submit = "Approve the question"
    wording = forms.CharField(
        label="The question, as the bidder will read it",
        max_length=LONGEST_QUESTION,
        widget=forms.Textarea,
        error_messages={"required": "Write the question."},
    )
    only_clarifies = forms.BooleanField(
        label="It asks what the bid means, and can be answered without adding to the bid, changing it or bettering it",
        error_messages={
            "required": "Confirm that the question only asks what the bid means. If it does not, change or refuse it."
        },
    )

    def layout(self) -> list[Any]:
        return [Field.textarea("wording", label_size=Size.SMALL, rows=6), Field.checkbox("only_clarifies")]


class RefusalForm(GovukForm):
    submit = "Refuse the question"
    reasons = forms.CharField(
        label="Why is it not asked?",
        help_text="Who drafted it reads this. It stays on the record.",
        widget=forms.Textarea,
        error_messages={"required": "Say why you refuse the question."},
    )

    def layout(self) -> list[Any]:
        return [Field.textarea("reasons", label_size=Size.SMALL, rows=4)]


class SendForm(GovukForm):
    """Until when the bidder has to answer, on the clock in London."""

    submit = "Send the question"
    day = DayField(label="Day by which it is answered")
    time = forms.CharField(
        label="Time by which it is answered",
        help_text="On the clock in London, such as 12:00 or 5pm. Give each bidder the same time to answer.",
        max_length=20,
        error_messages={"required": "Enter a time, such as 5pm."},
    )

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if typed.get("day") and typed.get("time"):
            try:
                typed["due_at"] = in_london(typed["day"], read_time(typed["time"]))
            except Refusal as refusal:
                self.add_error("time", str(refusal))
        return typed

    @property
    def due_at(self) -> datetime:
        due: datetime = self.cleaned_data["due_at"]
        return due

    def layout(self) -> list[Any]:
        day = Field("day", context={"legend_size": Size.for_legend(Size.SMALL)})
        return [day, Field.text("time", label_size=Size.SMALL, field_width=Fixed.TEN)]


class LateAnswerForm(GovukForm):
    submit = "Decide"
    outcome = forms.ChoiceField(
        label="What becomes of the late answer?",
        choices=[(ACCEPT, "It counts: those who judge read it"), ("disregard", "It does not count: nobody reads it")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the late answer counts."},
    )
    reasons = forms.CharField(
        label="Your reasons",
        help_text="They go to the bidder word for word. Treat all late answers by one measure.",
        widget=forms.Textarea,
        error_messages={"required": "Give your reasons. The bidder reads them."},
    )

    def layout(self) -> list[Any]:
        return [
            Field.radios("outcome", legend_size=Size.SMALL),
            Field.textarea("reasons", label_size=Size.SMALL, rows=4),
        ]
