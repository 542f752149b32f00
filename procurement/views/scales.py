from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import UserRequest, requires
from accounts.refusals import refused_into
from procurement.actions import scales
from procurement.domain.ready_scales import READY
from procurement.forms.scales import ScaleForm
from procurement.models import Competition, Scale
from procurement.views.design import stop_if_frozen


@requires("procurement.view_design", Competition)
def scale_list(request: UserRequest, competition: Competition) -> HttpResponse:
    rows = Scale.objects.filter(competition=competition).prefetch_related("steps", "criteria").order_by("name")
    context = {"competition": competition, "scales": rows, "ready": READY}
    return render(request, "procurement/scale_list.html", context)


@requires("procurement.design_competition", Competition)
def scale_new(request: UserRequest, competition: Competition) -> HttpResponse:
    stop_if_frozen(request, competition)
    ready = READY.get(request.GET.get("from", ""))
    start = (ready.name, [(step.value, step.label, step.descriptor) for step in ready.steps]) if ready else ("", [])
    more = "more" in request.POST
    form = ScaleForm(request.POST or None, start=start, more=more)
    if request.method == "POST" and not more and form.is_valid():
        with refused_into(form):
            name, steps = form.cleaned_data["name"], form.steps()
            scales.add_scale(competition, name=name, steps=steps, by=request.user, at=timezone.now())
            return redirect("procurement:scales", reference=competition.reference)
    return render(request, "procurement/scale_form.html", {"form": form, "competition": competition, "more": more})


@requires("procurement.design_competition", Competition)
def scale_change(request: UserRequest, competition: Competition, scale: str) -> HttpResponse:
    stop_if_frozen(request, competition)
    found = get_object_or_404(Scale, competition=competition, reference=scale)
    more = "more" in request.POST
    form = ScaleForm(request.POST or None, scale=found, more=more)
    if request.method == "POST" and not more and form.is_valid():
        with refused_into(form):
            name, seen = form.cleaned_data["name"], form.cleaned_data["seen"]
            scales.revise_scale(found, name=name, steps=form.steps(), seen=seen, by=request.user, at=timezone.now())
            return redirect("procurement:scales", reference=competition.reference)
    context = {"form": form, "competition": competition, "scale": found, "more": more}
    return render(request, "procurement/scale_form.html", context)


@require_POST
@requires("procurement.design_competition", Competition)
def scale_remove(request: UserRequest, competition: Competition, scale: str) -> HttpResponse:
    found = Scale.objects.filter(competition=competition, reference=scale).first()
    if found is not None:
        scales.remove_scale(found, by=request.user, at=timezone.now())
    return redirect("procurement:scales", reference=competition.reference)
