"""What officers have to do about the promises of winning bids."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from accounts.domain.roles import DESIGNERS, CouncilRole
from accounts.models import User
from config.my_work.tasks import Task, link, so_many
from procurement.domain.local_times import day_in_london
from scoring.models import Award, Promise

SOON = timedelta(days=14)


def promise_work(user: User, roles: Mapping[int, CouncilRole], at: datetime) -> Iterator[tuple[int, Task]]:
    """The tasks, each with its council: promises to agree, and to review. One query at the most."""
    councils = [council for council, role in roles.items() if role in DESIGNERS]
    if not councils:
        return
    running = Promise.objects.visible_to(user).filter(outcome="", award__competition__service__council__in=councils)
    by_award: dict[Award, list[Promise]] = defaultdict(list)
    for promise in running.with_standing():
        by_award[promise.award].append(promise)
    for award, promises in by_award.items():
        council = award.competition.service.council_id
        for task in _tasks(award, promises, roles[council], at):
            yield council, task


def _tasks(award: Award, promises: list[Promise], role: CouncilRole, at: datetime) -> Iterator[Task]:
    """One task for each award. The annotations are not known to the type checker."""
    ledger, detail = link("scoring:promises", award.reference), f"“{award.competition}”"
    if not vars(promises[0])["is_agreed"]:
        if role == CouncilRole.LEAD_OFFICER:
            yield Task(f"Agree {so_many(len(promises), 'promise')} of {award.bid.organisation}", ledger, detail)
        return
    today = day_in_london(at)
    days = [day for each in promises if (day := each.review_by(vars(each)["reviewed_on"])) and day <= today + SOON]
    if days:
        words = f"Review {so_many(len(days), 'promise')} of {award.bid.organisation}"
        yield Task(words, ledger, detail, tag="Overdue" if min(days) < today else "Due soon")
