"""The options appraisal of a service: its page, what it rests on, and its criteria."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import UserRequest, requires
from accounts.models import TrailEvent
from accounts.refusals import refused_into
from spinouts.actions import appraisals
from spinouts.domain.parties import Side
from spinouts.forms.appraisals import AppraisalCriterionForm, BasisForm
from spinouts.models import AppraisalCriterion, OptionsAppraisal, Service, picture_of

MOST_EVENTS = 100


@requires("spinouts.view_appraisal", Service)
def appraisal(request: UserRequest, service: Service) -> HttpResponse:
    context = {
        "service": service,
        "picture": picture_of(service),
        "kinds": list(Side),
        "events": list(_history(service)),
    }
    return render(request, "spinouts/appraisal_detail.html", context)


@requires("spinouts.appraise_options", Service)
def basis(request: UserRequest, service: Service) -> HttpResponse:
    stands = OptionsAppraisal.objects.filter(service=service).first() or OptionsAppraisal(service=service)
    form = BasisForm(request.POST or None, appraisal=stands)
    if request.method == "POST" and form.is_valid():
        with refused_into(form):
            seen = form.cleaned_data["seen"]
            appraisals.set_basis(service, **form.typed(), seen=seen, by=request.user, at=timezone.now())
            return back(service, "money")
    return page(request, service, form, "Years and discount rate")


@requires("spinouts.appraise_options", Service)
def criterion_new(request: UserRequest, service: Service) -> HttpResponse:
    form = AppraisalCriterionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refused_into(form):
            reference = form.reference_for_new()
            appraisals.add_criterion(service, **form.typed(), reference=reference, by=request.user, at=timezone.now())
            return back(service, "criteria")
    return page(request, service, form, "Add a criterion")


@requires("spinouts.appraise_options", Service)
def criterion_change(request: UserRequest, service: Service, criterion: str) -> HttpResponse:
    found = criterion_of(service, criterion)
    form = AppraisalCriterionForm(request.POST or None, criterion=found)
    if request.method == "POST" and form.is_valid():
        with refused_into(form):
            seen = form.cleaned_data["seen"]
            appraisals.revise_criterion(found, **form.typed(), seen=seen, by=request.user, at=timezone.now())
            return back(service, "criteria")
    return page(request, service, form, "Change the criterion", caption=found.name)


@require_POST
@requires("spinouts.appraise_options", Service)
def criterion_move(request: UserRequest, service: Service, criterion: str) -> HttpResponse:
    found, to = criterion_of(service, criterion), request.POST.get("to", "")
    if not to.isdecimal() or len(to) > 4:
        raise Http404
    appraisals.move_criterion(found, to=int(to), by=request.user, at=timezone.now())
    messages.success(request, f"“{found.name}” is moved.")
    return back(service, "criteria")


@requires("spinouts.appraise_options", Service)
def criterion_remove(request: UserRequest, service: Service, criterion: str) -> HttpResponse:
    """Ask first, since its scores go with it; what is gone already stays gone."""
    found = AppraisalCriterion.objects.filter(appraisal__service=service, reference=criterion).first()
    if request.method == "POST":
        if found is not None:
            appraisals.remove_criterion(found, by=request.user, at=timezone.now())
        return back(service, "criteria")
    if found is None:
        raise Http404
    context = {"service": service, "criterion": found, "scored": found.scores.count()}
    return render(request, "spinouts/appraisal_remove.html", context)


def criterion_of(service: Service, reference: str) -> AppraisalCriterion:
    rows = AppraisalCriterion.objects.select_related("appraisal__service")
    return get_object_or_404(rows, appraisal__service=service, reference=reference)


def back(service: Service, part: str) -> HttpResponse:
    return redirect(f"{reverse('spinouts:appraisal', args=[service.reference])}#{part}")


def page(
    request: UserRequest, service: Service, form: Any, title: str, caption: str = "", **more: object
) -> HttpResponse:
    context = {"form": form, "service": service, "title": title, "caption": caption, **more}
    return render(request, "spinouts/appraisal_form.html", context)


def _history(service: Service) -> Iterator[tuple[TrailEvent, str, list[tuple[str, str]]]]:
    """What was done to the appraisal, the last first, each in words and with its details."""
    events = TrailEvent.objects.of(service.reference).filter(verb__in=appraisals.DEEDS).order_by("-sequence")
    for event in events[:MOST_EVENTS]:
        yield event, appraisals.DEEDS[event.verb], list(_details(event.details))


def _details(details: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in details.items():
        if isinstance(value, dict):
            yield from _details(value)
        else:
            yield name.replace("_", " "), str(value)
