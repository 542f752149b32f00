"""The stages of a competition: planned here in its draft, if there are several at all."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import UserRequest, requires
from accounts.domain.refusals import Refusal
from accounts.refusals import refused_into
from procurement.actions import stages as actions
from procurement.forms.stages import GoingOnForm, StagesForm
from procurement.models import Competition, stages_of
from procurement.views.design import group, stop_if_frozen


@requires("procurement.design_competition", Competition)
def stages(request: UserRequest, competition: Competition) -> HttpResponse:
    """The stages in order, each with its own design; or the form that plans them."""
    if request.method == "GET" and not competition.stage_kind:
        stop_if_frozen(request, competition)
    form = StagesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refused_into(form):
            actions.plan(competition, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, "The stages are planned. Each of the later ones begins with these criteria.")
            return redirect("procurement:stages", reference=competition.reference)
    context = {"competition": competition, "form": form, "stages": stages_of(competition)}
    return render(request, "procurement/stages.html", context)


@require_POST
@requires("procurement.design_competition", Competition)
def one_stage(request: UserRequest, competition: Competition) -> HttpResponse:
    actions.unplan(competition, by=request.user, at=timezone.now())
    messages.success(request, "The competition has one stage again.")
    return redirect("procurement:design", reference=competition.reference)


@requires("procurement.design_competition", Competition)
def going_on(request: UserRequest, competition: Competition) -> HttpResponse:
    if not competition.ends_with_shortlist:
        raise Refusal("No stage follows this one, so nobody goes on from it.")
    return group(request, competition, GoingOnForm, "going_on")
