from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.access import UserRequest, public, requires
from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.actions import consents
from partners.models import Bid, Consent


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
@require_GET
def consent(request: HttpRequest, token: str) -> HttpResponse:
    """What somebody sees who opens the link of a question: the page of their part, if it is theirs."""
    try:
        question = consents.consent_for(token)
    except Refusal as refusal:
        return render(request, "partners/consent.html", {"sentences": refusal.sentences}, status=409)
    user = request.user
    if isinstance(user, User) and Consent.objects.visible_to(user).filter(pk=question.pk).exists():
        return redirect("partners:part", reference=question.reference)
    if question.answered_at is not None:
        return render(request, "partners/consent.html", {"sentences": [consents.ANSWERED]}, status=409)
    return render(request, "partners/consent.html", {"is_open": True})
