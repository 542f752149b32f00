from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import UserRequest, requires
from partners.domain.last_day import runs
from partners.models import Bid, LastDayEntry
from partners.views.standing import standing_of

PAGE = 500


@require_GET
@requires("partners.view_bid", Bid)
def log(request: UserRequest, bid: Bid) -> HttpResponse:
    """Each deed near the deadline, the last first."""
    entries = LastDayEntry.objects.filter(bid=bid).select_related("by").order_by("-at", "-pk")
    page = Paginator(entries, PAGE).get_page(request.GET.get("page"))
    context = {
        "bid": bid,
        "standing": standing_of(bid, timezone.now()),
        "page": page,
        "runs": runs(page.object_list),
    }
    return render(request, "partners/bid_last_day.html", context)
