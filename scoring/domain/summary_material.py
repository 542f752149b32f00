"""What each bidder's assessment summary rests on (Procurement Regulations 2024, reg. 31), from the award's record.

Bid by bid and criterion by criterion: the agreed score, its reasons, and what evaluators marked in the bid. Not who
marked it, nor who disagreed: a summary gives the panel's reasons.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from procurement.domain.figures import plain
from procurement.domain.methodology import Criterion, Section, walk
from procurement.domain.panel_results import in_full, result_of
from scoring.domain import ranking_record
from scoring.domain.evidence import Bearing

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class MarkedPassage:
    """A passage of the answer, word for word, or a page of a document, and which way evaluators took it to point."""

    bearing: Bearing
    where: str
    quote: str
    note: str


@dataclass(frozen=True, slots=True)
class CriterionMaterial:
    title: str
    score: str
    reasons: str
    marked: tuple[MarkedPassage, ...]


@dataclass(frozen=True, slots=True)
class BidMaterial:
    bid: str
    name: str
    criteria: tuple[CriterionMaterial, ...]


def summary_material(content: Content) -> list[BidMaterial]:
    """The bids in the order of the ranking, each with the criteria that the panel agreed, in that of the methodology.

    Records of versions that knew no evidence have none.
    """
    ranking = ranking_record.from_content(content["ranking"]["content"])
    marked: dict[tuple[str, str], list[MarkedPassage]] = defaultdict(list)
    for each in content.get("evidence", []):
        marked[each["bid"], each["criterion"]].append(_passage(each))
    parts = [part for _, part in walk(ranking.methodology) if not isinstance(part, Section)]
    return [
        BidMaterial(
            bid.bid,
            bid.name,
            tuple(
                CriterionMaterial(
                    part.title,
                    _score(part, agreed),
                    agreed["reasons"],
                    tuple(sorted(set(marked[bid.bid, part.reference]), key=_order)),
                )
                for part in parts
                if (agreed := content["consensus"].get(bid.bid, {}).get(part.reference))
            ),
        )
        for bid in ranking.bids
    ]


def _score(criterion: Criterion, agreed: Content) -> str:
    """ "4 Good"; of a condition "Pass"; of a published mean or median all of it, and no label."""
    if given := agreed.get("given"):
        return in_full(result_of(criterion.result, [Decimal(each) for each in given]))
    value = Decimal(agreed["value"])
    steps = criterion.scale.steps if criterion.scale else ()
    label = next((step.label for step in steps if step.value == value), "")
    return label if label and not criterion.weight else f"{plain(value)} {label}".strip()


def _passage(each: Content) -> MarkedPassage:
    passage = "The clarification" if each.get("enquiry") else "The answer"
    where = f"{each['document_title']}, page {each['page']}" if each["document"] else passage
    return MarkedPassage(Bearing(each["bearing"]), where, each["quote"], each["note"])


def _order(passage: MarkedPassage) -> tuple[int, str, str, str]:
    """Strengths first, then weaknesses."""
    return list(Bearing).index(passage.bearing), passage.where, passage.quote, passage.note
