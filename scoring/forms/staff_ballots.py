"""What officers type for the ballot of staff, and what staff type: a code, and their ratings."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from crispy_forms_gds.layout import Field, Fixed, Size
from django import forms

from accounts.domain.refusals import Refusal
from accounts.govuk_forms import DayField, GovukForm, WholeNumberField
from procurement.domain.figures import plain
from procurement.domain.local_times import day_in_london, in_london, read_time, shown_time
from procurement.domain.methodology import Criterion
from procurement.forms.dates import TIME_HINT
from scoring.domain.staff_ballots import Group, Paper
from scoring.models import StaffBallot, StaffPartner, StaffText


class WhoVotesForm(GovukForm):
    """Who may vote, in groups or all together, and from when until when."""

    submit = "Save"
    groups = forms.CharField(
        label="How many may vote?",
        help_text=(
            "One number, such as 60. Or a line for each place of work with its number, such as “Northgate 12”: then "
            "the result may also be told for each, if none is small. A group has at least 5 people."
        ),
        widget=forms.Textarea,
        error_messages={"required": "Enter how many may vote."},
    )
    opens_day = DayField(label="Day on which the ballot opens")
    opens_time = forms.CharField(
        label="Time at which it opens",
        help_text=TIME_HINT,
        max_length=20,
        error_messages={"required": "Enter the time at which it opens."},
    )
    closes_day = DayField(label="Day on which the ballot closes")
    closes_time = forms.CharField(
        label="Time at which it closes",
        help_text=TIME_HINT,
        max_length=20,
        error_messages={"required": "Enter the time at which it closes."},
    )

    def __init__(self, *args: Any, ballot: StaffBallot | None, **kwargs: Any) -> None:
        if ballot:
            lines = [f"{group.name} {group.eligible}".strip() for group in ballot.who_may_vote]
            kwargs["initial"] = {
                "groups": "\n".join(lines),
                "opens_day": day_in_london(ballot.opens_at),
                "opens_time": shown_time(ballot.opens_at),
                "closes_day": day_in_london(ballot.closes_at),
                "closes_time": shown_time(ballot.closes_at),
            }
        super().__init__(*args, **kwargs)

    def clean_groups(self) -> list[Group]:
        groups = []
        for line in filter(None, map(str.strip, self.cleaned_data["groups"].splitlines())):
            name, _, number = line.rpartition(" ")
            if not number.replace(",", "").isdecimal() or len(number) > 6:
                raise forms.ValidationError(f"“{line[:60]}” must end with a number, such as Northgate 12.")
            groups.append(Group(" ".join(name.split())[:60], int(number.replace(",", ""))))
        if len(groups) > 1 and not all(group.name for group in groups):
            raise forms.ValidationError("Give each group a name before its number, such as Northgate 12.")
        return groups

    def clean(self) -> dict[str, Any]:
        for name in ("opens", "closes"):
            day, time = self.cleaned_data.get(f"{name}_day"), self.cleaned_data.get(f"{name}_time")
            if day and time:
                try:
                    self.cleaned_data[f"{name}_at"] = in_london(day, read_time(time))
                except Refusal as refusal:
                    self.add_error(f"{name}_time", str(refusal))
        return self.cleaned_data

    def layout(self) -> list[Any]:
        day = {"legend_size": Size.for_legend(Size.SMALL)}
        return [
            Field.textarea("groups", label_size=Size.SMALL, rows=5),
            Field("opens_day", context=day),
            Field.text("opens_time", label_size=Size.SMALL, field_width=Fixed.TEN),
            Field("closes_day", context=day),
            Field.text("closes_time", label_size=Size.SMALL, field_width=Fixed.TEN),
        ]

    def typed(self) -> dict[str, list[Group] | datetime]:
        return {name: self.cleaned_data[name] for name in ("groups", "opens_at", "closes_at")}


class StaffTextForm(GovukForm):
    """What staff read of a bid: each answer, with what is struck out in double brackets."""

    submit = "Save what staff read"

    def __init__(self, *args: Any, texts: Sequence[StaffText], **kwargs: Any) -> None:
        kwargs["initial"] = {text.criterion.reference: text.marked for text in texts}
        super().__init__(*args, **kwargs)
        for text in texts:
            self.fields[text.criterion.reference] = forms.CharField(
                label=text.criterion.title, required=False, strip=False, widget=forms.Textarea
            )

    def layout(self) -> list[Any]:
        return [Field.textarea(name, label_size=Size.MEDIUM, rows=14) for name in self.fields]


class AnnulForm(GovukForm):
    submit = "Ask to annul the ballot"
    reason = forms.CharField(
        label="Why can’t the ballot stand?",
        help_text="Everybody at the council reads this, and it stays in the record. Say nothing of how anybody voted.",
        max_length=2000,
        widget=forms.Textarea,
        error_messages={"required": "Say why the ballot can’t stand."},
    )

    def layout(self) -> list[Any]:
        return [Field.textarea("reason", label_size=Size.SMALL, rows=5)]


class ReplaceForm(GovukForm):
    submit = "Replace the sheet"
    number = WholeNumberField(
        label="Number of the sheet that was lost",
        help_text="It stands at the top of the sheet, and on your list of who got which.",
        example="17",
        min_value=1,
        error_messages={"required": "Enter the number of the sheet."},
    )

    def layout(self) -> list[Any]:
        return [Field.text("number", label_size=Size.SMALL, field_width=Fixed.FIVE)]


class CodeForm(GovukForm):
    """The code on the sheet of one of the staff."""

    submit = "Continue"
    code = forms.CharField(
        label="Your code",
        help_text="30 letters and digits in 6 groups. Capitals, spaces and hyphens make no difference.",
        max_length=200,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "app-code"}
        ),
        error_messages={"required": "Type the code that is printed on your sheet."},
    )

    def layout(self) -> list[Any]:
        return [Field.text("code", label_size=Size.SMALL)]


class RatingForm(GovukForm):
    """A rating for each partner on each question. Nothing is chosen beforehand."""

    submit = "Check your ratings"

    def __init__(
        self,
        *args: Any,
        criteria: Sequence[Criterion],
        partners: Sequence[StaffPartner],
        names: Sequence[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asked = [
            (f"{criterion.reference}.{partner.place}", criterion, partner, name)
            for criterion in criteria
            for partner, name in zip(partners, names, strict=True)
        ]
        several = len(criteria) > 1
        for field, criterion, _, name in self.asked:
            steps = criterion.scale.steps if criterion.scale else ()
            self.fields[field] = forms.ChoiceField(
                label=f"{name}: {criterion.title}" if several else name,
                choices=[(plain(step.value), f"{plain(step.value)} {step.label}") for step in steps],
                widget=forms.RadioSelect,
                error_messages={
                    "required": f"Choose a rating for {name}{f', “{criterion.title}”' if several else ''}.",
                    "invalid_choice": f"Choose one of the ratings for {name}.",
                },
            )

    def layout(self) -> list[Any]:
        return [Field.radios(name, legend_size=Size.MEDIUM) for name in self.fields]

    @property
    def chosen(self) -> list[tuple[str, str, str]]:
        """Each field, whom and what it is about, and the rating in words."""
        return [
            (name, str(self.fields[name].label), dict(self.fields[name].choices)[self.cleaned_data[name]])  # type: ignore[attr-defined]
            for name, *_ in self.asked
        ]

    @property
    def paper(self) -> Paper:
        paper: dict[str, dict[str, Decimal]] = {}
        for name, criterion, partner, _ in self.asked:
            try:
                rating = Decimal(self.cleaned_data[name])
            except InvalidOperation:
                continue
            paper.setdefault(criterion.reference, {})[partner.bid.reference] = rating
        return paper
