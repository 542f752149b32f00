"""What the officer sees before pressing publish, and what everybody reads afterwards."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import UserRequest, public, requires
from accounts.domain.refusals import Refusal
from accounts.models import key_ring
from procurement.actions import competitions, keys
from procurement.actions.refinements import changes_of
from procurement.domain.figures import shown
from procurement.domain.lifecycle import CompetitionState
from procurement.domain.methodology import Criterion as JudgedCriterion
from procurement.domain.methodology import Methodology
from procurement.domain.outline import Line, formula_in_words, outline
from procurement.domain.refining import Change
from procurement.domain.soundness import problems, warnings
from procurement.domain.staff_ratings import rules_in_words
from procurement.domain.worked_example import WorkedExample, worked_example
from procurement.models import (
    Clarification,
    Competition,
    Criterion,
    Document,
    KeyDivision,
    Refinement,
    methodology_of,
    service_shown,
    stages_of,
)
from procurement.views.design import tasks_of
from spinouts.domain.forms import LegalForm
from spinouts.models import JointVenture


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A section or criterion as a bidder reads it: the row behind a criterion, and its formula in words."""

    line: Line
    row: Criterion | None
    formula: str
    staff: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExampleRow:
    """A row of the worked example with its marks rounded for reading."""

    title: str
    depth: int
    is_section: bool
    weighs: bool
    available: Any
    cells: list[tuple[str, Any, str]]


@public
def competition_list(request: HttpRequest) -> HttpResponse:
    """All published competitions, those that take bids first."""
    groups: dict[str, list[Competition]] = defaultdict(list)
    now = timezone.now()
    rows = Competition.objects.published().beginnings().select_related("service__council")
    rows = rows.order_by("bid_deadline", "pk")
    for competition in rows:
        groups[_stage_of(competition, now)].append(competition)
    named = {name: groups[name] for name in ("open", "closed", "abandoned")}
    return render(request, "procurement/competition_list.html", {"groups": named, "any": bool(groups)})


@public
def competition_page(request: HttpRequest, reference: str) -> HttpResponse:
    published = Competition.objects.published().select_related("service__council", "division")
    competition = get_object_or_404(published, reference=reference)
    now, stages = timezone.now(), stages_of(competition)
    context = whole_page(competition) | {
        "takes_bids": competition.takes_bids(now),
        "takes_questions": competition.takes_questions(now),
        "own_questions": _own_questions(request, competition),
        "companies": _companies(stages[-1].competition if stages else competition),
        "stages": stages,
    }
    return render(request, "procurement/competition_page.html", context)


def _companies(competition: Competition) -> Iterable[JointVenture]:
    """The company that the service became, once its council has published a note about it."""
    if competition.state != CompetitionState.AWARDED:
        return []
    return JointVenture.objects.with_note().filter(service=competition.service_id)


@requires("procurement.view_design", Competition)
def preview(request: UserRequest, competition: Competition) -> HttpResponse:
    """How marks come about, with everything that is still wrong."""
    methodology = methodology_of(competition)
    context = whole_page(competition) | {"problems": problems(methodology), "warnings": warnings(methodology)}
    return render(request, "procurement/preview.html", context)


@requires("procurement.publish_competition", Competition)
def publish(request: UserRequest, competition: Competition) -> HttpResponse:
    """Refused with the whole list of what is missing, each item leading to the page where it is mended."""
    now = timezone.now()
    refused: tuple[str, ...] = ()
    if request.method == "POST":
        try:
            competitions.publish(competition, by=request.user, at=now)
        except Refusal as refusal:
            refused = refusal.sentences
            competition.refresh_from_db()
        else:
            messages.success(request, "The competition is published. Everybody can read it now.")
            return redirect("procurement:design", reference=competition.reference)
    if not competition.is_draft:
        return redirect("procurement:design", reference=competition.reference)
    tasks = tasks_of(competition, now)
    mended_elsewhere = {sentence for task in tasks for sentence in task.problems}
    key_problems = [sentence for sentence in refused if sentence not in mended_elsewhere] or keys.problems()
    context = {
        "competition": competition,
        "tasks": tasks,
        "key_problems": key_problems,
        "key_number": key_ring().number,
        "division": KeyDivision.objects.filter(competition=competition).first(),
        "ready": not (mended_elsewhere or key_problems),
        "refused": bool(refused),
    }
    return render(request, "procurement/publish.html", context)


def whole_page(competition: Competition) -> dict[str, Any]:
    """All that the competition's page says, in as many queries for a large competition as for a small one."""
    methodology = methodology_of(competition)
    rows = {row.reference: row for row in _criteria_with_scales(competition)}
    lines = [
        ReadLine(line, rows.get(line.part.reference), _formula_of(line), _staff_of(line))
        for line in outline(methodology)
    ]
    service = service_shown(competition)
    return {
        "competition": competition,
        "service": service,
        "options": service.options,
        "forms": [LegalForm(form) for form in competition.permitted_forms],
        "lines": lines,
        "scales": _scales_of(rows.values()),
        "tie_break": [line.part.title for line in _named(outline(methodology), methodology.tie_break)],
        "example": _readable(_example_of(methodology)),
        "refinements": _refinements_of(competition),
        "deadline_changes": competition.deadline_changes.order_by("at"),
        "documents": Document.objects.filter(competition=competition).select_related("competition"),
        "clarifications": Clarification.objects.filter(competition=competition).answered(),
    }


def _refinements_of(competition: Competition) -> list[tuple[Refinement, list[Change]]]:
    """Published ones with what each changed. Criteria are refined in a later stage alone, so others are not asked."""
    if competition.follows_id is None:
        return []
    return [(row, changes_of(row)) for row in competition.refinements.published()]


def _criteria_with_scales(competition: Competition) -> list[Criterion]:
    rows = Criterion.objects.filter(competition=competition).in_order()
    return list(rows.prefetch_related("scale__steps"))


def _scales_of(rows: Any) -> list[Any]:
    return list({row.scale.pk: row.scale for row in rows if row.scale and not row.is_condition}.values())


def _named(lines: list[Line], references: tuple[str, ...]) -> list[Line]:
    by_reference = {line.part.reference: line for line in lines}
    return [by_reference[reference] for reference in references if reference in by_reference]


def _formula_of(line: Line) -> str:
    part = line.part
    return formula_in_words(part.formula) if isinstance(part, JudgedCriterion) and part.formula else ""


def _staff_of(line: Line) -> tuple[str, ...]:
    part = line.part
    if not isinstance(part, JudgedCriterion) or not part.staff:
        return ()
    return rules_in_words(part.staff, is_advisory=part.is_advisory)


def _example_of(methodology: Methodology) -> WorkedExample | None:
    try:
        return worked_example(methodology)
    except Refusal:
        return None


def _readable(example: WorkedExample | None) -> dict[str, Any] | None:
    if example is None:
        return None
    places = example.places
    rows = [
        ExampleRow(
            row.title,
            row.depth,
            row.is_section,
            row.available > 0,
            shown(row.available, places),
            [(cell.given, shown(cell.earned, places), cell.explained) for cell in row.cells],
        )
        for row in example.rows
    ]
    return {"bids": example.bids, "rows": rows, "totals": [shown(total, places) for total in example.totals]}


def _stage_of(competition: Competition, now: Any) -> str:
    """What everybody may know: that it is awarded is nobody's but the council's until it has told (s.50)."""
    if competition.state == CompetitionState.ABANDONED:
        return "abandoned"
    return "open" if competition.takes_bids(now) else "closed"


def _own_questions(request: HttpRequest, competition: Competition) -> list[Clarification]:
    """The person's own questions that wait for an answer, which nobody else can see here."""
    if not request.user.is_authenticated:
        return []
    return list(Clarification.objects.filter(competition=competition, asked_by=request.user).waiting())
