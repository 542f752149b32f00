"""Files to take away, of a joint venture or of a study: what tells of a day takes ?on=2027-04-01."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.text import slugify

from accounts.domain.refusals import Refusal
from accounts.models import Referenced
from spinouts.domain.company import Company
from spinouts.files.exporting import EXPORTS, Asked, exports_of

LONGEST_NAME = 60


def asked_day(request: HttpRequest, otherwise: date) -> date:
    """The day in the address, or the other. Raises Refusal for a day that does not exist."""
    asked = request.GET.get("on")
    if not asked:
        return otherwise
    try:
        return date.fromisoformat(asked)
    except ValueError as error:
        raise Refusal("There is no such day: choose one that exists on the company's page.") from error


def export(name: str, asked: Asked) -> HttpResponse:
    """The file, to be stored under the company's name as far as a file can have it."""
    kind = EXPORTS[name]
    content = kind.make(asked)
    stem = slugify(asked.company.name)[:LONGEST_NAME].strip("-") or "company"
    day = f"{asked.on}-" if kind.of_a_day else ""
    response = HttpResponse(content, content_type=kind.kind)
    response["Content-Disposition"] = content_disposition_header(True, f"{stem}-{day}{name}") or ""
    return response


def files_of(thing: Referenced, company: Company, address: str) -> list[tuple[str, str, bool]]:
    """Each file that can be taken away of it: in words, its address, and whether it tells of a day."""
    return [
        (kind.words, reverse(address, args=[thing.reference, name]), kind.of_a_day)
        for name, kind in exports_of(company).items()
    ]
