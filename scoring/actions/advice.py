"""Subject experts read the answers to the criteria on which they advise, and advise; they score nothing."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from accounts.actions import letters, trail
from accounts.domain.fingerprints import fingerprint
from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.domain.words import normalise
from partners.models import Bid
from procurement.domain.lifecycle import CompetitionState
from procurement.models import Competition, Criterion
from scoring.domain.roles import PanelRole
from scoring.models import Advice, Expertise, PanelMember
from scoring.models.advice import bids_to_advise_on


@transaction.atomic
def name_criteria(member: PanelMember, criteria: Collection[Criterion], *, by: User, at: datetime) -> None:
    """Say on which criteria an expert advises: exactly these. What they advised on others is kept."""
    competition = Competition.objects.select_for_update(no_key=True).get(pk=member.competition_id)
    member = PanelMember.objects.select_for_update(of=("self",), no_key=True).select_related("user").get(pk=member.pk)
    if member.role != PanelRole.EXPERT or member.left_at:
        raise Refusal(f"{member.user} is no subject expert of this panel.")
    if competition.stage not in {CompetitionState.PUBLISHED, CompetitionState.OPENED}:
        raise Refusal(f"The competition stands at “{competition.stage.label}”, so nobody advises any more.")
    if any(each.competition_id != competition.pk or not each.is_judged for each in criteria):
        raise Refusal("An expert advises on criteria of this competition that are judged by people.")
    before = set(member.expertise.values_list("criterion", flat=True))
    wished = {each.pk for each in criteria}
    if before == wished:
        return
    member.expertise.exclude(criterion__in=wished).delete()
    Expertise.objects.bulk_create(
        Expertise(member=member, criterion_id=each, named_by=by, named_at=at) for each in sorted(wished - before)
    )
    references = sorted(each.reference for each in criteria)
    trail.record(
        "scoring.name_expertise",
        str(member.user),
        trail=competition.reference,
        by=by,
        at=at,
        criteria=references,
    )
    letters.queue(
        member.user.email,
        f"You advise on {competition.title}",
        f"{by} has named the criteria of “{competition}” on which you advise: {', '.join(references) or 'none'}.\n\n"
        "Sign in and open “My work”.\n",
        at=at,
        trail=competition.reference,
    )


@transaction.atomic
def advise(member: PanelMember, bid: Bid, criterion: Criterion, text: str, *, by: User, at: datetime) -> Advice:
    """Advise on the answer of a bid to a criterion; all who may read the bid see it. A new text supersedes the last."""
    competition = Competition.objects.select_for_update(no_key=True).get(pk=member.competition_id)
    text = normalise(text).strip()
    if competition.stage != CompetitionState.OPENED:
        raise Refusal(f"The competition stands at “{competition.stage.label}”, so nobody advises any more.")
    if not bids_to_advise_on(member).filter(pk=bid.pk).exists():
        raise Refusal("You may not read this bid, so your advice on it was not kept.")
    if not member.expertise.filter(criterion=criterion).exists():
        raise Refusal(f"You do not advise on “{criterion}” any more, so your advice was not kept.")
    if not text:
        raise Refusal("Write your advice.")
    rows = Advice.objects.filter(member=member, bid=bid, criterion=criterion, superseded_at=None)
    last = rows.first()
    if last and last.text == text:
        return last
    rows.update(superseded_at=at)
    advice = Advice.objects.create(member=member, bid=bid, criterion=criterion, text=text, at=at)
    trail.record(
        "scoring.advise",
        f"{criterion} of {bid.organisation}",
        trail=competition.reference,
        by=by,
        at=at,
        fingerprint=fingerprint(text),
    )
    return advice
