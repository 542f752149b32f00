"""Organisations that compete, and the people who invite each other into them."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from accounts.actions import letters, trail
from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.domain.organisations import OrganisationKind, OrganisationRole
from partners.models import Invitation, Organisation, OrganisationMember

INVITATION_LASTS = timedelta(days=14)

NOT_OURS = "This link is not complete, or a newer invitation has replaced it. Ask whoever invited you for a new one."
USED = "This invitation has been used already. If you joined with another account, sign in with that one."
EXPIRED = "This invitation has run out: it was good for 14 days. Ask whoever invited you for a new one."
FOREIGN = (
    "This invitation was sent to another e-mail address than the one you signed in with. "
    "Sign out, then sign in or create an account with the address that received it."
)
LAST_ADMINISTRATOR = (
    "An organisation needs at least one administrator. Make somebody else an administrator first, then try again."
)


@transaction.atomic
def register(
    *, name: str, kind: OrganisationKind | str, registered_number: str, address: str, by: User, at: datetime
) -> Organisation:
    """Register an organisation; who does it becomes its administrator. The same one, sent twice, is registered once."""
    name, registered_number = " ".join(name.split()), registered_number.strip()
    # One at a time for each person, so that a double click finds what the first one made.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    same = Organisation.objects.filter(
        name=name, kind=OrganisationKind(kind), registered_number=registered_number, members__user=by
    ).first()
    if same is not None:
        return same
    organisation = Organisation(
        name=name, kind=OrganisationKind(kind).value, registered_number=registered_number, address=address.strip()
    )
    _check(organisation)
    organisation.save()
    OrganisationMember.objects.create(organisation=organisation, user=by, role=OrganisationRole.ADMINISTRATOR.value)
    trail.record("partners.register_organisation", organisation, trail=organisation.reference, by=by, at=at)
    return organisation


@transaction.atomic
def invite(
    organisation: Organisation,
    email: str,
    role: OrganisationRole | str,
    *,
    by: User,
    at: datetime,
    site: str = "",
) -> str:
    """Invite somebody by e-mail; returns the token of the link. A new invitation to an address replaces the old one.

    `site` is the start of the link, such as "https://competitions.example.org".
    """
    organisation = _locked(organisation)
    email, role = email.strip(), OrganisationRole(role)
    # Compared here: an address in a statement could come to stand in the database's log.
    if email.casefold() in {each.casefold() for each in organisation.members.values_list("user__email", flat=True)}:
        raise Refusal(f"{email} already belongs to {organisation}. You can change their role in the list of people.")
    token = secrets.token_urlsafe(32)
    Invitation.objects.to(email).filter(organisation=organisation, accepted_at=None).delete()
    invitation = Invitation(
        organisation=organisation,
        email=email,
        role=role.value,
        token_hash=_hash(token),
        invited_by=by,
        invited_at=at,
    )
    _check(invitation)
    invitation.save()
    trail.record("partners.invite", organisation, trail=organisation.reference, by=by, at=at, role=role.value)
    _write_to_invited(invitation, site + reverse("partners:invitation", kwargs={"token": token}))
    return token


def _write_to_invited(invitation: Invitation, link: str) -> None:
    organisation, by = invitation.organisation, invitation.invited_by
    role = OrganisationRole(invitation.role)
    letters.queue(
        invitation.email,
        f"{by} invites you to join {_short(organisation.name)}",
        f"{by} invites you to work on the bids of {organisation.name} as {role.label.lower()}.\n\n"
        f"To join, open this link within 14 days, signed in with this e-mail address:\n{link}\n\n"
        "If you have no account yet, create one there first, with this address.\n\n"
        "If you did not expect this letter, you can ignore it: nothing happens unless you open the link.\n",
        at=invitation.invited_at,
        trail=organisation.reference,
    )


@transaction.atomic
def withdraw_invitation(organisation: Organisation, email: str, *, by: User, at: datetime) -> None:
    """Take back an invitation that nobody has accepted; its link stops working. Once is as good as twice."""
    organisation = _locked(organisation)
    gone, _ = Invitation.objects.to(email).filter(organisation=organisation, accepted_at=None).delete()
    if gone:
        trail.record("partners.withdraw_invitation", organisation, trail=organisation.reference, by=by, at=at)


def invitation_for(token: str, *, at: datetime) -> Invitation:
    """The open invitation that the token stands for. Raises Refusal if there is none, or it is used or expired."""
    invitation = Invitation.objects.select_related("organisation", "invited_by").filter(token_hash=_hash(token)).first()
    if invitation is None:
        raise Refusal(NOT_OURS)
    if invitation.accepted_at is not None:
        raise Refusal(USED)
    if at > invitation.invited_at + INVITATION_LASTS:
        raise Refusal(EXPIRED)
    return invitation


def joined_with(token: str, *, by: User) -> OrganisationMember | None:
    """The place in the organisation that the person took with that link, if they did and have it still."""
    used = Invitation.objects.filter(token_hash=_hash(token), accepted_by=by)
    return OrganisationMember.objects.filter(user=by, organisation__in=used.values("organisation")).first()


@transaction.atomic
def accept(token: str, *, by: User, at: datetime) -> OrganisationMember:
    """Join the organisation, if the invitation is open and was sent to this person's address. Twice does no harm."""
    Invitation.objects.select_for_update(of=("self",)).filter(token_hash=_hash(token)).first()
    if (already := joined_with(token, by=by)) is not None:
        return already
    invitation = invitation_for(token, at=at)
    if invitation.email.casefold() != by.email.casefold():
        raise Refusal(FOREIGN)
    invitation.accepted_by, invitation.accepted_at = by, at
    invitation.save(update_fields=["accepted_by", "accepted_at"])
    member, is_new = OrganisationMember.objects.get_or_create(
        organisation=invitation.organisation, user=by, defaults={"role": invitation.role}
    )
    if is_new:
        _record(member, "partners.join", by=by, at=at)
    return member


@transaction.atomic
def change_role(member: OrganisationMember, role: OrganisationRole | str, *, by: User, at: datetime) -> None:
    """Make a member an administrator or a writer."""
    organisation, role = _locked(member.organisation), OrganisationRole(role)
    member = _still_there(member)
    if member.role == role:
        return
    if role != OrganisationRole.ADMINISTRATOR:
        _keep_an_administrator(organisation, member)
    member.role = role.value
    member.save(update_fields=["role"])
    _record(member, "partners.change_role", by=by, at=at)


@transaction.atomic
def remove_member(member: OrganisationMember, *, by: User, at: datetime) -> None:
    """Take a member out of the organisation. What they wrote stays."""
    organisation = _locked(member.organisation)
    member = _still_there(member)
    _keep_an_administrator(organisation, member)
    _record(member, "partners.remove_member", by=by, at=at)
    member.delete()


def _record(member: OrganisationMember, verb: str, *, by: User, at: datetime) -> None:
    trail.record(verb, member.user, trail=member.organisation.reference, by=by, at=at, role=member.role)


def _locked(organisation: Organisation) -> Organisation:
    return Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)


def _still_there(member: OrganisationMember) -> OrganisationMember:
    found = OrganisationMember.objects.filter(pk=member.pk).select_related("organisation", "user").first()
    if found is None:
        raise Refusal("This person does not belong to the organisation any more.")
    return found


def _keep_an_administrator(organisation: Organisation, leaving: OrganisationMember) -> None:
    others = organisation.members.filter(role=OrganisationRole.ADMINISTRATOR.value).exclude(pk=leaving.pk)
    if leaving.role == OrganisationRole.ADMINISTRATOR and not others.exists():
        raise Refusal(LAST_ADMINISTRATOR)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _short(name: str) -> str:
    """A name that leaves room in the subject of a letter."""
    return name if len(name) <= 100 else f"{name[:99]}…"


def _check(row: Organisation | Invitation) -> None:
    try:
        row.clean_fields(exclude=["accepted_by", "accepted_at", "email_tag"])
    except ValidationError as error:
        raise Refusal(*(sentence for found in error.message_dict.values() for sentence in found)) from error
