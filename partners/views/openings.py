from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import UserRequest, requires
from accounts.domain.refusals import Refusal
from partners.actions.openings import confirm_opening
from partners.models import Bid, Intention, LateAttempt, OpeningConfirmation
from procurement.models import Competition


@requires("partners.view_opening", Competition)
def opening(request: UserRequest, competition: Competition) -> HttpResponse:
    """Before the opening: the deadline and who has confirmed, and nothing of any bid. Then: who bid, who was late."""
    confirmations = OpeningConfirmation.objects.filter(competition=competition).select_related("officer")
    context = {
        "competition": competition,
        "now": timezone.now(),
        "is_time": competition.bid_deadline is not None and timezone.now() > competition.bid_deadline,
        "confirmations": confirmations,
        "has_confirmed": any(each.officer_id == request.user.pk for each in confirmations),
    }
    if competition.opened_at is not None:
        context |= _opened(competition)
    return render(request, "partners/opening_detail.html", context)


@require_POST
@requires("partners.open_bids", Competition)
def confirm(request: UserRequest, competition: Competition) -> HttpResponse:
    try:
        is_open = confirm_opening(competition, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        said = "The bids are opened." if is_open else "You have confirmed. Now a second officer has to."
        messages.success(request, said)
    return redirect("partners:opening", reference=competition.reference)


def _opened(competition: Competition) -> dict[str, object]:
    bids = Bid.objects.opened(competition).prefetch_related("consortium_members", "submissions")
    return {
        "bids": [
            (bid, next(each for each in bid.submissions.all() if each.superseded_at is None))
            for bid in bids.order_by("organisation__name", "pk")
        ],
        "declined": Intention.objects.declined_in(competition).order_by("organisation__name", "pk"),
        "late_attempts": LateAttempt.objects.filter(bid__competition=competition)
        .select_related("bid__organisation", "bid__competition", "by")
        .order_by("at"),
    }
