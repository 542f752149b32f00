"""The offer in a bid: what a partner would invest, who would own what, and what the service would cost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from spinouts.domain.allotment import allot
from spinouts.domain.company import Company
from spinouts.domain.events import EventKind, HoldingEvent, Reason
from spinouts.domain.forms import LegalForm
from spinouts.domain.parties import Party, PartyKind, Side
from spinouts.domain.shares import ShareClass


class Instrument(StrEnum):
    """How an investment is made. What is given in kind is never added to cash."""

    EQUITY = "equity"
    LOAN = "loan"
    QUASI_EQUITY = "quasi_equity"
    GRANT = "grant"
    IN_KIND = "in_kind"

    @property
    def label(self) -> str:
        """The instrument's name, as a person reads it."""
        return _LABELS[self]

    @property
    def is_cash(self) -> bool:
        """Whether it brings money, rather than things or time."""
        return self is not Instrument.IN_KIND


_LABELS = {
    Instrument.EQUITY: "Shares (equity)",
    Instrument.LOAN: "Loan",
    Instrument.QUASI_EQUITY: "Quasi-equity (a share of income)",
    Instrument.GRANT: "Grant",
    Instrument.IN_KIND: "In kind",
}


@dataclass(frozen=True, slots=True)
class Investment:
    """Pounds committed in a year of the contract; the first year, and anything before it, is year 1."""

    instrument: Instrument
    year: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Price:
    """What the council would pay for the service in a year of the contract, in pounds; the first year is year 1."""

    year: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class ProposedHolding:
    """A stake that a party would have, in percent of all shares. Its class is its name with its votes per share.

    A party, told by kind and name, may have several holdings, of different classes. Its board seats are their sum.
    """

    kind: PartyKind
    name: str
    percent: Decimal
    votes_per_share: int = 1
    share_class: str = "Ordinary"
    board_seats: int = 0


@dataclass(frozen=True, slots=True)
class Offer:
    """All structured terms of a bid. In a form without shares, `total_shares` are units of membership."""

    company_name: str
    legal_form: LegalForm
    total_shares: int
    holdings: tuple[ProposedHolding, ...] = ()
    investments: tuple[Investment, ...] = ()
    prices: tuple[Price, ...] = ()
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """The ownership terms that the council published. Percentages of all shares; None where it sets no limit."""

    least_employees_percent: Decimal | None
    most_partner_percent: Decimal | None
    least_council_percent: Decimal | None
    permitted_forms: frozenset[LegalForm]
    contract_years: int


COMPANY = "company"
"""The reference of a company that does not exist yet."""

MEASURES = (
    "investment_total",
    "investment_cash",
    "partner_stake",
    "employee_stake",
    "price_total",
    "price_yearly",
)


def holdings_in_shares(offer: Offer) -> tuple[tuple[ProposedHolding, int], ...]:
    """Each holding with its whole shares, by the largest remainder; they add up to all of the offer's shares.

    Raises Refusal as `allot` does: no shares to divide, a negative stake, no stake at all.
    """
    shares = allot(offer.total_shares, [Fraction(holding.percent) for holding in offer.holdings])
    return tuple(zip(offer.holdings, shares, strict=True))


def shares_of(offer: Offer, side: Side) -> int:
    """The whole shares of all parties on a side together, after allotment. Raises Refusal as `allot` does."""
    return sum(shares for holding, shares in holdings_in_shares(offer) if holding.kind.side is side)


def measures(offer: Offer) -> dict[str, Decimal | Fraction]:
    """The figures by which offers are compared, exact, by their names in `MEASURES`.

    Investments and prices are in pounds: `investment_cash` leaves out what is given in kind, and `price_yearly` is
    the mean over the years that are priced (zero if none is). Stakes are percentages of all shares after allotment,
    all parties on the side together. Raises Refusal as `allot` does.
    """
    price_total = _sum([price.amount for price in offer.prices])
    years = len({price.year for price in offer.prices})
    return {
        "investment_total": _sum([one.amount for one in offer.investments]),
        "investment_cash": _sum([one.amount for one in offer.investments if one.instrument.is_cash]),
        "partner_stake": Fraction(100 * shares_of(offer, Side.PARTNER), offer.total_shares),
        "employee_stake": Fraction(100 * shares_of(offer, Side.EMPLOYEES), offer.total_shares),
        "price_total": price_total,
        "price_yearly": Fraction(price_total) / (years or 1),
    }


def company_of(offer: Offer, formed_on: date) -> Company:
    """The company as it would be formed from the offer: parties, classes, the issues of the first day, the board.

    References are "party-1", "class-1" and so on, in order of the offer's holdings. Where one class name comes with
    different votes per share, each name says its votes. A holding to which no share is allotted makes no event.
    Raises Refusal as `allot` does, and for a negative number of votes.
    """
    parties: dict[tuple[PartyKind, str], Party] = {}
    classes: dict[tuple[str, int], ShareClass] = {}
    seats: dict[Party, int] = {}
    events: list[HoldingEvent] = []
    for holding, shares in holdings_in_shares(offer):
        party = parties.setdefault(
            (holding.kind, holding.name), Party(f"party-{len(parties) + 1}", holding.name, holding.kind)
        )
        share_class = classes.setdefault(
            (holding.share_class, holding.votes_per_share),
            ShareClass(f"class-{len(classes) + 1}", _class_name(offer, holding), holding.votes_per_share),
        )
        seats[party] = seats.get(party, 0) + holding.board_seats
        if shares:
            events.append(HoldingEvent(EventKind.ISSUE, formed_on, 0, share_class, shares, to_party=party))
    events += [
        HoldingEvent(EventKind.SEATS, formed_on, 0, to_party=party, seats=count)
        for party, count in seats.items()
        if count
    ]
    return Company(
        reference=COMPANY,
        name=offer.company_name,
        form=offer.legal_form,
        formed_on=formed_on,
        parties=tuple(parties.values()),
        classes=tuple(classes.values()),
        events=tuple(
            replace(event, sequence=number, reason=Reason.FORMATION) for number, event in enumerate(events, start=1)
        ),
    )


def to_content(offer: Offer) -> dict[str, Any]:
    """The offer as JSON holds it, for the submitted content: decimals as text, exactly as they were given."""
    return {
        "company_name": offer.company_name,
        "legal_form": offer.legal_form.value,
        "total_shares": offer.total_shares,
        "holdings": [
            {
                "kind": holding.kind.value,
                "name": holding.name,
                "percent": str(holding.percent),
                "votes_per_share": holding.votes_per_share,
                "share_class": holding.share_class,
                "board_seats": holding.board_seats,
            }
            for holding in offer.holdings
        ],
        "investments": [
            {"instrument": one.instrument.value, "year": one.year, "amount": str(one.amount)}
            for one in offer.investments
        ],
        "prices": [{"year": price.year, "amount": str(price.amount)} for price in offer.prices],
        "notes": offer.notes,
    }


def from_content(content: Mapping[str, Any]) -> Offer:
    """The offer that `to_content` wrote. Raises ValueError for content that is not of that shape."""
    try:
        return Offer(
            company_name=str(content["company_name"]),
            legal_form=LegalForm(content["legal_form"]),
            total_shares=int(content["total_shares"]),
            holdings=tuple(
                ProposedHolding(
                    kind=PartyKind(row["kind"]),
                    name=str(row["name"]),
                    percent=_decimal(row["percent"]),
                    votes_per_share=int(row["votes_per_share"]),
                    share_class=str(row["share_class"]),
                    board_seats=int(row["board_seats"]),
                )
                for row in content["holdings"]
            ),
            investments=tuple(
                Investment(Instrument(row["instrument"]), int(row["year"]), _decimal(row["amount"]))
                for row in content["investments"]
            ),
            prices=tuple(Price(int(row["year"]), _decimal(row["amount"])) for row in content["prices"]),
            notes=str(content["notes"]),
        )
    except (KeyError, TypeError, ArithmeticError) as error:
        raise ValueError(f"This content is not an offer: {error!r}.") from error


def _decimal(text: object) -> Decimal:
    if not isinstance(text, str):
        raise TypeError(f"{text!r} is not a decimal written as text")
    return Decimal(text)


def _class_name(offer: Offer, holding: ProposedHolding) -> str:
    votes = {other.votes_per_share for other in offer.holdings if other.share_class == holding.share_class}
    if len(votes) == 1:
        return holding.share_class
    return f"{holding.share_class} ({holding.votes_per_share} vote{'' if holding.votes_per_share == 1 else 's'})"


def _sum(amounts: Sequence[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))
