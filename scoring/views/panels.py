from collections import Counter
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import UserRequest, may, requires
from accounts.domain.roles import DESIGNERS
from accounts.models import CouncilMember, User
from accounts.refusals import refused_into
from partners.models import Bid
from procurement.models import Competition
from scoring.actions import panels
from scoring.actions.staff_ballots import rated_by_staff
from scoring.domain.roles import PanelRole
from scoring.forms.panels import AppointmentForm, StandDownForm
from scoring.models import Assignment, InterestDeclaration, Meeting, PanelMember
from scoring.rules import seat_of


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member, and how far they have come: counts, never scores."""

    member: PanelMember
    declared: int
    done: int
    total: int

    @property
    def may_score(self) -> bool:
        return PanelRole(self.member.role).may_score

    @property
    def is_expert(self) -> bool:
        return self.member.role == PanelRole.EXPERT


@require_GET
@requires("scoring.view_panel", Competition)
def panel(request: UserRequest, competition: Competition) -> HttpResponse:
    """Who sits on the panel; for the council and the chair also how far each member has come."""
    everybody = PanelMember.objects.filter(competition=competition).select_related("user")
    seats = list(everybody.annotate(due_on=F("competition__scoring_deadline__due_on")))
    former = [seat for seat in seats if seat.left_at]
    context = {
        "competition": competition,
        "rows": _rows(competition, [seat for seat in seats if not seat.left_at]),
        "sees_progress": _sees_progress(request.user, competition),
        "bids": Bid.objects.opened(competition).count(),
        "former": sorted(former, key=lambda seat: seat.left_at or seat.appointed_at),
        "meeting": Meeting.objects.under_way(competition),
        "has_staff_ballot": bool(competition.opened_at) and bool(rated_by_staff(competition)),
        "own_seat": seat_of(request.user, competition),
        "today": timezone.localdate(),
        "officers": _officers(competition),
    }
    return render(request, "scoring/panel_detail.html", context)


@require_http_methods(["GET", "POST"])
@requires("scoring.appoint_panel", Competition)
def appoint(request: UserRequest, competition: Competition) -> HttpResponse:
    is_post = request.method == "POST"
    form = AppointmentForm(request.POST if is_post else None, initial=_known(competition, request.GET.get("email", "")))
    if is_post and form.is_valid():
        told = form.cleaned_data
        user, role = told.pop("email"), told.pop("role")
        with refused_into(form):
            panels.appoint(competition, user, role, **told, by=request.user, at=timezone.now())
            messages.success(request, f"{user} is on the panel as {role.label.lower()}, and has been told by e-mail.")
            return redirect("scoring:panel", reference=competition.reference)
    context = {"competition": competition, "form": form, "problems": form.problems}
    return render(request, "scoring/panel_appoint.html", context)


@require_http_methods(["GET", "POST"])
@requires("scoring.appoint_panel", Competition)
def stand_down(request: UserRequest, competition: Competition, member: str) -> HttpResponse:
    seat = get_object_or_404(PanelMember, competition=competition, reference=member)
    form = StandDownForm(request.POST if request.method == "POST" else None, name=str(seat.user))
    if form.is_valid():
        with refused_into(form):
            panels.stand_down(seat, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, f"{seat.user} has left the panel, and has been told by e-mail.")
            return redirect("scoring:panel", reference=competition.reference)
    context = {"competition": competition, "member": seat, "form": form}
    return render(request, "scoring/panel_stand_down.html", context)


def _known(competition: Competition, email: str) -> dict[str, str]:
    """What is written down already of the person with that address, if they sit."""
    seat = PanelMember.objects.sitting(competition).filter(user__email=email.strip().lower()).first()
    told = {"role": seat.role, "background": seat.background, "employer": seat.employer} if seat else {}
    return {"email": email, **told}


def _sees_progress(user: User, competition: Competition) -> bool:
    return may(user, "scoring.assign", competition) or may(user, "procurement.view_design", competition)


def _officers(competition: Competition) -> QuerySet[User]:
    """Who at the council may take a member off the panel, for a chair who may not and has to ask one of them."""
    of_council = CouncilMember.objects.filter(council=competition.council, role__in=[role.value for role in DESIGNERS])
    return User.objects.filter(is_active=True, pk__in=of_council.values("user")).order_by("name", "pk")


def _rows(competition: Competition, sitting: list[PanelMember]) -> list[MemberRow]:
    progress = Assignment.objects.of(competition).progress()
    declarations = InterestDeclaration.objects.filter(member__competition=competition, superseded_at=None)
    declared = Counter(declarations.values_list("member", flat=True))
    return [MemberRow(member, declared[member.pk], *progress.get(member.pk, (0, 0))) for member in sitting]
