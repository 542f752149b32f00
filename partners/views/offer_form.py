"""The first page of the offer's form as its template draws it, and what the offer amounts to so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from django.utils import timezone

from accounts.domain.refusals import Refusal
from partners.actions.completeness import problems_in, terms_of
from partners.domain import agreed_checks, offer_checks, typed_fields, typed_offers
from partners.domain.formation import company_of
from partners.domain.instruments import Instrument
from partners.domain.offers import Offer
from partners.domain.term_tables import TermTable, term_tables
from partners.domain.typed_agreements import read_classes
from partners.domain.typed_values import Typed
from partners.views.offer_parts import Fields, Part, TypedField, part_of
from procurement.models import Competition
from spinouts.domain.form_rules import notices
from spinouts.domain.forms import LegalForm
from spinouts.domain.notices import Level
from spinouts.domain.ownership_picture import OwnershipPicture, ownership_picture
from spinouts.domain.parties import PartyKind


@dataclass(frozen=True, slots=True)
class HolderRow:
    number: int
    kind: TypedField
    name: TypedField
    percent: TypedField
    share_class: TypedField
    votes: TypedField
    seats: TypedField
    votes_by_class: int | None = None
    """The votes, where the rights of its class are given: then they are not asked here."""

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
    """The first page of the form: the company, its owners, and the money by year."""

    def __init__(self, fields: Fields, competition: Competition) -> None:
        self._fields = fields
        self.company_name, self.legal_form = fields.field("company_name"), fields.field("legal_form")
        self.total_shares, self.notes = fields.field("total_shares"), fields.field("notes")
        self.forms = [(form.value, form.label) for form in LegalForm if form.value in competition.permitted_forms]
        self.kinds = [(kind.value, kind.label) for kind in PartyKind]
        self.instruments = [each for each in Instrument if each in AT_FIRST or self._has_column(each)]
        self.others = [each for each in Instrument if each not in self.instruments]
        self.votes_by_class = {each.name: each.votes_per_share for each in read_classes(Typed(fields.typed))}
        self.class_names = fields.class_names()
        self.holders = [self._holder(number) for number in range(1, typed_fields.rows_in(fields.typed) + 1)]
        self.years = [self._year(year) for year in range(1, self._last_year(competition) + 1)]
        self.can_add = len(self.holders) < typed_fields.MOST_ROWS

    def _has_column(self, instrument: Instrument) -> bool:
        return any(name.startswith(f"money-{instrument}-") for name in self._fields.typed)

    def _holder(self, number: int) -> HolderRow:
        fields = {part: self._fields.field(f"holding-{number}-{part}") for part in typed_fields.OF_HOLDING}
        votes = self.votes_by_class.get(" ".join(fields["share_class"].value.split()))
        by_class = votes if fields["votes"].value in {"", "1", str(votes)} else None
        return HolderRow(number, **fields, votes_by_class=by_class)

    def _year(self, year: int) -> YearRow:
        money = [(each.label, self._fields.field(f"money-{each}-{year}")) for each in self.instruments]
        return YearRow(year, money, self._fields.field(f"price-{year}"))

    def _last_year(self, competition: Competition) -> int:
        """The years of the contract, and any beyond it for which something is typed, so that it can be taken out."""
        typed = [
            int(name.rsplit("-", 1)[1])
            for name, text in self._fields.typed.items()
            if name.startswith(("money-", "price-")) and text.strip()
        ]
        return max([competition.contract_years or 1, *typed])


AT_FIRST = (Instrument.EQUITY, Instrument.LOAN, Instrument.QUASI_EQUITY, Instrument.GRANT, Instrument.IN_KIND)
"""The ways to invest that the form shows before others are asked for."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is to put right: on which page of the form, at which field ("" for none), and in a sentence."""

    part: Part
    name: str
    sentence: str

    @property
    def anchor(self) -> str:
        return f"id_{self.name}" if self.name else "offer"


@dataclass(frozen=True, slots=True)
class OfferCheck:
    """What is still to put right; the ownership that would result; its rounding, and what else is good to know."""

    problems: Sequence[Problem]
    picture: OwnershipPicture | None
    rounded: Sequence[str]
    advice: Sequence[str]
    tables: Sequence[TermTable]


def problems_of(competition: Competition, typed: Mapping[str, str]) -> list[Problem]:
    found = problems_in(typed_offers.read(typed), terms_of(competition))
    return [Problem(part_of(name), name, sentence) for name, sentence in found]


def check_of(competition: Competition, typed: Mapping[str, str]) -> OfferCheck:
    problems, offer = problems_of(competition, typed), typed_offers.read(typed).offer
    advice, tables = agreed_checks.advice(offer), term_tables(offer)
    if not _adds_up(offer):
        return OfferCheck(problems, None, (), advice, tables)
    on = competition.contract_starts_on or timezone.localdate()
    try:
        company = replace(company_of(offer, on), name=offer.company_name or "The company")
        forbidden = [f"{each.sentence} ({each.source})" for each in notices(company, on) if each.level is Level.BROKEN]
        picture, rounded = ownership_picture(company, on), offer_checks.rounded_stakes(offer)
        return OfferCheck(problems, picture, rounded, [*forbidden, *advice], tables)
    except Refusal:
        # What stands in the way of a company is among the problems already.
        return OfferCheck(problems, None, (), advice, tables)


def _adds_up(offer: Offer) -> bool:
    stakes = [holding.percent for holding in offer.holdings]
    return all(stake.is_finite() and stake >= 0 for stake in stakes) and sum(map(Fraction, stakes)) == 100
