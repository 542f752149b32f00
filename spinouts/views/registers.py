from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import UserRequest, requires
from accounts.refusals import refused_into
from spinouts.actions import registers
from spinouts.actions.registers import Foreseen
from spinouts.domain.events import EventKind
from spinouts.domain.ownership_picture import ownership_picture
from spinouts.domain.telling import told
from spinouts.forms.registers import ENTERED, EventForm, StrikeForm
from spinouts.models import HoldingEvent, JointVenture


@require_GET
@requires("spinouts.change_register", JointVenture)
def kinds(request: UserRequest, venture: JointVenture) -> HttpResponse:
    """What can have happened, to choose from."""
    return render(request, "spinouts/register_kinds.html", {"venture": venture, "kinds": ENTERED})


@requires("spinouts.change_register", JointVenture)
def entry_new(request: UserRequest, venture: JointVenture, kind: str) -> HttpResponse:
    """Enter an event: first its effects are shown, then it is recorded if its author presses again."""
    if kind not in {each.value for each in ENTERED}:
        raise Http404
    company = venture.as_value()
    form = EventForm(request.POST or None, company=company, kind=EventKind(kind))
    foreseen: Foreseen | None = None
    if request.method == "POST" and form.is_valid():
        with refused_into(form):
            if form.is_confirmed:
                row = registers.record(
                    venture,
                    form.event(),
                    newcomer=form.newcomer,
                    reference=form.cleaned_data["reference"],
                    again=form.cleaned_data["again"],
                    by=request.user,
                    at=timezone.now(),
                )
                messages.success(request, f"The change is recorded as entry {row.sequence}.")
                return redirect("spinouts:venture", venture.reference)
            foreseen = registers.foresee(company, form.event(), form.newcomer)
            form.ask_to_confirm()
    context: dict[str, Any] = {"venture": venture, "form": form, "kind": EventKind(kind), "foreseen": foreseen}
    if foreseen:
        on = foreseen.event.on
        context |= {
            "told": told(foreseen.event, company.form),
            "before": ownership_picture(company, on),
            "after": ownership_picture(foreseen.company, on),
        }
    return render(request, "spinouts/register_entry.html", context)


@requires("spinouts.change_register", HoldingEvent)
def entry_strike(request: UserRequest, entry: HoldingEvent) -> HttpResponse:
    form = StrikeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refused_into(form):
            registers.strike_out(entry, note=form.cleaned_data["note"], by=request.user, at=timezone.now())
            messages.success(request, f"Entry {entry.sequence} is struck out. It stays on the record.")
            return redirect("spinouts:venture", entry.venture.reference)
    company = entry.venture.as_value()
    sentence = next(told(event, company.form) for event in company.events if event.sequence == entry.sequence)
    context = {"form": form, "entry": entry, "venture": entry.venture, "sentence": sentence}
    return render(request, "spinouts/register_strike.html", context)
