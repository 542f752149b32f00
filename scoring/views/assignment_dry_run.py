"""What an assignment would change, shown before it is confirmed."""

from collections import Counter
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import UserRequest
from procurement.models import Competition, Criterion
from scoring.actions.assignments import mark_of
from scoring.domain.assigning import Balanced, Plan, by_member
from scoring.forms.assignments import DryRunForm
from scoring.models import Assignment, AssignmentChange, PanelMember

OWN_FIELDS = frozenset({"csrfmiddlewaretoken", "confirmed", "why"})


@dataclass(frozen=True, slots=True)
class MemberChange:
    """How many scores a member has to give before and after, and what comes and goes, in words."""

    name: str
    before: int
    after: int
    added: list[str]
    removed: list[str]


def confirmed(request: UserRequest, competition: Competition) -> tuple[str | None, str]:
    """The mark of the plan that was confirmed, and why; None if nothing was, or the reason is missing."""
    if not request.POST.get("confirmed") or not _form(request, competition).is_valid():
        return None, ""
    return request.POST["confirmed"], request.POST.get("why", "")


def dry_run_page(
    request: UserRequest, competition: Competition, found: Plan, balanced: Balanced | None = None
) -> HttpResponse:
    """What would change, member by member, with the button that does it."""
    form = _form(request, competition)
    context = {
        "competition": competition,
        "plan": found,
        "rows": _rows(competition, found),
        "balanced": balanced,
        "mark": mark_of(found),
        "sent": [
            (name, value) for name in request.POST if name not in OWN_FIELDS for value in request.POST.getlist(name)
        ],
        "why": request.POST.get("why", ""),
        "needs_why": _is_change(competition),
        "problems": form.problems if request.POST.get("confirmed") else [],
    }
    return render(request, "scoring/assignment_dry_run.html", context)


def _form(request: UserRequest, competition: Competition) -> DryRunForm:
    return DryRunForm(request.POST, needs_why=_is_change(competition))


def _is_change(competition: Competition) -> bool:
    """Whether something was assigned before: then a reason is kept for changing it."""
    return AssignmentChange.objects.filter(competition=competition).exists()


def _rows(competition: Competition, found: Plan) -> list[MemberChange]:
    added, removed = dict(by_member(found.added)), dict(by_member(found.removed))
    none: Counter[int] = Counter()
    progress = Assignment.objects.of(competition).progress()
    titles = {each.pk: str(each) for each in Criterion.objects.filter(competition=competition).in_order()}
    rows = []
    for member in PanelMember.objects.sitting(competition).filter(pk__in={*added, *removed}):
        come, go = added.get(member.pk, none), removed.get(member.pk, none)
        before = progress.get(member.pk, (0, 0))[1]
        rows.append(
            MemberChange(
                str(member.user),
                before,
                before + sum(come.values()) - sum(go.values()),
                [f"{title}: {come[key]}" for key, title in titles.items() if key in come],
                [f"{title}: {go[key]}" for key, title in titles.items() if key in go],
            )
        )
    return rows
