from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.access import UserRequest, may, requires
from accounts.views.reports import ReportPage, progress
from accounts.views.reports import download as download_of
from scoring.actions import minutes as actions
from scoring.models import Meeting, MeetingMinutes


@require_POST
@requires("scoring.request_minutes", Meeting)
def request_minutes(request: UserRequest, meeting: Meeting) -> HttpResponse:
    made = actions.request(meeting, by=request.user, at=timezone.now())
    return redirect("scoring:minutes", made.reference)


@never_cache
@require_GET
@requires("scoring.view_minutes", MeetingMinutes)
def minutes(request: UserRequest, minutes: MeetingMinutes) -> HttpResponse:
    """How far the minutes have come."""
    may_retry = may(request.user, "scoring.retry_minutes", minutes)
    page = ReportPage(
        caption=str(minutes.meeting.competition),
        title=str(minutes),
        source="the frozen record of the meeting",
        url=reverse("scoring:minutes", args=[minutes.reference]),
        download_url=reverse("scoring:minutes_download", args=[minutes.reference]),
        retry_url=reverse("scoring:minutes_retry", args=[minutes.reference]) if may_retry else "",
        back=(reverse("scoring:meeting", args=[minutes.meeting.reference]), "Back to the meeting"),
    )
    return progress(request, minutes, page)


@require_POST
@requires("scoring.retry_minutes", MeetingMinutes)
def retry(request: UserRequest, minutes: MeetingMinutes) -> HttpResponse:
    actions.retry(minutes, by=request.user, at=timezone.now())
    return redirect("scoring:minutes", minutes.reference)


@never_cache
@require_GET
@requires("scoring.view_minutes", MeetingMinutes)
def download(request: UserRequest, minutes: MeetingMinutes) -> HttpResponseBase:
    """The PDF, if it is still the file that was made."""
    meeting = minutes.meeting
    return download_of(minutes, f"minutes-{meeting.number}-{meeting.competition.reference}.pdf")
