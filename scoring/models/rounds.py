"""An evaluator's way through what they score: criterion by criterion, each across all bids, so that all are held to one
measure. Constant numbers of queries, however many there are."""

from dataclasses import dataclass

from django.db.models import Count

from scoring.models.assignments import IS_SCORED, Assignment, AssignmentQuerySet
from scoring.models.panels import PanelMember
from scoring.models.reading import criteria_places


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
    next_unfinished: str | None


def way_from(assignment: Assignment) -> Way:
    """The way as seen from an assignment of it."""
    member, groups = assignment.member, _groups(assignment.member)
    place = next(at for at, group in enumerate(groups) if group.criterion == assignment.criterion_id)
    here = _references(member, assignment.criterion_id)
    at = next(index for index, (reference, _) in enumerate(here) if reference == assignment.reference)
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
        next_unfinished=_next_unfinished(member, groups, place, here, at),
    )


def first_unfinished(member: PanelMember) -> str | None:
    """The reference of the first assignment that lacks a score or reasons; None if none does."""
    for group in _groups(member):
        if group.done < group.total:
            return next((reference for reference, done in _references(member, group.criterion) if not done), None)
    return None


def _own(member: PanelMember) -> AssignmentQuerySet:
    return Assignment.objects.counting().filter(member=member)


def _groups(member: PanelMember) -> list[Group]:
    places = criteria_places(member.competition_id)
    counts = _own(member).values("criterion").annotate(done=Count("pk", filter=IS_SCORED), total=Count("pk")).order_by()
    groups = [Group(row["criterion"], row["done"], row["total"]) for row in counts]
    return sorted(groups, key=lambda group: places[group.criterion])


def _references(member: PanelMember, criterion: int) -> list[tuple[str, bool]]:
    """The member's assignments of a criterion in the order of the bids, and whether each is scored."""
    rows = _own(member).filter(criterion=criterion).order_by("bid__organisation__name", "bid")
    return list(rows.values_list("reference", "is_scored"))


def _end(member: PanelMember, groups: list[Group], place: int, *, last: bool) -> str | None:
    """The first or last bid of another criterion; None beyond the ends of the way."""
    if not 0 <= place < len(groups):
        return None
    return _references(member, groups[place].criterion)[-1 if last else 0][0]


def _next_unfinished(
    member: PanelMember, groups: list[Group], place: int, here: list[tuple[str, bool]], at: int
) -> str | None:
    """Onwards from here, then from the start again."""
    later = [reference for reference, done in here[at + 1 :] if not done]
    if later:
        return later[0]
    for group in [*groups[place + 1 :], *groups[:place]]:
        if group.done < group.total:
            return next(reference for reference, done in _references(member, group.criterion) if not done)
    return next((reference for reference, done in here[:at] if not done), None)
