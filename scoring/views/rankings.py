from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.access import UserRequest, may, requires
from accounts.models import User
from partners.models import Bid
from procurement.models import Competition
from scoring.actions import low_offers, rankings
from scoring.domain import ranking_record
from scoring.domain.decisions import AwardState
from scoring.domain.ranking_table import RankingTable, ranking_table
from scoring.models import Award, OpenedBid, Ranking
from scoring.models.blindness import Sight, sight_of


@require_GET
@requires("scoring.view_board", Competition)
def ranking(request: UserRequest, competition: Competition) -> HttpResponse:
    """The latest ranking, or what is missing for one; with ?check=yes also whether it comes out the same again."""
    latest = rankings.latest(competition)
    is_shown = latest is not None and sight_of(request.user, competition) is not Sight.OWN
    may_rank = may(request.user, "scoring.rank", competition) and not _is_awarded(competition)
    context = {
        "competition": competition,
        "ranking": latest if is_shown else None,
        "is_ranked": latest is not None,
        "table": table_for(request.user, latest) if latest and is_shown else None,
        "is_current": latest is None or rankings.is_current(latest) if may_rank else True,
        "missing": rankings.problems(competition) if may_rank else [],
        "may_rank": may_rank,
        "checked": rankings.is_same_again(latest) if latest and is_shown and request.GET.get("check") else None,
        "award": _standing_award(competition),
        "unasked": _unasked(request.user, competition),
    }
    return render(request, "scoring/ranking_detail.html", context)


@require_POST
@requires("scoring.rank", Competition)
def rank(request: UserRequest, competition: Competition) -> HttpResponse:
    made = rankings.rank(competition, by=request.user, at=timezone.now())
    messages.success(request, f"Ranking {made.number} is made, and frozen with all that it follows from.")
    return redirect("scoring:ranking", competition.reference)


def table_for(user: User, made: Ranking) -> RankingTable:
    """The ranking as the person may see it: of a bid that they may not read, no figure."""
    readable = OpenedBid.objects.visible_to(user).filter(competition=made.competition_id)
    references = set(readable.order_by().values_list("reference", flat=True))
    return ranking_table(ranking_record.from_content(made.content), references)


def _standing_award(competition: Competition) -> Award | None:
    return Award.objects.filter(competition=competition).exclude(state=AwardState.RETURNED.value).first()


def _unasked(user: User, competition: Competition) -> int:
    """How many prices are worth a question that nobody asked, for somebody who reads all of them, before the award."""
    if not may(user, "scoring.view_low_offers", competition) or _is_awarded(competition):
        return 0
    readable = OpenedBid.objects.visible_to(user).filter(competition=competition).order_by()
    if Bid.objects.opened(competition).exclude(pk__in=readable.values("pk")).exists():
        return 0
    return low_offers.unasked(competition)


def _is_awarded(competition: Competition) -> bool:
    return _standing_award(competition) is not None
