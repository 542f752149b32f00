"""Everything that says how sure a ranking is, worked out in one go, as a frozen record in JSON values."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from decimal import Decimal
from fractions import Fraction
from typing import Any

from procurement.domain.figures import exactly
from procurement.domain.methodology import walk
from scoring.domain.ranking import Ranking
from scoring.domain.sensitivity.agreement import Estimate, agreement, severities
from scoring.domain.sensitivity.flips import smallest_flips
from scoring.domain.sensitivity.leaving_out import PanelScore, without_each_bid, without_each_evaluator
from scoring.domain.sensitivity.panel_draws import panel_draws
from scoring.domain.sensitivity.weights import the_first, weight_ranges
from scoring.domain.sheet import Sheet

VERSION = 1
DRAWS = 1000

Content = dict[str, Any]
Tell = Callable[[int, str], None]


def seed_of(mark: str) -> int:
    """The seed for draws, out of the ranking's fingerprint: so that nobody chooses the one that suits them."""
    return int(mark[:12], 16)


def study(ranking: Ranking, mark: str, scores: Sequence[PanelScore], names: Mapping[str, str], tell: Tell) -> Content:
    """How sure the ranking is, whose fingerprint is `mark`; the same arguments give the same record.

    `scores` are the panel's locked ones that count, and `names` says who each evaluator is. Numbers are exact, as
    decimals or "n/d". `tell` hears how far it has come, in per cent and in words. Raises Refusal if there is no one
    bid in first place.
    """
    seed = seed_of(mark)
    content: Content = {
        "version": VERSION,
        "ranking": mark,
        "seed": seed,
        "first": the_first(ranking).bid,
        "bids": {bid.bid: bid.name for bid in ranking.bids if bid.bid not in ranking.disregarded},
        "parts": {part.reference: part.title for _, part in walk(ranking.methodology)},
        "evaluators": dict(names),
        "compares_bids": bool(Sheet(ranking.methodology).relative),
    }
    tell(10, "Moving each weight")
    content["weights"] = [_plain(each) for each in weight_ranges(ranking)]
    tell(25, "Looking for the smallest change of one score")
    content["flips"] = [_plain(each) for each in smallest_flips(ranking)]
    tell(50, "Leaving out one bid after another")
    content["without_bids"] = [_plain(each) for each in without_each_bid(ranking)]
    tell(70, "Leaving out one evaluator after another")
    content["without_evaluators"] = [_plain(each) for each in without_each_evaluator(ranking, scores)]
    tell(80, f"Drawing {DRAWS:,} times from the panel's scores")
    content["chance"] = _plain(panel_draws(ranking, scores, seed=seed, draws=DRAWS))
    tell(90, "Comparing the evaluators")
    content["agreement"] = {
        level: _value(agreement(ranking.methodology, scores, seed=seed, level=level))
        for level in ("interval", "ordinal")
    }
    content["severities"] = [_plain(each) for each in severities(ranking.methodology, scores, seed=seed)]
    return content


def _plain(found: Any) -> Content:
    """The fields of a dataclass in JSON values."""
    return {field.name: _value(getattr(found, field.name)) for field in fields(found)}


def _value(value: Any) -> Any:
    if isinstance(value, Fraction | Decimal):
        return exactly(value)
    if isinstance(value, Estimate):
        return _plain(value)
    return list(value) if isinstance(value, tuple) else value
