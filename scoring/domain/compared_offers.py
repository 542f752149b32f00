"""The companies that the bids would make, side by side: a few tables with a column for each bid."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from partners.domain.formation import company_of
from partners.domain.instruments import Instrument
from partners.domain.offers import Offer, measures
from spinouts.domain.company_terms import NONE
from spinouts.domain.comparing import Comparison, Entry, Standing, compare
from spinouts.domain.money import in_pounds
from spinouts.domain.parties import Side
from spinouts.domain.terms import Limits


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """A heading, and for each bid what stands under it: lines, none where there is nothing."""

    label: str
    cells: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class ComparedTable:
    title: str
    rows: tuple[ComparedRow, ...]


def compared_offers(offers: Sequence[tuple[str, Offer]], formed_on: date, limits: Limits) -> tuple[ComparedTable, ...]:
    """The tables, for bids in the order given, each with its bidder's name; none where there is no bid.

    Raises Refusal as `company_of` does.
    """
    if not offers:
        return ()
    found = compare([Entry(name, company_of(offer, formed_on)) for name, offer in offers], limits)
    tables = (
        ComparedTable("Who owns and votes", tuple(_ownership(found.standings))),
        ComparedTable("Who controls", tuple(_control(found.standings))),
        ComparedTable("Within the published terms", tuple(_limits(found.standings))),
        ComparedTable("Money", tuple(_money(found.standings, [offer for _, offer in offers]))),
        ComparedTable("Reserved matters: who must consent", tuple(_matters(found))),
        ComparedTable("What else is agreed", tuple(_terms(found))),
        ComparedTable("Worth a thought", tuple(_notices(found.standings))),
    )
    return tuple(table for table in tables if table.rows)


def _row(label: str, standings: Sequence[Standing], says: Callable[[Standing], Sequence[str]]) -> ComparedRow:
    return ComparedRow(label, tuple(tuple(says(each)) for each in standings))


def _ownership(standings: Sequence[Standing]) -> Iterator[ComparedRow]:
    yield _row("Company", standings, lambda each: (each.company, each.form.label))
    for place, side in enumerate(Side):
        stakes = [each.sides[place] for each in standings]
        if any(stake.capital or stake.seats for stake in stakes):
            cells = (
                (f"{stake.capital_words} of the company", f"{stake.votes_words} of the votes", _seats(stake.seats))
                for stake in stakes
            )
            yield ComparedRow(side.label, tuple(cells))
    yield _row("The board in all", standings, lambda each: (_seats(each.seats),))


def _control(standings: Sequence[Standing]) -> Iterator[ComparedRow]:
    for label, names in (
        ("Passes an ordinary resolution alone", [each.passes for each in standings]),
        ("Passes a special resolution alone", [each.passes_special for each in standings]),
        ("Can block a special resolution alone", [each.blocks for each in standings]),
    ):
        yield ComparedRow(label, tuple(each or ("Nobody",) for each in names))
    yield _row("People with significant control", standings, lambda each: each.registrable or ("Nobody",))
    yield _row("The council", standings, lambda each: each.council_control)


def _limits(standings: Sequence[Standing]) -> Iterator[ComparedRow]:
    for checks in zip(*(each.checks for each in standings), strict=True):
        cells = (("Within" if check.passed else "Outside", check.words) for check in checks)
        yield ComparedRow(checks[0].limit, tuple(cells))


def _money(standings: Sequence[Standing], offers: Sequence[Offer]) -> Iterator[ComparedRow]:
    for label, counts in (
        ("Investment in cash", lambda instrument: instrument.is_cash),
        ("Given in kind, at its value", lambda instrument: instrument.is_in_kind),
        ("Guaranteed, paid only if called", lambda instrument: instrument.is_contingent),
    ):
        cells = tuple(tuple(_invested(offer, counts)) for offer in offers)
        if any(cells):
            yield ComparedRow(label, tuple(each or ("Nothing",) for each in cells))
    yield _row(
        "What the company must pay for it",
        standings,
        lambda each: (
            tuple(": ".join([row.label, *filter(None, [_pounds(row.amount), row.words])]) for row in each.money_out)
            or ("Nothing by the terms",)
        ),
    )
    prices = tuple((in_pounds(measures(offer)["price_total"]),) for offer in offers)
    yield ComparedRow("Price to the council in all", prices)


def _invested(offer: Offer, counts: Callable[[Instrument], bool]) -> Iterator[str]:
    """The sum of these instruments, then each by itself where there are several."""
    amounts: dict[Instrument, Decimal] = {}
    for one in offer.investments:
        if counts(one.instrument) and one.amount:
            amounts[one.instrument] = amounts.get(one.instrument, Decimal(0)) + one.amount
    if len(amounts) > 1:
        yield f"{in_pounds(sum(amounts.values(), Decimal(0)))} in all"
    for instrument in Instrument:
        if instrument in amounts:
            yield f"{instrument.label}: {in_pounds(amounts[instrument])}"


def _matters(found: Comparison) -> Iterator[ComparedRow]:
    for row in found.matters:
        yield ComparedRow(row.matter.label, tuple(each or ("Nobody",) for each in row.consents))


def _terms(found: Comparison) -> Iterator[ComparedRow]:
    for row in found.terms:
        if any(cell != NONE for cell in row.cells):
            yield ComparedRow(row.label, tuple((cell,) for cell in row.cells))


def _notices(standings: Sequence[Standing]) -> Iterator[ComparedRow]:
    if any(each.notices for each in standings):
        yield _row("Notes", standings, lambda each: [notice.sentence for notice in each.notices] or ["None"])


def _pounds(amount: Decimal | None) -> str:
    return "" if amount is None else in_pounds(amount)


def _seats(count: int) -> str:
    return f"{count} board seat{'' if count == 1 else 's'}"
