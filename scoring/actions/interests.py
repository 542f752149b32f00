"""Asking again: a declaration of interest is opened once more, and counts no longer until it is answered."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from accounts.actions import letters, trail
from accounts.domain.fingerprints import fingerprint
from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.domain.words import normalise
from partners.models import Bid
from procurement.domain.lifecycle import CompetitionState
from procurement.models import Competition
from scoring.domain.behind_bids import Content, changes
from scoring.domain.roles import PanelRole, Reopened
from scoring.models import InterestDeclaration, InterestReopening, PanelMember

OPEN = frozenset({CompetitionState.OPENED, CompetitionState.RANKED})


@transaction.atomic
def ask_again(
    bid: Bid,
    members: Collection[PanelMember],
    reason: str,
    *,
    cause: Reopened = Reopened.BY_HAND,
    by: User,
    at: datetime,
) -> Sequence[InterestReopening]:
    """Ask these members again about a bidder, for a reason that they are told (s.81(2): kept under review).

    Whoever was asked already and has not answered is not asked twice. A history that is told anew has its own cause.
    """
    competition = Competition.objects.select_for_update(no_key=True).get(pk=bid.competition_id)
    reason = normalise(reason).strip()
    if competition.stage not in OPEN:
        raise Refusal(f"The competition stands at “{competition.stage.label}”, so declarations stay as they are.")
    if not reason:
        raise Refusal("Say why they are asked again.")
    if not members:
        raise Refusal("Choose at least one member of the panel.")
    return _reopen(bid, cause, reason, {each.pk for each in members}, by=by, at=at)


@transaction.atomic
def ask_about_new_people(
    bid: Bid, before: Content | None, after: Content, *, by: User, at: datetime
) -> Sequence[InterestReopening]:
    """Ask everybody again who declared about the bid, if others are behind it now. None if it was not in before."""
    if before is None or not (sentences := changes(before, after)):
        return ()
    return _reopen(bid, Reopened.PEOPLE, " ".join(sentences), None, by=by, at=at)


def unanswered(competition: Competition, member: PanelMember | None = None) -> list[str]:
    """Who was asked again and has not answered, a sentence each: of all who sit, or of the one member. One query."""
    asked = InterestReopening.objects.of(competition).unanswered().filter(declaration__member__left_at=None)
    if member:
        asked = asked.filter(declaration__member=member)
    waiting = asked.order_by("declaration__member__user__name", "declaration__bid__organisation__name").values_list(
        "declaration__member__user__name", "declaration__bid__organisation__name"
    )
    return [
        f"{name} was asked again about their interests in {bidder}, and has not declared anew."
        for name, bidder in dict.fromkeys(waiting)
    ]


def _reopen(
    bid: Bid, cause: Reopened, reason: str, members: set[int] | None, *, by: User, at: datetime
) -> Sequence[InterestReopening]:
    sitting = PanelMember.objects.sitting(bid.competition).select_for_update(of=("self",), no_key=True).order_by("pk")
    panel = {each.pk: each for each in sitting if members is None or each.pk in members}
    declared = list(
        InterestDeclaration.objects.filter(bid=bid, member__in=panel, superseded_at=None).order_by("member")
    )
    rows = [InterestReopening(declaration=each, cause=cause.value, reason=reason, by=by, at=at) for each in declared]
    InterestReopening.objects.bulk_create(rows)
    for each in declared:
        each.superseded_at = at
        each.save(update_fields=["superseded_at"])
        trail.record(
            "scoring.reopen_interest",
            f"{panel[each.member_id].user} about {bid.organisation}",
            trail=bid.competition.reference,
            by=by,
            at=at,
            because=cause.label,
            declared=each.interest,
            fingerprint=fingerprint(reason),
        )
    _tell(bid, [panel[each.member_id] for each in declared], cause, reason, at)
    return rows


def _tell(bid: Bid, asked: Sequence[PanelMember], cause: Reopened, reason: str, at: datetime) -> None:
    competition = bid.competition
    subject = f"Declare your interests again for {competition.title}"
    for member in asked:
        body = (
            f"You declared whether you have an interest in {bid.organisation}, which bids for “{competition}”. "
            f"You are asked again.\n\n{cause.label}: {reason}\n\n"
            "Until you have declared anew you can neither read nor score this bid. What you have scored is kept, and "
            "counts again if you have no interest.\n\nSign in and open “My work”.\n"
        )
        letters.queue(member.user.email, subject, body, at=at, trail=competition.reference)
    if not asked:
        return
    names = "".join(f"- {member.user}\n" for member in asked)
    body = (
        f"These members of the panel for “{competition}” are asked again whether they have an interest in "
        f"{bid.organisation}:\n\n{names}\n{cause.label}: {reason}\n\n"
        "Until they have declared anew they can neither read nor score its bid.\n"
    )
    for chair in PanelMember.objects.sitting(competition).filter(role=PanelRole.CHAIR.value):
        letters.queue(
            chair.user.email, f"Members were asked again: {competition}", body, at=at, trail=competition.reference
        )
