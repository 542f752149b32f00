"""Ways out for a ballot of staff that can't stand: begun anew by an officer before it opens, annulled by two after."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import UserRequest, requires
from accounts.domain.refusals import Refusal
from accounts.refusals import refused_into
from procurement.models import Competition
from scoring.actions import staff_annulments
from scoring.forms.staff_ballots import AnnulForm
from scoring.models import StaffAnnulment, StaffBallot
from scoring.models.staff_bids import left_out


@require_POST
@requires("scoring.prepare_staff_ballot", Competition)
def anew(request: UserRequest, competition: Competition) -> HttpResponse:
    staff_annulments.begin_anew(_ballot_of(competition), by=request.user, at=timezone.now())
    messages.success(request, "All bids that count are on the ballot. Look through what staff read of each.")
    return _back(competition)


@require_http_methods(["GET", "POST"])
@requires("scoring.prepare_staff_ballot", Competition)
def annul(request: UserRequest, competition: Competition) -> HttpResponse:
    """Ask for it, with the reason. An approver decides."""
    found, form = _ballot_of(competition), AnnulForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refused_into(form):
            staff_annulments.ask(found, form.cleaned_data["reason"], by=request.user, at=timezone.now())
            messages.success(request, "An approver of the council now decides whether the ballot is annulled.")
            return _back(competition)
    return render(request, "scoring/staff_annul_form.html", {"competition": competition, "form": form})


@require_POST
@requires("scoring.decide_staff_annulment", Competition)
def decide(request: UserRequest, competition: Competition) -> HttpResponse:
    """The button says which; without one the ballot stands."""
    annuls = "annul" in request.POST
    staff_annulments.decide(_ballot_of(competition), annuls=annuls, by=request.user, at=timezone.now())
    messages.success(request, "The ballot is annulled." if annuls else "The ballot stands.")
    return _back(competition)


def ways_out(competition: Competition, ballot: StaffBallot | None) -> dict[str, Any]:
    """For the page of the ballot: what it leaves out, what can be done, and what two people annulled before."""
    annulments = StaffAnnulment.objects.filter(competition=competition).select_related("asked_by", "decided_by")
    found: dict[str, Any] = {"annulled": [each for each in annulments if each.is_confirmed]}
    if ballot is None:
        return found
    found["left_out"] = left_out(competition).count()
    found["asked"] = next((each for each in annulments if each.decided_at is None), None)
    try:
        staff_annulments.check_annullable(ballot, timezone.now())
    except Refusal:
        return found
    return found | {"is_annullable": True}


def _ballot_of(competition: Competition) -> StaffBallot:
    return get_object_or_404(StaffBallot, competition=competition)


def _back(competition: Competition) -> HttpResponse:
    return redirect("scoring:staff_ballot", reference=competition.reference)
