"""The tree of sections and criteria, edited without script."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import UserRequest, requires
from accounts.refusals import refused_into
from procurement.actions import criteria, scales
from procurement.domain.methodology import CriterionKind
from procurement.domain.outline import Line, balance, outline
from procurement.domain.ready_scales import READY
from procurement.domain.soundness import warnings
from procurement.forms.criteria import CriterionForm, KindForm, SectionForm
from procurement.models import Competition, Criterion, Scale, Section, methodology_of
from procurement.views.design import stop_if_frozen


@dataclass(frozen=True, slots=True)
class TreeRow:
    """A line of the tree, with the places to which its buttons move it."""

    line: Line
    up: int
    down: int


@requires("procurement.view_design", Competition)
def tree(request: UserRequest, competition: Competition) -> HttpResponse:
    methodology = methodology_of(competition)
    rows = [TreeRow(line, line.place - 1, line.place + 1) for line in outline(methodology)]
    context = {
        "competition": competition,
        "rows": rows,
        "balance": balance(methodology.sections),
        "warnings": warnings(methodology),
    }
    return render(request, "procurement/criteria_tree.html", context)


@requires("procurement.design_competition", Competition)
def section_new(request: UserRequest, competition: Competition) -> HttpResponse:
    stop_if_frozen(request, competition)
    within = request.GET.get("in", "")
    parent = get_object_or_404(Section, competition=competition, reference=within) if within else None
    form = SectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refused_into(form):
            criteria.add_section(
                competition,
                **form.typed(),
                parent=parent,
                reference=form.reference_for_new(),
                by=request.user,
                at=timezone.now(),
            )
            return _back(competition)
    return _page(request, competition, form, "Add a section", caption=parent.title if parent else "")


@requires("procurement.design_competition", Competition)
def section_change(request: UserRequest, competition: Competition, part: str) -> HttpResponse:
    stop_if_frozen(request, competition)
    section = get_object_or_404(Section, competition=competition, reference=part)
    form = SectionForm(request.POST or None, section=section)
    if request.method == "POST" and form.is_valid():
        with refused_into(form):
            seen = form.cleaned_data["seen"]
            criteria.revise_section(section, **form.typed(), seen=seen, by=request.user, at=timezone.now())
            return _back(competition)
    return _page(request, competition, form, "Change the section", caption=section.title)


@requires("procurement.design_competition", Competition)
def criterion_new(request: UserRequest, competition: Competition) -> HttpResponse:
    stop_if_frozen(request, competition)
    section = get_object_or_404(Section, competition=competition, reference=request.GET.get("in", ""))
    kind = _kind_in(request)
    if kind is None:
        chosen = KindForm(request.GET if "save" in request.GET else None)
        context = {"form": chosen, "competition": competition, "section": section}
        return render(request, "procurement/criterion_kind.html", context)
    form = CriterionForm(request.POST or None, competition=competition, kind=kind)
    if request.method == "POST" and form.is_valid():
        with refused_into(form):
            criteria.add_criterion(
                section,
                **_with_scale(request, competition, form.typed()),
                kind=kind,
                reference=form.reference_for_new(),
                by=request.user,
                at=timezone.now(),
            )
            return _back(competition)
    return _page(request, competition, form, f"Add a criterion: {kind.label.lower()}", caption=section.title)


@requires("procurement.design_competition", Competition)
def criterion_change(request: UserRequest, competition: Competition, part: str) -> HttpResponse:
    stop_if_frozen(request, competition)
    criterion = get_object_or_404(Criterion.objects.in_order(), competition=competition, reference=part)
    kind = CriterionKind(criterion.kind)
    form = CriterionForm(request.POST or None, competition=competition, kind=kind, criterion=criterion)
    if request.method == "POST" and form.is_valid():
        with refused_into(form):
            typed = _with_scale(request, competition, form.typed())
            seen = form.cleaned_data["seen"]
            criteria.revise_criterion(criterion, **typed, seen=seen, by=request.user, at=timezone.now())
            return _back(competition)
    return _page(request, competition, form, f"Change the criterion: {kind.label.lower()}", caption=criterion.title)


@requires("procurement.design_competition", Competition)
def part_remove(request: UserRequest, competition: Competition, part: str) -> HttpResponse:
    """Ask first, naming all that goes with it; what is gone already stays gone."""
    found = _part(competition, part)
    if request.method == "POST":
        if isinstance(found, Section):
            criteria.remove_section(found, by=request.user, at=timezone.now())
        elif found is not None:
            criteria.remove_criterion(found, by=request.user, at=timezone.now())
        return _back(competition)
    if found is None:
        raise Http404
    stop_if_frozen(request, competition)
    context = {"competition": competition, "part": found, "held": _held(found)}
    return render(request, "procurement/part_remove.html", context)


@require_POST
@requires("procurement.design_competition", Competition)
def part_move(request: UserRequest, competition: Competition, part: str) -> HttpResponse:
    found, to = _part(competition, part), request.POST.get("to", "")
    if found is None or not to.isdecimal() or len(to) > 4:
        raise Http404
    move = criteria.move_section if isinstance(found, Section) else criteria.move_criterion
    move(found, to=int(to), by=request.user, at=timezone.now())  # type: ignore[arg-type]
    messages.success(request, f"“{found.title}” is moved.")
    return _back(competition)


def _kind_in(request: UserRequest) -> CriterionKind | None:
    try:
        return CriterionKind(request.GET.get("kind", ""))
    except ValueError:
        return None


def _with_scale(request: UserRequest, competition: Competition, typed: dict[str, Any]) -> dict[str, Any]:
    """What was typed with the scale itself instead of its name; a ready-made one is taken over first."""
    if "scale" not in typed:
        return typed
    if typed["scale"] in READY:
        scale = scales.take_ready(competition, typed["scale"], by=request.user, at=timezone.now())
    else:
        scale = get_object_or_404(Scale, competition=competition, reference=typed["scale"])
    return {**typed, "scale": scale}


def _part(competition: Competition, reference: str) -> Section | Criterion | None:
    named = {"competition": competition, "reference": reference}
    return Section.objects.filter(**named).first() or Criterion.objects.filter(**named).first()


def _held(part: Section | Criterion) -> list[str]:
    if isinstance(part, Criterion):
        return []
    sections = criteria.sections_within(part)
    within = Criterion.objects.filter(section__in=sections).in_order()
    return [*(section.title for section in sections[1:]), *(criterion.title for criterion in within)]


def _back(competition: Competition) -> HttpResponse:
    return redirect("procurement:criteria", reference=competition.reference)


def _page(request: UserRequest, competition: Competition, form: Any, title: str, caption: str) -> HttpResponse:
    context = {"form": form, "competition": competition, "title": title, "caption": caption}
    return render(request, "procurement/criteria_form.html", context)
