"""An evaluator's way through what they score: criterion by criterion, each across all bids, so that all are held to one
measure. Constant numbers of queries, however many there are."""

from dataclasses import dataclass

from accounts.models.questions import Question
from scoring.models.assignments import Assignment, Tally
from scoring.models.panels import PanelMember

_GROUPS = Question(
    lambda member: (
        Tally.objects.filter(member=member, total__gt=0)
        .order_by("criterion__section__position", "criterion__position", "criterion_id")
        .values_list("criterion_id", "done", "total")
    ),
    member=int,
)
_REFERENCES = Question(
    lambda member, criterion: (
        Assignment.objects.counting()
        .filter(member=member, criterion=criterion)
        .order_by("bid__organisation__name", "bid")
        .values_list("reference", "is_scored")
    ),
    member=int,
    criterion=int,
)


@dataclass(frozen=True, slots=True)
class Group:
    """A criterion on the way: how many bids of it are scored, and how many are to be."""

    criterion: int
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Way:
    """Where an assignment lies on the way: counts, and the references of those before and after it."""

    done: int
    total: int
    criterion_number: int
    criteria: int
    bid_number: int
    bids: int
    previous: str | None
    next: str | None


def way_from(assignment: Assignment) -> Way:
    """The way as seen from an assignment of it. Two queries, and one for each neighbour in another criterion."""
    member, groups = assignment.member, _groups(assignment.member)
    here = _references(member, assignment.criterion_id)
    place, at = _place(assignment, groups, here)
    previous = here[at - 1][0] if at else _end(member, groups, place - 1, last=True)
    following = here[at + 1][0] if at + 1 < len(here) else _end(member, groups, place + 1, last=False)
    return Way(
        done=sum(group.done for group in groups),
        total=sum(group.total for group in groups),
        criterion_number=place + 1,
        criteria=len(groups),
        bid_number=at + 1,
        bids=len(here),
        previous=previous,
        next=following,
    )


def next_unfinished(assignment: Assignment) -> str | None:
    """The reference of the next one that lacks a score or reasons: onwards from here, then from the start again."""
    member, groups = assignment.member, _groups(assignment.member)
    here = _references(member, assignment.criterion_id)
    place, at = _place(assignment, groups, here)
    later = next((reference for reference, done in here[at + 1 :] if not done), None)
    if later:
        return later
    for group in [*groups[place + 1 :], *groups[:place]]:
        if group.done < group.total:
            return next(reference for reference, done in _references(member, group.criterion) if not done)
    return next((reference for reference, done in here[:at] if not done), None)


def first_unfinished(member: PanelMember) -> str | None:
    """The reference of the first assignment that lacks a score or reasons; None if none does."""
    for group in _groups(member):
        if group.done < group.total:
            return next((reference for reference, done in _references(member, group.criterion) if not done), None)
    return None


def _groups(member: PanelMember) -> list[Group]:
    """The criteria that the member scores, in the order of the methodology."""
    return [Group(*row) for row in _GROUPS.ask(member=member.pk)]


def _place(assignment: Assignment, groups: list[Group], here: list[tuple[str, bool]]) -> tuple[int, int]:
    """The place of the assignment's criterion on the way, and of its bid within the criterion; both from 0."""
    criteria, references = [group.criterion for group in groups], [reference for reference, _ in here]
    return criteria.index(assignment.criterion_id), references.index(assignment.reference)


def _references(member: PanelMember, criterion: int) -> list[tuple[str, bool]]:
    """The member's assignments of a criterion in the order of the bids, and whether each is scored."""
    return _REFERENCES.ask(member=member.pk, criterion=criterion)


def _end(member: PanelMember, groups: list[Group], place: int, *, last: bool) -> str | None:
    """The first or last bid of another criterion; None beyond the ends of the way."""
    if not 0 <= place < len(groups):
        return None
    return _references(member, groups[place].criterion)[-1 if last else 0][0]
