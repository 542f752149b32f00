"""The ballot of staff, for the council: who may vote, codes, turnout, and the count for all who may see it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import UserRequest, may, requires
from accounts.refusals import refused_into
from procurement.domain.dates import in_words
from procurement.models import Competition
from scoring.actions import staff_ballots, staff_codes, staff_voting
from scoring.actions.staff_codes import Sheet
from scoring.domain.staff_ballots import turnout_in_words
from scoring.forms.staff_ballots import ReplaceForm, WhoVotesForm
from scoring.models import OpenedBid, StaffBallot, StaffCode
from scoring.models.staff_counts import count_seen_by
from scoring.rules import seat_of
from scoring.views.staff_annulments import ways_out
from scoring.views.staff_results import results_of
from spinouts.files.tables import Table, as_csv


@require_GET
@requires("scoring.view_staff_ballot", Competition)
def ballot(request: UserRequest, competition: Competition) -> HttpResponse:
    """How far the ballot is, without a word of what staff say until everybody who scores has locked."""
    return _page(request, competition, ReplaceForm())


@require_http_methods(["GET", "POST"])
@requires("scoring.prepare_staff_ballot", Competition)
def who(request: UserRequest, competition: Competition) -> HttpResponse:
    found = StaffBallot.objects.filter(competition=competition).first()
    form = WhoVotesForm(request.POST or None, ballot=found)
    if request.method == "POST" and form.is_valid():
        with refused_into(form):
            staff_ballots.prepare(competition, **form.typed(), by=request.user, at=timezone.now())  # type: ignore[arg-type]
            messages.success(request, "Saved. Now look through what staff read of each bid.")
            return _back(competition)
    return render(request, "scoring/staff_ballot_form.html", {"competition": competition, "form": form})


@require_POST
@requires("scoring.approve_staff_texts", Competition)
def approve(request: UserRequest, competition: Competition) -> HttpResponse:
    staff_ballots.approve(_ballot_of(competition), by=request.user, at=timezone.now())
    messages.success(request, "What staff read is approved.")
    return _back(competition)


@require_POST
@never_cache
@requires("scoring.prepare_staff_ballot", Competition)
def codes(request: UserRequest, competition: Competition) -> HttpResponse:
    """Makes all codes and shows them this once, as sheets to print or as CSV: they are stored nowhere."""
    found = _ballot_of(competition)
    sheets = staff_codes.make(found, by=request.user, at=timezone.now())
    return _sheets(request, found, sheets, as_file="csv" in request.POST)


@require_POST
@never_cache
@requires("scoring.prepare_staff_ballot", Competition)
def replace(request: UserRequest, competition: Competition) -> HttpResponse:
    """Another sheet for one that was lost."""
    found, form = _ballot_of(competition), ReplaceForm(request.POST)
    if form.is_valid():
        with refused_into(form):
            sheet = staff_codes.replace(found, form.cleaned_data["number"], by=request.user, at=timezone.now())
            return _sheets(request, found, [sheet], as_file=False)
    return _page(request, competition, form)


@require_POST
@requires("scoring.prepare_staff_ballot", Competition)
def cancel(request: UserRequest, competition: Competition) -> HttpResponse:
    staff_codes.cancel_all(_ballot_of(competition), by=request.user, at=timezone.now())
    messages.success(request, "All sheets are cancelled. Make new codes when you know who may vote.")
    return _back(competition)


@require_POST
@requires("scoring.prepare_staff_ballot", Competition)
def count(request: UserRequest, competition: Competition) -> HttpResponse:
    staff_voting.count(_ballot_of(competition), by=request.user, at=timezone.now())
    messages.success(request, "The ballot is counted.")
    return _back(competition)


def _ballot_of(competition: Competition) -> StaffBallot:
    return get_object_or_404(StaffBallot, competition=competition)


def _back(competition: Competition) -> HttpResponse:
    return redirect("scoring:staff_ballot", reference=competition.reference)


def _page(request: UserRequest, competition: Competition, form: ReplaceForm) -> HttpResponse:
    found = StaffBallot.objects.filter(competition=competition).select_related("approved_by").first()
    content = count_seen_by(request.user, competition)
    context: dict[str, Any] = {
        "competition": competition,
        "ballot": found,
        "form": form,
        "criteria": staff_ballots.rated_by_staff(competition),
        "own_seat": seat_of(request.user, competition),
        "results": results_of(request.user, competition, content) if content else None,
        "is_counted": bool(found and found.counted_at),
    }
    # Whoever judges learns nothing of how the ballot goes.
    if may(request.user, "scoring.watch_staff_ballot", competition):
        progress = _progress(request, competition, found) if found else {}
        context |= {"watches": True} | progress | ways_out(competition, found)
    return render(request, "scoring/staff_ballot_detail.html", context)


def _progress(request: UserRequest, competition: Competition, found: StaffBallot) -> dict[str, Any]:
    now = timezone.now()
    codes = StaffCode.objects.filter(ballot=found).standing().count()
    readable = OpenedBid.objects.visible_to(request.user).filter(competition=competition).values("pk")
    return {
        "now": now,
        "is_open": found.is_open(now),
        "has_opened": found.approved_at is not None and now >= found.opens_at,
        "has_closed": now >= found.closes_at,
        "codes": codes,
        "turnout": turnout_in_words(staff_voting.turnout(found), found.eligible),
        "partners": found.partners.filter(bid__in=readable).select_related("bid__organisation"),
        "address": request.build_absolute_uri(reverse("scoring:staff_vote")),
    }


def _sheets(request: UserRequest, found: StaffBallot, sheets: list[Sheet], *, as_file: bool) -> HttpResponse:
    address = request.build_absolute_uri(reverse("scoring:staff_vote"))
    if not as_file:
        context = {"ballot": found, "competition": found.competition, "sheets": sheets, "address": address}
        return render(request, "scoring/staff_sheets.html", context)
    opens, closes = in_words(found.opens_at), in_words(found.closes_at)
    header = ("Sheet", "Group", "Code", "Where to vote", "Opens", "Closes")
    rows = tuple((sheet.number, sheet.group, sheet.code, address, opens, closes) for sheet in sheets)
    response = HttpResponse(as_csv(Table("Codes", header, rows)), "text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="codes-{found.competition.reference}.csv"'
    return response
