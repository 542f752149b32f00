"""What a bid still lacks before it can be submitted: one list, for the overview, the submit page and the action."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from partners.actions import consents
from partners.actions.supplier_information import what_is_missing
from partners.domain import offer_checks, typed_offers, typed_places, words
from partners.domain.connected_persons import Connection
from partners.domain.consortia import ConsortiumRole, lacks_of
from partners.domain.offers import Terms
from partners.domain.typed_offers import Reading
from partners.models import Answer, Bid, ConnectedPerson, ConsortiumMember, Offer
from procurement.models import Competition, Criterion
from spinouts.domain.forms import LegalForm


class Part(StrEnum):
    ANSWER = "answer"
    OFFER = "offer"
    SUPPLIER = "supplier"
    CONSORTIUM = "consortium"


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing or wrong: where, and in a sentence. `field` is the criterion, or the offer's field."""

    part: Part
    sentence: str
    field: str = ""


def questions_of(competition: Competition) -> list[Criterion]:
    """The criteria that a bidder answers in writing, in order; formulas take their number from the offer."""
    return list(Criterion.objects.filter(competition=competition).judged().in_order())


def places_for_files(competition: Competition) -> list[Criterion]:
    """What a file of a bid may belong to: the questions and, where offers wait, what is marked from the offer."""
    asked = Criterion.objects.filter(competition=competition).in_order()
    return list(asked if competition.offers_wait else asked.judged())


def gaps(bid: Bid, at: datetime) -> list[Gap]:
    """All that is missing at that instant, in the order of the bid's pages."""
    answers = {answer.criterion_id: answer.text for answer in Answer.objects.filter(bid=bid)}
    found = [gap for each in questions_of(bid.competition) if (gap := _gap_in(each, answers.get(each.pk, "")))]
    supplier = [*supplier_gaps(bid, at), *consortium_gaps(bid)]
    if not bid.competition.asks_offer:
        return [*found, *supplier]
    offer = Offer.objects.filter(bid=bid).first()
    return [*found, *offer_gaps(offer.typed if offer else None, terms_of(bid.competition)), *supplier]


def supplier_gaps(bid: Bid, at: datetime) -> list[Gap]:
    """What is missing of the supplier information, if the competition asks for it."""
    if not bid.competition.asks_supplier_information:
        return []
    return [Gap(Part.SUPPLIER, sentence) for sentence in what_is_missing(bid.organisation, at)]


def consortium_gaps(bid: Bid) -> list[Gap]:
    """Who of those behind the bid lacks a kind, or has not agreed and declared for itself where that is asked."""
    if not bid.competition.asks_supplier_information:
        return _kinds_to_choose(bid.consortium_members.all())
    standings = consents.standings(bid)
    found = _kinds_to_choose(each.member for each in standings)
    answered_for = _answered_for_by_the_lead(bid)
    for each in standings:
        role = ConsortiumRole(each.member.role)
        if role is ConsortiumRole.ASSOCIATED and each.member.name.casefold() in answered_for:
            continue
        lack = lacks_of(
            each.member.name,
            role,
            is_asked=each.is_asked,
            has_agreed=each.has_agreed,
            has_declined=each.has_declined,
            has_declared=each.declared is not None,
            took_back_at=each.took_back_at,
        )
        if lack:
            found.append(Gap(Part.CONSORTIUM, lack))
    return found


def _kinds_to_choose(members: Iterable[ConsortiumMember]) -> list[Gap]:
    """Those who were saved while they were typed, and lack their kind."""
    lacking = [each for each in members if not each.kind]
    return [Gap(Part.CONSORTIUM, f"Choose what kind of organisation “{each.name}” is.") for each in lacking]


def _answered_for_by_the_lead(bid: Bid) -> set[str]:
    """The associated persons for whom the lead answers the grounds itself."""
    named = ConnectedPerson.objects.filter(organisation=bid.organisation_id, connection=Connection.ASSOCIATED.value)
    return {person.name.casefold() for person in named}


def _gap_in(criterion: Criterion, text: str) -> Gap | None:
    length, limit = words.count(text), criterion.word_limit
    if not text.strip():
        return Gap(Part.ANSWER, f"“{criterion.title}” is not answered yet.", criterion.reference)
    if limit is not None and length > limit:
        over = length - limit
        sentence = (
            f"“{criterion.title}” has {length:,} words; the limit is {limit:,}. "
            f"Take out {over:,} word{'' if over == 1 else 's'}."
        )
        return Gap(Part.ANSWER, sentence, criterion.reference)
    return None


def offer_gaps(typed: dict[str, str] | None, terms: Terms) -> list[Gap]:
    """What must be put right in the offer, each with the field that it is about."""
    if typed is None:
        return [Gap(Part.OFFER, "The offer is not written yet.")]
    reading = typed_offers.read(typed)
    return [Gap(Part.OFFER, sentence, name) for name, sentence in problems_in(reading, terms)]


def problems_in(reading: Reading, terms: Terms) -> list[tuple[str, str]]:
    """Field and sentence of all that is wrong with the offer, by itself and against the published terms."""
    found = list(reading.errors.items())
    said = [*offer_checks.problems(reading.offer), *offer_checks.outside_terms(reading.offer, terms)]
    placed = [(typed_places.field_of(sentence, reading), sentence) for sentence in said]
    # Where the text could not be read, the stand-in for it is not worth a sentence of its own.
    return found + [(name, sentence) for name, sentence in placed if name not in reading.errors]


def terms_of(competition: Competition) -> Terms:
    """The ownership terms that the council published."""
    return Terms(
        least_employees_percent=competition.least_employees_percent,
        most_partner_percent=competition.most_partner_percent,
        least_council_percent=competition.least_council_percent,
        permitted_forms=frozenset(LegalForm(form) for form in competition.permitted_forms),
        contract_years=competition.contract_years or 1,
        contract_starts_on=competition.contract_starts_on,
    )
