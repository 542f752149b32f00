"""Exclusion of an opened bid: what its supplier declared, the officers' record, and a form for each of their steps."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import UserRequest, requires
from accounts.govuk_forms import GovukForm
from accounts.refusals import refused_into
from partners.actions.supplier_information import day_of
from partners.views.information_words import sections_of
from procurement.domain.dates import day_in_words
from scoring.actions import exclusions
from scoring.domain.exclusions import minister_told_by
from scoring.forms.exclusions import YES, AssessForm, CheckForm, DecideForm, InviteForm, ReceiveForm
from scoring.models import OpenedBid
from scoring.models.reading import content_of
from scoring.rules import seat_of


@require_GET
@requires("scoring.view_exclusion", OpenedBid)
def case(request: UserRequest, bid: OpenedBid) -> HttpResponse:
    found = exclusions.case_of(bid)
    content = content_of(bid)
    information = content.get("supplier_information")
    decision = found.decision
    context = {
        "bid": bid,
        "competition": bid.competition,
        "case": found,
        "information": information,
        "sections": sections_of(information) if information else [],
        "members": [
            (each, sections_of(each.information) if each.information else [])
            for each in exclusions.declared_by_members(content)
        ]
        if information
        else [],
        "minister_by": decision and decision.sets_aside and day_in_words(minister_told_by(day_of(decision.at))),
        "own_seat": seat_of(request.user, bid.competition),
    }
    return render(request, "scoring/exclusion_detail.html", context)


@requires("scoring.decide_exclusion", OpenedBid)
def check(request: UserRequest, bid: OpenedBid) -> HttpResponse:
    form = CheckForm(request.POST or None)
    return _act(
        request,
        bid,
        form,
        "Read the debarment list",
        lambda **who: exclusions.record_check(bid, **form.cleaned_data, **who),
    )


@requires("scoring.decide_exclusion", OpenedBid)
def assess(request: UserRequest, bid: OpenedBid) -> HttpResponse:
    """A ground that was declared, which the address names, or one that the officer came upon."""
    initial = {"ground": request.GET.get("ground", ""), "who": request.GET.get("who", str(bid.organisation))}
    form = AssessForm(request.POST or None, initial=initial)

    def act(**who: object) -> None:
        typed = form.cleaned_data
        exclusions.assess_ground(
            bid,
            typed["ground"],
            typed["who"],
            applies=typed["applies"] == YES,
            continues=typed["continues"] == YES,
            reasons=typed["reasons"],
            **who,  # type: ignore[arg-type]
        )

    return _act(request, bid, form, "Assess an exclusion ground", act)


@requires("scoring.decide_exclusion", OpenedBid)
def invite(request: UserRequest, bid: OpenedBid) -> HttpResponse:
    form = InviteForm(request.POST or None)
    return _act(
        request,
        bid,
        form,
        "Invite the bidder to answer",
        lambda **who: exclusions.invite_representations(bid, **form.cleaned_data, **who),
    )


@requires("scoring.decide_exclusion", OpenedBid)
def receive(request: UserRequest, bid: OpenedBid) -> HttpResponse:
    form = ReceiveForm(request.POST or None)
    return _act(
        request,
        bid,
        form,
        "Record the bidder’s answer",
        lambda **who: exclusions.record_representations(bid, **form.cleaned_data, **who),
    )


@requires("scoring.decide_exclusion", OpenedBid)
def decide(request: UserRequest, bid: OpenedBid) -> HttpResponse:
    found = exclusions.case_of(bid)
    form = DecideForm(request.POST or None, status=found.status)

    def act(**who: object) -> None:
        typed = form.cleaned_data
        exclusions.decide(bid, sets_aside=typed["sets_aside"] == YES, reasons=typed["reasons"], **who)  # type: ignore[arg-type]

    return _act(request, bid, form, "Decide on exclusion", act, before=found)


def _act(
    request: UserRequest,
    bid: OpenedBid,
    form: GovukForm,
    heading: str,
    act: Callable[..., None],
    before: exclusions.Case | None = None,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        with refused_into(form):
            act(by=request.user, at=timezone.now())
            messages.success(request, f"{heading}: recorded.")
            return redirect("scoring:exclusion", reference=bid.reference)
    context = {"bid": bid, "competition": bid.competition, "form": form, "heading": heading, "case": before}
    return render(request, "scoring/exclusion_form.html", context)
