"""An organisation is interested in a competition, or declines: the council learns neither before the opening."""

from datetime import datetime

from django.db import transaction

from accounts.actions import trail
from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.actions import admissions
from partners.domain.lifecycle import BidState
from partners.domain.words import normalise
from partners.models import Bid, Intention, Organisation
from procurement.models import Competition

OVER = "This competition does not take bids any more, so there is nothing to say about one."


@transaction.atomic
def express(competition: Competition, organisation: Organisation, *, by: User, at: datetime) -> Intention:
    """Say that the organisation is interested, also after it declined. Twice does no harm."""
    intention, is_new = begin(competition, organisation, by=by, at=at)
    if is_new:
        _record("partners.express_interest", intention, by, at)
    return intention


@transaction.atomic
def begin(competition: Competition, organisation: Organisation, *, by: User, at: datetime) -> tuple[Intention, bool]:
    """The intention of an organisation that is interested, and whether it was not before; told on no trail."""
    intention = _locked(competition, organisation, at)
    if intention is not None and intention.declined_at is None:
        return intention, False
    intention = intention or Intention(competition=competition, organisation=organisation)
    intention.interested_by, intention.interested_at = by, at
    intention.declined_by, intention.declined_at, intention.reason = None, None, ""
    intention.save()
    return intention, True


@transaction.atomic
def decline(competition: Competition, organisation: Organisation, *, reason: str, by: User, at: datetime) -> Intention:
    """Say that the organisation will not bid, and why. What it has written stays. Refused while its bid is in."""
    intention = _locked(competition, organisation, at)
    reason = normalise(reason).strip()
    if Bid.objects.filter(competition=competition, organisation=organisation, state=BidState.SUBMITTED.value).exists():
        raise Refusal("Your bid is in. Withdraw it on its page first, then decline.")
    if not reason:
        raise Refusal("Say why you decline. The council reads it once the bids are opened, and can learn from it.")
    if intention is not None and intention.declined_at is not None and intention.reason == reason:
        return intention
    intention = intention or Intention(
        competition=competition, organisation=organisation, interested_by=by, interested_at=at
    )
    intention.declined_by, intention.declined_at, intention.reason = by, at, reason
    intention.save()
    _record("partners.decline", intention, by, at)
    return intention


def _locked(competition: Competition, organisation: Organisation, at: datetime) -> Intention | None:
    """The intention that there is, while the organisation stands still. Refused when no bids are taken from it."""
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    admissions.check_admitted(competition, organisation)
    if not Competition.objects.get(pk=competition.pk).takes_bids(at):
        raise Refusal(OVER)
    return Intention.objects.filter(competition=competition, organisation=organisation).first()


def _record(verb: str, intention: Intention, by: User, at: datetime) -> None:
    # On a trail of its own: the competition's would tell its council how many there are.
    trail.record(
        verb, intention.reference, trail=intention.reference, by=by, at=at, competition=intention.competition.reference
    )
