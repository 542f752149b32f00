from typing import Any

from crispy_forms_gds.layout import Field, Size
from django import forms

from accounts.govuk_forms import DayField, GovukForm
from partners.domain.exclusion_grounds import GROUNDS
from scoring.domain.exclusions import Listed, Status

YES_NO = [("yes", "Yes"), ("no", "No")]
YES = "yes"


def _long(label: str, help_text: str, missing: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        widget=forms.Textarea,
        required=bool(missing),
        error_messages={"required": missing},
    )


def _day(label: str, missing: str) -> DayField:
    return DayField(label=label, help_text="For example, 27 3 2027.", error_messages={"required": missing})


class CheckForm(GovukForm):
    submit = "Record the check"
    checked_on = _day("When was the debarment list read?", "Enter the day on which the list was read.")
    listed = forms.ChoiceField(
        label="What was found?",
        choices=[(each.value, each.label) for each in Listed],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what was found."},
    )
    note = _long(
        "Who was looked for, and what was found?", "The bidder, those who stand behind it, and subcontractors."
    )

    def layout(self) -> list[Any]:
        return [
            "checked_on",
            Field.radios("listed", legend_size=Size.SMALL),
            Field.textarea("note", label_size=Size.SMALL, rows=4),
        ]


class AssessForm(GovukForm):
    submit = "Record the finding"
    ground = forms.ChoiceField(
        label="Ground",
        choices=[(each.reference, f"{each.source}: {each.words}") for each in GROUNDS],
        error_messages={"required": "Choose the ground."},
    )
    who = forms.CharField(
        label="To whom it applies", max_length=300, error_messages={"required": "Enter to whom it applies."}
    )
    applies = forms.ChoiceField(
        label="Does the ground apply?",
        choices=YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the ground applies."},
    )
    continues = forms.ChoiceField(
        label="Do its circumstances go on, or are they likely to happen again?",
        help_text="Only if they do is the supplier excluded or excludable (section 57).",
        choices=YES_NO,
        widget=forms.RadioSelect,
        required=False,
    )
    reasons = _long(
        "Your reasons",
        "What weighs (section 58(1)): how seriously it was taken, what was done so that it does not happen again, what "
        "is promised, how long ago it was, and anything else that matters.",
        "Give your reasons.",
    )

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("applies") == YES and not self.cleaned_data.get("continues"):
            self.add_error("continues", "Choose whether it goes on or is likely to happen again.")
        return self.cleaned_data

    def layout(self) -> list[Any]:
        return [
            Field.select("ground", label_size=Size.SMALL),
            Field.text("who", label_size=Size.SMALL),
            Field.radios("applies", legend_size=Size.SMALL, inline=True),
            Field.radios("continues", legend_size=Size.SMALL, inline=True),
            Field.textarea("reasons", label_size=Size.SMALL, rows=8),
        ]


class InviteForm(GovukForm):
    submit = "Send the letter"
    about = _long(
        "What is the bidder asked about?",
        "Goes to the bidder word for word. Say which ground, what you know, and what evidence would help.",
        "Say what the bidder is asked about.",
    )
    reply_by = _day("Until when may it answer?", "Enter the day until which the bidder may answer.")

    def layout(self) -> list[Any]:
        return [Field.textarea("about", label_size=Size.SMALL, rows=8), "reply_by"]


class ReceiveForm(GovukForm):
    submit = "Record the answer"
    received_on = _day("When did the answer come?", "Enter the day on which the answer came.")
    received = _long("What did the bidder say?", "In its own words, or a fair summary.", "Enter what the bidder said.")

    def layout(self) -> list[Any]:
        return ["received_on", Field.textarea("received", label_size=Size.SMALL, rows=8)]


class DecideForm(GovukForm):
    submit = "Decide"
    sets_aside = forms.ChoiceField(
        label="Is the bid disregarded?",
        choices=[("yes", "Yes: it is not ranked, and no other bid is compared with it"), ("no", "No: it goes on")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the bid is disregarded."},
    )
    reasons = _long(
        "Reasons for the decision",
        "If the bid is disregarded, they go to the bidder word for word.",
        "Give the reasons.",
    )

    def __init__(self, *args: Any, status: Status, **kwargs: Any) -> None:
        usual = {Status.EXCLUDED: "yes", Status.NEITHER: "no"}.get(status, "")
        super().__init__(*args, initial={"sets_aside": usual}, **kwargs)

    def layout(self) -> list[Any]:
        return [
            Field.radios("sets_aside", legend_size=Size.SMALL),
            Field.textarea("reasons", label_size=Size.SMALL, rows=6),
        ]
