from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.access import UserRequest, requires
from accounts.domain.refusals import Refusal
from scoring.domain.decisions import AwardState
from scoring.domain.summary_material import summary_material
from scoring.models import Award, OpenedBid


@never_cache
@require_GET
@requires("scoring.prepare_summaries", Award)
def material(request: UserRequest, award: Award) -> HttpResponse:
    """What the assessment summaries are written from, of the bids that the officer may read."""
    if award.state != AwardState.APPROVED:
        raise Refusal("The award has not been approved, so there is nothing to summarise yet.")
    opened = OpenedBid.objects.visible_to(request.user).filter(competition=award.competition_id)
    readable = set(opened.values_list("reference", flat=True))
    bids = [each for each in summary_material(award.content) if each.bid in readable]
    return render(request, "scoring/summary_material.html", {"award": award, "bids": bids})
