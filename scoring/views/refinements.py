"""Refining the criteria of the next stage: proposed by one person, published by another."""

from dataclasses import dataclass
from fractions import Fraction

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import UserRequest, may, requires
from accounts.domain.refusals import Refusal
from accounts.refusals import refused_into
from procurement.actions.refinements import changes_of, refined_of, texts_of
from procurement.domain.figures import shown
from procurement.models import Competition, Refinement
from scoring.actions import refinements as actions
from scoring.domain.dropped_suppliers import Dropped, Tested
from scoring.forms.refinements import OF_WEIGHT, OF_WORDS, RefinementForm, SetAsideForm
from scoring.views.shortlists import is_hidden


@dataclass(frozen=True, slots=True)
class DroppedRow:
    """A bidder that did not go on, with its totals as they are read."""

    name: str
    total: str
    refined_total: str


@require_GET
@requires("scoring.view_shortlist", Competition)
def refinement(request: UserRequest, competition: Competition) -> HttpResponse:
    """What is proposed beside what is published, what the test of dropped suppliers says, and earlier versions."""
    proposed = actions.waiting(competition)
    hidden = _is_hidden(request, competition)
    context = {
        "competition": competition,
        "why_not": actions.why_not(competition),
        "proposed": proposed,
        "changes": changes_of(proposed) if proposed else [],
        "tested": [] if hidden or not proposed else _tested(proposed),
        "is_hidden": hidden,
        "seen": actions.seen(proposed),
        "is_own": proposed is not None and proposed.proposed_by_id == request.user.pk,
        "refines": may(request.user, "scoring.refine_criteria", competition),
        "publishes": may(request.user, "scoring.publish_refinement", competition),
        "published": [(row, changes_of(row)) for row in _published(competition)],
        "set_aside": Refinement.objects.filter(competition=competition, set_aside_at__isnull=False).select_related(
            "proposed_by", "set_aside_by"
        ),
    }
    return render(request, "scoring/refinement_detail.html", context)


@require_http_methods(["GET", "POST"])
@requires("scoring.refine_criteria", Competition)
def write(request: UserRequest, competition: Competition) -> HttpResponse:
    """Propose refined criteria, or change what is proposed."""
    if request.method == "GET" and (why := actions.why_not(competition)):
        raise Refusal(why)
    _check_reads_all(request, competition)
    proposed = actions.waiting(competition)
    form = RefinementForm(
        request.POST or None, competition=competition, texts=texts_of(competition), initial=_initial(proposed)
    )
    if request.method == "POST" and form.is_valid():
        with refused_into(form):
            actions.propose(
                competition,
                weights=form.weights(),
                added=form.added(),
                reasons=form.cleaned_data["reasons"],
                statement=form.cleaned_data["statement"],
                seen_before=form.cleaned_data["seen"],
                by=request.user,
                at=timezone.now(),
            )
            messages.success(
                request, "Proposed. Nobody outside the council is told before a second person publishes it."
            )
            return redirect("scoring:refinement", competition.reference)
    return render(request, "scoring/refinement_form.html", {"competition": competition, "form": form})


@require_POST
@requires("scoring.publish_refinement", Competition)
def publish(request: UserRequest, competition: Competition) -> HttpResponse:
    seen = request.POST.get("seen", "")
    actions.publish(competition, seen_before=seen, by=request.user, at=timezone.now())
    messages.success(
        request,
        "The refined criteria are published, and everybody who goes on is told, alike. Think whether they need longer: "
        "you set the deadlines when the stage begins.",
    )
    return redirect("scoring:refinement", competition.reference)


@require_http_methods(["GET", "POST"])
@requires("scoring.publish_refinement", Competition)
def set_aside(request: UserRequest, competition: Competition) -> HttpResponse:
    _check_reads_all(request, competition)
    form = SetAsideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refused_into(form):
            actions.set_aside(competition, reasons=form.cleaned_data["reasons"], by=request.user, at=timezone.now())
            messages.success(request, "The proposal is set aside. The criteria stay as they are published.")
            return redirect("scoring:refinement", competition.reference)
    return render(request, "scoring/refinement_set_aside.html", {"competition": competition, "form": form})


def _published(competition: Competition) -> list[Refinement]:
    rows = Refinement.objects.published().filter(competition=competition)
    return list(rows.select_related("proposed_by", "published_by"))


def _is_hidden(request: UserRequest, competition: Competition) -> bool:
    """What would have been tells of all bids of the stages before: whoever may not read one of them sees none of it."""
    before = competition.follows
    return before is not None and (is_hidden(request, before) or _is_hidden(request, before))


def _check_reads_all(request: UserRequest, competition: Competition) -> None:
    if _is_hidden(request, competition):
        raise Refusal("There is a bid that you may not read, so somebody else refines the criteria.")


def _tested(proposed: Refinement) -> list[tuple[Tested, list[DroppedRow]]]:
    found = actions.test(proposed.competition, refined_of(proposed))
    return [(each, [_row(dropped, each.places) for dropped in each.dropped]) for each in found]


def _row(dropped: Dropped, places: int) -> DroppedRow:
    return DroppedRow(dropped.name, _total(dropped.total, places), _total(dropped.refined_total, places))


def _total(total: Fraction | None, places: int) -> str:
    return "none" if total is None else f"{shown(total, places):f}"


def _initial(proposed: Refinement | None) -> dict[str, object]:
    initial: dict[str, object] = {"seen": actions.seen(proposed)}
    if proposed is None:
        return initial
    refined = refined_of(proposed)
    initial |= {"reasons": proposed.reasons, "statement": proposed.statement}
    initial |= {f"{OF_WEIGHT}{each}": weight for each, weight in refined.weights.items()}
    return initial | {f"{OF_WORDS}{each}": text for each, text in refined.added.items()}
