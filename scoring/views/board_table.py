"""The board as plain values: bids down, criteria across. A constant number of queries, however many there are.

What a person may not see yet is not read at all: `scoring.models.blindness` decides.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import CharField, Count, Max, Min, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from accounts.models import User
from accounts.rules import role_at
from partners.domain import offers
from partners.models import Bid, Submission
from procurement.domain import methodology as domain
from procurement.domain.figures import exactly
from procurement.domain.panel_results import PanelResult, in_full, result_of
from procurement.models import Competition, Criterion, methodology_of
from scoring.actions.rankings import latest
from scoring.domain.award_report import place_in_words
from scoring.domain.board import Board, Cell, Column, Row
from scoring.domain.ranking_record import from_content
from scoring.domain.roles import PanelRole
from scoring.models import Assignment, ConsensusScore, OpenedBid, Score, StaffBallot
from scoring.models.blindness import Sight, sight_of
from scoring.models.staff_counts import count_seen_by
from scoring.rules import seat_of
from scoring.views.staff_results import means_of


class Range(NamedTuple):
    """The evaluators' scores where they differ: in words, and the lowest and highest. Empty where they do not."""

    words: str = ""
    lowest: str = ""
    highest: str = ""


EMPTY, NO_RANGE, CLOSED = Cell(""), Range(), Cell("closed")
_Key = tuple[int, int]
_Verdicts = Mapping[tuple[int, str], str]


def board_for(user: User, competition: Competition) -> Board:
    """The board as the person may see it now."""
    methodology = methodology_of(competition)
    parts = domain.criteria(methodology)
    bids = list(OpenedBid.objects.visible_to(user).filter(competition=competition).order_by("organisation__name", "pk"))
    sight = sight_of(user, competition)
    keys = dict(Criterion.objects.filter(competition=competition).values_list("reference", "pk"))
    if sight is Sight.OWN:
        rows = _rows(bids, parts, keys, _states(user, competition), {}, {})
    else:
        agreed = ConsensusScore.objects.visible_to(user, competition).filter(superseded_at=None)
        shown = Score.objects.visible_to(user, competition).revealed()
        judged = _to_come(competition) | _figures(agreed, shown, parts, keys)
        judged |= _rated(bids, keys, count_seen_by(user, competition))
        rows = _rows(bids, parts, keys, judged, _offered(competition, bids, parts), _ranked(competition))
    return Board(
        columns=tuple(_columns(methodology)),
        rows=rows,
        shows_figures=sight is not Sight.OWN,
        is_ranked=any(row.place for row in rows),
        hidden=_hidden_from(competition, len(bids)),
    )


def board_of_all(competition: Competition) -> Board:
    """The board of all opened bids, for whoever sees every locked score: its rows are then given out bid by bid."""
    methodology = methodology_of(competition)
    parts = domain.criteria(methodology)
    bids = list(Bid.objects.opened(competition))
    keys = dict(Criterion.objects.filter(competition=competition).values_list("reference", "pk"))
    agreed, shown = ConsensusScore.objects.current(competition), Score.objects.counting(competition).revealed()
    judged = _to_come(competition) | _figures(agreed, shown, parts, keys)
    ballot = StaffBallot.objects.counted(competition)
    judged |= _rated(bids, keys, ballot.count if ballot else None)
    rows = _rows(bids, parts, keys, judged, _offered(competition, bids, parts), _ranked(competition))
    return Board(tuple(_columns(methodology)), rows, True, any(row.place for row in rows), hidden=0)


def _hidden_from(competition: Competition, seen: int) -> int:
    """How many opened bids a person who sees so many of them does not see."""
    return Bid.objects.opened(competition).count() - seen if competition.opened_at else 0


def _rows(
    bids: Sequence[Bid],
    parts: Sequence[domain.Criterion],
    keys: Mapping[str, int],
    judged: Mapping[_Key, Cell],
    offered: Mapping[int, Mapping[str, Cell]],
    ranked: Mapping[str, tuple[str, str, str]],
) -> tuple[Row, ...]:
    columns = [(keys[part.reference], part.formula.measure.value if part.formula else "") for part in parts]
    return tuple(
        Row(
            bid.reference,
            bid.organisation.name,
            tuple(
                [
                    offered.get(bid.pk, {}).get(measure, EMPTY) if measure else judged.get((bid.pk, key), EMPTY)
                    for key, measure in columns
                ]
            ),
            *ranked.get(bid.reference, ("", "", "")),
        )
        for bid in bids
    )


def _columns(methodology: domain.Methodology) -> Iterable[Column]:
    section, title = "", ""
    for _, part in domain.walk(methodology):
        if isinstance(part, domain.Section):
            section, title = part.reference, part.title
        else:
            yield Column(
                section, part.reference, title, part.title, f"{part.weight.normalize():f}%" if part.weight else ""
            )


def _verdicts(parts: Iterable[domain.Criterion], keys: Mapping[str, int]) -> _Verdicts:
    """For conditions, which are passed or failed, the word of each score, by criterion and score."""
    conditions = [part for part in parts if part.kind is domain.CriterionKind.CONDITION and part.scale]
    return {
        (keys[part.reference], f"{step.value.normalize():f}"): step.label
        for part in conditions
        for step in (part.scale.steps if part.scale else ())
    }


def _figures(
    agreed: QuerySet[ConsensusScore],
    scores: QuerySet[Score],
    parts: Sequence[domain.Criterion],
    keys: Mapping[str, int],
) -> dict[_Key, Cell]:
    """Agreed scores, with the range of the evaluators' own where they differ; what is not agreed yet says so."""
    verdicts = _verdicts(parts, keys)
    ranges = _ranges(scores, verdicts)
    pair = Concat(Cast("criterion_id", TextField()), Value(":"), Cast("value", TextField()), output_field=TextField())
    by_bid = agreed.order_by().values_list("bid_id").annotate(cells=StringAgg(pair, ","))
    cells = {key: _to_agree(scores) for key, scores in ranges.items()}
    for bid, text in by_bid:
        for entry in text.split(","):
            criterion, _, value = entry.partition(":")
            key, score = (bid, int(criterion)), _plain(value)
            cells[key] = _agreed(verdicts.get((key[1], score), score), score, ranges.get(key, NO_RANGE))
    if any(part.result.is_computed for part in parts):
        for key, (words, value) in _computed(agreed).items():
            cells[key] = _agreed(words, value, ranges.get(key, NO_RANGE))
    return cells


def _computed(agreed: QuerySet[ConsensusScore]) -> dict[_Key, tuple[str, str]]:
    """The published means and medians in words, and as they are exactly, by bid and criterion."""
    rows = agreed.exclude(given=[]).order_by().values_list("bid_id", "criterion_id", "criterion__result", "given")
    exact = {
        (bid, criterion): result_of(PanelResult(method), [Decimal(each) for each in given])
        for bid, criterion, method, given in rows
    }
    return {key: (in_full(result), exactly(result)) for key, result in exact.items()}


@cache
def _agreed(text: str, value: str, scores: Range) -> Cell:
    """Few different scores fill many cells, so each is made once."""
    return Cell(text, scores.words, False, value, scores.lowest, scores.highest)


@cache
def _to_agree(scores: Range) -> Cell:
    return Cell("to agree", scores.words, True, "", scores.lowest, scores.highest)


@cache
def _plain(value: str) -> str:
    return f"{Decimal(value).normalize():f}"


def _ranges(scores: QuerySet[Score], verdicts: _Verdicts) -> dict[_Key, Range]:
    """“2–5” where the scores of the evaluators differ, else nothing, by bid and criterion."""
    given = scores.filter(value__isnull=False).order_by()
    rows = given.values_list("assignment__bid_id", "assignment__criterion_id").annotate(
        low=Cast(Min("value"), CharField()), high=Cast(Max("value"), CharField())
    )
    return {
        (bid, criterion): NO_RANGE if low == high else _range(criterion, _plain(low), _plain(high), verdicts)
        for bid, criterion, low, high in rows
    }


def _range(criterion: int, low: str, high: str, verdicts: _Verdicts) -> Range:
    words = f"{verdicts.get((criterion, low), low)}–{verdicts.get((criterion, high), high)}"
    return Range(words, low, high)


def _states(user: User, competition: Competition) -> dict[_Key, Cell]:
    """How far the scoring has come, without a figure: all of it for the council and the chair, else one's own."""
    assigned = Assignment.objects.of(competition).order_by()
    seat = seat_of(user, competition)
    if (seat.role == PanelRole.CHAIR) if seat else role_at(user, competition.council):
        return {key: _progress(locked, total) for key, locked, total in _locked(assigned)}
    mine = assigned.filter(member__user=user).values_list("bid_id", "criterion_id", "score__value")
    return {(bid, criterion): _own(value is not None) for bid, criterion, value in mine}


def _to_come(competition: Competition) -> dict[_Key, Cell]:
    """What stands where no score is revealed: how many have locked or, once all have, that it is to agree."""
    counts = _locked(Assignment.objects.of(competition).order_by())
    return {key: _to_agree(NO_RANGE) if locked == total else _progress(locked, total) for key, locked, total in counts}


def _locked(assigned: QuerySet[Assignment]) -> Iterable[tuple[_Key, int, int]]:
    """How many of those who are to score have locked, and how many they are, by bid and criterion."""
    rows = assigned.values_list("bid_id", "criterion_id").annotate(
        all=Count("pk"), locked=Count("pk", filter=Q(member__locked_at__isnull=False))
    )
    return (((bid, criterion), locked, total) for bid, criterion, total, locked in rows)


@cache
def _progress(locked: int, total: int) -> Cell:
    return Cell(f"{locked} of {total} locked", waits=locked < total)


@cache
def _own(is_scored: bool) -> Cell:
    return Cell("scored by you") if is_scored else Cell("for you to score", waits=True)


def _rated(bids: Sequence[Bid], keys: Mapping[str, int], count: Mapping[str, Any] | None) -> dict[_Key, Cell]:
    """The mean of what staff gave, once it is counted and may be seen."""
    pks = {bid.reference: bid.pk for bid in bids}
    return {
        (pks[bid], keys[criterion]): Cell(words, value=exact)
        for (bid, criterion), (words, exact) in means_of(count).items()
        if bid in pks and criterion in keys
    }


def _offered(
    competition: Competition, bids: Sequence[Bid], parts: Sequence[domain.Criterion]
) -> dict[int, dict[str, Cell]]:
    """The figures of the offers that formulas mark, in words, by bid and measure; while they are closed, just that."""
    wanted = {criterion.formula.measure for criterion in parts if criterion.formula}
    if not wanted:
        return {}
    if not competition.shows_offers:
        return {bid.pk: dict.fromkeys([measure.value for measure in wanted], CLOSED) for bid in bids}
    counted = Submission.objects.filter(bid__in=[bid.pk for bid in bids], superseded_at=None)
    found: dict[int, dict[str, Cell]] = {}
    for bid, content in counted.values_list("bid_id", "content__offer"):
        measured = offers.measures(offers.from_content(content))
        found[bid] = {
            measure.value: Cell(measure.in_words(value), value=exactly(value))
            for measure in wanted
            for value in (measured[measure.value],)
        }
    return found


def _ranked(competition: Competition) -> dict[str, tuple[str, str, str]]:
    """The total as published, the place in words, and the exact total, by bid."""
    ranking = latest(competition)
    if ranking is None:
        return {}
    return {
        bid.bid: (
            "–" if bid.published_total is None else f"{bid.published_total:f}",
            place_in_words(bid),
            "" if bid.total is None else exactly(bid.total),
        )
        for bid in from_content(ranking.content).bids
    }
