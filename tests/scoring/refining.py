"""Refined criteria of the final tenders for the tests, after a first stage of which the better bid went on."""

from decimal import Decimal

from accounts.domain.roles import CouncilRole
from procurement.models import Competition
from scoring.actions import refinements
from tests.scoring import deciding, staging

MAY = "The panel may say more about how staff are employed, and weigh quality by up to 10% more."
ADDED = "Say how Sundays are staffed."
WHY = "The talks showed that Sundays matter."
STATEMENT = "Both bids said the same of Sundays, so nobody else would have gone on."


def allow(competition):
    Competition.objects.filter(pk=competition.pk).update(may_refine=MAY)


def approver(competition):
    return deciding.council_person(competition, CouncilRole.APPROVER)


def propose(stage, *, by=None, weights=(("quality", 65), ("offer", 35)), added=(("service", ADDED),), **said):
    return refinements.propose(
        stage,
        weights={each: Decimal(weight) for each, weight in weights},
        added=dict(added),
        reasons=said.get("reasons", WHY),
        statement=said.get("statement", STATEMENT),
        by=by or staging.lead(stage),
        at=staging.AT,
        seen_before=said.get("seen"),
    )


def publish(stage, *, by=None):
    proposed = refinements.waiting(stage)
    return refinements.publish(stage, seen_before=refinements.seen(proposed), by=by or approver(stage), at=staging.AT)
