"""The task list of a competition's design, and its groups of fields."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.access import UserRequest, requires
from accounts.domain.references import new_reference
from accounts.domain.refusals import Refusal
from accounts.refusals import refused_into
from procurement.actions import competitions
from procurement.actions.drafts import why_frozen
from procurement.actions.readiness import OF_THE_WHOLE, problems_by_page, warnings_of
from procurement.domain.methodology import CriterionKind
from procurement.forms.dates import DatesForm, StageDatesForm
from procurement.forms.design import AssessingForm, DesignForm, SoughtForm, TermsForm, TieBreakForm, TitleForm
from procurement.models import Competition, stages_of
from spinouts.models import Service

TASKS = {
    "service": "Service",
    "sought": "What is sought",
    "terms": "Ownership terms",
    "criteria": "Criteria",
    "scales": "Scales",
    "tie_break": "Tie-break and rounding",
    "going_on": "Who goes on",
    "assessing": "Offers and scores",
    "dates": "Dates",
    "documents": "Documents",
    "sealing": "How bids are sealed",
    "stages": "Stages",
}


@dataclass(frozen=True, slots=True)
class Task:
    """A page of the design on the task list: what it lacks, and what its officer should know."""

    page: str
    title: str
    problems: list[str]
    warnings: list[str]


def tasks_of(competition: Competition, at: datetime) -> list[Task]:
    problems = problems_by_page(competition, at) if competition.is_draft else []
    warnings = warnings_of(competition, at) if competition.is_draft else []
    return [
        Task(
            page,
            title,
            [problem.sentence for problem in problems if problem.page == page],
            [warning.sentence for warning in warnings if warning.page == page],
        )
        for page, title in TASKS.items()
        if _is_asked(competition, page)
    ]


def _is_asked(competition: Competition, page: str) -> bool:
    """A competition in one stage has no page about stages; a later stage none that the first one has for all."""
    if page == "going_on":
        return competition.ends_with_shortlist
    if page == "assessing" and not competition.asks_offer:
        return False
    if page == "stages" and not competition.stage_kind:
        return False
    return competition.follows_id is None or page not in OF_THE_WHOLE


def stop_if_frozen(request: UserRequest, competition: Competition) -> None:
    """A page that could only be typed into in vain isn't shown; what was typed already is refused by the action."""
    if request.method == "GET" and not competition.is_draft:
        raise Refusal(*why_frozen(competition))


@requires("procurement.list_competitions")
def council_list(request: UserRequest) -> HttpResponse:
    rows = Competition.objects.of_councils_of(request.user).select_related("service__council").order_by("-pk")
    return render(request, "procurement/council_list.html", {"competitions": rows})


@requires("procurement.draft_competition", Service)
def competition_new(request: UserRequest, service: Service) -> HttpResponse:
    form = TitleForm(request.POST or None, initial={"reference": new_reference()})
    if request.method == "POST" and form.is_valid():
        with refused_into(form):
            competition = competitions.draft(service, **form.cleaned_data, by=request.user, at=timezone.now())
            return redirect("procurement:design", reference=competition.reference)
    return render(request, "procurement/competition_new.html", {"form": form, "service": service})


@requires("procurement.view_design", Competition)
def design(request: UserRequest, competition: Competition) -> HttpResponse:
    now = timezone.now()
    tasks = tasks_of(competition, now)
    context = {
        "competition": competition,
        "takes_bids": competition.takes_bids(now),
        "tasks": tasks,
        "complete": sum(not task.problems for task in tasks),
        "has_staff_ballot": competition.criteria.filter(kind=CriterionKind.STAFF.value).exists(),
        "waiting": competition.clarifications.waiting().count(),
        "stages": stages_of(competition),
    }
    return render(request, "procurement/design.html", context)


@requires("procurement.design_competition", Competition)
def sought(request: UserRequest, competition: Competition) -> HttpResponse:
    return group(request, competition, SoughtForm, "sought")


@requires("procurement.design_competition", Competition)
def terms(request: UserRequest, competition: Competition) -> HttpResponse:
    return group(request, competition, TermsForm, "terms")


@requires("procurement.design_competition", Competition)
def dates(request: UserRequest, competition: Competition) -> HttpResponse:
    return group(request, competition, StageDatesForm if competition.follows_id else DatesForm, "dates")


@requires("procurement.design_competition", Competition)
def tie_break(request: UserRequest, competition: Competition) -> HttpResponse:
    return group(request, competition, TieBreakForm, "tie_break")


@requires("procurement.design_competition", Competition)
def assessing(request: UserRequest, competition: Competition) -> HttpResponse:
    return group(request, competition, AssessingForm, "assessing")


def group(request: UserRequest, competition: Competition, kind: type[DesignForm], page: str) -> HttpResponse:
    """A page with one group of fields: shown, and saved."""
    stop_if_frozen(request, competition)
    now = timezone.now()
    form = kind(request.POST or None, competition=competition, at=now)
    if request.method == "POST" and form.is_valid():
        with refused_into(form):
            seen = form.cleaned_data["seen"]
            competitions.revise(competition, **form.typed(), seen=seen, by=request.user, at=now)
            messages.success(request, f"{TASKS[page]}: saved.")
            return redirect("procurement:design", reference=competition.reference)
    context = {"form": form, "competition": competition, "page": page, "title": TASKS[page]}
    return render(request, "procurement/design_form.html", context)
