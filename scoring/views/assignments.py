from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import UserRequest, requires
from accounts.refusals import refused_into
from partners.models import Bid
from procurement.models import Competition, Criterion
from scoring.actions import assignments
from scoring.forms.assignments import AssignmentForm, Box
from scoring.models import Assignment, InterestDeclaration, PanelMember
from scoring.models.reading import criteria_in_order


@dataclass
class Column:
    """A member of the panel who may score: how many bids they are cleared for, where they have a conflict, how far."""

    member: PanelMember
    cleared: int
    conflicts: list[str]
    undeclared: int
    done: int
    total: int

    @property
    def is_open(self) -> bool:
        """Whether the chair can still change what this member scores."""
        return self.cleared > 0 and not self.member.locked_at


@require_http_methods(["GET", "POST"])
@requires("scoring.assign", Competition)
def assign(request: UserRequest, competition: Competition) -> HttpResponse:
    """The matrix of criteria and members. It shows how far everybody has come in counts, and no score."""
    criteria = [each for each in criteria_in_order(competition) if not each.is_formula]
    columns = _columns(competition)
    members = [column.member for column in columns]
    held = set(Assignment.objects.of(competition).values_list("member", "criterion").distinct())
    form = AssignmentForm(request.POST if request.method == "POST" else None, members, criteria, held)
    if form.is_valid():
        with refused_into(form):
            done = assignments.assign(competition, form.pairs, by=request.user, at=timezone.now())
            messages.success(request, _in_words(done))
            return redirect("scoring:assign", reference=competition.reference)
    context = {
        "competition": competition,
        "columns": columns,
        "rows": _rows(form, criteria, columns),
        "problems": form.problems,
        "bids": Bid.objects.opened(competition).count(),
    }
    return render(request, "scoring/assignment_matrix.html", context)


def _columns(competition: Competition) -> list[Column]:
    bids = Bid.objects.opened(competition).count()
    progress = Assignment.objects.of(competition).progress()
    declared = InterestDeclaration.objects.filter(member__competition=competition, superseded_at=None)
    clear: dict[int, int] = {}
    conflicts: dict[int, list[str]] = {}
    for member, bidder, clears in declared.values_list("member", "bid__organisation__name", "clears"):
        if clears:
            clear[member] = clear.get(member, 0) + 1
        else:
            conflicts.setdefault(member, []).append(bidder)
    return [
        Column(
            member,
            clear.get(member.pk, 0),
            sorted(conflicts.get(member.pk, [])),
            bids - clear.get(member.pk, 0) - len(conflicts.get(member.pk, [])),
            *progress.get(member.pk, (0, 0)),
        )
        for member in PanelMember.objects.sitting(competition).may_score()
    ]


def _rows(
    form: AssignmentForm, criteria: list[Criterion], columns: list[Column]
) -> list[tuple[Criterion, int, list[tuple[Column, Box]]]]:
    rows = []
    for criterion in criteria:
        cells = [(column, form.box(column.member, criterion)) for column in columns]
        rows.append((criterion, sum(box.ticked for _, box in cells), cells))
    return rows


def _in_words(done: assignments.Assigned) -> str:
    if not done.added and not done.removed:
        said = "Nothing had to change"
    else:
        said = f"Saved: {done.added} scores to give were added, {done.removed} taken away"
    return f"{said}; {done.kept} stay, as they hold a score already." if done.kept else f"{said}."
