"""What a competition file says of those who bid, and of their bids."""

from collections import Counter
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo

from partners.domain.consortia import ConsortiumRole
from partners.domain.instruments import Instrument
from partners.domain.organisations import OrganisationKind, OrganisationRole
from scoring.files.schema_council import FilePart
from scoring.files.schema_terms import AgreedPart, ClassPart, ConfidentialPart, TermsPart
from scoring.files.values import Amount, Deed, Email, Line, LongName, Part, Percent, Reference, Text, Whole, Year
from spinouts.domain.forms import LegalForm
from spinouts.domain.parties import PartyKind
from spinouts.domain.terms import Matter

RegisteredNumber = Annotated[Line, Field(max_length=40)]


class OrganisationMemberPart(Part):
    person: Email
    role: OrganisationRole


class OrganisationPart(Part):
    name: LongName
    kind: OrganisationKind
    registered_number: RegisteredNumber = ""
    address: Text = ""
    members: Annotated[list[OrganisationMemberPart], Field(min_length=1)]
    registered: Deed


class ConsortiumMemberPart(Part):
    name: LongName
    kind: OrganisationKind
    registered_number: RegisteredNumber = ""
    role: ConsortiumRole = ConsortiumRole.MEMBER
    share: Annotated[Line, Field(max_length=20)] = ""
    part: Text = ""


class BidFilePart(FilePart):
    criterion: Reference | None = None


class HoldingPart(Part):
    kind: PartyKind
    name: LongName
    percent: Percent
    share_class: Annotated[Line, Field(min_length=1, max_length=60)] = "Ordinary"
    votes_per_share: Annotated[Whole, Field(ge=0, le=1_000_000)] = 1
    board_seats: Annotated[Whole, Field(ge=0, le=1_000)] = 0


class InvestmentPart(Part):
    instrument: Instrument
    year: Year
    amount: Amount


class PricePart(Part):
    year: Year
    amount: Amount


def _money_in_order(parts: list[InvestmentPart]) -> list[InvestmentPart]:
    """Year by year: the order in the file carries no meaning."""
    instruments = list(Instrument)
    _once([f"{part.instrument.value}, year {part.year}" for part in parts])
    return sorted(parts, key=lambda part: (part.year, instruments.index(part.instrument)))


def _prices_in_order(parts: list[PricePart]) -> list[PricePart]:
    _once([f"year {part.year}" for part in parts])
    return sorted(parts, key=lambda part: part.year)


def _terms_in_order(parts: list[TermsPart]) -> list[TermsPart]:
    instruments = list(Instrument)
    _once([part.instrument.value for part in parts])
    return sorted(parts, key=lambda part: instruments.index(part.instrument))


def _agreed_in_order(part: AgreedPart, info: ValidationInfo) -> AgreedPart:
    """Reserved matters, and the parties to each, in the order in which the form shows them."""
    names = [holding.name for holding in info.data.get("holdings", [])]
    matters = list(Matter)

    def in_order(parties: list[str]) -> list[str]:
        _once(parties)
        return sorted(parties, key=lambda name: names.index(name) if name in names else len(names))

    articles = part.articles
    _once([each.matter.value for each in articles.reserved])
    reserved = [each.model_copy(update={"consent_of": in_order(each.consent_of)}) for each in articles.reserved]
    reserved.sort(key=lambda each: matters.index(each.matter))
    ordered = {"reserved": reserved, "anti_dilution": in_order(articles.anti_dilution)}
    kept = {name: value for name, value in ordered.items() if name in articles.model_fields_set}
    return part.model_copy(update={"articles": articles.model_copy(update=kept)}) if kept else part


def _once(names: list[str]) -> None:
    for name, times in Counter(names).items():
        if times > 1:
            raise ValueError(f"“{name}” stands here {times} times")


class OfferPart(Part):
    company_name: Annotated[Line, Field(max_length=160)]
    legal_form: LegalForm
    total_shares: Annotated[Whole, Field(ge=1, le=10**12)]
    holdings: Annotated[list[HoldingPart], Field(max_length=40)]
    investments: Annotated[list[InvestmentPart], AfterValidator(_money_in_order)] = []
    prices: Annotated[list[PricePart], AfterValidator(_prices_in_order)] = []
    notes: Text = ""
    classes: Annotated[list[ClassPart], Field(max_length=40)] = []
    agreed: Annotated[AgreedPart, AfterValidator(_agreed_in_order)] = AgreedPart()
    terms: Annotated[list[TermsPart], AfterValidator(_terms_in_order)] = []
    support: Text = ""
    confidential: Annotated[list[ConfidentialPart], Field(max_length=40)] = []


class BidPart(Part):
    organisation: LongName
    started: Deed
    consortium: list[ConsortiumMemberPart] = []
    answers: dict[Reference, Text] = {}
    documents: list[BidFilePart] = []
    offer: OfferPart | None = None
    submitted: Deed | None = None
