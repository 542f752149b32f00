from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import UserRequest, requires
from accounts.domain.refusals import Refusal
from accounts.refusals import refused_into
from spinouts.domain.group_picture import group_on, kinds_of
from spinouts.domain.joining_picture import JoiningPicture, joining_picture
from spinouts.domain.telling import days
from spinouts.forms.joining import JoiningForm
from spinouts.models import CompanyStudy
from spinouts.views.exports import asked_day


@require_GET
@requires("spinouts.view_study", CompanyStudy)
def joining(request: UserRequest, study: CompanyStudy) -> HttpResponse:
    """What would come of it if a new spin-out joined the group of the study. Only looked at: nothing is stored."""
    companies = study.companies
    on = asked_day(request, days(companies)[-1])
    group = group_on(companies, on)
    if not group.companies:
        raise Refusal("On this day no company of the study has an owner: choose a later day.")
    form = JoiningForm(request.GET if "name" in request.GET else None, group=group, on=on.isoformat())
    picture: JoiningPicture | None = None
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        with refused_into(form):
            picture = joining_picture(
                group,
                kinds_of(companies),
                parent=typed["parent"],
                name=typed["name"],
                owners=list(form.owners()),
                spin_out_value=typed["spin_out_value"],
                group_value=typed["group_value"],
            )
    return render(request, "spinouts/study_joining.html", {"study": study, "form": form, "on": on, "picture": picture})
