"""The chair assigns who scores what: first what would change is shown, then it is confirmed."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import UserRequest, requires
from accounts.refusals import refused_into
from partners.models import Bid
from procurement.models import Competition, Criterion
from scoring.actions import assignments
from scoring.actions.assignments import KeyPair, Wish
from scoring.domain.assigning import Balanced, Named, Now, Way, balance, of_pairs, product
from scoring.forms.assignments import AssignmentForm, BalanceForm, Box, SingleForm
from scoring.models import Assignment, AssignmentChange, InterestDeclaration, PanelMember, ScoringDeadline
from scoring.models.reading import criteria_in_order
from scoring.views.assignment_dry_run import confirmed, dry_run_page

LISTED = 20


@dataclass(frozen=True, slots=True)
class Changed:
    """A change of the assignment; `members` has of each how many bids more or fewer they score, by criterion."""

    change: AssignmentChange
    members: list[tuple[str, list[tuple[str, int]]]]


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
    criteria = judged(competition)
    columns = _columns(competition)
    held = Counter(Assignment.objects.of(competition).values_list("member", "criterion"))
    cleared = {column.member.pk: column.cleared for column in columns}
    members = [column.member for column in columns]
    form = AssignmentForm(request.POST if request.method == "POST" else None, members, criteria, held, cleared)
    if form.is_valid():
        asked, untouched = _keys(form.pairs), _keys(form.untouched)
        with refused_into(form):
            return _ask_or_do(
                request, competition, Way.MATRIX, lambda now: of_pairs(now, asked, untouched), asked=asked
            )
    context = {
        "competition": competition,
        "columns": columns,
        "rows": _rows(form, criteria, columns),
        "problems": form.problems,
        "bids": Bid.objects.opened(competition).count(),
        "deadline": ScoringDeadline.objects.filter(competition=competition).first(),
        "today": timezone.localdate(),
        "changes": _changes(competition)[:LISTED],
    }
    return render(request, "scoring/assignment_matrix.html", context)


@require_http_methods(["GET", "POST"])
@requires("scoring.assign", Competition)
def single(request: UserRequest, competition: Competition) -> HttpResponse:
    """Give or take away single criteria of single bids."""
    members = list(PanelMember.objects.sitting(competition).may_score().filter(locked_at=None))
    bids = list(Bid.objects.opened(competition).order_by("organisation__name", "pk"))
    form = SingleForm(members, judged(competition), bids, request.POST if request.method == "POST" else None)
    if form.is_valid():
        way = Way(form.cleaned_data["way"])
        chosen = product(form.chosen("members"), form.chosen("bids"), form.chosen("criteria"))
        wish: Wish = (lambda now: now.held | chosen) if way is Way.GIVE else (lambda now: now.held - chosen)
        asked = {(place.member, place.criterion) for place in chosen} if way is Way.GIVE else set()
        with refused_into(form):
            return _ask_or_do(request, competition, way, wish, asked=asked)
    return render(request, "scoring/assignment_single.html", {"competition": competition, "form": form})


@require_http_methods(["GET", "POST"])
@requires("scoring.assign", Competition)
def balanced(request: UserRequest, competition: Competition) -> HttpResponse:
    """Fill up automatically until enough members score each answer, with the reasons."""
    form = BalanceForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refused_into(form):
            made = _balance(competition, form.cleaned_data["each"])
            return _ask_or_do(request, competition, Way.BALANCE, lambda _: made.wished, balanced=made)
    return render(request, "scoring/assignment_balanced.html", {"competition": competition, "form": form})


@require_GET
@requires("scoring.view_interests", Competition)
def changes(request: UserRequest, competition: Competition) -> HttpResponse:
    """Each change of the assignment with who made it and why, for those who answer for it and for auditors."""
    context = {
        "competition": competition,
        "changes": _changes(competition),
        "deadline": ScoringDeadline.objects.filter(competition=competition).first(),
    }
    return render(request, "scoring/assignment_changes.html", context)


def _changes(competition: Competition) -> list[Changed]:
    """The last one first, with the titles of the criteria. Two queries."""
    titles = dict(Criterion.objects.filter(competition=competition).values_list("reference", "title"))
    rows = AssignmentChange.objects.filter(competition=competition).select_related("by").order_by("-at", "-pk")
    return [
        Changed(
            row,
            [
                (name, [(titles.get(reference, reference), count) for reference, count in counts.items()])
                for name, counts in row.changes.items()
            ],
        )
        for row in rows
    ]


def judged(competition: Competition) -> list[Criterion]:
    """The criteria that people score."""
    return [each for each in criteria_in_order(competition) if each.is_judged]


def _balance(competition: Competition, each: int) -> Balanced:
    now: Now = assignments.now_of(competition)
    members = [Named(member.pk, str(member.user)) for member in assignments.evaluators_to_be_given(competition)]
    bids = Bid.objects.opened(competition).order_by("organisation__name", "pk")
    revealed = assignments.revealed_in(competition)
    return balance(
        now,
        members,
        [Named(*row) for row in bids.values_list("pk", "organisation__name")],
        [Named(one.pk, str(one)) for one in judged(competition) if one.pk not in revealed],
        each=each,
    )


def _ask_or_do(
    request: UserRequest,
    competition: Competition,
    way: Way,
    wish: Wish,
    *,
    asked: Collection[KeyPair] = (),
    balanced: Balanced | None = None,
) -> HttpResponse:
    """Show what would change or, if that is confirmed, do it. Raises a Refusal for the form of the page."""
    found = assignments.dry_run(competition, wish, asked)
    mark, why = confirmed(request, competition)
    if mark is None:
        return dry_run_page(request, competition, found, balanced)
    done = assignments.change(
        competition, wish, asked, way=way, why=why, confirmed=mark, by=request.user, at=timezone.now()
    )
    messages.success(request, _in_words(done))
    return redirect("scoring:assign", reference=competition.reference)


def _keys(pairs: Iterable[tuple[PanelMember, Criterion]]) -> list[KeyPair]:
    return [(member.pk, criterion.pk) for member, criterion in pairs]


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
        rows.append((criterion, sum(box.ticked or bool(box.some) for _, box in cells), cells))
    return rows


def _in_words(done: assignments.Assigned) -> str:
    if not done.added and not done.removed:
        said = "Nothing had to change"
    else:
        said = f"Saved: {done.added} scores to give were added, {done.removed} taken away"
    return f"{said}; {done.kept} stay, as they hold a score already." if done.kept else f"{said}."
