from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import UserRequest, may, requires
from accounts.refusals import refused_into
from partners.domain.supplier_information import those_behind
from partners.models import Bid
from procurement.models import Competition
from scoring.actions import awards, rankings
from scoring.domain.award_record import picture_of
from scoring.domain.decisions import AwardState
from scoring.domain.ranking_record import from_content
from scoring.forms.awards import APPROVE, DecisionForm, ProposalForm
from scoring.models import Award, OpenedBid, Ranking
from scoring.models.blindness import Sight, sight_of
from scoring.models.members_own import with_members_own
from scoring.models.reading import content_of
from scoring.views.next_steps import Step, next_steps
from scoring.views.rankings import table_for


@require_GET
@requires("scoring.view_board", Competition)
def of_competition(request: UserRequest, competition: Competition) -> HttpResponse:
    """The award of the competition, the proposal that waits, or what comes before either."""
    last = Award.objects.visible_to(request.user).filter(competition=competition).order_by("-proposed_at").first()
    if last:
        return redirect("scoring:award", last.reference)
    context = {"competition": competition, "is_hidden": Award.objects.filter(competition=competition).exists()}
    return render(request, "scoring/award_none.html", context)


@require_http_methods(["GET", "POST"])
@requires("scoring.propose_award", Competition)
def propose(request: UserRequest, competition: Competition) -> HttpResponse:
    if competition.ends_with_shortlist:
        return redirect("scoring:shortlist", competition.reference)
    ranking = rankings.latest(competition)
    first = from_content(ranking.content).first if ranking else ()
    is_post = request.method == "POST"
    choices = [(bid.bid, bid.name) for bid in first]
    sent_back = Award.objects.visible_to(request.user).filter(competition=competition).order_by("-proposed_at").first()
    initial = {"reasons": sent_back.reasons if sent_back else ""}
    initial |= {"bid": choices[0][0]} if len(choices) == 1 else {}
    form = ProposalForm(request.POST if is_post else None, choices=choices, initial=initial)
    if is_post and form.is_valid():
        bid = get_object_or_404(Bid, competition=competition, reference=form.cleaned_data["bid"])
        with refused_into(form):
            reasons = form.cleaned_data["reasons"]
            award = awards.propose(competition, bid, reasons=reasons, by=request.user, at=timezone.now())
            messages.success(request, "The award is proposed. The approver decides next; nobody else is told.")
            return redirect("scoring:award", award.reference)
    context = {"competition": competition, "ranking": ranking, "first": first, "form": form}
    return render(request, "scoring/award_propose.html", context)


@require_GET
@requires("scoring.view_award", Award)
def award(request: UserRequest, award: Award) -> HttpResponse:
    return render(request, "scoring/award_detail.html", _page(request, award))


@require_http_methods(["GET", "POST"])
@requires("scoring.decide_award", Award)
def decide(request: UserRequest, award: Award) -> HttpResponse:
    """Approve the award or send it back, with the whole proposal on the same page."""
    is_post = request.method == "POST"
    form = DecisionForm(request.POST if is_post else None)
    if is_post and form.is_valid():
        note, now = form.cleaned_data["note"], timezone.now()
        with refused_into(form):
            if form.cleaned_data["decision"] == APPROVE and form.formed_on:
                awards.approve(award, note=note, formed_on=form.formed_on, by=request.user, at=now)
                messages.success(
                    request, "The award is approved. The company is formed, and the reports are being made."
                )
            else:
                awards.send_back(award, note=note, by=request.user, at=now)
                messages.success(request, "The proposal is sent back, with your note.")
            return redirect("scoring:award", award.reference)
    return render(request, "scoring/award_decide.html", _page(request, award) | {"form": form})


def _page(request: UserRequest, award: Award) -> dict[str, Any]:
    competition, is_approved = award.competition, award.state == AwardState.APPROVED
    return {
        "award": award,
        "competition": competition,
        "table": _table(request, competition, award.ranking),
        "is_approved": is_approved,
        "is_waiting": award.state == AwardState.PROPOSED,
        "venture": award.venture,
        "sees_venture": bool(award.venture and may(request.user, "spinouts.view_venture", award.venture)),
        "picture": picture_of(award.content) if is_approved else None,
        "reports": award.reports.order_by("kind") if is_approved else [],
        "behind": _behind(request, award),
        "steps": _steps(request, award) if is_approved else [],
        "earlier": Award.objects.filter(competition=competition).exclude(pk=award.pk).order_by("-proposed_at"),
    }


def _steps(request: UserRequest, award: Award) -> list[Step]:
    writes = may(request.user, "scoring.prepare_summaries", award)
    material = reverse("scoring:summary_material", args=[award.reference]) if writes else ""
    return next_steps(award.competition, timezone.localdate(), material=material)


def _behind(request: UserRequest, award: Award) -> dict[str, Any] | None:
    """Who stands behind the partner, as it confirmed with its bid; nothing for whoever only scores or observes."""
    bid = OpenedBid.objects.visible_to(request.user).filter(pk=award.bid_id).first()
    if bid is None or not may(request.user, "scoring.view_exclusion", bid):
        return None
    content = with_members_own(content_of(bid))
    information = content.get("supplier_information")
    own = [(each["name"], each["information"]) for each in content["consortium"] if each["information"]]
    members = [(name, those_behind(theirs)) for name, theirs in own]
    return information and {
        "people": those_behind(information),
        "partner": award.bid.organisation,
        "members": [(name, people) for name, people in members if people],
    }


def _table(request: UserRequest, competition: Competition, ranking: Ranking) -> object:
    return None if sight_of(request.user, competition) is Sight.OWN else table_for(request.user, ranking)
