from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Func, IntegerField
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.access import UserRequest, may, requires
from accounts.domain.roles import DESIGNERS
from accounts.models import Council
from accounts.refusals import refused_into
from spinouts.actions import studies
from spinouts.domain.company import Company
from spinouts.domain.company_report import group_or_why_not
from spinouts.domain.form_rules import notices
from spinouts.domain.ownership_picture import ownership_picture
from spinouts.domain.sentinel import warnings
from spinouts.domain.telling import days, history
from spinouts.files.exporting import Asked
from spinouts.files.importing import read_any
from spinouts.forms.studies import StudyForm
from spinouts.models import CompanyStudy, JointVenture
from spinouts.views.days import chosen_day
from spinouts.views.exports import asked_day, export, files_of

MOST_DAYS = 40
"""As many days to go to as a reader looks through; the latest are shown."""


@require_GET
@requires("spinouts.list_studies")
def study_list(request: UserRequest) -> HttpResponse:
    rows = CompanyStudy.objects.visible_to(request.user).defer("content", "losses")
    rows = rows.annotate(count=Func("content", function="jsonb_array_length", output_field=IntegerField()))
    return render(request, "spinouts/study_list.html", {"studies": rows.in_list(), "hidden": rows.hidden()})


@requires("spinouts.bring_in_study")
def study_new(request: UserRequest) -> HttpResponse:
    councils = Council.objects.filter(members__user=request.user, members__role__in=DESIGNERS).order_by("name")
    form = StudyForm(request.POST or None, request.FILES or None, councils=councils)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["upload"]
        with refused_into(form):
            studies.check_size(upload.name, upload.size)
            file = upload.read()
            found = read_any(file, upload.name)
            study = studies.bring_in(
                form.council_chosen(),
                name=form.cleaned_data["name"],
                companies=found.companies,
                losses=found.losses,
                file=file,
                file_name=upload.name,
                by=request.user,
                at=timezone.now(),
            )
            messages.success(request, f"“{study.file_name}” ({study.size:,} bytes) is read and stored.")
            return redirect("spinouts:study", study.reference)
    return render(request, "spinouts/study_form.html", {"form": form})


@require_GET
@requires("spinouts.view_study", CompanyStudy)
def study(request: UserRequest, study: CompanyStudy) -> HttpResponse:
    """A company of the study on a day, else the first company on the last day on which something happened."""
    companies = study.companies
    company = chosen_company(request, companies)
    happened = days(companies)
    chosen = chosen_day(request, happened[-1])
    if chosen.is_new:
        return redirect(_address(study, company, chosen.on))
    on = chosen.on
    group, problems = group_or_why_not(companies, company.reference, on)
    own = JointVenture.objects.in_study(study).filter(reference=company.reference).first()
    picture = ownership_picture(company, on)
    context: dict[str, Any] = {
        "study": study,
        "company": company,
        "own": own,
        "own_is_same": own is not None and own.as_value() == company,
        "chosen": chosen,
        "on": on,
        "companies": [(each, _address(study, each, on)) for each in companies],
        "days": [(day, _address(study, company, day)) for day in happened[-MOST_DAYS:]],
        "all_days": len(happened),
        "picture": picture,
        "notices": None if picture.is_empty else notices(company, on),
        "group": group,
        "group_problems": problems if len(companies) > 1 else (),
        "history": history(company),
        "warnings": warnings(company, on),
        "files": files_of(study, company, "spinouts:study_file"),
        "may_hide": may(request.user, "spinouts.hide_study", study),
    }
    return render(request, "spinouts/study_detail.html", context)


@require_GET
@requires("spinouts.view_study", CompanyStudy)
def study_file(request: UserRequest, study: CompanyStudy, name: str) -> HttpResponse:
    """A company of the study, or all of them, as a file to take away."""
    companies = study.companies
    on = asked_day(request, days(companies)[-1])
    company = chosen_company(request, companies)
    asked = Asked(companies, company, on, publisher=study.council.name, at=timezone.localtime())
    return export(name, asked)


@require_GET
@requires("spinouts.view_study", CompanyStudy)
def original(request: UserRequest, study: CompanyStudy) -> FileResponse:
    """The file as it was sent, always to be saved, whatever it claims to be."""
    return FileResponse(
        study.file.open("rb"), as_attachment=True, filename=study.file_name, content_type="application/octet-stream"
    )


@require_POST
@requires("spinouts.hide_study", CompanyStudy)
def hide(request: UserRequest, study: CompanyStudy) -> HttpResponse:
    studies.hide(study, by=request.user, at=timezone.now())
    messages.success(request, "The study is out of the list. It stays on the record, below the list.")
    return redirect("spinouts:study", study.reference)


@require_POST
@requires("spinouts.hide_study", CompanyStudy)
def show_again(request: UserRequest, study: CompanyStudy) -> HttpResponse:
    studies.show_again(study, by=request.user, at=timezone.now())
    messages.success(request, "The study is in the list again.")
    return redirect("spinouts:study", study.reference)


def chosen_company(request: UserRequest, companies: Sequence[Company]) -> Company:
    """The company that the address names; the first where it names none. Not found if the file has no such company."""
    asked = request.GET.get("company")
    for company in companies:
        if asked in {None, "", company.reference}:
            return company
    raise Http404


def _address(study: CompanyStudy, company: Company, on: date) -> str:
    query = urlencode({"company": company.reference, "on": on.isoformat()})
    return f"{reverse('spinouts:study', args=[study.reference])}?{query}"
