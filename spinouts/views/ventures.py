from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import UserRequest, requires
from spinouts.domain.ownership_picture import ownership_picture
from spinouts.models import JointVenture

PROBLEM = "Enter a day that exists, such as 1 4 2027."


@require_GET
@requires("spinouts.view_venture", JointVenture)
def venture(request: UserRequest, venture: JointVenture) -> HttpResponse:
    """Who owns and controls the company on a day: with ?on=2027-04-01 that one, else today or the first."""
    typed = {name: request.GET.get(name, "").strip() for name in ("day", "month", "year")}
    problem = ""
    if any(typed.values()):
        asked = _day(typed["year"], typed["month"], typed["day"])
        if asked:
            return redirect(f"{reverse('spinouts:venture', args=[venture.reference])}?on={asked.isoformat()}")
        problem = PROBLEM
    first = max(venture.formed_on, timezone.localdate())
    on = _day(*request.GET["on"].split("-")) if request.GET.get("on") else first
    if on is None:
        on, problem = first, PROBLEM
    context = {
        "venture": venture,
        "on": on,
        "picture": ownership_picture(venture.as_value(), on),
        "events": venture.events.filter(on__lte=on).select_related("share_class", "from_party", "to_party"),
        "typed": typed if problem else {"day": on.day, "month": on.month, "year": on.year},
        "problem": problem,
    }
    return render(request, "spinouts/venture_detail.html", context)


def _day(*parts: str) -> date | None:
    try:
        year, month, day = (int(part) for part in parts)
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None
