"""Bids and small methodologies for tests of the ranking, and short views of one."""

from decimal import Decimal

from procurement.domain.methodology import Measure, Method, Methodology
from scoring.domain.sheet import BidFigures
from tests.procurement.domain.methodologies import FIVE, by_formula, scored, section


def figures(name, price=None, **scores):
    return BidFigures(
        bid=name.lower(),
        name=name,
        scores={reference: Decimal(score) for reference, score in scores.items()},
        measures={} if price is None else {Measure.PRICE_TOTAL: Decimal(price)},
    )


def quality_only(steps=FIVE, *, tie_break=(), places=2):
    """Two criteria, of 60 and 40 marks."""
    return Methodology((section("quality", 100, scored("a", 60, steps), scored("b", 40, steps)),), tie_break, places)


def quality_and_price(quality, steps, method=Method.PRO_RATA_LOWEST, zero_at=None, full_at=None, least=None):
    price = by_formula("price", 100, method, zero_at=zero_at, full_at=full_at)
    return Methodology(
        (section("quality", quality, scored("answer", 100, steps, least)), section("offer", 100 - quality, price))
    )


def places(ranking):
    return {bid.name: bid.place for bid in ranking.bids}


def totals(ranking):
    return {bid.name: str(bid.published_total) for bid in ranking.bids if bid.place}


TIED = (figures("Two", a=4, b=1), figures("One", a=2, b=4))
"""Both have 56 marks: 48 + 8 and 24 + 32."""
