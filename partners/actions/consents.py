"""Asking those named in a consortium to confirm their part. Nobody is bound by being named; the bid says who agreed."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from accounts.actions import letters, trail
from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.actions.bid_letters import tell
from partners.actions.writing import check_in_time, clean, locked
from partners.domain.consortia import ConsortiumRole
from partners.domain.deadlines import TooLate
from partners.domain.organisations import OrganisationRole
from partners.models import Bid, Consent, ConsortiumMember, MemberDeclaration, Organisation
from procurement.domain.dates import in_words

TERMS = ("name", "kind", "registered_number", "role", "share", "part")

NOT_OURS = "This link is not complete, or a newer one has replaced it. Ask the lead of the consortium for a new one."
ANSWERED = "This question has been answered already. If your answer has changed, ask the lead to ask you again."
CHANGED = "The lead has changed what it would ask of you since. Ask for a new link."
FOREIGN = (
    "This question was sent to another e-mail address than the one you signed in with. "
    "Sign out, then sign in or create an account with the address that received it."
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a named organisation has said to its present terms, and declared for the bid; None until it has."""

    member: ConsortiumMember
    asked: Consent | None
    declared: MemberDeclaration | None = None

    @property
    def is_asked(self) -> bool:
        return self.asked is not None

    @property
    def has_agreed(self) -> bool:
        return self.asked is not None and self.asked.has_agreed

    @property
    def has_declined(self) -> bool:
        return self.asked is not None and self.asked.answer is not None and not self.asked.has_agreed

    @property
    def took_back_at(self) -> datetime | None:
        """When it took back that it had agreed."""
        return self.asked.answered_at if self.asked is not None and self.asked.was_taken_back else None

    @property
    def sentence(self) -> str:
        if self.asked is None:
            return "Not asked yet."
        said = self.asked.answer
        if said is None or self.asked.answered_at is None:
            return f"Asked at {in_words(self.asked.asked_at)}; no answer yet."
        who = f"{said['by']} for {said['organisation']} at {in_words(self.asked.answered_at)}"
        if self.asked.was_taken_back:
            return f"Took its agreement back: {who}. {said['reason']}".strip()
        return f"Agreed: {who}." if self.has_agreed else f"Declined: {who}. {said['reason']}".strip()


def terms_of(member: ConsortiumMember) -> dict[str, str]:
    """What is asked of it, as it stands."""
    return {name: getattr(member, name) for name in TERMS}


def standings(bid: Bid) -> list[Standing]:
    """Each named organisation with what it said to its present terms, and declared. Three queries."""
    newest = {_key(each.terms): each for each in Consent.objects.filter(bid=bid, withdrawn_at=None)}
    declared = {
        each.organisation_id: each for each in MemberDeclaration.objects.standing().filter(bid=bid).select_related("by")
    }
    found = []
    for member in bid.consortium_members.order_by("pk"):
        asked = newest.get(_key(terms_of(member)))
        agreed_for = asked.organisation_id if asked and asked.has_agreed else None
        found.append(Standing(member, asked, declared.get(agreed_for) if agreed_for else None))
    return found


def content_of(bid: Bid) -> list[dict[str, Any]]:
    """The consortium as a submission freezes it: its terms, who agreed to them, and what it declared of itself.

    A declaration is its member's: the bid names it by its reference and its fingerprint.
    """
    return [
        terms_of(each.member) | {"agreed": _agreed(each.asked)} | _declared(each.declared) for each in standings(bid)
    ]


def _agreed(asked: Consent | None) -> dict[str, Any] | None:
    if asked is None or not asked.has_agreed or not asked.answer or asked.answered_at is None:
        return None
    return {**asked.answer, "at": asked.answered_at.isoformat()}


def _declared(declared: MemberDeclaration | None) -> dict[str, Any]:
    if declared is None:
        return {}
    return {
        "declared": {
            "reference": declared.reference,
            "fingerprint": declared.fingerprint,
            "by": declared.by.name,
            "at": declared.at.isoformat(),
        }
    }


@transaction.atomic
def ask(bid: Bid, name: str, *, by: User, at: datetime, site: str = "") -> str:
    """Ask the named organisation to confirm its part; returns the token of the link. Asking anew replaces the link.

    `site` is the start of the link, such as "https://competitions.example.org".
    """
    bid = locked(bid, at=at)
    member = next((each for each in bid.consortium_members.all() if each.name == name), None)
    if member is None:
        raise Refusal(f"“{name}” is not named in the consortium any more. Save the list, then ask.")
    if not member.kind:
        raise Refusal(f"Choose what kind of organisation {member.name} is, save, then ask.")
    if not member.email:
        raise Refusal(f"Enter the e-mail address of somebody who can speak for {member.name}, save, then ask.")
    same = [each for each in Consent.objects.filter(bid=bid, withdrawn_at=None) if each.terms["name"] == name]
    if any(each.answer and each.answer["agrees"] and each.terms == terms_of(member) for each in same):
        raise Refusal(f"{member.name} has agreed to this already.")
    Consent.objects.filter(pk__in=[each.pk for each in same if each.is_open]).update(withdrawn_at=at)
    token = secrets.token_urlsafe(32)
    Consent.objects.create(
        bid=bid, terms=terms_of(member), email=member.email, token_hash=_hash(token), asked_by=by, asked_at=at
    )
    trail.record("partners.ask_for_consent", "Consortium", trail=bid.reference, by=by, at=at)
    letters.queue(member.email, *_letter(bid, member, by, site + _address(token)), at=at, trail=bid.reference)
    return token


def consent_for(token: str) -> Consent:
    """The question that the token stands for. Raises Refusal if there is none, or a newer one has replaced it."""
    consent = (
        Consent.objects.select_related("bid__organisation", "bid__competition__service__council", "asked_by")
        .filter(token_hash=_hash(token), withdrawn_at=None)
        .first()
    )
    if consent is None:
        raise Refusal(NOT_OURS)
    return consent


def is_still_named(consent: Consent) -> bool:
    """Whether the bid names it, on the terms of the question."""
    return _key(consent.terms) in {_key(terms_of(each)) for each in consent.bid.consortium_members.all()}


def check_open(bid: Bid, at: datetime) -> None:
    """Raise Refusal once the bid can't change: what its members say then is kept nowhere."""
    try:
        check_in_time(bid.competition, at)
    except TooLate as late:
        raise Refusal(late.sentences[0]) from late


def may_speak_for(user: User, bid: Bid) -> list[Organisation]:
    """The organisations of which the person is an administrator, but for the lead itself."""
    administered = Organisation.objects.filter(
        members__user=user, members__role=OrganisationRole.ADMINISTRATOR.value
    ).exclude(pk=bid.organisation_id)
    return list(administered.order_by("name", "pk"))


@transaction.atomic
def answer(
    consent: Consent, organisation: Organisation | None, *, agrees: bool, reason: str = "", by: User, at: datetime
) -> Consent:
    """Agree to the part, or decline it, for one's organisation. The same answer twice does no harm."""
    consent = Consent.objects.select_for_update(of=("self",)).select_related("bid__competition").get(pk=consent.pk)
    if consent.answer and (consent.answer["email"], consent.answer["agrees"]) == (by.email, agrees):
        return consent
    if consent.withdrawn_at is not None:
        raise Refusal(NOT_OURS)
    if consent.answered_at is not None:
        raise Refusal(ANSWERED)
    check_open(consent.bid, at)
    bid = consent.bid = locked(consent.bid, at=at)
    if not consent.is_asked_of(by):
        raise Refusal(FOREIGN)
    if by.council_roles.filter(council=bid.competition.council).exists():
        raise Refusal("You work for the council that runs this competition, so you can't answer for a bidder.")
    if not is_still_named(consent):
        raise Refusal(CHANGED)
    if organisation is None or organisation not in may_speak_for(by, bid):
        raise Refusal("Choose the organisation for which you answer: one of which you are an administrator.")
    reason = clean(reason).strip()
    consent.answered_at, consent.organisation = at, organisation
    consent.answer = {
        "agrees": agrees,
        "reason": reason,
        "by": by.name,
        "email": by.email,
        "organisation": organisation.name,
        "reference": organisation.reference,
        "kind": organisation.kind,
        "registered_number": organisation.registered_number,
    }
    consent.save(update_fields=["answered_at", "answer", "organisation"])
    trail.record("partners.answer_consent", "Consortium", trail=bid.reference, by=by, at=at, agrees=agrees)
    subject = f"{organisation.name} {'agrees to' if agrees else 'declines'} its part in your bid"
    body = f"{by} answered for {organisation.name}. Competition: {bid.competition}.\n\n{reason}\n"
    tell(bid, subject, body, at)
    return consent


def _letter(bid: Bid, member: ConsortiumMember, by: User, link: str) -> tuple[str, str]:
    role = ConsortiumRole(member.role).short
    share = f"Share of the work: {member.share.removesuffix('%')}%\n" if member.share else ""
    part = f"What it would do: {member.part}\n" if member.part else ""
    deadline = bid.competition.bid_deadline
    until = f" Answer before {in_words(deadline)}." if deadline else ""
    declares = (
        "\nIf you agree, you then declare there for yourself whether a ground of exclusion applies. The lead does not "
        "read what, unless you let it.\n"
        if bid.competition.asks_supplier_information
        else ""
    )
    subject = f"{bid.organisation} asks {member.name} to confirm its part in a bid"
    body = (
        f"{by} of {bid.organisation.name} names {member.name} in a bid for “{bid.competition}”.\n\n"
        f"Role: {role}\n{share}{part}\n"
        f"To agree or to decline, open this link, signed in with this e-mail address:\n{link}\n\n"
        f"You answer for an organisation of which you are an administrator; you can register it there.{until}\n"
        f"{declares}Once you have signed in with this address, the question also stands under “My work”.\n"
    )
    return subject, body


def _address(token: str) -> str:
    return reverse("partners:consent", kwargs={"token": token})


def _key(terms: dict[str, str]) -> str:
    return "\n".join(terms.get(name, "") for name in TERMS)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
