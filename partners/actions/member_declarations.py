"""What a member of a consortium declares of itself for the bid: given by its own people, out of what it has confirmed.

The lead reads that it is there, and more only if it is shown; the council reads it with the bid, after the opening.
"""

from datetime import datetime

from django.db import transaction

from accounts.actions import trail
from accounts.domain.fingerprints import fingerprint
from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.actions import parts
from partners.actions import supplier_information as information
from partners.actions.consents import check_open, is_still_named
from partners.actions.writing import locked
from partners.domain.consortia import NOT_NAMED
from partners.models import Bid, Consent, MemberDeclaration, Organisation

FIRST_AGREE = "Agree to the part first: what you declare goes with it."


def standing_for(consent: Consent) -> MemberDeclaration | None:
    """What the organisation that answered has declared for the bid, if that stands."""
    rows = MemberDeclaration.objects.standing().filter(bid=consent.bid_id, organisation=consent.organisation_id)
    return rows.select_related("by").first()


def parts_to_declare_for(organisation: Organisation, user: User, at: datetime) -> list[Consent]:
    """The parts to which the organisation has agreed and for which it can still declare, and has not. Two queries."""
    declared = MemberDeclaration.objects.standing().filter(organisation=organisation).values("bid")
    agreed = Consent.objects.visible_to(user).filter(organisation=organisation).exclude(bid__in=declared)
    waiting = agreed.filter(bid__competition__asks_supplier_information=True).prefetch_related(
        "bid__consortium_members"
    )
    return [
        each for each in waiting if each.has_agreed and each.bid.competition.takes_bids(at) and is_still_named(each)
    ]


def has_changed_since(declared: MemberDeclaration) -> bool:
    """Whether its organisation's information is not, as it stands, what it declared."""
    content = information.content_of(declared.organisation)
    return any(declared.content[name] != part for name, part in content.items())


@transaction.atomic
def declare(consent: Consent, *, is_shown: bool, by: User, at: datetime) -> MemberDeclaration:
    """Give what the organisation has confirmed of itself to the bid that it agreed to. The same twice is given once.

    Refused while something is missing or not confirmed, and after the deadline.
    """
    bid, organisation = _open_part(consent, at)
    if missing := information.what_is_missing(organisation, at):
        raise Refusal(*missing)
    content = information.frozen(organisation, at)
    if content is None:
        raise ValueError("What lacks nothing is confirmed.")
    mark = fingerprint(content)
    before = standing_for(consent)
    if before is not None and before.fingerprint == mark:
        if before.is_shown != is_shown:
            before.is_shown = is_shown
            before.save(update_fields=["is_shown"])
            _record(bid, "partners.show_declaration", by=by, at=at, is_shown=is_shown)
        return before
    MemberDeclaration.objects.standing().filter(bid=bid, organisation=organisation).update(ended_at=at)
    declared = MemberDeclaration.objects.create(
        bid=bid, organisation=organisation, content=content, fingerprint=mark, is_shown=is_shown, by=by, at=at
    )
    _record(bid, "partners.declare_for_bid", by=by, at=at, is_shown=is_shown)
    subject = f"{organisation.name} has declared for its part in your bid"
    parts.tell_lead(consent, subject, f"{by} did so for {organisation.name}.", at=at)
    parts.tell_member(consent, at=at)
    return declared


@transaction.atomic
def take_back(consent: Consent, *, by: User, at: datetime) -> None:
    """Take back what was declared for the bid, before the deadline. Twice does no harm."""
    bid, organisation = _open_part(consent, at, needs_name=False)
    if MemberDeclaration.objects.standing().filter(bid=bid, organisation=organisation).update(ended_at=at):
        _record(bid, "partners.take_back_declaration", by=by, at=at)
        subject = f"{organisation.name} has taken back what it declared for your bid"
        parts.tell_lead(consent, subject, f"{by} did so for {organisation.name}.", at=at)
        parts.tell_member(consent, at=at)


def _open_part(consent: Consent, at: datetime, *, needs_name: bool = True) -> tuple[Bid, Organisation]:
    """The bid, locked, and the organisation that agreed, its information held. Raises Refusal."""
    check_open(consent.bid, at)
    bid = locked(consent.bid, at=at)
    if consent.organisation is None or not consent.has_agreed:
        raise Refusal(FIRST_AGREE)
    if needs_name and not is_still_named(consent):
        raise Refusal(NOT_NAMED)
    return bid, information.locked(consent.organisation)


def _record(bid: Bid, verb: str, *, by: User, at: datetime, **details: bool) -> None:
    trail.record(verb, "Consortium", trail=bid.reference, by=by, at=at, **details)
