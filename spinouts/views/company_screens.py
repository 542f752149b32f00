"""What the pages of a company show, for any company: of a joint venture, or of another that is one plain value.

Each takes what the address asks for, and gives what its template needs: "form", and "picture", None until enough is
asked or while something is wrong with it.
"""

from datetime import date
from typing import Any

from django.http import QueryDict

from accounts.refusals import refused_into
from spinouts.domain.company import Company
from spinouts.domain.exit_picture import ExitPicture, exit_picture
from spinouts.domain.level_picture import LevelPicture, level_picture
from spinouts.domain.projection import Projection, project
from spinouts.domain.projection_picture import projection_picture
from spinouts.domain.waterfall import distribute
from spinouts.forms.exits import ExitForm
from spinouts.forms.levels import LevelForm
from spinouts.forms.projections import YEARS, ProjectionForm

Screen = dict[str, Any]


def projection_screen(company: Company, query: QueryDict, today: date) -> Screen:
    """For "spinouts/_projection.html"."""
    form, projection = projected(company, query, today)
    picture = projection_picture(projection) if projection else None
    return {"form": form, "picture": picture, "query": query.urlencode()}


def projected(company: Company, query: QueryDict, today: date) -> tuple[ProjectionForm, Projection | None]:
    """The form as it was filled in, and the projection that it asks for, if it can be made."""
    form = ProjectionForm(company, query, today)
    if not form.is_bound:
        return form, project(company, form.asked(), YEARS, form.starts_on)
    if form.is_valid():
        with refused_into(form):
            return form, project(company, form.asked(), YEARS, form.starts_on)
    return form, None


def exit_screen(company: Company, query: QueryDict, today: date) -> Screen:
    """For "spinouts/_exit.html"."""
    form = ExitForm(company, query, today)
    picture: ExitPicture | None = None
    if form.is_valid():
        with refused_into(form):
            picture = exit_picture(company, distribute(company, **form.asked()))
    return {"form": form, "picture": picture}


def level_screen(company: Company, query: QueryDict, today: date) -> Screen:
    """For "spinouts/_level.html"."""
    form = LevelForm(company, query, today)
    picture: LevelPicture | None = None
    if form.is_valid():
        with refused_into(form):
            picture = level_picture(company, **form.asked())
    return {"form": form, "picture": picture}
