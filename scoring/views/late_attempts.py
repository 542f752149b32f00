from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import UserRequest, requires
from partners.views.downloads import download_of
from procurement.models import Competition
from scoring.models import OpenedLateAttempt


@require_GET
@requires("scoring.view_late_attempts", Competition)
def late_attempts(request: UserRequest, competition: Competition) -> HttpResponse:
    """What came too late, whole, for those at the council who do not judge."""
    readable = OpenedLateAttempt.objects.visible_to(request.user).filter(bid__competition=competition)
    context = {"competition": competition, "late_attempts": readable.order_by("at", "pk")}
    return render(request, "scoring/late_attempt_list.html", context)


@require_GET
@requires("scoring.read_late_attempt", OpenedLateAttempt)
def file(request: UserRequest, attempt: OpenedLateAttempt) -> FileResponse:
    if not attempt.file:
        raise Http404
    return download_of(attempt.file, attempt.file_name)
