"""The ownership report as plain values, made from the award's frozen record and from nothing else."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from partners.domain import offers
from partners.domain.instruments import Instrument
from partners.domain.offers import Offer
from partners.domain.term_tables import TermTable, term_tables
from procurement.domain.figures import in_pounds
from scoring.domain.award_record import agreed_of, picture_of, projection_of
from spinouts.domain.agreed_picture import AgreedPicture
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


GLOSSARY = (
    (
        "Asset lock",
        "A rule that the company's assets stay with its purpose: owners get back what they paid, and no more.",
    ),
    ("Board seat", "The right of an owner to choose one director of the company."),
    ("Class of shares", "Shares that carry the same rights, such as so many votes each."),
    ("Drag along", "Owners of enough shares who sell may make the others sell with them, at the same price."),
    ("Earn-in", "Shares that somebody gets, or keeps, only if an agreed milestone is met."),
    ("First refusal", "The right of the owners to buy new shares, or those of another owner, before anybody else."),
    ("Golden share", "A share whose holder must consent to the reserved matters, whatever the votes."),
    ("Guarantee", "A promise to pay if something goes wrong. It is no investment until it is called."),
    ("In kind", "What is given as things, buildings or time instead of money. It is never added to cash."),
    ("Joint venture", "The company that the council's service becomes, owned by several parties."),
    ("Leaver", "Somebody who stops working for the company. What was agreed says what becomes of their shares."),
    ("Lock-in", "A time in which an owner may not sell or give away shares unless all the others agree."),
    ("Option", "A right to buy shares later at a price that is agreed now. A warrant is the same for an investor."),
    ("Ordinary resolution", "A decision of the owners by more than half of the votes (Companies Act 2006, s.282)."),
    (
        "Person with significant control",
        (
            "Somebody with more than a quarter of the shares or votes, or who chooses most of the board. The company "
            "must tell Companies House who they are (Companies Act 2006, Sch.1A)."
        ),
    ),
    ("Projection", "Arithmetic on what is assumed about the years to come. It is not a forecast."),
    ("Protected against dilution", "An owner who gets new shares whenever others would make its part smaller."),
    ("Quasi-equity", "Money that is paid back as a share of the company's income."),
    ("Reserved matter", "A decision that needs the consent of certain owners, whatever their votes."),
    (
        "Special resolution",
        "A decision by 75% of the votes or more, such as to change the articles (Companies Act 2006, s.283).",
    ),
    ("Tag along", "If one owner sells, the others may sell with it at the same price."),
    ("Vesting", "Shares that somebody keeps only by staying: so many more with each month or year."),
)


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
