from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.actions import trail
from accounts.domain.fingerprints import fingerprint
from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.domain.words import normalise
from procurement.domain.lifecycle import CompetitionState
from procurement.models import Competition, Criterion
from scoring.domain.assigning import Now, Place, Plan, Way, by_member, of_pairs, plan
from scoring.domain.roles import PanelRole
from scoring.models import Assignment, AssignmentChange, InterestDeclaration, PanelMember, Reveal, Score

Pair = tuple[PanelMember, Criterion]
KeyPair = tuple[int, int]
Wish = Callable[[Now], Collection[Place]]
"""All that is to be assigned, following from what is."""


@dataclass(frozen=True, slots=True)
class Assigned:
    """How many assignments were added and taken away, and how many stay against the wish since they hold a score."""

    added: int
    removed: int
    kept: int


def now_of(competition: Competition) -> Now:
    """What is assigned to those who sit, and what follows for a change of it. Four queries."""
    rows = Assignment.objects.filter(bid__competition=competition, member__left_at=None)
    scored = Score.objects.filter(assignment__bid__competition=competition)
    locked = PanelMember.objects.sitting(competition).filter(locked_at__isnull=False)
    return Now(
        held=frozenset(Place(*row) for row in rows.values_list("member", "bid", "criterion")),
        scored=frozenset(
            Place(*row) for row in scored.values_list("assignment__member", "assignment__bid", "assignment__criterion")
        ),
        locked=frozenset(locked.values_list("pk", flat=True)),
        cleared={member: frozenset(bids) for member, bids in _cleared(competition).items()},
    )


def dry_run(competition: Competition, wish: Wish, asked: Collection[KeyPair] = ()) -> Plan:
    """What would change, with nothing changed. Refused as the change itself would be, for whatever is new.

    `asked` are the pairs of member and criterion that somebody asked for by name, by their keys.
    """
    if competition.stage != CompetitionState.OPENED:
        raise Refusal(f"The competition stands at “{competition.stage.label}”, so nothing can be assigned now.")
    now = now_of(competition)
    wished = frozenset(wish(now))
    held = {(place.member, place.criterion) for place in now.held}
    wanted = {*asked, *((place.member, place.criterion) for place in wished)}
    _check(competition, now, sorted(wanted - held))
    return plan(now, wished)


def mark_of(found: Plan) -> str:
    """Stands for what a plan would change: whoever confirms it confirms that and nothing else."""
    return fingerprint([[list(place) for place in some] for some in (found.added, found.removed)])


def assign(competition: Competition, pairs: Collection[Pair], *, by: User, at: datetime) -> Assigned:
    """Make exactly these pairs of member and criterion the assignments, for every bid that the member is cleared for.

    What is dropped and holds no score goes; what holds one stays. Members who have locked keep what they have.
    """
    asked = [(member.pk, criterion.pk) for member, criterion in pairs]
    return change(competition, lambda now: of_pairs(now, asked), asked, way=Way.MATRIX, by=by, at=at)


@transaction.atomic
def change(
    competition: Competition,
    wish: Wish,
    asked: Collection[KeyPair] = (),
    *,
    way: Way,
    why: str = "",
    confirmed: str | None = None,
    is_told: bool = False,
    by: User,
    at: datetime,
) -> Assigned:
    """Carry out a wish, and keep a record of it. `confirmed` is the mark of the plan that was shown in a dry run.

    Refused if something changed since, so that nothing happens but what was shown. `is_told`: the history to which it
    belongs has its own record of it.
    """
    competition = Competition.objects.select_for_update(no_key=True).get(pk=competition.pk)
    panel = PanelMember.objects.sitting(competition).select_for_update(of=("self",), no_key=True)
    names = {member.pk: str(member.user) for member in panel}
    found = dry_run(competition, wish, asked)
    if confirmed is not None and confirmed != mark_of(found):
        raise Refusal("Something changed since you were shown what would change. Look at it again, then confirm it.")
    if not found.changes_nothing:
        _carry_out(found, by, at)
        if not is_told:
            _record(competition, found, names, way=way, why=normalise(why).strip(), by=by, at=at)
    return Assigned(len(found.added), len(found.removed), len(found.kept))


@transaction.atomic
def keep_as_told(
    competition: Competition,
    *,
    way: Way,
    why: str,
    changes: dict[str, dict[str, int]],
    added: int,
    removed: int,
    by: User,
    at: datetime,
) -> AssignmentChange:
    """Keep the record of a change that a history tells, of which nothing but its outcome can be lived again."""
    why = normalise(why).strip()
    trail.record(
        "scoring.assign",
        competition.title,
        trail=competition.reference,
        by=by,
        at=at,
        way=way.label,
        added=added,
        removed=removed,
        why=fingerprint(why) if why else "",
    )
    return AssignmentChange.objects.create(
        competition=competition,
        way=way.value,
        why=why,
        changes=changes,
        added=added,
        removed=removed,
        by=by,
        at=at,
    )


def evaluators_to_be_given(competition: Competition) -> list[PanelMember]:
    """Evaluators to whom something can be given now, in the order of their appointment. A chair scores best nothing."""
    panel = list(PanelMember.objects.sitting(competition).may_score())
    if any(member.locked_at for member in panel):
        scoring = set(Assignment.objects.of(competition).values_list("member", flat=True))
        panel = [member for member in panel if member.pk in scoring and not member.locked_at]
    return [member for member in panel if member.role != PanelRole.CHAIR]


def revealed_in(competition: Competition) -> set[int]:
    """The criteria of which scores are revealed, so that nobody can be added to them."""
    return set(Reveal.objects.of(competition).values_list("criterion", flat=True))


def _cleared(competition: Competition) -> dict[int, set[int]]:
    """The bids, by member, for which the member is cleared by what they declared, or by a decision on it."""
    cleared: dict[int, set[int]] = {}
    declared = InterestDeclaration.objects.filter(
        member__competition=competition, member__left_at=None, superseded_at=None, clears=True
    )
    for member, bid in declared.values_list("member", "bid"):
        cleared.setdefault(member, set()).add(bid)
    return cleared


def _check(competition: Competition, now: Now, new: Collection[KeyPair]) -> None:
    """Refuse pairs that nobody may be given. Pairs that are held already were checked when they came."""
    if not new:
        return
    members = PanelMember.objects.select_related("user").in_bulk({member for member, _ in new})
    criteria = Criterion.objects.in_bulk({criterion for _, criterion in new})
    revealed = revealed_in(competition)
    scoring = {place.member for place in now.held if now.clears(place)} if now.locked else None
    problems = [
        *(sentence for key in members if (sentence := _no_judge(competition, now, members[key], scoring))),
        *(sentence for key in criteria if (sentence := _not_judged(competition, criteria[key], revealed))),
    ]
    if problems:
        raise Refusal(*dict.fromkeys(problems))


def _no_judge(competition: Competition, now: Now, member: PanelMember, scoring: set[int] | None) -> str:
    """Why this person can be given nothing, or "". `scoring` are those who score, once somebody has locked."""
    role = PanelRole(member.role)
    if member.competition_id != competition.pk or member.left_at:
        return f"{member.user} does not sit on this panel."
    if not role.may_score:
        return f"{member.user} sits on the panel as {role.label.lower()}, and scores nothing."
    if member.locked_at:
        return f"{member.user} has locked their scores, so nothing can be added to them."
    if not now.cleared.get(member.pk):
        return f"{member.user} is cleared for no bid yet: they declare their interests first, then you assign."
    if scoring is not None and member.pk not in scoring:
        return (
            f"{member.user} had nothing to score when the first scores were locked, and may have heard of them: "
            "give this to somebody who still scores."
        )
    return ""


def _not_judged(competition: Competition, criterion: Criterion, revealed: set[int]) -> str:
    if criterion.competition_id != competition.pk or not criterion.is_judged:
        return f"“{criterion}” is not scored by evaluators."
    if criterion.pk in revealed:
        return f"Scores of “{criterion}” are revealed already, so nobody can be added to it."
    return ""


def _carry_out(found: Plan, by: User, at: datetime) -> None:
    gone = Assignment.objects.filter(
        bid__in={place.bid for place in found.removed}, member__in={place.member for place in found.removed}
    )
    removed = set(found.removed)
    keys = [pk for pk, *place in gone.values_list("pk", "member", "bid", "criterion") if Place(*place) in removed]
    Assignment.objects.filter(pk__in=keys).delete()
    Assignment.objects.bulk_create(
        Assignment(
            member_id=place.member, bid_id=place.bid, criterion_id=place.criterion, assigned_by=by, assigned_at=at
        )
        for place in found.added
    )


def _record(
    competition: Competition, found: Plan, names: dict[int, str], *, way: Way, why: str, by: User, at: datetime
) -> None:
    references = dict(Criterion.objects.filter(competition=competition).in_order().values_list("pk", "reference"))
    AssignmentChange.objects.create(
        competition=competition,
        way=way.value,
        why=why,
        changes=_in_numbers(found, names, references),
        added=len(found.added),
        removed=len(found.removed),
        by=by,
        at=at,
    )
    now_held = dict.fromkeys(
        (member, criterion)
        for member, criterion in Assignment.objects.filter(bid__competition=competition, member__in=names).values_list(
            "member", "criterion"
        )
    )
    trail.record(
        "scoring.assign",
        competition.title,
        trail=competition.reference,
        by=by,
        at=at,
        way=way.label,
        added=len(found.added),
        removed=len(found.removed),
        why=fingerprint(why) if why else "",
        criteria={
            name: ", ".join(reference for criterion, reference in references.items() if (member, criterion) in now_held)
            for member, name in names.items()
            if any((member, criterion) in now_held for criterion in references)
        },
    )


def _in_numbers(found: Plan, names: dict[int, str], references: dict[int, str]) -> dict[str, dict[str, int]]:
    """How many bids came and went, by the member's name and the criterion's reference; negative where they went."""
    changes: dict[str, dict[str, int]] = {}
    for some, sign in ((found.added, 1), (found.removed, -1)):
        for member, counts in by_member(some):
            told = Counter(changes.get(names[member], {}))
            told.update({references[criterion]: sign * count for criterion, count in counts.items()})
            changes[names[member]] = {each: told[each] for each in references.values() if told[each]}
    return changes
