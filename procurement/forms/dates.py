from collections.abc import Iterator
from datetime import datetime
from typing import Any, ClassVar

from crispy_forms_gds.layout import HTML, Field, Fieldset, Fixed, Size
from django import forms

from accounts.domain.refusals import Refusal
from accounts.govuk_forms import DayField
from procurement.actions import competitions
from procurement.domain.dates import in_words
from procurement.domain.local_times import day_in_london, in_london, read_time, shown_time
from procurement.forms.design import DesignForm
from procurement.models import Competition

TIME_HINT = "On the clock in London, such as 12:00 or 5pm."


def time_field(label: str) -> forms.CharField:
    return forms.CharField(label=label, help_text=TIME_HINT, required=False, max_length=20)


class DeadlinesForm(DesignForm):
    """The two deadlines, each a day and a time on the clock in London."""

    names: ClassVar[tuple[str, ...]] = ("questions_deadline", "bid_deadline")

    questions_deadline_day = DayField(label="Last day for questions", required=False)
    questions_deadline_time = time_field("Time at which questions end")
    bid_deadline_day = DayField(label="Last day for bids", required=False)
    bid_deadline_time = time_field("Time at which bids must be in")

    INSTANTS: ClassVar[dict[str, str]] = {
        "questions_deadline": "The deadline for questions",
        "bid_deadline": "The deadline for bids",
    }

    def shown(self, competition: Competition) -> dict[str, Any]:
        shown: dict[str, Any] = {}
        for name in self.INSTANTS:
            instant = getattr(competition, name)
            if instant is not None:
                shown |= {f"{name}_day": day_in_london(instant), f"{name}_time": shown_time(instant)}
        return shown

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        for name, words in self.INSTANTS.items():
            cleaned[name] = self._instant(name, words)
        questions, bids = cleaned["questions_deadline"], cleaned["bid_deadline"]
        if questions and bids and questions >= bids and not self.errors:
            self.add_error("questions_deadline_day", "Questions must end before bids must be in.")
        return cleaned

    def may_have_passed(self, name: str, instant: datetime) -> bool:
        """Whether a deadline that has passed may be left as it is."""
        return False

    def _instant(self, name: str, words: str) -> datetime | None:
        day, time = self.cleaned_data.get(f"{name}_day"), self.cleaned_data.get(f"{name}_time")
        if day is None or not time:
            if time and f"{name}_day" not in self.errors:
                self.add_error(f"{name}_day", f"{words} needs a day as well as a time.")
            if day:
                self.add_error(f"{name}_time", f"{words} needs a time as well as a day, such as 12:00.")
            return None
        try:
            instant = in_london(day, read_time(time))
        except Refusal as refusal:
            self.add_error(f"{name}_time", str(refusal))
            return None
        if instant <= self.at and not self.may_have_passed(name, instant):
            self.add_error(f"{name}_day", f"{words}, {in_words(instant)}, has passed: choose a later one.")
        return instant

    def layout(self) -> list[Any]:
        return ["seen", *self._groups()]

    def _groups(self) -> Iterator[Any]:
        for name, legend in (("questions_deadline", "Deadline for questions"), ("bid_deadline", "Deadline for bids")):
            now = getattr(self.competition, name)
            said = [HTML(f'<p class="govuk-body">Saved now: {in_words(now)}.</p>')] if now else []
            yield Fieldset(
                *said,
                Field(f"{name}_day"),
                Field.text(f"{name}_time", field_width=Fixed.TEN),
                legend=legend,
                legend_size=Size.MEDIUM,
            )


class StageDatesForm(DeadlinesForm):
    """The dates of a later stage; the award and the contract are the same for all stages."""

    names: ClassVar[tuple[str, ...]] = ("questions_deadline", "bid_deadline", "complete_counts")

    complete_counts = forms.BooleanField(
        label="A complete bid counts at the deadline, if its bidder agreed, also if nobody pressed submit",
        help_text="Bidders agree on the page of their bid, and can take it back until the deadline.",
        required=False,
    )

    def shown(self, competition: Competition) -> dict[str, Any]:
        return super().shown(competition) | {"complete_counts": competition.complete_counts}

    def layout(self) -> list[Any]:
        return [*super().layout(), Field.checkbox("complete_counts")]


class DatesForm(StageDatesForm):
    names = competitions.DATES

    award_expected_on = DayField(label="Day on which the award is expected", required=False)
    contract_starts_on = DayField(label="Day on which the contract should start", required=False)

    DAYS: ClassVar[tuple[str, ...]] = ("award_expected_on", "contract_starts_on")

    def shown(self, competition: Competition) -> dict[str, Any]:
        return super().shown(competition) | {name: getattr(competition, name) for name in self.DAYS}

    def layout(self) -> list[Any]:
        days = [Field(name, context={"legend_size": Size.for_legend(Size.SMALL)}) for name in self.DAYS]
        return [*super().layout(), *days]


class ExtendForm(DeadlinesForm):
    """Later deadlines for a published competition, and why."""

    submit = "Extend the deadlines"
    reasons = forms.CharField(
        label="Why are the deadlines extended?",
        help_text="Everybody can read this on the competition’s page, and each bidder is told.",
        widget=forms.Textarea,
        error_messages={"required": "Say why the deadlines are extended."},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name, words in self.INSTANTS.items():
            if cleaned[name] is None and not self.errors:
                self.add_error(f"{name}_day", f"{words} can’t be taken away: enter a day and a time.")
        return cleaned

    def may_have_passed(self, name: str, instant: datetime) -> bool:
        return bool(instant == getattr(self.competition, name))

    def typed(self) -> dict[str, Any]:
        return super().typed() | {"reasons": self.cleaned_data["reasons"]}

    def layout(self) -> list[Any]:
        return [*super().layout(), Field.textarea("reasons", label_size=Size.MEDIUM, rows=4)]
