from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import UserRequest, requires
from partners.actions import presences
from partners.models import Bid


@require_POST
@requires("partners.view_bid", Bid)
def presence(request: UserRequest, bid: Bid) -> HttpResponse:
    """For the page's script: note that this page is open, or was left, and tell who else is there."""
    place, at = request.POST.get("place", ""), timezone.now()
    if "left" in request.POST:
        presences.leave(bid, place, by=request.user)
        return HttpResponse(status=204)
    presences.note(bid, place, by=request.user, at=at, is_writing="writing" in request.POST)
    return render(request, "partners/_presence.html", company_at(request, bid, place))


def company_at(request: UserRequest, bid: Bid, place: str) -> dict[str, object]:
    """What the pages of a bid need to show who else is there."""
    company = presences.company_at(bid, place, by=request.user, at=timezone.now())
    return {"place": place, "company": company}
