"""The public note about a company: who owns it, whether what was promised of that is kept, and a page for its staff."""

from datetime import datetime

from django.db import transaction

from accounts.actions import trail
from accounts.domain.fingerprints import fingerprint
from accounts.domain.refusals import Refusal
from accounts.domain.stale import Stale
from accounts.models import TrailEvent, User
from spinouts.domain import company_content
from spinouts.models import JointVenture

PUBLISH, WITHDRAW = "spinouts.publish_note", "spinouts.withdraw_note"


def fingerprint_of(venture: JointVenture) -> str:
    """The fingerprint of all that the note follows from: another register has another."""
    return fingerprint(company_content.to_content(venture.as_value()))


def history(venture: JointVenture) -> list[TrailEvent]:
    """Each time that the note was published or withdrawn, the latest first."""
    return list(TrailEvent.objects.of(venture.reference).filter(verb__in=[PUBLISH, WITHDRAW]).reverse())


@transaction.atomic
def publish(venture: JointVenture, *, seen: str, told: bool, by: User, at: datetime) -> JointVenture:
    """Publish the note, also one that was withdrawn. `seen` is the fingerprint of what its publisher read.

    Refused until whoever has to hear of the award has been `told`: the note names who won (s.50), and if the register
    was changed since it was read.
    """
    venture = JointVenture.objects.select_for_update().get(pk=venture.pk)
    if venture.note_is_public:
        return venture
    if not told:
        raise Refusal(
            "The note tells everybody who won. Publish it once every bidder has their assessment summary and the "
            "contract award notice is published, and confirm that."
        )
    now = fingerprint_of(venture)
    if seen != now:
        raise Stale(
            "Somebody changed the register after you opened this page. The note below is what the public would read "
            "now: read it again before you publish it.",
            now=now,
        )
    venture.note_published_at, venture.note_withdrawn_at, venture.note_withdrawn_because = at, None, ""
    venture.save(update_fields=["note_published_at", "note_withdrawn_at", "note_withdrawn_because"])
    trail.record(PUBLISH, venture, trail=venture.reference, by=by, at=at, bidders_told=told, fingerprint=now)
    return venture


@transaction.atomic
def withdraw(venture: JointVenture, *, reason: str, by: User, at: datetime) -> JointVenture:
    """Withdraw the published note. Its page then says that it was withdrawn, and the reason."""
    venture = JointVenture.objects.select_for_update().get(pk=venture.pk)
    if venture.note_withdrawn_at:
        return venture
    if venture.note_published_at is None:
        raise Refusal("The note is not published, so there is nothing to withdraw.")
    if not reason.strip():
        raise Refusal("Say why you withdraw the note: whoever opens its page reads that.")
    venture.note_withdrawn_at, venture.note_withdrawn_because = at, reason.strip()
    venture.save(update_fields=["note_withdrawn_at", "note_withdrawn_because"])
    trail.record(WITHDRAW, venture, trail=venture.reference, by=by, at=at, reason=reason.strip())
    return venture
