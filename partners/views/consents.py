from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.access import UserRequest, public, requires
from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.actions import consents
from partners.domain.consortia import ConsortiumRole
from partners.models import Bid, Consent
from partners.models.organisations import KINDS
from partners.views.pages import as_errors, page


@require_POST
@requires("partners.write_bid", Bid)
def ask(request: UserRequest, bid: Bid) -> HttpResponse:
    """Write to one that is named in the consortium."""
    name = request.POST.get("name", "")
    try:
        consents.ask(bid, name, by=request.user, at=timezone.now(), site=request.build_absolute_uri("/").rstrip("/"))
    except Refusal as refusal:
        messages.error(request, " ".join(refusal.sentences))
    else:
        messages.success(request, f"A letter is on its way to {name}.")
    return redirect("partners:bid_consortium", reference=bid.reference)


@never_cache
@public
def consent(request: HttpRequest, token: str) -> HttpResponse:
    """What somebody sees who opens the link of a question, signed in or not; its buttons answer."""
    errors: list[tuple[str, str]] = []
    try:
        if request.method == "POST" and isinstance(request.user, User):
            try:
                return _answered(request, request.user, token)
            except Refusal as refusal:
                errors = as_errors(refusal, "organisation-1")
        question = consents.consent_for(token, at=timezone.now())
    except Refusal as refusal:
        return render(request, "partners/consent.html", {"sentences": refusal.sentences}, status=409)
    return page(request, "partners/consent.html", _context(request, question), errors)


def _answered(request: HttpRequest, user: User, token: str) -> HttpResponse:
    at = timezone.now()
    question = consents.consent_for(token, at=at)
    chosen = request.POST.get("organisation", "")
    organisation = next((each for each in consents.may_speak_for(user, question.bid) if each.reference == chosen), None)
    reason = request.POST.get("reason", "")
    agrees = request.POST.get("answer") == "agree"
    said = consents.answer(token, organisation, agrees=agrees, reason=reason, by=user, at=at)
    done = "You agreed to this part" if agrees else "You declined this part"
    return render(request, "partners/consent_done.html", {"consent": said, "done": done})


def _context(request: HttpRequest, question: Consent) -> dict[str, Any]:
    terms = question.terms
    user = request.user
    is_theirs = isinstance(user, User) and user.email.casefold() == question.email.casefold()
    return {
        "consent": question,
        "terms": terms,
        "kind": dict(KINDS).get(terms["kind"], terms["kind"]),
        "role": ConsortiumRole(terms["role"]).short,
        "is_theirs": is_theirs,
        "organisations": consents.may_speak_for(user, question.bid) if is_theirs and isinstance(user, User) else [],
        "chosen": request.POST.get("organisation", ""),
        "reason": request.POST.get("reason", ""),
    }
