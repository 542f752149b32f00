from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import UserRequest, may, requires
from spinouts.domain.company import Company
from spinouts.domain.ownership_picture import ownership_picture
from spinouts.domain.sentinel import warnings
from spinouts.domain.telling import told
from spinouts.models import HoldingEvent, JointVenture

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
    company = venture.as_value()
    context = {
        "venture": venture,
        "on": on,
        "picture": ownership_picture(company, on),
        "history": _history(venture, company),
        "warnings": warnings(company),
        "may_change": may(request.user, "spinouts.change_register", venture),
        "may_publish": may(request.user, "spinouts.publish_note", venture),
        "typed": typed if problem else {"day": on.day, "month": on.month, "year": on.year},
        "problem": problem,
    }
    return render(request, "spinouts/venture_detail.html", context)


def _history(venture: JointVenture, company: Company) -> list[tuple[HoldingEvent, str]]:
    """Every entry, struck out or not, with what it says, in the order in which they were entered."""
    sentences = {event.sequence: told(event, company.form) for event in company.events}
    return [(row, sentences[row.sequence]) for row in venture.events.for_people()]


def _day(*parts: str) -> date | None:
    try:
        year, month, day = (int(part) for part in parts)
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None
