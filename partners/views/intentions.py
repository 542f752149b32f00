from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from accounts.access import UserRequest, may, requires
from accounts.domain.refusals import Refusal
from partners.actions import intentions
from partners.models import Bid, Intention, Organisation
from partners.views.pages import as_errors, page
from procurement.models import Competition

DECLINE = "decline"


@dataclass(frozen=True, slots=True)
class Place:
    """Where one of the person's organisations stands in the competition."""

    organisation: Organisation
    intention: Intention | None
    bid: Bid | None
    typed: str = ""


@requires("partners.consider_bid", Competition)
def intention(request: UserRequest, competition: Competition) -> HttpResponse:
    """Say for one's organisation that it is interested, or that it declines and why."""
    errors: list[tuple[str, str]] = []
    reference, reason = request.POST.get("organisation", ""), request.POST.get("reason", "")
    if request.method == "POST":
        if not may(request.user, "partners.start_bid", competition):
            raise PermissionDenied
        organisation = get_object_or_404(Organisation.objects.visible_to(request.user), reference=reference)
        who: dict[str, Any] = {"by": request.user, "at": timezone.now()}
        declines = request.POST.get("deed") == DECLINE
        try:
            if declines:
                intentions.decline(competition, organisation, reason=reason, **who)
            else:
                intentions.express(competition, organisation, **who)
        except Refusal as refusal:
            errors = as_errors(refusal, f"reason-{reference}" if declines else "main-content")
        else:
            said = "has declined. No reminders come any more." if declines else "is interested."
            messages.success(request, f"{organisation} {said}")
            return redirect("partners:intention", reference=competition.reference)
    context = {
        "competition": competition,
        "places": _places(request, competition, reference, reason),
        "now": timezone.now(),
        "takes_bids": competition.takes_bids(timezone.now()),
        "wrong": reference if errors else "",
    }
    return page(request, "partners/intention_form.html", context, errors)


def _places(request: UserRequest, competition: Competition, reference: str, reason: str) -> list[Place]:
    mine = Intention.objects.visible_to(request.user).filter(competition=competition)
    said = {each.organisation_id: each for each in mine.select_related("interested_by", "declined_by")}
    bids = {each.organisation_id: each for each in Bid.objects.visible_to(request.user).filter(competition=competition)}
    return [
        Place(each, said.get(each.pk), bids.get(each.pk), reason if each.reference == reference else "")
        for each in Organisation.objects.visible_to(request.user).able_to_bid_in(competition).order_by("name", "pk")
    ]
