"""`make bench`: seeds, measures, prints. It wants an empty database and a Redis, which the Makefile gives it."""

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count

from django.db import connection
from django.http import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks.seeding import ANSWER, CRITERIA, EVALUATORS, LATER, Seeded, seed
from scoring.models import Assignment

SIZES = (50, 200)
ROUNDS = 40

Request = Callable[[], HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Timing:
    median: float
    p95: float
    queries: int
    bytes: int


def measure(request: Request) -> Timing:
    """Milliseconds of ROUNDS requests after three that warm up, the queries of one, and the size of its answer."""
    for _ in range(3):
        if request().status_code != 200:
            raise SystemExit("The page did not answer as it should, so there is nothing to measure.")
    with CaptureQueriesContext(connection) as queries:
        response = request()
    number_of_queries = len(queries)
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        request()
        times.append((time.perf_counter() - start) * 1000)
    return Timing(
        statistics.median(times),
        statistics.quantiles(times, n=20)[-1],
        number_of_queries,
        len(getattr(response, "content", b"")),
    )


def pairs(seeded: Seeded) -> Iterator[tuple[str, Request, Request]]:
    """What is measured: its name, the request, and the request of the bare view of the same size."""
    member = seeded.evaluator
    evaluator, officer = Client(), Client()
    evaluator.force_login(member.user)
    officer.force_login(seeded.officer)
    assignment = Assignment.objects.filter(member=member).select_related("score").order_by("pk")[0]
    page = reverse("scoring:score", args=[assignment.reference])
    words = len(ANSWER.split())
    yield "scoring page", lambda: evaluator.get(page), lambda: evaluator.get(f"/bare/form/{words}/")

    versions = count(assignment.score.version)
    script = {"x-requested-with": "XMLHttpRequest", "accept": "application/json"}

    def save() -> HttpResponseBase:
        version = next(versions)
        typed = {"value": "3", "reasons": f"Reasons as of version {version}.", "version": version}
        return evaluator.post(page, typed, headers=script)

    yield "save", save, lambda: evaluator.post("/bare/save/", {"reasons": "Reasons"}, headers=script)

    # The council sees scores on the board only once everybody has locked.
    member.locked_at = LATER
    member.save()
    board = reverse("scoring:board", args=[seeded.competition.reference])
    yield "board", lambda: officer.get(board), lambda: officer.get(f"/bare/table/{len(seeded.bids)}/")


def main() -> None:
    print(f"{CRITERIA} criteria × {EVALUATORS} evaluators, {ROUNDS} rounds; times in milliseconds")
    print(f"{'':<14}{'bids':>5}{'median':>9}{'p95':>9}{'queries':>9}{'kB':>7}{'bare':>9}{'ratio':>7}")
    for size in SIZES:
        for name, request, bare_request in pairs(seed(size)):
            ours, bare = measure(request), measure(bare_request)
            print(
                f"{name:<14}{size:>5}{ours.median:>9.1f}{ours.p95:>9.1f}{ours.queries:>9}{ours.bytes // 1000:>7}"
                f"{bare.median:>9.1f}{ours.median / bare.median:>7.2f}",
                flush=True,
            )


main()
