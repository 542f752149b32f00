"""Steps of deciding for the tests: agree all scores, rank, propose, approve, with the real actions."""

from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal

from django.db import connection

from accounts.domain.roles import CouncilRole
from accounts.models import CouncilMember
from procurement.models import Criterion
from scoring.actions import awards, moderation, rankings, reveals
from scoring.models import ConsensusScore
from tests import world
from tests.scoring import judging

AT = judging.AT + timedelta(days=1)
REASONS = "All eleven centres stay open, with named managers; transport is only sketched, hence not the next score."
WHY = "The bid is in first place on the published criteria."
FORMED_ON = date(2027, 4, 1)
GOOD = {"insurance": 1, "service": 4, "employees": 4}
FAIR = {"insurance": 1, "service": 3, "employees": 2}


def agree_all(opened, *marks, reasons=REASONS):
    """Everybody scores and locks, and the chair records what the panel agreed: `marks` for each bid by criterion."""
    judging.assign_all(opened)
    for member in opened.panel.evaluators:
        judging.score_and_lock(member)
    for bid, values in zip(opened.bids, marks or (GOOD, FAIR), strict=True):
        for reference, value in values.items():
            agree(opened, bid, reference, value, reasons)


def agree(opened, bid, reference, value, reasons=REASONS, dissent=""):
    reveals.reveal(bid, judging.criterion(opened, reference), by=opened.panel.chair.user, at=AT)
    return moderation.agree(
        bid,
        Criterion.objects.get(competition=opened.competition, reference=reference),
        value=Decimal(value),
        reasons=reasons,
        dissent=dissent,
        by=opened.panel.chair.user,
        at=AT,
    )


def correct(opened, bid, reference, value):
    """Supersede an agreed score in the rows themselves."""
    agreed = ConsensusScore.objects.get(bid=bid, criterion__reference=reference, superseded_at=None)
    agreed.superseded_at = AT
    agreed.save()
    ConsensusScore.objects.create(
        bid=bid, criterion=agreed.criterion, value=value, reasons=REASONS, decided_by=agreed.decided_by, decided_at=AT
    )


@contextmanager
def past_the_database():
    """Changes what the database refuses to change, as somebody with all its rights could."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = origin")


def council_person(competition, role):
    found = CouncilMember.objects.filter(council=competition.council, role=role.value).first()
    if found:
        return found.user
    return world.council_member(
        competition.council,
        role,
        {CouncilRole.APPROVER: "Una Approver", CouncilRole.OFFICER: "Olive Officer"}.get(role, "Leo Lead"),
    )


def rank(opened):
    return rankings.rank(opened.competition, by=opened.panel.chair.user, at=AT)


def propose(opened, bid=None, reasons=WHY):
    lead = council_person(opened.competition, CouncilRole.LEAD_OFFICER)
    return awards.propose(opened.competition, bid or opened.bids[0], reasons=reasons, by=lead, at=AT)


def approve(award, formed_on=FORMED_ON):
    approver = council_person(award.competition, CouncilRole.APPROVER)
    return awards.approve(award, note="Agreed by cabinet.", formed_on=formed_on, by=approver, at=AT)
