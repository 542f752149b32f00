from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.access import UserRequest, requires
from accounts.refusals import refused_into
from partners.actions import changes
from procurement.forms.dates import ExtendForm
from procurement.forms.design import AbandonForm
from procurement.models import Competition


@requires("procurement.publish_competition", Competition)
def extend(request: UserRequest, competition: Competition) -> HttpResponse:
    now = timezone.now()
    form = ExtendForm(request.POST or None, competition=competition, at=now)
    if request.method == "POST" and form.is_valid():
        with refused_into(form):
            changes.extend_deadlines(competition, **form.typed(), by=request.user, at=now)
            messages.success(request, "The deadlines are extended, and every bidder is told.")
            return redirect("procurement:design", reference=competition.reference)
    return render(request, "partners/deadlines_form.html", {"form": form, "competition": competition})


@requires("procurement.publish_competition", Competition)
def abandon(request: UserRequest, competition: Competition) -> HttpResponse:
    form = AbandonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refused_into(form):
            changes.abandon(competition, reasons=form.cleaned_data["reasons"], by=request.user, at=timezone.now())
            messages.success(request, "The competition is abandoned.")
            return redirect("procurement:design", reference=competition.reference)
    return render(request, "partners/abandon_form.html", {"form": form, "competition": competition})
