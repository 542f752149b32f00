"""A projection as one plain value that a page, a report or a file can show: parts, control, money, each year."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from spinouts.domain.events import EventKind, HoldingEvent
from spinouts.domain.money import NOTHING, in_whole_pounds
from spinouts.domain.percentages import parts_in_words
from spinouts.domain.pictures.bar_values import StackedBars
from spinouts.domain.pictures.nodes import Node
from spinouts.domain.pictures.stacked_bars import stacked_bars
from spinouts.domain.projection import Projection, Year
from spinouts.domain.scenario_words import assumed_in_words
from spinouts.domain.telling import told
from spinouts.domain.year_money import YearMoney


@dataclass(frozen=True, slots=True)
class ToldEvent:
    """An event of a year in a sentence; `assumed` tells it from what the register already has."""

    on: date
    sentence: str
    assumed: bool


@dataclass(frozen=True, slots=True)
class YearStory:
    """What happens in a year, and what to say about it."""

    name: str
    on: date
    events: tuple[ToldEvent, ...]
    sentences: tuple[str, ...]
    control: tuple[str, ...]

    @property
    def is_quiet(self) -> bool:
        """Whether nothing happens in it."""
        return not (self.events or self.sentences or self.control)


@dataclass(frozen=True, slots=True)
class MoneyTable:
    """Whole pounds by year, in words. Columns in which there is nothing in any year are left out."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class ProjectionPicture:
    """`votes` is None where they are always as the capital is; `money` where no figure of money was entered."""

    company: str
    scenario: str
    starts_on: date
    assumed: tuple[str, ...]
    unit: str
    capital: StackedBars
    votes: StackedBars | None
    crossings: tuple[tuple[str, str], ...]
    money: MoneyTable | None
    years: tuple[YearStory, ...]

    @property
    def stories(self) -> tuple[YearStory, ...]:
        """The years in which something happens."""
        return tuple(year for year in self.years if not year.is_quiet)


def projection_picture(projection: Projection) -> ProjectionPicture:
    """All that is shown of a projection."""
    company, years = projection.company, projection.years
    unit = "shares" if company.form.has_shares else "units of membership"
    differ = any(year.votes != year.capital for year in years)
    return ProjectionPicture(
        company=company.name,
        scenario=projection.scenario.name,
        starts_on=years[0].on,
        assumed=assumed_in_words(projection),
        unit=unit,
        capital=_bars(projection, f"Parts of all {unit}, year by year", unit, lambda year: year.capital),
        votes=_bars(projection, "Parts of all votes, year by year", "votes", lambda year: year.votes)
        if differ
        else None,
        crossings=tuple((year_name(year), sentence) for year in years for sentence in year.control),
        money=_money(years) if projection.scenario.has_money else None,
        years=tuple(_story(projection, year) for year in years),
    )


def projection_table(projection: Projection) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Names of columns, and a row for each year: exact parts of capital and votes, then pounds. For a spreadsheet."""
    parties = projection.parties
    header = ["Year", "Ends on"]
    for noun in ("capital", "votes"):
        header += [f"{party.name}: {noun}{also}" for party in parties for also in ("", ", exactly")]
    header += [label for label, _ in _AMOUNTS]
    rows = []
    for year in projection.years:
        cells = [str(year.number), year.on.isoformat()]
        for parts in (year.capital, year.votes):
            exact = [parts.get(party.reference, Fraction(0)) for party in parties]
            for part, words in zip(exact, parts_in_words(exact), strict=True):
                cells += [words, str(part)]
        rows.append((*cells, *(f"{amount(year.money):.2f}" for _, amount in _AMOUNTS)))
    return tuple(header), tuple(rows)


def year_name(year: Year) -> str:
    """A year as it is called in tables and pictures."""
    return f"Year {year.number}"


def _bars(projection: Projection, title: str, unit: str, of: Callable[[Year], Mapping[str, Fraction]]) -> StackedBars:
    parties = [Node(party.reference, party.name, party.kind.label, party.kind) for party in projection.parties]
    return stacked_bars(title, parties, [(year_name(year), of(year)) for year in projection.years], unit=unit)


def _total(amounts: Mapping[str, Decimal]) -> Decimal:
    return sum(amounts.values(), NOTHING)


_AMOUNTS: tuple[tuple[str, Callable[[YearMoney], Decimal]], ...] = (
    ("Income", lambda money: money.income),
    ("Costs", lambda money: money.costs),
    ("Interest", lambda money: _total(money.interest)),
    ("Profit, or loss", lambda money: money.profit),
    ("Tax", lambda money: money.tax),
    ("Dividends", lambda money: _total(money.dividends)),
    ("Repaid on loans", lambda money: _total(money.repaid)),
    ("Paid as a share of income", lambda money: _total(money.income_shares)),
    ("Owed at the end", lambda money: _total(money.owed)),
    ("Reserves", lambda money: money.reserves),
    ("Losses not made up", lambda money: money.losses),
    ("Cash", lambda money: money.cash),
    ("Bills not paid", lambda money: money.missing),
)


def _money(years: tuple[Year, ...]) -> MoneyTable:
    used = [(label, amount) for label, amount in _AMOUNTS if any(amount(year.money) for year in years)]
    return MoneyTable(
        columns=tuple(label for label, _ in used),
        rows=tuple(
            (year_name(year), tuple(in_whole_pounds(amount(year.money)) for _, amount in used)) for year in years
        ),
    )


def _story(projection: Projection, year: Year) -> YearStory:
    """Without figures of money nothing is said of what cannot be paid: nobody said that there is no income."""
    silent = () if projection.scenario.has_money else year.money_sentences
    return YearStory(
        name=year_name(year),
        on=year.on,
        events=tuple(_events(projection, year)),
        sentences=tuple(sentence for sentence in year.sentences if sentence not in silent),
        control=year.control,
    )


def _events(projection: Projection, year: Year) -> Iterator[ToldEvent]:
    form, assumed = projection.company.form, set(year.assumed)
    for event in year.events:
        if projection.scenario.has_money or not (event in assumed and _is_settling(event)):
            yield ToldEvent(event.on, told(event, form), event in assumed)


def _is_settling(event: HoldingEvent) -> bool:
    return event.kind in {EventKind.REPAY, EventKind.DIVIDEND}
