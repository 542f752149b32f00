"""The offer's form as its template draws it, and what the offer amounts to so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from django.utils import timezone

from accounts.domain.refusals import Refusal
from partners.actions.completeness import problems_in, terms_of
from partners.domain import offer_checks, typed_fields, typed_offers
from partners.domain.formation import company_of
from partners.domain.instruments import Instrument
from partners.domain.offers import Offer
from procurement.models import Competition
from spinouts.domain.forms import LegalForm
from spinouts.domain.ownership_picture import OwnershipPicture, ownership_picture
from spinouts.domain.parties import PartyKind


@dataclass(frozen=True, slots=True)
class TypedField:
    name: str
    value: str
    error: str = ""
    theirs: str | None = None

    @property
    def id(self) -> str:
        return f"id_{self.name}"


@dataclass(frozen=True, slots=True)
class HolderRow:
    number: int
    kind: TypedField
    name: TypedField
    percent: TypedField
    share_class: TypedField
    votes: TypedField
    seats: TypedField

    @property
    def errors(self) -> list[TypedField]:
        fields = (self.kind, self.name, self.percent, self.share_class, self.votes, self.seats)
        return [each for each in fields if each.error]


@dataclass(frozen=True, slots=True)
class YearRow:
    """One year of the contract: a field for each instrument, and the price."""

    year: int
    money: Sequence[tuple[str, TypedField]]
    price: TypedField

    @property
    def errors(self) -> list[TypedField]:
        return [each for each in (*(field for _, field in self.money), self.price) if each.error]


class OfferForm:
    """Every field of the form with its text, its error and, after a clash, what somebody else has put there."""

    def __init__(
        self, typed: Mapping[str, str], errors: Mapping[str, str], theirs: Mapping[str, str], competition: Competition
    ) -> None:
        self._typed, self._errors, self._theirs = typed, errors, theirs
        self.company_name, self.legal_form = self._field("company_name"), self._field("legal_form")
        self.total_shares, self.notes = self._field("total_shares"), self._field("notes")
        self.forms = [(form.value, form.label) for form in LegalForm if form.value in competition.permitted_forms]
        self.kinds = [(kind.value, kind.label) for kind in PartyKind]
        self.instruments = [(each.value, each.label) for each in Instrument]
        self.holders = [self._holder(number) for number in range(1, typed_fields.rows_in(typed) + 1)]
        self.years = [self._year(year) for year in range(1, self._last_year(competition) + 1)]
        self.can_add = len(self.holders) < typed_fields.MOST_ROWS

    def _field(self, name: str) -> TypedField:
        return TypedField(name, self._typed.get(name, ""), self._errors.get(name, ""), self._theirs.get(name))

    def _holder(self, number: int) -> HolderRow:
        return HolderRow(number, **{name: self._field(f"holding-{number}-{name}") for name in typed_fields.OF_HOLDING})

    def _year(self, year: int) -> YearRow:
        money = [(label, self._field(f"money-{value}-{year}")) for value, label in self.instruments]
        return YearRow(year, money, self._field(f"price-{year}"))

    def _last_year(self, competition: Competition) -> int:
        """The years of the contract, and any beyond it for which something is typed, so that it can be taken out."""
        typed = [
            int(name.rsplit("-", 1)[1])
            for name, text in self._typed.items()
            if name.startswith(("money-", "price-")) and text.strip()
        ]
        return max([competition.contract_years or 1, *typed])


@dataclass(frozen=True, slots=True)
class OfferCheck:
    """What is still to put right, each with its field; the ownership that would result; and its rounding in words."""

    problems: Sequence[tuple[str, str]]
    picture: OwnershipPicture | None
    rounded: Sequence[str]


def check_of(competition: Competition, typed: Mapping[str, str]) -> OfferCheck:
    reading = typed_offers.read(typed)
    problems = [(f"id_{name}" if name else "", said) for name, said in problems_in(reading, terms_of(competition))]
    offer = reading.offer
    if not _adds_up(offer):
        return OfferCheck(problems, None, ())
    try:
        picture = _picture(offer, competition.contract_starts_on or timezone.localdate())
        return OfferCheck(problems, picture, offer_checks.rounded_stakes(offer))
    except Refusal:
        # What can't be divided into shares is among the problems already.
        return OfferCheck(problems, None, ())


def _adds_up(offer: Offer) -> bool:
    stakes = [holding.percent for holding in offer.holdings]
    return all(stake.is_finite() and stake >= 0 for stake in stakes) and sum(map(Fraction, stakes)) == 100


def _picture(offer: Offer, on: date) -> OwnershipPicture:
    return ownership_picture(replace(company_of(offer, on), name=offer.company_name or "The company"), on)
