from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.access import UserRequest, requires
from accounts.refusals import refused_into
from scoring.actions import late_bids
from scoring.forms.late_bids import ACCEPT, LateBidForm
from scoring.models import LateBid
from scoring.views.late_attempts import decisions_beside, late_bids_of


@requires("scoring.decide_late_bid", LateBid)
def decide(request: UserRequest, bid: LateBid) -> HttpResponse:
    """Accept or disregard one late bid, with the decisions on the others beside it."""
    form = LateBidForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        accepts = typed.pop("outcome") == ACCEPT
        with refused_into(form):
            late_bids.decide(bid, accepts=accepts, **typed, by=request.user, at=timezone.now())
            messages.success(
                request, f"The late bid of {bid.organisation} is {'accepted' if accepts else 'disregarded'}."
            )
            return redirect("scoring:late_attempts", reference=bid.competition.reference)
    context = {
        "bid": bid,
        "competition": bid.competition,
        "form": form,
        "beside": decisions_beside(late_bids_of(request.user, bid.competition), but=bid),
    }
    return render(request, "scoring/late_bid_form.html", context)
