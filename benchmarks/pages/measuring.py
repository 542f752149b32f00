"""`make bench`: seeds, measures, prints. It wants an empty database and a Redis, which the Makefile gives it."""

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import count

from django.db import connection
from django.http import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks.pages.deciding import compare_ranking, time_study
from benchmarks.pages.seeding import CRITERIA, EVALUATORS, LATER, Seeded, seed
from scoring.models import Assignment

SIZES = (50, 200)
ROUNDS = 40

Request = Callable[[], HttpResponseBase]


@dataclass(slots=True)
class Timing:
    """The queries of one request and the size of its answer, and the milliseconds that each of ROUNDS requests took."""

    queries: int
    bytes: int
    times: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        return statistics.median(self.times)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.times, n=20)[-1]


def measure(*requests: Request) -> list[Timing]:
    """The timing of each after three to warm up: in turns, so that they share the busy moments of the machine."""
    timings = [_counted(request) for request in requests]
    for _ in range(ROUNDS):
        for request, timing in zip(requests, timings, strict=True):
            start = time.perf_counter()
            request()
            timing.times.append((time.perf_counter() - start) * 1000)
    return timings


def _counted(request: Request) -> Timing:
    for _ in range(3):
        if request().status_code != 200:
            raise SystemExit("The page did not answer as it should, so there is nothing to measure.")
    with CaptureQueriesContext(connection) as queries:
        response = request()
    return Timing(len(queries), len(getattr(response, "content", b"")))


def pairs(seeded: Seeded) -> Iterator[tuple[str, Request, Request]]:
    """What is measured: its name, the request, and the request of the bare view of the same size."""
    member = seeded.evaluator
    evaluator, officer = Client(), Client()
    evaluator.force_login(member.user)
    officer.force_login(seeded.officer)
    assignment = Assignment.objects.filter(member=member).select_related("score").order_by("pk")[0]
    page = reverse("scoring:score", args=[assignment.reference])
    yield "scoring page", lambda: evaluator.get(page), lambda: evaluator.get("/bare/form/")

    script = {"x-requested-with": "XMLHttpRequest", "accept": "application/json"}

    def typed(version: int) -> dict[str, str | int]:
        return {"value": "3", "reasons": f"Reasons as of version {version}.", "version": version}

    def save(to: str, versions: Iterator[int]) -> HttpResponseBase:
        return evaluator.post(to, typed(next(versions)), headers=script)

    yield "save", partial(save, page, count(assignment.score.version)), partial(save, "/bare/save/", count())

    # The council sees scores on the board only once everybody has locked.
    member.locked_at = LATER
    member.save()
    board = reverse("scoring:board", args=[seeded.competition.reference])
    yield "board", lambda: officer.get(board), lambda: officer.get(f"/bare/table/{len(seeded.bids)}/")


def main() -> None:
    print(f"{CRITERIA} criteria × {EVALUATORS} evaluators, {ROUNDS} rounds; times in milliseconds")
    print(f"{'':<14}{'bids':>5}{'median':>9}{'p95':>9}{'queries':>9}{'kB':>7}{'bare':>9}{'bare kB':>9}{'ratio':>7}")
    for size in SIZES:
        for name, request, bare_request in pairs(seed(size)):
            ours, bare = measure(request, bare_request)
            print(
                f"{name:<14}{size:>5}{ours.median:>9.1f}{ours.p95:>9.1f}{ours.queries:>9}{ours.bytes // 1000:>7}"
                f"{bare.median:>9.1f}{bare.bytes // 1000:>9}{ours.median / bare.median:>7.2f}",
                flush=True,
            )
    time_study()
    compare_ranking()
