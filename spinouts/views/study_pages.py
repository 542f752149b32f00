"""A company of a study in the years to come, and at its end. What is asked is the address, not stored."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import UserRequest, requires
from spinouts.models import CompanyStudy
from spinouts.views.company_screens import exit_screen, projection_screen
from spinouts.views.studies import chosen_company


@require_GET
@requires("spinouts.view_study", CompanyStudy)
def projection(request: UserRequest, study: CompanyStudy) -> HttpResponse:
    """Years 0 to 10 of a company of the study under a scenario."""
    company = chosen_company(request, study.companies)
    screen = projection_screen(company, request.GET, timezone.localdate())
    return render(request, "spinouts/study_projection.html", screen | {"study": study, "company": company})


@require_GET
@requires("spinouts.view_study", CompanyStudy)
def company_exit(request: UserRequest, study: CompanyStudy) -> HttpResponse:
    """Who gets what if a company of the study is sold, fails or ends."""
    company = chosen_company(request, study.companies)
    screen = exit_screen(company, request.GET, timezone.localdate())
    return render(request, "spinouts/study_exit.html", screen | {"study": study, "company": company})
