"""A competition of any size: bids × criteria × evaluators, written in bulk."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import product

from django.db import connection, transaction

from accounts.domain.fingerprints import fingerprint
from accounts.domain.roles import CouncilRole
from accounts.models import Council, CouncilMember, User
from partners.domain import offers
from partners.domain.lifecycle import BidState
from partners.domain.organisations import OrganisationKind
from partners.models import Bid, Organisation, Submission
from procurement.domain.lifecycle import CompetitionState
from procurement.domain.methodology import CriterionKind
from procurement.models import Competition, Criterion, Scale, ScaleStep, Section
from scoring.domain.roles import Interest, PanelRole
from scoring.models import Assignment, ConsensusScore, InterestDeclaration, PanelMember, Reveal, Score
from spinouts.domain.forms import LegalForm
from spinouts.domain.parties import PartyKind
from spinouts.models import Service

SECTIONS, CRITERIA, EVALUATORS = 4, 40, 5
DEADLINE = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
LATER = DEADLINE + timedelta(hours=1)
DESCRIPTOR = "What such an answer shows. " * 8
ANSWER = "We will keep every centre open and ask the people who use them what should change. " * 40
REASONS = "The bid names each centre and its opening hours, and says who is asked before anything changes."
HOLDING = offers.ProposedHolding(PartyKind.EMPLOYEES, "The staff", Decimal(100))
OFFER = offers.Offer("Day centres together", LegalForm.COMPANY_BY_SHARES, total_shares=1000, holdings=(HOLDING,))

ASSIGNED = """
    INSERT INTO scoring_assignment
        (reference, member_id, bid_id, criterion_id, assigned_by_id, assigned_at, counts, is_scored)
    SELECT replace(gen_random_uuid()::text, '-', ''), member.id, bid.id, criterion.id, %(by)s, %(at)s, true, true
    FROM scoring_panelmember member JOIN partners_bid bid USING (competition_id)
        JOIN procurement_criterion criterion USING (competition_id)
    WHERE competition_id = %(competition)s
"""
# Figures of all sorts, the same ones whatever the keys are, with one bid first.
PLACE = "(bid.id - %(before)s)"
MIXED = f"({PLACE} * {PLACE} * 31 + {PLACE} * (criterion.position + 17) * (criterion.position + 17) * 7919) %% 10007"
SCORED = f"""
    INSERT INTO scoring_score (assignment_id, value, reasons, version, saved_at)
    SELECT assigned.id, ({MIXED} + member_id %% 2) %% 6, %(reasons)s, 1, %(at)s
    FROM scoring_assignment assigned JOIN partners_bid bid ON bid.id = bid_id
        JOIN procurement_criterion criterion ON criterion.id = criterion_id
    WHERE bid.competition_id = %(competition)s
"""  # noqa: S608 - constants of this file.
AGREED = f"""
    INSERT INTO scoring_consensusscore (bid_id, criterion_id, value, reasons, evidence, strengths, weaknesses,
        why_not_higher, dissent, given, knew_offers, why_then, decided_by_id, decided_at)
    SELECT bid.id, criterion.id, {MIXED} %% 6, %(reasons)s, '', '', '', '', '', '[]',
        false, '', %(by)s, %(at)s
    FROM partners_bid bid JOIN procurement_criterion criterion USING (competition_id)
    WHERE competition_id = %(competition)s
"""  # noqa: S608 - constants of this file.


@dataclass(frozen=True, slots=True)
class Seeded:
    competition: Competition
    officer: User
    evaluator: PanelMember
    bids: list[Bid]


def seed(bids: int) -> Seeded:
    """An opened competition in the middle of its evaluation: all is scored, and the last evaluator has not locked."""
    mark = f"n{bids}"
    council = Council.objects.create(name=f"Council {mark}")
    officer = _person(f"officer-{mark}")
    CouncilMember.objects.create(council=council, user=officer, role=CouncilRole.LEAD_OFFICER.value)
    competition = _competition(council, mark)
    criteria = _criteria(competition)
    rows = _bids(competition, officer, criteria, bids, ANSWER, mark)
    members = _panel(competition, officer, rows, mark)
    _scores(members, rows, criteria, officer)
    _analyse()
    return Seeded(competition, officer, members[-1], rows)


def seed_locked(bids: int) -> Seeded:
    """A competition whose evaluators have all locked and whose panel has agreed, with scores of all sorts.

    Written by the database itself, without the triggers that look after one save of one person: it may be large.
    """
    mark = f"locked-{bids}"
    council = Council.objects.create(name=f"Council {mark}")
    officer = _person(f"officer-{mark}")
    competition = _competition(council, mark)
    criteria = _criteria(competition)
    rows = _bids(competition, officer, criteria, bids, "", mark)
    members = _panel(competition, officer, rows, mark)
    PanelMember.objects.filter(competition=competition).update(locked_at=LATER)
    known: dict[str, int | str | datetime] = {
        "competition": competition.pk,
        "by": officer.pk,
        "at": LATER,
        "reasons": REASONS,
        "before": rows[0].pk - 1,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for statement in (ASSIGNED, SCORED, AGREED):
            cursor.execute(statement, known)
    _analyse()
    return Seeded(competition, officer, members[-1], rows)


def _analyse() -> None:
    # As a database in use knows its tables, so that what is measured is not a plan made for empty ones.
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


def _person(name: str) -> User:
    return User.objects.create(email=f"{name}@example.org", name=name)


def _competition(council: Council, mark: str) -> Competition:
    service = Service.objects.create(
        council=council,
        name="Day centres",
        description="Day centres",
        annual_cost_amount=Decimal(4_200_000),
        headcount=180,
        full_time_equivalents=Decimal(141),
    )
    return Competition.objects.create(
        service=service,
        title=f"A partner for our day centres, {mark}",
        state=CompetitionState.OPENED.value,
        bid_deadline=DEADLINE,
        published_at=DEADLINE - timedelta(days=60),
        opened_at=LATER,
    )


def _criteria(competition: Competition) -> list[Criterion]:
    scale = Scale.objects.create(competition=competition, name="0 to 5")
    ScaleStep.objects.bulk_create(
        ScaleStep(scale=scale, value=value, label=f"Step {value}", descriptor=DESCRIPTOR) for value in range(6)
    )
    sections = [
        Section.objects.create(
            competition=competition, position=place, reference=f"s{place}", title=f"Section {place}", weight=25
        )
        for place in range(1, SECTIONS + 1)
    ]
    return Criterion.objects.bulk_create(
        Criterion(
            competition=competition,
            section=sections[place % SECTIONS],
            position=place,
            reference=f"c{place}",
            title=f"Criterion {place}",
            question="How will you do it?",
            kind=CriterionKind.SCORED.value,
            weight=10,
            scale=scale,
        )
        for place in range(CRITERIA)
    )


def _bids(
    competition: Competition, by: User, criteria: list[Criterion], number: int, answer: str, mark: str
) -> list[Bid]:
    organisations = Organisation.objects.bulk_create(
        Organisation(name=f"Organisation {place:03}, {mark}", kind=OrganisationKind.CHARITY.value)
        for place in range(number)
    )
    bids = Bid.objects.bulk_create(
        Bid(
            competition=competition,
            organisation=organisation,
            state=BidState.SUBMITTED.value,
            started_by=by,
            started_at=DEADLINE,
            changed_at=DEADLINE,
        )
        for organisation in organisations
    )
    content: dict[str, object] = {
        "organisation": {"name": "Organisation", "kind": "charity", "registered_number": "", "address": ""},
        "consortium": [],
        "answers": {criterion.reference: answer for criterion in criteria},
        "documents": [],
        "offer": offers.to_content(OFFER),
    }
    hashed = fingerprint(content)
    Submission.objects.bulk_create(
        Submission(bid=bid, number=1, at=DEADLINE, by=by, content=content, fingerprint=hashed) for bid in bids
    )
    return bids


def _panel(competition: Competition, by: User, bids: list[Bid], mark: str) -> list[PanelMember]:
    members = [
        PanelMember.objects.create(
            competition=competition,
            user=_person(f"evaluator-{place}-{mark}"),
            role=PanelRole.EVALUATOR.value,
            appointed_by=by,
            appointed_at=DEADLINE,
            locked_at=LATER if place < EVALUATORS else None,
        )
        for place in range(1, EVALUATORS + 1)
    ]
    InterestDeclaration.objects.bulk_create(
        InterestDeclaration(member=member, bid=bid, interest=Interest.NONE.value, at=LATER)
        for member, bid in product(members, bids)
    )
    return members


def _scores(members: list[PanelMember], bids: list[Bid], criteria: list[Criterion], by: User) -> None:
    assignments = Assignment.objects.bulk_create(
        (
            Assignment(member=member, bid=bid, criterion=criterion, assigned_by=by, assigned_at=LATER)
            for member, bid, criterion in product(members, bids, criteria)
        ),
        batch_size=5000,
    )
    Score.objects.bulk_create(
        (
            Score(assignment=each, value=place % 6, reasons=REASONS, version=1, saved_at=LATER)
            for place, each in enumerate(assignments)
        ),
        batch_size=5000,
    )
    Reveal.objects.bulk_create(
        (Reveal(bid=bid, criterion=criterion, by=by, at=LATER) for bid, criterion in product(bids, criteria)),
        batch_size=5000,
    )
    ConsensusScore.objects.bulk_create(
        (
            ConsensusScore(
                bid=bid, criterion=criterion, value=place % 6, reasons=REASONS, decided_by=by, decided_at=LATER
            )
            for place, (bid, criterion) in enumerate(product(bids, criteria))
        ),
        batch_size=5000,
    )
