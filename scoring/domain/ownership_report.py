"""The ownership report as plain values, made from the award's frozen record and from nothing else."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from partners.domain import offers
from partners.domain.instruments import Instrument
from partners.domain.offers import Offer
from partners.domain.term_tables import TermTable, term_tables
from scoring.domain.award_record import agreed_of, picture_of, projection_of
from spinouts.domain.agreed_picture import AgreedPicture
from spinouts.domain.glossary import GLOSSARY
from spinouts.domain.money import in_pounds
from spinouts.domain.ownership_picture import OwnershipPicture
from spinouts.domain.projection_picture import ProjectionPicture

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class MoneyTable:
    """Pounds by year of the contract; a column for each instrument that the offer uses, then the yearly price.

    Cash, what is given in kind, and what is only promised are added up each by itself.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    totals: tuple[str, ...]
    cash: str
    in_kind: str
    promised: str


@dataclass(frozen=True, slots=True)
class OwnershipReport:
    winner: str
    picture: OwnershipPicture
    agreed: AgreedPicture
    projection: ProjectionPicture
    money: MoneyTable
    terms: tuple[TermTable, ...]
    notes: str
    glossary: tuple[tuple[str, str], ...]


def ownership_report(content: Content) -> OwnershipReport:
    """What the report says, in the order in which it says it."""
    winner = next(bid for bid in content["bids"] if bid["reference"] == content["decision"]["bid"])
    offer = offers.from_content(winner["offer"])
    return OwnershipReport(
        winner=winner["organisation"]["name"],
        picture=picture_of(content),
        agreed=agreed_of(content),
        projection=projection_of(content),
        money=money_table(offer),
        terms=term_tables(offer),
        notes=offer.notes,
        glossary=GLOSSARY,
    )


def money_table(offer: Offer) -> MoneyTable:
    """The offer's investments and prices, by year."""
    used = [instrument for instrument in Instrument if any(one.instrument is instrument for one in offer.investments)]
    years = sorted({one.year for one in offer.investments} | {price.year for price in offer.prices})
    columns = [_amounts(offer, instrument) for instrument in used]
    if offer.prices:
        columns.append(_added_up((price.year, price.amount) for price in offer.prices))
    return MoneyTable(
        columns=(*(instrument.label for instrument in used), *(["Price to the council"] if offer.prices else [])),
        rows=tuple((f"Year {year}", tuple(_cell(column.get(year)) for column in columns)) for year in years),
        totals=tuple(in_pounds(sum(column.values(), Decimal(0))) for column in columns),
        cash=in_pounds(_sum_where(offer, lambda instrument: instrument.is_cash)),
        in_kind=in_pounds(_sum_where(offer, lambda instrument: instrument.is_in_kind)),
        promised=in_pounds(_sum_where(offer, lambda instrument: instrument.is_contingent)),
    )


def _sum_where(offer: Offer, counts: Callable[[Instrument], bool]) -> Decimal:
    return sum((one.amount for one in offer.investments if counts(one.instrument)), Decimal(0))


def _amounts(offer: Offer, instrument: Instrument) -> dict[int, Decimal]:
    return _added_up((one.year, one.amount) for one in offer.investments if one.instrument is instrument)


def _added_up(pairs: Iterator[tuple[int, Decimal]]) -> dict[int, Decimal]:
    sums: dict[int, Decimal] = {}
    for year, amount in pairs:
        sums[year] = sums.get(year, Decimal(0)) + amount
    return sums


def _cell(amount: Decimal | None) -> str:
    return "–" if amount is None else in_pounds(amount)
