from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.access import UserRequest, requires
from accounts.domain.refusals import Refusal
from procurement.models import Competition
from scoring.actions import envelopes
from scoring.models import OffersConfirmation


@require_GET
@requires("scoring.view_offers_opening", Competition)
def opening(request: UserRequest, competition: Competition) -> HttpResponse:
    """Where offers wait: who has confirmed that they be opened, and what of quality is not locked yet."""
    confirmations = OffersConfirmation.objects.filter(competition=competition).select_related("officer")
    waits = competition.offers_wait and competition.opened_at is not None and not competition.shows_offers
    context = {
        "competition": competition,
        "confirmations": confirmations,
        "has_confirmed": any(each.officer_id == request.user.pk for each in confirmations),
        "missing": envelopes.what_is_missing(competition) if waits else [],
    }
    return render(request, "scoring/offers_opening.html", context)


@require_POST
@requires("scoring.open_offers", Competition)
def confirm(request: UserRequest, competition: Competition) -> HttpResponse:
    try:
        is_open = envelopes.confirm_opening(competition, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        done = "The offers are opened." if is_open else "You have confirmed. Now a second officer has to."
        messages.success(request, done)
    return redirect("scoring:offers_opening", competition.reference)
