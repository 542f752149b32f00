"""How long deciding takes: the ranking beside one SQL query over the same scores, and how sure a ranking is."""

import statistics
import time
from collections.abc import Callable

from django.db import connection

from benchmarks.pages.seeding import CRITERIA, EVALUATORS, LATER, seed_locked
from procurement.models import methodology_of
from scoring.actions import rankings, sensitivity
from scoring.domain.ranking import rank
from scoring.models import SensitivityStudy

RANKED, STUDIED = 2000, 50
ROUNDS = 7

# Each adds up what its scores earn under the weights, and sorts the bids.
ALL_SCORES = """
    SELECT assigned.bid_id, sum(score.value * criterion.weight * section.weight) AS total
    FROM scoring_score score JOIN scoring_assignment assigned ON assigned.id = score.assignment_id
        JOIN procurement_criterion criterion ON criterion.id = assigned.criterion_id
        JOIN procurement_section section ON section.id = criterion.section_id
    WHERE criterion.competition_id = %s AND assigned.counts GROUP BY assigned.bid_id ORDER BY total DESC
"""
AGREED_SCORES = """
    SELECT agreed.bid_id, sum(agreed.value * criterion.weight * section.weight) AS total
    FROM scoring_consensusscore agreed JOIN procurement_criterion criterion ON criterion.id = agreed.criterion_id
        JOIN procurement_section section ON section.id = criterion.section_id
    WHERE criterion.competition_id = %s AND agreed.superseded_at IS NULL GROUP BY agreed.bid_id ORDER BY total DESC
"""


def compare_ranking() -> None:
    """Ranks in turns with each query, so that a busy moment of the machine falls on all."""
    seeded = seed_locked(RANKED)
    methodology, figures = methodology_of(seeded.competition), rankings.figures_of(seeded.competition)
    ours, all_scores, agreed = _medians(
        lambda: rank(methodology, figures),
        lambda: _ask(ALL_SCORES, seeded.competition.pk),
        lambda: _ask(AGREED_SCORES, seeded.competition.pk),
    )
    print(f"\nranking of {RANKED:,} bids × {CRITERIA} criteria, {ROUNDS} rounds: {ours:.0f} ms; aim: at most 3 times")
    scores = RANKED * CRITERIA
    for name, count, theirs in (("evaluators'", scores * EVALUATORS, all_scores), ("agreed", scores, agreed)):
        print(
            f"  one SQL query over the {count:,} {name} scores: {theirs:.0f} ms; ratio {ours / theirs:.2f}", flush=True
        )


def time_study() -> None:
    """The whole work of a worker: reads the frozen ranking and the panel's scores, and draws the study."""
    seeded = seed_locked(STUDIED)
    study = SensitivityStudy(ranking=rankings.rank(seeded.competition, by=seeded.officer, at=LATER))
    busy = time.process_time()
    (ours,) = _medians(lambda: sensitivity.draw(study, lambda percent, words: None))
    busy = (time.process_time() - busy) / (ROUNDS + 1)
    print(f"\nsensitivity for {STUDIED} bids, {ROUNDS} rounds: {ours / 1000:.2f} s; aim: under 2 s")
    print(f"  of which the worker computes for {busy:.2f} s: the rest it waits for the database or others", flush=True)


def _ask(query: str, competition: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(query, [competition])
        if not cursor.fetchall():
            raise SystemExit("The query found no score, so there is nothing to compare with.")


def _medians(*works: Callable[[], object]) -> list[float]:
    """In milliseconds, after one round to warm up."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(ROUNDS + 1):
        for work, taken in zip(works, times, strict=True):
            start = time.perf_counter()
            work()
            taken.append((time.perf_counter() - start) * 1000)
    return [statistics.median(taken[1:]) for taken in times]
