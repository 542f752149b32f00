from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import UserRequest, may, requires
from spinouts.domain.agreed_picture import agreed_picture
from spinouts.domain.company import Company
from spinouts.domain.ownership_picture import ownership_picture
from spinouts.domain.sentinel import warnings
from spinouts.domain.telling import told
from spinouts.models import HoldingEvent, JointVenture
from spinouts.views.days import chosen_day
from spinouts.views.exports import files_of


@require_GET
@requires("spinouts.view_venture", JointVenture)
def venture(request: UserRequest, venture: JointVenture) -> HttpResponse:
    """Who owns and controls the company on a day: with ?on=2027-04-01 that one, else today or the first."""
    chosen = chosen_day(request, max(venture.formed_on, timezone.localdate()))
    if chosen.is_new:
        return redirect(f"{reverse('spinouts:venture', args=[venture.reference])}?on={chosen.on.isoformat()}")
    company = venture.as_value()
    context = {
        "venture": venture,
        "chosen": chosen,
        "on": chosen.on,
        "picture": ownership_picture(company, chosen.on),
        "agreed": agreed_picture(company, chosen.on),
        "files": files_of(venture, company, "spinouts:venture_file"),
        "history": _history(venture, company),
        "warnings": warnings(company, chosen.on),
        "may_change": may(request.user, "spinouts.change_register", venture),
        "may_publish": may(request.user, "spinouts.publish_note", venture),
    }
    return render(request, "spinouts/venture_detail.html", context)


def _history(venture: JointVenture, company: Company) -> list[tuple[HoldingEvent, str]]:
    """Every entry, struck out or not, with what it says, in the order in which they were entered."""
    sentences = {event.sequence: told(event, company.form) for event in company.events}
    return [(row, sentences[row.sequence]) for row in venture.events.for_people()]
