from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import UserRequest, may, public, requires
from accounts.refusals import refused_into
from spinouts.actions import company_notes
from spinouts.domain.ownership_picture import ownership_picture
from spinouts.domain.sentinel import breaches
from spinouts.domain.staff_view import staff_view
from spinouts.forms.company_notes import PublishNoteForm, WithdrawNoteForm
from spinouts.models import JointVenture


@require_GET
@requires("spinouts.view_venture", JointVenture)
def venture_note(request: UserRequest, venture: JointVenture) -> HttpResponse:
    """For the council: the note as the public reads it or would, and what became of it so far."""
    context = _pages(venture) | {
        "history": company_notes.history(venture),
        "may_publish": may(request.user, "spinouts.publish_note", venture),
    }
    return render(request, "spinouts/company_note_detail.html", context)


@requires("spinouts.publish_note", JointVenture)
def note_publish(request: UserRequest, venture: JointVenture) -> HttpResponse:
    """Show what the public will read and what will happen; publish it once its publisher has confirmed."""
    form = PublishNoteForm(request.POST or None, initial={"seen": company_notes.fingerprint_of(venture)})
    if request.method == "POST" and form.is_valid():
        with refused_into(form):
            typed = form.cleaned_data
            company_notes.publish(venture, seen=typed["seen"], told=typed["told"], by=request.user, at=timezone.now())
            messages.success(request, "The note about the company is published, and the page for its staff with it.")
            return redirect("spinouts:venture_note", venture.reference)
    return render(request, "spinouts/company_note_publish.html", _pages(venture) | {"form": form})


@requires("spinouts.publish_note", JointVenture)
def note_withdraw(request: UserRequest, venture: JointVenture) -> HttpResponse:
    form = WithdrawNoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refused_into(form):
            company_notes.withdraw(venture, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
            messages.success(request, "The note is withdrawn. Its page now says so, and why.")
            return redirect("spinouts:venture_note", venture.reference)
    return render(request, "spinouts/company_note_withdraw.html", {"venture": venture, "form": form})


@require_GET
@public
def company_note(request: HttpRequest, reference: str) -> HttpResponse:
    """For everybody: who owns the company today, and whether what was promised of that is kept."""
    return _public_page(request, reference, "spinouts/company_note.html")


@require_GET
@public
def company_staff(request: HttpRequest, reference: str) -> HttpResponse:
    """For the company's staff, in plain words: what would this mean for me?"""
    return _public_page(request, reference, "spinouts/company_staff.html")


def _public_page(request: HttpRequest, reference: str, template: str) -> HttpResponse:
    venture = get_object_or_404(JointVenture.objects.with_note(), reference=reference)
    if not venture.note_is_public:
        return render(request, "spinouts/company_note_withdrawn.html", {"venture": venture})
    return render(request, template, _pages(venture))


def _pages(venture: JointVenture) -> dict[str, Any]:
    """What both public pages say of the company, at the end of today; before it is formed, of its first day."""
    company, today = venture.as_value(), timezone.localdate()
    on = max(venture.formed_on, today)
    return {
        "venture": venture,
        "on": on,
        "is_formed": venture.formed_on <= today,
        "picture": ownership_picture(company, on),
        "staff": staff_view(company, on),
        "breaches": breaches(company, on),
    }
