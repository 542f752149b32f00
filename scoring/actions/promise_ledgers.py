"""The promises of an award as one: what stands for all of them, and their agreement."""

from datetime import datetime

from django.db import transaction

from accounts.actions import trail
from accounts.domain.fingerprints import fingerprint
from accounts.models import User
from partners.domain.words import normalise
from scoring.actions.promises import content_of, locked_award
from scoring.domain.promises import KpiDuty, Outcome, check_agreement, kpi_duty
from scoring.models import Award, Promise, PromiseLedger


def duty_of(award: Award) -> KpiDuty:
    """What the Act asks of this award's contract, by its estimated value and whether it is light touch."""
    competition = award.competition
    return kpi_duty(competition.estimated_value_amount, is_light_touch=competition.is_light_touch)


@transaction.atomic
def agree(award: Award, *, why_fewer: str, by: User, at: datetime) -> PromiseLedger:
    """Agree the promises: from now on none is added or changed; they are reviewed, and end.

    Refused if there are fewer indicators than the Act asks for (s.52) without a reason. Agreeing again does no harm.
    """
    award = locked_award(award)
    if there := PromiseLedger.objects.filter(award=award).first():
        return there
    promises = list(Promise.objects.filter(award=award).exclude(outcome=Outcome.DROPPED).select_related("party"))
    indicators, duty = sum(each.is_kpi for each in promises), duty_of(award)
    check_agreement(duty, promises=len(promises), indicators=indicators, why_fewer=why_fewer)
    why_fewer = normalise(why_fewer).strip()
    content = {
        "award": award.reference,
        "bid": award.bid.reference,
        "duty": duty.sentence,
        "why_fewer": why_fewer,
        "promises": [content_of(each) for each in promises],
    }
    ledger = PromiseLedger.objects.create(
        award=award,
        why_fewer=why_fewer,
        content=content,
        fingerprint=fingerprint(content),
        agreed_by=by,
        agreed_at=at,
    )
    trail.record(
        "scoring.agree_promises",
        ledger,
        trail=award.competition.reference,
        by=by,
        at=at,
        award=award.reference,
        promises=len(promises),
        indicators=indicators,
        why_fewer=why_fewer,
        fingerprint=ledger.fingerprint,
    )
    return ledger
