"""Ways out for a ballot of staff that can't stand: its preparation begun anew, or annulled by two people.

Of a ballot that is annulled nothing is left but the trail and who decided why: no ballot that was cast, no sum.
"""

from datetime import datetime

from django.db import transaction

from accounts.actions import trail
from accounts.domain.refusals import Refusal
from accounts.models import User
from procurement.domain.lifecycle import CompetitionState
from procurement.models import Competition
from scoring.actions.staff_ballots import bids_to_rate, check_not_open, draw, locked
from scoring.models import StaffAnnulment, StaffBallot, StaffCode, StaffPaper, StaffPartner, StaffText
from scoring.models.staff_bids import left_out


@transaction.atomic
def begin_anew(ballot: StaffBallot, *, by: User, at: datetime) -> StaffBallot:
    """Draw all bids that count now by lot again, before the ballot opens. It is to be approved anew; codes hold.

    What was struck out by hand stays so, but in a bid that was accepted late since.
    """
    ballot = locked(ballot)
    _check_stage(ballot)
    check_not_open(ballot, at)
    bids = bids_to_rate(ballot.competition)
    partners = StaffPartner.objects.filter(ballot=ballot)
    texts = StaffText.objects.filter(partner__in=partners).select_related("partner", "written_by")
    # A bid that came in late may mark other passages as confidential.
    texts = texts.exclude(partner__bid__in=left_out(ballot.competition))
    kept = {(text.partner.bid_id, text.criterion_id): text for text in texts}
    StaffText.objects.filter(partner__in=partners).delete()
    partners.delete()
    ballot.prepared_by, ballot.prepared_at = by, at
    ballot.approved_by = ballot.approved_at = None
    ballot.save(update_fields=["prepared_by", "prepared_at", "approved_by", "approved_at"])
    draw(ballot, bids, kept=kept, by=by, at=at)
    _record("scoring.prepare_staff_ballot_anew", ballot, by, at, bids=len(bids))
    return ballot


@transaction.atomic
def ask(ballot: StaffBallot, reason: str, *, by: User, at: datetime) -> StaffAnnulment:
    """Ask that a ballot that has opened be annulled; nothing changes before a second person decides."""
    ballot, reason = locked(ballot), reason.strip()
    check_annullable(ballot, at)
    if not reason:
        raise Refusal("Say why the ballot can’t stand.")
    if waiting := StaffAnnulment.objects.waiting().filter(competition=ballot.competition).first():
        if waiting.reason == reason:
            return waiting
        raise Refusal("Somebody has asked for this already, and an approver has not decided yet.")
    _record("scoring.ask_to_annul_staff_ballot", ballot, by, at, reason=reason)
    return StaffAnnulment.objects.create(competition=ballot.competition, reason=reason, asked_by=by, asked_at=at)


@transaction.atomic
def decide(ballot: StaffBallot, *, annuls: bool, by: User, at: datetime) -> None:
    """A second person annuls the ballot, or lets it stand. Annulled, it is gone with its codes and papers."""
    ballot = locked(ballot)
    asked = StaffAnnulment.objects.waiting().filter(competition=ballot.competition).first()
    if asked is None:
        raise Refusal("Nobody asks that this ballot be annulled, or it is decided already.")
    if asked.asked_by_id == by.pk:
        raise Refusal("You asked for it yourself, so somebody else decides.")
    if annuls:
        check_annullable(ballot, at)
    asked.is_confirmed, asked.decided_by, asked.decided_at = annuls, by, at
    asked.save(update_fields=["is_confirmed", "decided_by", "decided_at"])
    verb = "scoring.annul_staff_ballot" if annuls else "scoring.keep_staff_ballot"
    _record(verb, ballot, by, at, reason=asked.reason)
    if annuls:
        _destroy(ballot)


@transaction.atomic
def take_over(
    competition: Competition, reason: str, *, asked_by: User, asked_at: datetime, by: User, at: datetime
) -> StaffAnnulment:
    """Keep that a ballot was annulled as a file tells it: the ballot itself was gone before, and is not in the file."""
    if asked_by.pk == by.pk:
        raise Refusal("A ballot is annulled by two people.")
    for verb, who, when in (
        ("scoring.ask_to_annul_staff_ballot", asked_by, asked_at),
        ("scoring.annul_staff_ballot", by, at),
    ):
        trail.record(verb, competition, trail=competition.reference, by=who, at=when, reason=reason)
    return StaffAnnulment.objects.create(
        competition=competition,
        reason=reason,
        asked_by=asked_by,
        asked_at=asked_at,
        is_confirmed=True,
        decided_by=by,
        decided_at=at,
    )


def check_annullable(ballot: StaffBallot, at: datetime) -> None:
    """Refused before the opening, after the ranking, and for a whole count, which nobody annuls for what it says."""
    _check_stage(ballot)
    if ballot.approved_at is None or at < ballot.opens_at:
        raise Refusal("The ballot has not opened, so nobody has voted: begin its preparation anew instead.")
    if ballot.counted_at and not left_out(ballot.competition).exists():
        raise Refusal(
            "The ballot is counted, and all bids that count stand on it, so it stays: a count is not annulled for what "
            "it says."
        )


def _check_stage(ballot: StaffBallot) -> None:
    if ballot.competition.stage != CompetitionState.OPENED:
        raise Refusal("The bids are not being scored any more, so the ballot stays as it is.")


def _destroy(ballot: StaffBallot) -> None:
    StaffPaper.objects.filter(ballot=ballot).delete()
    StaffCode.objects.filter(ballot=ballot).delete()
    StaffText.objects.filter(partner__ballot=ballot).delete()
    StaffPartner.objects.filter(ballot=ballot).delete()
    ballot.delete()


def _record(verb: str, ballot: StaffBallot, by: User, at: datetime, **details: str | int) -> None:
    competition = ballot.competition
    trail.record(verb, competition, trail=competition.reference, by=by, at=at, **details)
