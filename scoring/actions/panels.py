from datetime import datetime

from django.db import transaction

from accounts.actions import letters, trail
from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.domain.lifecycle import BidState
from partners.domain.words import normalise
from partners.models import Bid
from procurement.domain.lifecycle import CompetitionState
from procurement.models import Competition
from scoring.actions import declarations
from scoring.domain.behind_bids import BIDDER
from scoring.domain.interests import Declared, Entry, InterestKind
from scoring.domain.roles import Background, Interest, PanelRole
from scoring.models import Assignment, InterestDeclaration, InterestReopening, PanelMember

PANEL_MAY_CHANGE = frozenset(
    {CompetitionState.DRAFT, CompetitionState.ANNOUNCED, CompetitionState.PUBLISHED, CompetitionState.OPENED}
)


@transaction.atomic
def appoint(
    competition: Competition,
    user: User,
    role: PanelRole,
    *,
    background: Background | None = None,
    employer: str = "",
    by: User,
    at: datetime,
) -> PanelMember:
    """Give a person a seat on the panel, or a sitting member another role; with where they come from, if it is known.

    Once a member has locked their scores, only the chair may change: whoever came later could have heard the scores.
    """
    competition = Competition.objects.select_for_update(no_key=True).get(pk=competition.pk)
    _check_open(competition)
    seat = PanelMember.objects.filter(competition=competition, user=user).first()
    before = PanelRole(seat.role) if seat and seat.left_at is None else None
    seat = seat or PanelMember(competition=competition, user=user)
    is_described = _describe(seat, background, employer)
    if before == role and not is_described:
        return seat
    if before != role:
        _check_appointment(competition, user, role, before)
        seat.role, seat.appointed_by, seat.appointed_at, seat.left_at = role.value, by, at, None
    seat.save()
    told = {"comes_from": background.label} if background else {}
    trail.record(
        "scoring.appoint", str(user), trail=competition.reference, by=by, at=at, role=role.value, before=before, **told
    )
    if before != role:
        _tell_of_appointment(seat, by, at)
    return seat


def _describe(seat: PanelMember, background: Background | None, employer: str) -> bool:
    """Write down where somebody comes from, if it was told and is new."""
    told = (background.value if background else seat.background, employer.strip() or seat.employer)
    if told == (seat.background, seat.employer):
        return False
    seat.background, seat.employer = told
    return True


def _tell_of_appointment(seat: PanelMember, by: User, at: datetime) -> None:
    competition = seat.competition
    letters.queue(
        seat.user.email,
        f"You are on the panel for {competition.title}"[:300],
        f"{by.name} of {competition.council} has appointed you to the panel that assesses the bids for "
        f"“{competition.title}”. Your role: {PanelRole(seat.role).label.lower()}.\n\n"
        "Sign in and open “My work”. Once the bids are opened, declare there, bidder by bidder, whether you have an "
        "interest in it. You see no bid before you have.",
        at=at,
        trail=competition.reference,
    )


@transaction.atomic
def stand_down(member: PanelMember, *, why: str = "", by: User, at: datetime) -> None:
    """Take a member off the panel, for a reason that goes on the record, and not into the letter to the member.

    Scores that they have not locked are kept, but count no longer: so nobody who is away for long holds the panel up.
    Who has locked stays, unless they were asked again about an interest and do not answer.
    """
    competition = Competition.objects.select_for_update(no_key=True).get(pk=member.competition_id)
    member = PanelMember.objects.select_for_update(of=("self",), no_key=True).select_related("user").get(pk=member.pk)
    if member.left_at is not None:
        return
    asked_again = InterestReopening.objects.unanswered().filter(declaration__member=member).exists()
    if not (asked_again and competition.stage == CompetitionState.RANKED):
        _check_open(competition)
    if not asked_again and member.locked_at and Assignment.objects.of(competition).filter(member=member).exists():
        raise Refusal(
            f"{member.user} has locked their scores, which are part of the record now, so they stay on the panel.",
            "If they have a conflict of interest, they declare it on their own page; their scores of that bid then "
            "count no longer.",
        )
    member.left_at = at
    member.save(update_fields=["left_at"])
    trail.record(
        "scoring.stand_down",
        str(member.user),
        trail=competition.reference,
        by=by,
        at=at,
        role=member.role,
        why=normalise(why).strip(),
    )
    letters.queue(
        member.user.email,
        f"You have left the panel for {competition.title}"[:300],
        f"{by.name} of {competition.council} has recorded that you left the panel that assesses the bids for "
        f"“{competition.title}”. You see its bids no longer. What you know of them stays confidential.",
        at=at,
        trail=competition.reference,
    )


def declare(
    member: PanelMember, bid: Bid, interest: Interest, details: str, *, by: User, at: datetime
) -> InterestDeclaration:
    """Declare one interest in the bidder itself, or none: `declarations.declare` tells more."""
    if interest == Interest.NONE:
        return declarations.declare(member, bid, Declared(), by=by, at=at)
    if not details.strip():
        raise Refusal(f"Say what your interest in {bid.organisation} is, in your own words.")
    entry = Entry(bid.organisation.name, BIDDER, interest, InterestKind.OTHER, details)
    return declarations.declare(member, bid, Declared((entry,)), by=by, at=at)


def _check_open(competition: Competition) -> None:
    if competition.stage not in PANEL_MAY_CHANGE:
        raise Refusal(
            f"The competition stands at “{competition.stage.label}”, so its panel stays as it is.",
        )


def _check_appointment(competition: Competition, user: User, role: PanelRole, before: PanelRole | None) -> None:
    panel = PanelMember.objects.sitting(competition)
    chair = panel.filter(role=PanelRole.CHAIR.value).exclude(user=user).first()
    if role == PanelRole.CHAIR and chair:
        raise Refusal(
            f"{chair.user} is the chair of this panel, and a panel has one chair.",
            f"Give {chair.user} another role, or let them stand down, then appoint {user}.",
        )
    if not user.is_active:
        raise Refusal(f"The account of {user} is closed: appoint somebody else.")
    if panel.filter(locked_at__isnull=False).exists() and not {PanelRole.CHAIR, PanelRole.CHECKER} & {role, before}:
        raise Refusal(
            "A member of the panel has locked their scores, so only the chair can be changed now.",
            "Somebody who joins later could have heard how others scored.",
        )
    if not role.may_score and Assignment.objects.of(competition).filter(member__user=user).exists():
        raise Refusal(
            f"{user} has criteria to score, and as {role.label.lower()} scores nothing: the chair takes them away "
            "first."
        )
    # Before the opening the council learns of no bid, not even by a refusal; then the declaration asks.
    if competition.opened_at and _bids(user, competition):
        raise Refusal(f"{user} belongs to an organisation that bids here, so they cannot be on its panel.")


def _bids(user: User, competition: Competition) -> bool:
    bids = Bid.objects.filter(competition=competition, state=BidState.SUBMITTED.value)
    return bids.filter(organisation__members__user=user).exists()
