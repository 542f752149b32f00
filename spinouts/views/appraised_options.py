"""What an appraisal says of each option, a page for each part."""

from django.http import Http404, HttpResponse
from django.utils import timezone

from accounts.access import UserRequest, requires
from accounts.refusals import refused_into
from spinouts.actions import appraised_options
from spinouts.domain.options import AppraisalOption
from spinouts.forms.appraisals import CostForm, OptionScoresForm, OwnershipForm
from spinouts.models import OptionsAppraisal, Service
from spinouts.views.appraisals import back, criterion_of, page


@requires("spinouts.appraise_options", Service)
def scores(request: UserRequest, service: Service, criterion: str) -> HttpResponse:
    found = criterion_of(service, criterion)
    form = OptionScoresForm(request.POST or None, criterion=found)
    if request.method == "POST" and form.is_valid():
        with refused_into(form):
            seen = form.cleaned_data["seen"]
            appraised_options.score(found, form.scores(), seen=seen, by=request.user, at=timezone.now())
            return back(service, "scores")
    return page(request, service, form, f"Score the options: {found.name}", measured_by=found)


@requires("spinouts.appraise_options", Service)
def ownership(request: UserRequest, service: Service, option: str) -> HttpResponse:
    found = _option(option)
    form = OwnershipForm(request.POST or None, ownership=appraised_options.ownership_of(service, found))
    if request.method == "POST" and form.is_valid():
        with refused_into(form):
            appraised_options.expect_ownership(
                service,
                found,
                form.percents(),
                notes=form.cleaned_data["notes"],
                seen=form.cleaned_data["seen"],
                by=request.user,
                at=timezone.now(),
            )
            return back(service, "ownership")
    return page(request, service, form, "Who would own it", caption=found.label, of_ownership=True)


@requires("spinouts.appraise_options", Service)
def money(request: UserRequest, service: Service, option: str) -> HttpResponse:
    found = _option(option)
    appraisal = OptionsAppraisal.objects.filter(service=service).first() or OptionsAppraisal(service=service)
    form = CostForm(request.POST or None, cost=appraised_options.cost_of(service, found), years=appraisal.years)
    if request.method == "POST" and form.is_valid():
        with refused_into(form):
            seen = form.cleaned_data["seen"]
            appraised_options.cost(service, found, form.money(), seen=seen, by=request.user, at=timezone.now())
            return back(service, "money")
    return page(request, service, form, "What it costs, and what comes in", caption=found.label, of_money=True)


def _option(named: str) -> AppraisalOption:
    try:
        return AppraisalOption(named)
    except ValueError as error:
        raise Http404 from error
