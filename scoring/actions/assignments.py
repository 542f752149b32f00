from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.actions import trail
from accounts.domain.refusals import Refusal
from accounts.models import User
from procurement.domain.lifecycle import CompetitionState
from procurement.models import Competition, Criterion
from scoring.domain.roles import PanelRole
from scoring.models import Assignment, InterestDeclaration, PanelMember, Reveal, Score

Pair = tuple[PanelMember, Criterion]


@dataclass(frozen=True, slots=True)
class Assigned:
    """How many assignments were added and taken away, and how many stay against the wish since they hold a score."""

    added: int
    removed: int
    kept: int


@transaction.atomic
def assign(competition: Competition, pairs: Collection[Pair], *, by: User, at: datetime) -> Assigned:
    """Make exactly these pairs of member and criterion the assignments, for every bid that the member is cleared for.

    What is dropped and holds no score goes; what holds one stays. Members who have locked keep what they have.
    """
    competition = Competition.objects.select_for_update(no_key=True).get(pk=competition.pk)
    if competition.stage != CompetitionState.OPENED:
        raise Refusal(f"The competition stands at “{competition.stage.label}”, so nothing can be assigned now.")
    panel = {
        member.pk: member
        for member in PanelMember.objects.sitting(competition).select_for_update(of=("self",), no_key=True)
    }
    held = {
        (row.member_id, row.bid_id, row.criterion_id): row
        for row in Assignment.objects.filter(bid__competition=competition, member__in=panel)
    }
    scored = set(Score.objects.filter(assignment__bid__competition=competition).values_list("assignment", flat=True))
    wished = {(member.pk, criterion.pk) for member, criterion in pairs}
    new = wished - {(member, criterion) for member, _, criterion in held}
    cleared = _cleared(competition)
    _check(competition, [pair for pair in pairs if (pair[0].pk, pair[1].pk) in new], panel, cleared)
    added = [
        Assignment(member_id=member, bid_id=bid, criterion_id=criterion, assigned_by=by, assigned_at=at)
        for member, criterion in sorted(wished)
        for bid in sorted(cleared.get(member, ()))
        if (member, bid, criterion) not in held and not panel[member].locked_at
    ]
    dropped = [row for row in held.values() if (row.member_id, row.criterion_id) not in wished]
    removed = [row for row in dropped if row.pk not in scored and not panel[row.member_id].locked_at]
    Assignment.objects.filter(pk__in=[row.pk for row in removed]).delete()
    Assignment.objects.bulk_create(added)
    if added or removed:
        _record(competition, pairs, panel, added=len(added), removed=len(removed), by=by, at=at)
    return Assigned(len(added), len(removed), len(dropped) - len(removed))


def _cleared(competition: Competition) -> dict[int, set[int]]:
    """The bids, by member, for which the member is cleared by what they declared, or by a decision on it."""
    cleared: dict[int, set[int]] = {}
    declared = InterestDeclaration.objects.filter(
        member__competition=competition, member__left_at=None, superseded_at=None, clears=True
    )
    for member, bid in declared.values_list("member", "bid"):
        cleared.setdefault(member, set()).add(bid)
    return cleared


def _check(
    competition: Competition, new: list[Pair], panel: dict[int, PanelMember], cleared: dict[int, set[int]]
) -> None:
    """Refuse pairs that nobody may be given. Pairs that are held already were checked when they came."""
    revealed = set(Reveal.objects.of(competition).values_list("criterion", flat=True))
    somebody_locked = any(member.locked_at for member in panel.values())
    scoring = set(Assignment.objects.of(competition).values_list("member", flat=True)) if somebody_locked else set()
    problems: list[str] = []
    for member, criterion in new:
        sitting = panel.get(member.pk)
        if sitting is None:
            problems.append(f"{member.user} does not sit on this panel.")
        elif not PanelRole(sitting.role).may_score:
            role = PanelRole(sitting.role).label.lower()
            problems.append(f"{member.user} sits on the panel as {role}, and scores nothing.")
        elif sitting.locked_at:
            problems.append(f"{member.user} has locked their scores, so nothing can be added to them.")
        elif not cleared.get(member.pk):
            problems.append(
                f"{member.user} is cleared for no bid yet: they declare their interests first, then you assign."
            )
        elif somebody_locked and member.pk not in scoring:
            problems.append(
                f"{member.user} had nothing to score when the first scores were locked, and may have heard of them: "
                "give this to somebody who still scores."
            )
        if criterion.competition_id != competition.pk or criterion.is_formula:
            problems.append(f"“{criterion}” is not scored by evaluators.")
        elif criterion.pk in revealed:
            problems.append(f"Scores of “{criterion}” are revealed already, so nobody can be added to it.")
    if problems:
        raise Refusal(*dict.fromkeys(problems))


def _record(
    competition: Competition,
    pairs: Collection[Pair],
    panel: dict[int, PanelMember],
    *,
    added: int,
    removed: int,
    by: User,
    at: datetime,
) -> None:
    criteria: dict[str, list[str]] = {}
    for member, criterion in sorted(pairs, key=lambda pair: (pair[0].pk, pair[1].pk)):
        criteria.setdefault(str(panel[member.pk].user), []).append(criterion.reference)
    trail.record(
        "scoring.assign",
        competition.title,
        trail=competition.reference,
        by=by,
        at=at,
        added=added,
        removed=removed,
        criteria={who: ", ".join(dict.fromkeys(references)) for who, references in criteria.items()},
    )
