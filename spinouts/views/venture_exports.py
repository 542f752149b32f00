from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import UserRequest, requires
from spinouts.files.exporting import Asked
from spinouts.models import JointVenture
from spinouts.views.exports import asked_day, export


@require_GET
@requires("spinouts.view_venture", JointVenture)
def venture_file(request: UserRequest, venture: JointVenture, name: str) -> HttpResponse:
    """The company as a file to take away; of the day that is asked for, else of today, or the first day."""
    on = asked_day(request, max(venture.formed_on, timezone.localdate()))
    company = venture.as_value()
    asked = Asked((company,), company, on, publisher=venture.council.name, at=timezone.now(), notes_are_private=True)
    return export(name, asked)
