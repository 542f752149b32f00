"""A member's own part in somebody else's bid: what it is asked, what it answered, and what it declares of itself."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.access import UserRequest, requires
from accounts.domain.refusals import Refusal
from partners.actions import consents, member_declarations, parts
from partners.actions.supplier_information import what_is_missing
from partners.domain.consortia import ConsortiumRole
from partners.models import Consent, MemberDeclaration
from partners.models.organisations import KINDS
from partners.views.information_words import sections_of
from partners.views.pages import as_errors, page


@requires("partners.view_part", Consent)
def part(request: UserRequest, consent: Consent) -> HttpResponse:
    """The part, and its buttons: they answer, until it is answered."""
    errors: list[tuple[str, str]] = []
    if request.method == "POST":
        chosen, agrees = request.POST.get("organisation", ""), request.POST.get("answer") == "agree"
        speaks_for = {each.reference: each for each in consents.may_speak_for(request.user, consent.bid)}
        try:
            consents.answer(
                consent,
                speaks_for.get(chosen),
                agrees=agrees,
                reason=request.POST.get("reason", ""),
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            errors = as_errors(refusal, "organisation-1")
        else:
            messages.success(request, "You agreed to this part." if agrees else "You declined this part.")
            return redirect("partners:part", reference=consent.reference)
    return page(request, "partners/part_detail.html", _context(request, consent), errors)


@require_POST
@requires("partners.declare_part", Consent)
def declare(request: UserRequest, consent: Consent) -> HttpResponse:
    def act() -> None:
        is_shown = request.POST.get("shown") == "yes"
        member_declarations.declare(consent, is_shown=is_shown, by=request.user, at=timezone.now())

    done = "What you declare is with the bid, for the council to read once the bids are opened."
    return _acted(request, consent, act, done)


@require_POST
@requires("partners.declare_part", Consent)
def take_back(request: UserRequest, consent: Consent) -> HttpResponse:
    def act() -> None:
        member_declarations.take_back(consent, by=request.user, at=timezone.now())

    return _acted(request, consent, act, "What you declared is taken back.")


@require_POST
@requires("partners.declare_part", Consent)
def take_back_agreement(request: UserRequest, consent: Consent) -> HttpResponse:
    def act() -> None:
        reason = request.POST.get("reason", "")
        parts.take_back_agreement(consent, reason=reason, by=request.user, at=timezone.now())

    done = "You have taken back your agreement. The lead is told by e-mail."
    return _acted(request, consent, act, done)


def _acted(request: UserRequest, consent: Consent, act: Callable[[], None], done: str) -> HttpResponse:
    try:
        act()
    except Refusal as refusal:
        messages.error(request, " ".join(refusal.sentences))
    else:
        messages.success(request, done)
    return redirect("partners:part", reference=consent.reference)


@require_GET
@requires("partners.read_member_declaration", MemberDeclaration)
def declaration(request: UserRequest, declared: MemberDeclaration) -> HttpResponse:
    """What was declared, for its own people, and for the lead if it is shown to it."""
    context = {"declared": declared, "bid": declared.bid, "sections": sections_of(declared.content)}
    return render(request, "partners/member_declaration.html", context)


def _context(request: UserRequest, consent: Consent) -> dict[str, Any]:
    terms, now = consent.terms, timezone.now()
    declared = member_declarations.standing_for(consent) if consent.has_agreed else None
    asks = consent.bid.competition.asks_supplier_information
    return {
        "consent": consent,
        "bid": consent.bid,
        "terms": terms,
        "kind": dict(KINDS).get(terms["kind"], terms["kind"]),
        "role": ConsortiumRole(terms["role"]),
        "is_open": consent.bid.competition.takes_bids(now),
        "is_named": consents.is_still_named(consent),
        "organisations": consents.may_speak_for(request.user, consent.bid) if consent.answered_at is None else [],
        "chosen": request.POST.get("organisation", ""),
        "reason": request.POST.get("reason", ""),
        "asks_declarations": asks,
        "declared": declared,
        "what_counts": parts.what_counts(consent, now) if consent.answered_at else "",
        "has_changed": declared is not None and member_declarations.has_changed_since(declared),
        "missing": what_is_missing(consent.organisation, now) if asks and consent.organisation else [],
    }
