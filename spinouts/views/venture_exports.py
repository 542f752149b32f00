"""The company as a file to take away. What tells of a day takes ?on=2027-04-01, else it is today, or the first day."""

import json
from datetime import date

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from accounts.access import UserRequest, requires
from accounts.domain.refusals import Refusal
from spinouts.domain.ownership_picture import ownership_picture
from spinouts.files import bods, companies, ocf, sheet, tables
from spinouts.models import JointVenture

LONGEST_NAME = 60


@require_GET
@requires("spinouts.view_venture", JointVenture)
def bods_json(request: UserRequest, venture: JointVenture) -> HttpResponse:
    """Statements of BODS 0.4, which the council publishes."""
    on = _asked_day(request, venture)
    statements = bods.statements(
        [venture.as_value()], on, published_on=timezone.localdate(), publisher=venture.council.name
    )
    return _file(bods.as_json(statements), "application/json", venture, f"{on}.bods.json")


@require_GET
@requires("spinouts.view_venture", JointVenture)
def ocf_zip(request: UserRequest, venture: JointVenture) -> HttpResponse:
    """A package of OCF 1.2; refused for a legal form that the format does not know."""
    on = _asked_day(request, venture)
    package = ocf.package(venture.as_value(), on, generated_at=timezone.now())
    return _file(package, "application/zip", venture, f"{on}.ocf.zip")


@require_GET
@requires("spinouts.view_venture", JointVenture)
def owners_csv(request: UserRequest, venture: JointVenture) -> HttpResponse:
    """The cap table as the screen shows it."""
    on = _asked_day(request, venture)
    content = tables.as_csv(tables.owners(ownership_picture(venture.as_value(), on)))
    return _file(content, "text/csv; charset=utf-8", venture, f"{on}-owners.csv")


@require_GET
@requires("spinouts.view_venture", JointVenture)
def sheet_csv(request: UserRequest, venture: JointVenture) -> HttpResponse:
    """Parties, classes and events, as a sheet that can be read again."""
    return _file(sheet.as_csv(venture.as_value()), "text/csv; charset=utf-8", venture, "sheet.csv")


@require_GET
@requires("spinouts.view_venture", JointVenture)
def ownership_xlsx(request: UserRequest, venture: JointVenture) -> HttpResponse:
    """A workbook of all that the screen shows, and of the sheets that can be read again."""
    on, company = _asked_day(request, venture), venture.as_value()
    content = tables.as_xlsx([*tables.tables(company, on), *sheet.sheets(company)])
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _file(content, kind, venture, f"{on}.xlsx")


@require_GET
@requires("spinouts.view_venture", JointVenture)
def ownership_json(request: UserRequest, venture: JointVenture) -> HttpResponse:
    """All that the screen shows, with exact parts."""
    on = _asked_day(request, venture)
    content = json.dumps(tables.as_json(venture.as_value(), on), indent=2, ensure_ascii=False)
    return _file(content, "application/json", venture, f"{on}.json")


@require_GET
@requires("spinouts.view_venture", JointVenture)
def company_yaml(request: UserRequest, venture: JointVenture) -> HttpResponse:
    """The whole company with its history, in the product's own format."""
    return _file(companies.to_yaml([venture.as_value()]), "application/yaml; charset=utf-8", venture, "company.yaml")


def _asked_day(request: UserRequest, venture: JointVenture) -> date:
    asked = request.GET.get("on")
    if not asked:
        return max(venture.formed_on, timezone.localdate())
    try:
        return date.fromisoformat(asked)
    except ValueError as error:
        raise Refusal("There is no such day: choose one that exists on the company's page.") from error


def _file(content: str | bytes, kind: str, venture: JointVenture, end: str) -> HttpResponse:
    """To be stored under the company's name, as far as a file can have it."""
    name = slugify(venture.name)[:LONGEST_NAME].strip("-") or "company"
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, f"{name}-{end}") or ""
    return response
