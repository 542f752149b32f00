from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.access import UserRequest, requires
from accounts.domain.roles import DESIGNERS
from accounts.models import Council
from accounts.refusals import refused_into
from spinouts.actions import services
from spinouts.domain.options import AppraisalOption
from spinouts.forms.services import OptionsForm, ServiceForm
from spinouts.models import Service, picture_of


@requires("spinouts.list_services")
def service_list(request: UserRequest) -> HttpResponse:
    rows = Service.objects.visible_to(request.user).select_related("council").order_by("council__name", "name")
    return render(request, "spinouts/service_list.html", {"services": rows})


@requires("spinouts.add_service")
def service_new(request: UserRequest) -> HttpResponse:
    councils = Council.objects.filter(members__user=request.user, members__role__in=DESIGNERS).order_by("name")
    form = ServiceForm(request.POST or None, councils=councils)
    if request.method == "POST" and form.is_valid():
        with refused_into(form):
            service = services.describe(form.council_chosen(), **form.typed(), by=request.user, at=timezone.now())
            return redirect("spinouts:service_detail", reference=service.reference)
    return render(request, "spinouts/service_form.html", {"form": form})


@requires("spinouts.view_service", Service)
def service_detail(request: UserRequest, service: Service) -> HttpResponse:
    context = {"service": service, "options": _compared(service), "picture": picture_of(service)}
    return render(request, "spinouts/service_detail.html", context)


@requires("spinouts.change_service", Service)
def service_change(request: UserRequest, service: Service) -> HttpResponse:
    form = ServiceForm(request.POST or None, councils=Council.objects.none(), service=service)
    if request.method == "POST" and form.is_valid():
        with refused_into(form):
            seen = form.cleaned_data["seen"]
            services.revise(service, **form.typed(), seen=seen, by=request.user, at=timezone.now())
            messages.success(request, "The service is saved.")
            return redirect("spinouts:service_detail", reference=service.reference)
    return render(request, "spinouts/service_form.html", {"form": form, "service": service})


@requires("spinouts.change_service", Service)
def service_options(request: UserRequest, service: Service) -> HttpResponse:
    form = OptionsForm(request.POST or None, service=service)
    if request.method == "POST" and form.is_valid():
        with refused_into(form):
            seen = form.cleaned_data["seen"]
            services.appraise(service, form.options(), seen=seen, by=request.user, at=timezone.now())
            messages.success(request, "The comparison of the options is saved.")
            return redirect("spinouts:service_detail", reference=service.reference)
    return render(request, "spinouts/service_options.html", {"form": form, "service": service})


def _compared(service: Service) -> list[object]:
    """What was said of the options, in the order in which they are always compared; none if nothing was."""
    rows = {row.option: row for row in service.options.all()}
    return [rows[option.value] for option in AppraisalOption if option.value in rows]
