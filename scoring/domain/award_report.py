"""The award report as plain values, made from the award's frozen record and from nothing else."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from partners.domain.identifiers import Scheme, as_registers_write
from partners.domain.organisations import OrganisationKind
from procurement.domain.dates import in_words
from procurement.domain.figures import exactly, plain, shown
from procurement.domain.methodology import Criterion, Formula, Method, Methodology, Scale, Section, available, walk
from scoring.domain import ranking_record
from scoring.domain.award_checks import ChangesAndChecks, changes_and_checks
from scoring.domain.award_record import agreed_of, picture_of, projection_of
from scoring.domain.low_offers import DecidedPrice, decided_prices
from scoring.domain.ranking import RankedBid, Ranking
from scoring.domain.roles import PanelRole
from spinouts.domain.agreed_picture import AgreedPicture
from spinouts.domain.money import in_pounds
from spinouts.domain.ownership_picture import OwnershipPicture
from spinouts.domain.projection_picture import ProjectionPicture

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PartRow:
    """A section or criterion of the method: how heavy it is, and how it is marked."""

    depth: int
    is_section: bool
    title: str
    weight: str
    available: str
    marking: str
    least: str
    question: str


@dataclass(frozen=True, slots=True)
class RankRow:
    """A bid's line in the ranking; `sections` has its marks for each top section, "–" where it has none."""

    place: str
    name: str
    sections: tuple[str, ...]
    total: str
    failures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MarkRow:
    """One section or criterion of one bid: marks, how they came about, and what the panel agreed."""

    depth: int
    is_section: bool
    title: str
    available: str
    earned: str
    explained: str
    reasons: str
    dissent: str
    why_then: str
    """Why it was agreed although the offers, which had waited, were known; empty where they were not."""


@dataclass(frozen=True, slots=True)
class BidPart:
    """All that is said of one bid."""

    name: str
    about: tuple[str, ...]
    standing: str
    exact_total: str
    failures: tuple[str, ...]
    rows: tuple[MarkRow, ...]


@dataclass(frozen=True, slots=True)
class AwardReport:
    winner: str
    decision: Content
    proposed_at: datetime
    approved_at: datetime
    facts: tuple[tuple[str, str], ...]
    ranked_at: datetime
    parts: tuple[PartRow, ...]
    scales: tuple[Scale, ...]
    tie_break: tuple[str, ...]
    places: int
    top_sections: tuple[str, ...]
    ranking: tuple[RankRow, ...]
    notes: tuple[str, ...]
    bids: tuple[BidPart, ...]
    changed_and_checked: ChangesAndChecks
    low_offers: tuple[DecidedPrice, ...]
    picture: OwnershipPicture
    agreed: AgreedPicture
    projection: ProjectionPicture


def award_report(content: Content) -> AwardReport:
    """What the report says, in the order in which it says it."""
    ranking = ranking_record.from_content(content["ranking"]["content"])
    methodology, decision = ranking.methodology, content["decision"]
    tops = [section for section in methodology.sections if section.weight]
    titles = {part.reference: part.title for _, part in walk(methodology)}
    return AwardReport(
        winner=_name_of(content, decision["bid"]),
        decision=decision,
        proposed_at=datetime.fromisoformat(decision["proposed_at"]),
        approved_at=datetime.fromisoformat(decision["approved_at"]),
        facts=tuple(_facts(content)),
        ranked_at=datetime.fromisoformat(content["ranking"]["made_at"]),
        parts=tuple(_parts(methodology, content["criteria"])),
        scales=tuple(_scales(methodology)),
        tie_break=tuple(titles[reference] for reference in methodology.tie_break),
        places=methodology.places,
        top_sections=tuple(section.title for section in tops),
        ranking=tuple(_rank_row(bid, tops, methodology.places) for bid in ranking.bids),
        notes=ranking.notes,
        bids=tuple(_bid_part(bid, ranking, content) for bid in ranking.bids),
        changed_and_checked=changes_and_checks(content, methodology),
        low_offers=decided_prices(content),
        picture=picture_of(content),
        agreed=agreed_of(content),
        projection=projection_of(content),
    )


def place_in_words(bid: RankedBid) -> str:
    """“1”, “1 (joint)”, or “none” for a bid that failed or was disregarded."""
    if bid.place is None:
        return "none"
    return f"{bid.place} (joint)" if bid.joint else str(bid.place)


def _name_of(content: Content, reference: str) -> str:
    return str(next(bid["organisation"]["name"] for bid in content["bids"] if bid["reference"] == reference))


def _facts(content: Content) -> Iterator[tuple[str, str]]:
    """What was sought, as it was published; matters on which nothing was set are left out."""
    sought = content["competition"]
    yield "Service", content["service"]["name"]
    if sought["contract_years"]:
        longer = f", with a possible extension of {sought['extension_years']}" if sought["extension_years"] else ""
        yield "Contract", f"{sought['contract_years']} years{longer}"
    if sought["estimated_value_amount"]:
        yield "Estimated value", f"{in_pounds(Decimal(sought['estimated_value_amount']))}, including VAT"
    for name, words in (
        ("least_employees_percent", "Least share for employees"),
        ("most_partner_percent", "Most for the partner"),
        ("least_council_percent", "Least share for the council"),
    ):
        if sought[name] is not None:
            yield words, f"{plain(Decimal(sought[name]))}%"
    if offers := sought.get("offers"):
        opened = in_words(datetime.fromisoformat(offers["opened_at"]))
        who = " and ".join(offers["opened_by"])
        yield "Offers", f"Closed until every quality score was agreed; then opened at {opened} by {who}"
    for each in content.get("annulled_ballots", ()):
        when, who = in_words(datetime.fromisoformat(each["decided_at"])), f"{each['asked_by']} and {each['decided_by']}"
        yield "Annulled ballot of staff", f"Annulled at {when} by {who}: {each['reason']}"
    yield "Panel", ", ".join(f"{count} {role}{'' if count == 1 else 's'}" for role, count in _panel(content))


def _panel(content: Content) -> Iterator[tuple[str, int]]:
    """How many sat in which role. Who they are is on the record, and not in a paper that may be published."""
    for role in PanelRole:
        count = sum(member["role"] == role for member in content["panel"])
        if count:
            yield role.label.lower(), count


def _parts(methodology: Methodology, criteria: Content) -> Iterator[PartRow]:
    marks = available(methodology)
    for depth, part in walk(methodology):
        is_section = isinstance(part, Section)
        yield PartRow(
            depth=depth,
            is_section=is_section,
            title=part.title,
            weight=f"{plain(part.weight)}%" if part.weight else "–",
            available=plain(marks[part.reference]) if marks[part.reference] else "–",
            marking="" if isinstance(part, Section) else marking_in_words(part),
            least=_least(part),
            question="" if is_section else criteria.get(part.reference, {}).get("question", ""),
        )


def marking_in_words(criterion: Criterion) -> str:
    """How a criterion is marked, as it was published."""
    if criterion.formula:
        return _formula_in_words(criterion.formula)
    if criterion.staff:
        return "Rated by staff in a secret ballot" + (": advisory, it earns no marks" if criterion.is_advisory else "")
    if not criterion.weight:
        return "Pass or fail"
    computed = f". {criterion.result.label}" if criterion.result.is_computed else ""
    return f"Scored on the scale “{criterion.scale.name}”{computed}" if criterion.scale else "Scored"


def _formula_in_words(formula: Formula) -> str:
    if formula.method is not Method.LINEAR or formula.zero_at is None or formula.full_at is None:
        return f"{formula.measure.label}. {formula.method.label}"
    words = formula.measure.in_words
    return (
        f"{formula.measure.label}. In a straight line from {words(formula.zero_at)}, which earns no marks, "
        f"to {words(formula.full_at)}, which earns all of them"
    )


def _least(part: Section | Criterion) -> str:
    if isinstance(part, Section):
        return "" if part.minimum_percent is None else f"{plain(part.minimum_percent)}% of its marks"
    if part.staff:
        return f"{part.staff.least_ballots} ballots"
    if part.minimum_score is None:
        return ""
    return "Pass" if not part.weight and not part.formula else f"Score {plain(part.minimum_score)}"


def _scales(methodology: Methodology) -> Iterator[Scale]:
    found = {part.scale.name: part.scale for _, part in walk(methodology) if isinstance(part, Criterion) and part.scale}
    yield from found.values()


def _rank_row(bid: RankedBid, tops: list[Section], places: int) -> RankRow:
    marks = [bid.marks.get(section.reference) for section in tops]
    return RankRow(
        place=place_in_words(bid),
        name=bid.name,
        sections=tuple(f"{shown(mark.earned, places):f}" if mark else "–" for mark in marks),
        total=f"{bid.published_total:f}" if bid.published_total is not None else "–",
        failures=bid.failures,
    )


def _bid_part(bid: RankedBid, ranking: Ranking, content: Content) -> BidPart:
    submitted = next(each for each in content["bids"] if each["reference"] == bid.bid)
    return BidPart(
        name=bid.name,
        about=tuple(_about(submitted)),
        standing=_standing(bid),
        exact_total="" if bid.total is None else exactly(bid.total),
        failures=bid.failures,
        rows=tuple(_mark_rows(bid, ranking.methodology, content["consensus"].get(bid.bid, {}))),
    )


def _about(submitted: Content) -> Iterator[str]:
    organisation = submitted["organisation"]
    kind = OrganisationKind(organisation["kind"])
    yield ", ".join([kind.label, *_numbers(organisation, kind)])
    if submitted["consortium"]:
        yield f"With {', '.join(member['name'] for member in submitted['consortium'])}"


def _numbers(organisation: Content, kind: OrganisationKind) -> Iterator[str]:
    """The numbers in registers that it confirmed with its bid; else the one typed when it was registered here."""
    confirmed = organisation.get("identifiers", [])
    for each in confirmed:
        yield f"{Scheme(each['scheme']).label} {each['value']}"
    if typed := organisation["registered_number"] if not confirmed else "":
        yield f"registered number {as_registers_write(typed, is_charity=kind is OrganisationKind.CHARITY)}"


def _standing(bid: RankedBid) -> str:
    if bid.place is None or bid.published_total is None:
        return "No place in the ranking"
    return f"Place {place_in_words(bid)}, with {bid.published_total:f} of 100 marks"


def _mark_rows(bid: RankedBid, methodology: Methodology, agreed: Content) -> Iterator[MarkRow]:
    for depth, part in walk(methodology):
        mark, consensus = bid.marks.get(part.reference), agreed.get(part.reference, {})
        yield MarkRow(
            depth=depth,
            is_section=isinstance(part, Section),
            title=part.title,
            available=_marks(mark.available if mark else None, methodology.places),
            earned=_marks(mark.earned if mark else None, methodology.places) if _counts(mark) else "",
            explained=mark.explained if mark else "Not marked.",
            reasons=consensus.get("reasons", ""),
            dissent=consensus.get("dissent", ""),
            why_then=consensus.get("why_then", ""),
        )


def _counts(mark: Any) -> bool:
    return bool(mark and mark.available)


def _marks(number: Fraction | Decimal | None, places: int) -> str:
    return "–" if number is None or number == 0 else f"{shown(number, places):f}"
