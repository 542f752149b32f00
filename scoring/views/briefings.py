from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import UserRequest, requires
from accounts.refusals import refused_into
from procurement.models import Competition
from scoring.actions import briefings
from scoring.forms.briefings import BriefingForm
from scoring.forms.confirmations import NoForm
from scoring.models import Briefing, PanelMember
from scoring.rules import seat_of


@require_GET
@requires("scoring.view_panel", Competition)
def briefing(request: UserRequest, competition: Competition) -> HttpResponse:
    """The newest briefing and who has acknowledged it, with all versions before it."""
    *earlier, newest = [*Briefing.objects.of(competition)] or [None]
    acknowledged = dict(newest.acknowledgements.values_list("member", "at")) if newest else {}
    members = PanelMember.objects.sitting(competition)
    context = {
        "competition": competition,
        "briefing": newest,
        "earlier": earlier[::-1],
        "rows": [(member, acknowledged.get(member.pk)) for member in members],
        "own_seat": seat_of(request.user, competition),
    }
    return render(request, "scoring/briefing_detail.html", context)


@require_http_methods(["GET", "POST"])
@requires("scoring.brief_panel", Competition)
def write(request: UserRequest, competition: Competition) -> HttpResponse:
    """The chair writes the briefing, or a new version of it."""
    newest = Briefing.objects.newest(competition)
    data = request.POST if request.method == "POST" else None
    form = BriefingForm(data, initial={"text": newest.text if newest else ""})
    if form.is_valid():
        with refused_into(form):
            made = briefings.write(competition, form.cleaned_data["text"], by=request.user, at=timezone.now())
            messages.success(request, f"{made} is given. Each member acknowledges it before they see a bid.")
            return redirect("scoring:briefing", reference=competition.reference)
    context = {"competition": competition, "form": form, "briefing": newest}
    return render(request, "scoring/briefing_form.html", context)


@require_http_methods(["GET", "POST"])
@requires("scoring.acknowledge_briefing", PanelMember)
def acknowledge(request: UserRequest, member: PanelMember) -> HttpResponse:
    """A member reads the newest briefing, and acknowledges it."""
    newest = Briefing.objects.newest(member.competition)
    form = NoForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refused_into(form):
            number = request.POST.get("number", "")
            number_read = int(number) if number.isdecimal() and len(number) < 9 else 0
            briefings.acknowledge(member, number_read, by=request.user, at=timezone.now())
            messages.success(request, "You have acknowledged the briefing.")
            return redirect("scoring:seat", reference=member.reference)
    acknowledged = newest.acknowledgements.filter(member=member).first() if newest else None
    context = {
        "member": member,
        "competition": member.competition,
        "briefing": newest,
        "acknowledged": acknowledged,
        "problems": form.problems,
    }
    return render(request, "scoring/briefing_acknowledge.html", context)
