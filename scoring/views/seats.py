from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import UserRequest, requires
from accounts.refusals import refused_into
from partners.models import Bid
from procurement.models import Criterion
from scoring.actions import scores
from scoring.domain.roles import Interest
from scoring.forms.confirmations import NoForm
from scoring.models import (
    Assignment,
    InterestDecision,
    InterestDeclaration,
    InterestReopening,
    Meeting,
    OpenedBid,
    PanelMember,
)
from scoring.models.assignments import AssignmentQuerySet
from scoring.models.reading import Bidder, bidders_of, criteria_in_order
from scoring.models.rounds import first_unfinished
from scoring.views.advice_on_reasons import advice_before_lock


@dataclass(frozen=True, slots=True)
class BidRow:
    """A bid, and what the member declared about its bidder; only what `is_readable` may be opened."""

    bid: Bid
    bidder: Bidder
    declaration: InterestDeclaration | None
    is_readable: bool
    is_asked_again: bool


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A criterion with the member's own assignment for each bid, or None."""

    criterion: Criterion
    cells: list[Assignment | None]


@require_GET
@requires("scoring.declare_interests", PanelMember)
def seat(request: UserRequest, member: PanelMember) -> HttpResponse:
    """The member's own work: declare, read, score, lock; and for the chair what the chair does."""
    bids = _bids(member)
    assignments = list(_own(member).select_related("score"))
    context = {
        "member": member,
        "competition": member.competition,
        "bids": bids,
        "asked_again": sum(1 for row in bids if row.is_asked_again),
        "undeclared": sum(1 for row in bids if row.declaration is None),
        "columns": [row for row in bids if row.is_readable],
        "rows": _rows(member, bids, assignments) if assignments and member.is_briefed else [],
        "done": sum(1 for each in assignments if each.is_scored),
        "total": len(assignments),
        "meeting": Meeting.objects.under_way(member.competition),
        "next": first_unfinished(member) if member.is_briefed else None,
    }
    return render(request, "scoring/seat_detail.html", context)


@require_http_methods(["GET", "POST"])
@requires("scoring.lock_scores", PanelMember)
def lock(request: UserRequest, member: PanelMember) -> HttpResponse:
    """What is missing, or the button that locks for good."""
    form = NoForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refused_into(form):
            scores.lock(member, by=request.user, at=timezone.now())
            messages.success(request, "Your scores are locked.")
            return redirect("scoring:seat", reference=member.reference)
    missing = [(each, scores.lacks(each)) for each in scores.what_is_missing(member)]
    total = _own(member).count()
    context = {
        "member": member,
        "competition": member.competition,
        "missing": missing,
        "advice": [] if missing or member.locked_at else advice_before_lock(member),
        "total": total,
        "undecided": _undecided(member),
        "problems": form.problems,
    }
    return render(request, "scoring/seat_lock.html", context)


def _undecided(member: PanelMember) -> list[str]:
    """The bidders in whom the member declared an interest on which nobody has decided."""
    declared = member.declarations.filter(superseded_at=None).exclude(interest=Interest.NONE.value)
    waiting = declared.exclude(pk__in=InterestDecision.objects.filter(superseded_at=None).values("declaration"))
    return list(waiting.order_by("bid__organisation__name").values_list("bid__organisation__name", flat=True))


def _own(member: PanelMember) -> AssignmentQuerySet:
    return Assignment.objects.of(member.competition).filter(member=member)


def _bids(member: PanelMember) -> list[BidRow]:
    declared = {each.bid_id: each for each in member.declarations.filter(superseded_at=None)}
    asked_again = InterestReopening.objects.waiting_for(member)
    readable = set(
        OpenedBid.objects.visible_to(member.user).filter(competition=member.competition).values_list("pk", flat=True)
    )
    return [
        BidRow(bid, bidder, declared.get(bid.pk), bid.pk in readable, bid.pk in asked_again)
        for bid, bidder in bidders_of(member.competition).items()
    ]


def _rows(member: PanelMember, bids: list[BidRow], assignments: list[Assignment]) -> list[CriterionRow]:
    held = {(each.criterion_id, each.bid_id): each for each in assignments}
    assigned = {each.criterion_id for each in assignments}
    return [
        CriterionRow(criterion, [held.get((criterion.pk, row.bid.pk)) for row in bids if row.is_readable])
        for criterion in criteria_in_order(member.competition)
        if criterion.pk in assigned
    ]
