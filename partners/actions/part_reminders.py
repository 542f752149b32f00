"""Reminders before a deadline to those who stand behind the bid of another, while their part is missing; none after."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.actions import letters
from accounts.models import User
from partners.actions.consents import is_still_named
from partners.domain.consortia import ConsortiumRole
from partners.domain.lifecycle import BidState
from partners.domain.reminders import LONGEST, due
from partners.models import Consent, Intention, MemberDeclaration, PartReminder
from procurement.domain.dates import in_words
from procurement.domain.lifecycle import CompetitionState


def remind_due(*, at: datetime) -> int:
    """Write to all whose turn has come, each turn once, however often this is called; returns how many letters."""
    near = Consent.objects.filter(
        withdrawn_at=None,
        bid__competition__state=CompetitionState.PUBLISHED.value,
        bid__competition__bid_deadline__range=(at, at + LONGEST),
    ).exclude(bid__state=BidState.WITHDRAWN.value)
    return sum(_remind(pk, at) for pk in near.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _remind(pk: int, at: datetime) -> int:
    consent = (
        Consent.objects.select_for_update(of=("self",), no_key=True)
        .select_related("bid__organisation", "bid__competition__service__council", "organisation")
        .get(pk=pk)
    )
    deadline = consent.bid.competition.bid_deadline
    step = due(deadline, consent.asked_at, at) if deadline else None
    if deadline is None or step is None:
        return 0
    reminder, is_new = PartReminder.objects.get_or_create(
        consent=consent, deadline=deadline, step=step.value, defaults={"at": at}
    )
    missing = what_is_missing(consent) if is_new else ""
    if not missing:
        return 0
    people = _people(consent)
    for email in people:
        letters.queue(email, *_letter(consent, missing, deadline), at=at, trail=consent.bid.reference)
    reminder.letters = len(people)
    reminder.save(update_fields=["letters"])
    return len(people)


def what_is_missing(consent: Consent) -> str:
    """What the bid waits for from whoever was asked, in a sentence; "" if nothing, or if the bid goes on without it."""
    bid = consent.bid
    declined = Intention.objects.filter(organisation=bid.organisation_id, competition=bid.competition_id)
    if not is_still_named(consent) or declined.filter(declined_at__isnull=False).exists():
        return ""
    if consent.answered_at is None:
        return "You have not answered yet whether you agree to it."
    declares = bid.competition.asks_supplier_information and ConsortiumRole(consent.terms["role"]).must_declare
    if not consent.has_agreed or not declares:
        return ""
    declared = MemberDeclaration.objects.standing().filter(bid=bid, organisation=consent.organisation_id)
    return "" if declared.exists() else "You agreed, but you have not declared for yourself yet. The bid needs it."


def _people(consent: Consent) -> list[str]:
    """Whom to write to: who was asked, until it is answered; then the organisation's people. Nobody who wants none."""
    if consent.answered_at is None:
        council = consent.bid.competition.council
        out = Q(wants_reminders=False) | Q(is_active=False) | Q(council_roles__council=council)
        return [] if User.objects.filter(out, email__iexact=consent.email).exists() else [consent.email]
    if consent.organisation is None:
        return []
    people = consent.bid.people_of(consent.organisation).filter(is_active=True, wants_reminders=True)
    return list(people.values_list("email", flat=True))


def _letter(consent: Consent, missing: str, deadline: datetime) -> tuple[str, str]:
    lead, competition = consent.bid.organisation.name, consent.bid.competition
    subject = f"Before the deadline: your part in a bid for {competition}"[:300]
    body = (
        f"{lead} names {consent.terms['name']} in its bid for “{competition}”. Bids are taken until "
        f"{in_words(deadline)}.\n\n{missing}\n\nSign in with this e-mail address and open “My work”: your part "
        "stands there. If you don't want it, decline it or take your agreement back there: then no more reminders "
        "come. Each person can switch reminders off under “My work”.\n"
    )
    return subject, body
