"""The register of interests: what each member of the panel declared about each bidder, and what was asked again."""

from collections import defaultdict
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import UserRequest, requires
from accounts.domain.counts import counted
from accounts.refusals import refused_into
from partners.models import Bid
from procurement.models import Competition
from scoring.actions import declarations, interests
from scoring.forms.interest_register import AskAgainForm, InterestDecisionForm
from scoring.models import InterestDeclaration, InterestReopening, PanelMember
from scoring.models.reading import Bidder, bidders_of


@dataclass(frozen=True, slots=True)
class Past:
    """A declaration that was made, and why it counts no longer if its member was asked again."""

    declaration: InterestDeclaration
    reopening: InterestReopening | None


@dataclass(frozen=True, slots=True)
class MemberRow:
    """What a member declared about a bidder: what counts, and what came before it, the newest first."""

    member: PanelMember
    current: InterestDeclaration | None
    past: list[Past]

    @property
    def is_asked_again(self) -> bool:
        return self.current is None and bool(self.past)


@dataclass(frozen=True, slots=True)
class BidderPart:
    bid: Bid
    bidder: Bidder
    rows: list[MemberRow]

    @property
    def may_be_asked(self) -> bool:
        return any(row.current and not row.member.left_at for row in self.rows)


@require_GET
@requires("scoring.view_interests", Competition)
def register(request: UserRequest, competition: Competition) -> HttpResponse:
    """Bidder by bidder, each member's declarations. The number of queries is constant."""
    context = {"competition": competition, "parts": _parts(competition)}
    return render(request, "scoring/interest_register.html", context)


@require_http_methods(["GET", "POST"])
@requires("scoring.ask_again", Competition)
def ask_again(request: UserRequest, competition: Competition, bid: str) -> HttpResponse:
    """Open declarations about one bidder again, with a reason."""
    found = get_object_or_404(Bid.objects.opened(competition), reference=bid)
    declared = InterestDeclaration.objects.filter(bid=found, superseded_at=None)
    members = PanelMember.objects.sitting(competition).filter(pk__in=declared.values("member"))
    form = AskAgainForm(list(members), request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refused_into(form):
            reason = form.cleaned_data["reason"]
            asked = interests.ask_again(found, form.chosen, reason, by=request.user, at=timezone.now())
            messages.success(request, f"{counted(len(asked), 'member was', 'members were')} asked again, by letter.")
            return redirect("scoring:interest_register", reference=competition.reference)
    context = {"competition": competition, "bid": found, "form": form, "nobody": not members}
    return render(request, "scoring/interest_ask_again.html", context)


@require_http_methods(["GET", "POST"])
@requires("scoring.decide_interest", Competition)
def decide(request: UserRequest, competition: Competition, bid: str, member: str) -> HttpResponse:
    """Decide whether a member who declared an interest may take part all the same (s.82)."""
    rows = InterestDeclaration.objects.filter(superseded_at=None, member__competition=competition)
    rows = rows.select_related("member__user", "bid__organisation").prefetch_related("entries", "decisions__by")
    declaration = get_object_or_404(rows, bid__reference=bid, member__reference=member)
    form = InterestDecisionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refused_into(form):
            typed = form.cleaned_data
            may = typed.pop("outcome") == "yes"
            declarations.decide(declaration, may_take_part=may, **typed, by=request.user, at=timezone.now())
            messages.success(request, "The decision is kept, and the member and the chair are told.")
            return redirect("scoring:interest_register", reference=competition.reference)
    context = {"competition": competition, "declaration": declaration, "form": form}
    return render(request, "scoring/interest_decide.html", context)


def _parts(competition: Competition) -> list[BidderPart]:
    made: dict[tuple[int, int], list[InterestDeclaration]] = defaultdict(list)
    rows = InterestDeclaration.objects.filter(member__competition=competition)
    for each in (
        rows.select_related("reopening__by").prefetch_related("entries", "decisions__by").order_by("-at", "-pk")
    ):
        made[each.bid_id, each.member_id].append(each)
    who_declared = {member for _, member in made}
    members = PanelMember.objects.filter(competition=competition).select_related("user")
    panel = [each for each in members if each.left_at is None or each.pk in who_declared]
    return [
        BidderPart(bid, bidder, [_row(member, made[bid.pk, member.pk]) for member in panel])
        for bid, bidder in bidders_of(competition).items()
    ]


def _row(member: PanelMember, made: list[InterestDeclaration]) -> MemberRow:
    current = next((each for each in made if each.superseded_at is None), None)
    past = [Past(each, getattr(each, "reopening", None)) for each in made if each is not current]
    return MemberRow(member, current, past)
