"""The offer in a bid: what a partner would invest, who would own what, what they agree, and what it would cost."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeVar

from partners.domain.instruments import Instrument, Investment, InvestmentTerms
from spinouts.domain.allotment import allot
from spinouts.domain.company_content import agreed_from_content
from spinouts.domain.forms import LegalForm
from spinouts.domain.parties import PartyKind, Side
from spinouts.domain.plain import Reader, written
from spinouts.domain.shares import ShareClass
from spinouts.domain.terms import Agreed


@dataclass(frozen=True, slots=True)
class Price:
    """What the council would pay for the service in a year of the contract, in pounds; the first year is year 1."""

    year: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class ProposedHolding:
    """A stake that a party would have, in percent of all shares.

    Its class is one of the offer's, by name; or else a plain one, told by its name with the votes per share given here.
    A party, told by kind and name, may have several holdings, of different classes. Its board seats are their sum.
    A stake of 0% names a party that holds nothing at first, such as one that lends, or that may earn a stake later.
    """

    kind: PartyKind
    name: str
    percent: Decimal
    votes_per_share: int = 1
    share_class: str = "Ordinary"
    board_seats: int = 0


class OfferPart(StrEnum):
    """A part of a bid in which a passage may be confidential."""

    OWNERS = "owners"
    INVESTMENT = "investment"
    PRICE = "price"
    AGREEMENTS = "agreements"
    SUPPORT = "support"
    ANSWERS = "answers"
    DOCUMENTS = "documents"

    @property
    def label(self) -> str:
        """The part's name, as a person reads it."""
        return {
            "owners": "Who would own the company",
            "investment": "Investment and its terms",
            "price": "Price",
            "agreements": "Agreements between the owners",
            "support": "Support, step-in and exit",
            "answers": "An answer to a question",
            "documents": "A document",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Confidential:
    """A passage that the bidder asks to keep confidential, why, and until which day (None: for good).

    It is a request: the council decides by the law when somebody asks for it (Freedom of Information Act 2000, s.41
    and s.43; Procurement Act 2023, s.94).
    """

    part: OfferPart
    passage: str
    reason: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """All structured terms of a bid. In a form without shares, `total_shares` are units of membership.

    Within an offer parties and classes of shares are told by their names: that is the reference by which `agreed` knows
    them, and a class's own. Loans, rights and vestings are "loan-1", "right-1", "vesting-1" and so on, in order.
    `support` is what the partner would fall back on, in words.
    """

    company_name: str
    legal_form: LegalForm
    total_shares: int
    holdings: tuple[ProposedHolding, ...] = ()
    investments: tuple[Investment, ...] = ()
    prices: tuple[Price, ...] = ()
    notes: str = ""
    classes: tuple[ShareClass, ...] = ()
    agreed: Agreed = field(default_factory=Agreed)
    terms: tuple[InvestmentTerms, ...] = ()
    support: str = ""
    confidential: tuple[Confidential, ...] = ()

    def share_class(self, name: str) -> ShareClass | None:
        """The class of that name whose rights the offer gives; None for a plain one."""
        return next((each for each in self.classes if each.name == name), None)

    def votes_of(self, holding: ProposedHolding) -> int:
        """The votes of each of its shares."""
        share_class = self.share_class(holding.share_class)
        return share_class.votes_per_share if share_class else holding.votes_per_share


@dataclass(frozen=True, slots=True)
class Terms:
    """The ownership terms that the council published. Percentages of all shares; None where it sets no limit."""

    least_employees_percent: Decimal | None
    most_partner_percent: Decimal | None
    least_council_percent: Decimal | None
    permitted_forms: frozenset[LegalForm]
    contract_years: int
    contract_starts_on: date | None = None


Kind = TypeVar("Kind")

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

    Investments and prices are in pounds. `investment_cash` leaves out what is given in kind, and neither figure counts
    a guarantee, which is only a promise. `price_yearly` is the mean over the years that are priced (zero if none is).
    Stakes are percentages of all shares after allotment, all parties on the side together. Raises Refusal as `allot`
    does.
    """
    price_total = _sum([price.amount for price in offer.prices])
    years = len({price.year for price in offer.prices})
    return {
        "investment_total": _sum([one.amount for one in offer.investments if not one.instrument.is_contingent]),
        "investment_cash": _sum([one.amount for one in offer.investments if one.instrument.is_cash]),
        "partner_stake": Fraction(100 * shares_of(offer, Side.PARTNER), offer.total_shares),
        "employee_stake": Fraction(100 * shares_of(offer, Side.EMPLOYEES), offer.total_shares),
        "price_total": price_total,
        "price_yearly": Fraction(price_total) / (years or 1),
    }


def to_content(offer: Offer) -> dict[str, Any]:
    """The offer as JSON holds it, for the submitted content: decimals as text, exactly as they were given.

    What an offer need not have is left out where it has none, so that a simple offer is written as it always was.
    """
    agreed = written(offer.agreed)
    for name in _TOLD_BY_PLACE & agreed.keys():
        agreed[name] = [_without_reference(each) for each in agreed[name]]
    others = {
        "classes": [_without_reference(written(each)) for each in offer.classes],
        "agreed": agreed,
        "terms": [written(each) for each in offer.terms],
        "support": offer.support,
        "confidential": [written(each) for each in offer.confidential],
    }
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
        **{name: value for name, value in others.items() if value},
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
            classes=classes_from_content(content.get("classes", [])),
            agreed=agreed_of(content.get("agreed", {})),
            terms=_read(InvestmentTerms, content.get("terms", [])),
            support=str(content.get("support", "")),
            confidential=_read(Confidential, content.get("confidential", [])),
        )
    except (KeyError, TypeError, ArithmeticError) as error:
        raise ValueError(f"This content is not an offer: {error!r}.") from error


_TOLD_BY_PLACE = {"loans", "rights", "vestings"}


def classes_from_content(content: Iterable[Mapping[str, Any]]) -> tuple[ShareClass, ...]:
    """The classes of an offer, each with its name as its reference. Raises ValueError."""
    return _read(ShareClass, [{**each, "reference": each["name"]} for each in content])


def agreed_of(content: Mapping[str, Any]) -> Agreed:
    """What an offer says is agreed; loans, rights and vestings are told by their place. Raises ValueError."""
    numbered = {
        name: [
            {**each, "reference": f"{name.removesuffix('s')}-{number}"}
            for number, each in enumerate(content[name], start=1)
        ]
        for name in _TOLD_BY_PLACE & content.keys()
    }
    return agreed_from_content({**content, **numbered})


def _without_reference(content: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in content.items() if name != "reference"}


def _read(kind: type[Kind], content: Sequence[object]) -> tuple[Kind, ...]:
    reader = Reader()
    found: tuple[Kind, ...] = reader.value(tuple[kind, ...], content, ())  # type: ignore[valid-type]
    reader.end()
    return found


def _decimal(text: object) -> Decimal:
    if not isinstance(text, str):
        raise TypeError(f"{text!r} is not a decimal written as text")
    return Decimal(text)


def _sum(amounts: Sequence[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))
