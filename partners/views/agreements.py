from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import UserRequest, requires
from partners.actions import agreements
from partners.models import Bid


@require_POST
@requires("partners.submit_bid", Bid)
def agree(request: UserRequest, bid: Bid) -> HttpResponse:
    agreements.agree(bid, by=request.user, at=timezone.now())
    messages.success(request, "Agreed: if your bid is complete at the deadline, it counts as it then stands.")
    return redirect("partners:bid", reference=bid.reference)


@require_POST
@requires("partners.submit_bid", Bid)
def take_back(request: UserRequest, bid: Bid) -> HttpResponse:
    agreements.take_back(bid, by=request.user, at=timezone.now())
    messages.success(request, "Taken back: only what you submit yourselves counts.")
    return redirect("partners:bid", reference=bid.reference)
