from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.access import UserRequest, may, requires
from partners.models import Bid
from procurement.models import Competition, Criterion
from scoring.actions import meetings, reveals
from scoring.domain.meetings import Presence
from scoring.forms.problems import problems_of
from scoring.forms.scores import ConsensusForm
from scoring.models import Meeting, MeetingMinutes, PanelMember
from scoring.views.meeting_tables import agenda_of, attendance_of, on_the_table
from scoring.views.moderation_tables import ids_of


@require_POST
@requires("scoring.moderate", Competition)
def open_meeting(request: UserRequest, competition: Competition) -> HttpResponse:
    meeting = meetings.open_meeting(competition, by=request.user, at=timezone.now())
    return redirect("scoring:meeting", reference=meeting.reference)


@never_cache
@require_GET
@requires("scoring.view_meeting", Meeting)
def meeting(request: UserRequest, meeting: Meeting) -> HttpResponse:
    """The meeting on one screen: who is there, what is talked about, what comes next. The chair runs it from here."""
    return meeting_page(request, meeting)


def meeting_page(
    request: UserRequest, meeting: Meeting, *, refused: tuple[Criterion, Bid, ConsensusForm] | None = None
) -> HttpResponse:
    """The page of the meeting; with the form of an agreed score that could not be taken, which keeps what was typed."""
    runs = may(request.user, "scoring.run_meeting", meeting) and meeting.closed_at is None
    made = MeetingMinutes.objects.visible_to(request.user).filter(meeting=meeting).first()
    shown = made if made and may(request.user, "scoring.view_minutes", made) else None
    context = _context(request, meeting, refused) | {"runs": runs, "may_moderate": runs, "minutes": shown}
    if refused:
        context["problems"] = problems_of(refused[2], ids_of(refused[1], refused[2]))
    return render(request, "scoring/meeting_detail.html", context)


@never_cache
@require_GET
@requires("scoring.view_meeting", Meeting)
def wall(request: UserRequest, meeting: Meeting) -> HttpResponse:
    """The same for a screen that all can see: large, to be read and not to be pressed, and nobody's drafts."""
    return render(request, "scoring/meeting_wall.html", _context(request, meeting))


@require_POST
@requires("scoring.run_meeting", Meeting)
def mark(request: UserRequest, meeting: Meeting) -> HttpResponse:
    """One member is present, absent or has left: the button says which."""
    members = PanelMember.objects.filter(competition=meeting.competition).select_related("user")
    state = next((state for state in Presence if state.value in request.POST), None)
    if state is None:
        raise Http404
    member = get_object_or_404(members, reference=request.POST[state.value])
    meetings.mark(meeting, member, state, by=request.user, at=timezone.now())
    return redirect(f"{reverse('scoring:meeting', args=[meeting.reference])}#attendance")


@require_POST
@requires("scoring.run_meeting", Meeting)
def close(request: UserRequest, meeting: Meeting) -> HttpResponse:
    meetings.close_meeting(meeting, by=request.user, at=timezone.now())
    messages.success(request, "The meeting is closed.")
    return redirect("scoring:meeting", reference=meeting.reference)


def _context(
    request: UserRequest, meeting: Meeting, refused: tuple[Criterion, Bid, ConsensusForm] | None = None
) -> dict[str, object]:
    competition = meeting.competition
    attendance = attendance_of(meeting)
    agenda = agenda_of(meeting, request.user, attendance)
    asked, typed = request.GET.get("about", ""), None
    if refused:
        asked, typed = f"{refused[0].reference}~{refused[1].reference}", refused[1:]
    table = on_the_table(meeting, agenda, request.user, asked=asked, typed=typed)
    return {
        "meeting": meeting,
        "competition": competition,
        "attendance": attendance,
        "agenda": agenda,
        "agreed": sum(each.line.is_agreed for each in agenda),
        "table": table,
        "following": next((each for each in agenda if each.line.is_to_reveal), None),
        "may_still_change": reveals.may_still_change(competition),
    }
