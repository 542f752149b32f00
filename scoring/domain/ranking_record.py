"""A ranking as a frozen record in JSON values, which anyone can compute again from the inputs that it holds."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from procurement.domain import methodology_record
from procurement.domain.figures import exactly, read_exactly
from procurement.domain.methodology import Measure
from procurement.domain.staff_ratings import StaffRatings
from scoring.domain.ranking import RankedBid, Ranking, rank
from scoring.domain.sheet import BidFigures, Mark

VERSION = 1
"""Of the record's shape and of the arithmetic; to be raised when either changes."""

Content = dict[str, Any]


def to_content(ranking: Ranking) -> Content:
    """The ranking, with its methodology and the bids' figures, in JSON values.

    Marks and totals are exact fractions, as "n/d"; inputs are exact decimals, or "n/d" where a decimal has no end.
    """
    return {
        "version": VERSION,
        "methodology": methodology_record.to_content(ranking.methodology),
        "figures": [_from_figures(figures) for figures in ranking.figures],
        "disregarded": dict(ranking.disregarded),
        "bids": [_from_bid(bid) for bid in ranking.bids],
        "notes": list(ranking.notes),
    }


def from_content(content: Mapping[str, Any]) -> Ranking:
    """The ranking that `to_content` wrote, as it was written: nothing is computed.

    Raises ValueError for a record of another version, and KeyError or ValueError for one that is damaged.
    """
    _check_version(content)
    return Ranking(
        methodology=methodology_record.from_content(content["methodology"]),
        figures=tuple(_to_figures(figures) for figures in content["figures"]),
        disregarded=dict(content["disregarded"]),
        bids=tuple(_to_bid(bid) for bid in content["bids"]),
        notes=tuple(content["notes"]),
    )


def recompute(content: Mapping[str, Any]) -> Content:
    """The record made again from its inputs alone. It equals the record unless that, or the arithmetic, was changed."""
    _check_version(content)
    methodology = methodology_record.from_content(content["methodology"])
    figures = [_to_figures(figures) for figures in content["figures"]]
    return to_content(rank(methodology, figures, content["disregarded"]))


def _check_version(content: Mapping[str, Any]) -> None:
    if content["version"] != VERSION:
        raise ValueError(f"A ranking's record of version {content['version']} cannot be read as version {VERSION}.")


def _from_figures(figures: BidFigures) -> Content:
    content: Content = {
        "bid": figures.bid,
        "name": figures.name,
        "scores": {reference: exactly(score) for reference, score in figures.scores.items()},
        "measures": {measure.value: exactly(value) for measure, value in figures.measures.items()},
    }
    if figures.given:
        given = figures.given.items()
        content["given"] = {reference: [exactly(score) for score in scores] for reference, scores in given}
    if figures.ratings:
        content["ratings"] = {
            reference: {"ballots": ratings.ballots, "total": exactly(ratings.total)}
            for reference, ratings in figures.ratings.items()
        }
    return content


def _to_figures(content: Content) -> BidFigures:
    return BidFigures(
        bid=content["bid"],
        name=content["name"],
        scores={reference: Decimal(score) for reference, score in content["scores"].items()},
        measures={Measure(measure): read_exactly(value) for measure, value in content["measures"].items()},
        ratings={
            reference: StaffRatings(ratings["ballots"], Decimal(ratings["total"]))
            for reference, ratings in content.get("ratings", {}).items()
        },
        given={
            reference: tuple(Decimal(score) for score in scores)
            for reference, scores in content.get("given", {}).items()
        },
    )


def _from_bid(bid: RankedBid) -> Content:
    return {
        "bid": bid.bid,
        "name": bid.name,
        "place": bid.place,
        "joint": bid.joint,
        "total": None if bid.total is None else _ratio(bid.total),
        "published_total": None if bid.published_total is None else f"{bid.published_total:f}",
        "marks": [_from_mark(mark) for mark in bid.marks.values()],
        "failures": list(bid.failures),
    }


def _to_bid(content: Content) -> RankedBid:
    total, published_total = content["total"], content["published_total"]
    return RankedBid(
        bid=content["bid"],
        name=content["name"],
        place=content["place"],
        joint=content["joint"],
        total=None if total is None else Fraction(total),
        published_total=None if published_total is None else Decimal(published_total),
        marks={mark["reference"]: _to_mark(mark) for mark in content["marks"]},
        failures=tuple(content["failures"]),
    )


def _from_mark(mark: Mark) -> Content:
    return {
        "reference": mark.reference,
        "available": _ratio(mark.available),
        "earned": _ratio(mark.earned),
        "explained": mark.explained,
    }


def _to_mark(content: Content) -> Mark:
    return Mark(content["reference"], Fraction(content["available"]), Fraction(content["earned"]), content["explained"])


def _ratio(number: Fraction) -> str:
    return f"{number.numerator}/{number.denominator}"
