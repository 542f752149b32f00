"""A joint venture in the years to come, at its end, and kept at a level. What is asked is the address, not stored."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import UserRequest, requires
from spinouts.files.projecting import yearly
from spinouts.files.tables import as_csv
from spinouts.models import JointVenture
from spinouts.views.company_screens import exit_screen, level_screen, projected, projection_screen


@require_GET
@requires("spinouts.view_venture", JointVenture)
def projection(request: UserRequest, venture: JointVenture) -> HttpResponse:
    """Years 0 to 10 under a scenario: who owns and controls the company, its money, and what happens each year."""
    screen = projection_screen(venture.as_value(), request.GET, timezone.localdate())
    address = reverse("spinouts:venture_projection_csv", args=[venture.reference])
    context = screen | {"venture": venture, "sheet": f"{address}?{request.GET.urlencode()}"}
    return render(request, "spinouts/venture_projection.html", context)


@require_GET
@requires("spinouts.view_venture", JointVenture)
def projection_csv(request: UserRequest, venture: JointVenture) -> HttpResponse:
    """The same years for a spreadsheet, with exact parts; what can't be projected leads to the page that says so."""
    _, found = projected(venture.as_value(), request.GET, timezone.localdate())
    if found is None:
        page = reverse("spinouts:venture_projection", args=[venture.reference])
        return HttpResponseRedirect(f"{page}?{request.GET.urlencode()}")
    response = HttpResponse(as_csv(yearly(found)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="projection-{venture.reference}.csv"'
    return response


@require_GET
@requires("spinouts.view_venture", JointVenture)
def company_exit(request: UserRequest, venture: JointVenture) -> HttpResponse:
    """Who gets what if the company is sold, fails or ends."""
    screen = exit_screen(venture.as_value(), request.GET, timezone.localdate())
    return render(request, "spinouts/venture_exit.html", screen | {"venture": venture})


@require_GET
@requires("spinouts.view_venture", JointVenture)
def level(request: UserRequest, venture: JointVenture) -> HttpResponse:
    """How many new shares keep the employees' part at a level as others invest."""
    screen = level_screen(venture.as_value(), request.GET, timezone.localdate())
    return render(request, "spinouts/venture_level.html", screen | {"venture": venture})
