"""Steps of the secret ballot of staff for the tests, with the real actions."""

from datetime import timedelta
from decimal import Decimal

from accounts.domain.roles import CouncilRole
from procurement.domain.methodology import CriterionKind
from procurement.models import Criterion
from scoring.actions import staff_ballots, staff_codes, staff_voting
from scoring.domain.exclusions import Status
from scoring.domain.staff_ballots import Group
from scoring.models import ExclusionDecision, StaffPartner
from tests.scoring import judging
from tests.scoring.deciding import council_person

OPENS = judging.AT + timedelta(hours=1)
WHILE = OPENS + timedelta(hours=1)
CLOSES = OPENS + timedelta(days=3)
AFTER = CLOSES + timedelta(hours=1)
GROUPS = (Group("Northgate", 9), Group("Quayside", 8))


def ask_staff(competition, weight=20, **fields):
    """The published methodology has a criterion that staff rate, and they read two answers."""
    shown = Criterion.objects.filter(competition=competition, reference__in=["service", "employees"])
    shown.update(shown_to_staff=True)
    employees = Criterion.objects.select_related("scale").get(competition=competition, reference="employees")
    employees.weight = 40 - weight
    employees.save()
    return Criterion.objects.create(
        competition=competition,
        section=employees.section,
        position=3,
        reference="voice",
        title="What staff say",
        question="How well would this partner work with you?",
        kind=CriterionKind.STAFF.value,
        weight=weight,
        scale=employees.scale,
        **{"least_ballots": 5} | fields,
    )


def officer(competition):
    return council_person(competition, CouncilRole.OFFICER)


def approver(competition):
    return council_person(competition, CouncilRole.APPROVER)


def prepared(competition, groups=GROUPS):
    return staff_ballots.prepare(
        competition, groups=groups, opens_at=OPENS, closes_at=CLOSES, by=officer(competition), at=judging.AT
    )


def ready(competition, groups=GROUPS):
    """A ballot that is approved, and its sheets."""
    ballot = prepared(competition, groups)
    staff_ballots.approve(ballot, by=approver(competition), at=judging.AT)
    sheets = staff_codes.make(ballot, by=officer(competition), at=judging.AT)
    ballot.refresh_from_db()
    return ballot, sheets


def paper(ballot, *ratings, criteria=("voice",)):
    """A ballot that gives the bids, in the order in which they came, these ratings."""
    partners = StaffPartner.objects.filter(ballot=ballot).order_by("bid").select_related("bid")
    given = {partner.bid.reference: Decimal(rating) for partner, rating in zip(partners, ratings, strict=True)}
    return dict.fromkeys(criteria, given)


def vote(ballot, sheets, ratings):
    for sheet, given in zip(sheets, ratings, strict=False):
        staff_voting.cast(sheet.code, paper(ballot, *given), at=WHILE)


def count(ballot):
    return staff_voting.count(ballot, by=officer(ballot.competition), at=AFTER)


def set_aside(bid):
    """The decision by which the bid does not count."""
    return ExclusionDecision.objects.create(
        bid=bid,
        status=Status.EXCLUDABLE.value,
        sets_aside=True,
        reasons="It was.",
        by=officer(bid.competition),
        at=judging.AT,
    )
