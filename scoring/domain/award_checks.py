"""What was changed after the lock, and what a second person made of the agreed scores, from the award's frozen record.

Who they are is on the record, and not in a paper that may be published: evaluators are told apart by letters.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from procurement.domain.figures import plain
from procurement.domain.methodology import Criterion, Methodology, walk

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change of a score that was locked."""

    bid: str
    criterion: str
    evaluator: str
    before: str
    after: str
    why: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SentBack:
    """An agreed score that a second person sent back, with the remark; `then` is how it ended."""

    bid: str
    criterion: str
    remark: str
    at: datetime
    then: str


@dataclass(frozen=True, slots=True)
class Checks:
    """How many agreed scores a second person signed off, and all that were sent back on the way."""

    agreed: int
    signed_off: int
    sent_back: tuple[SentBack, ...]


@dataclass(frozen=True, slots=True)
class ChangesAndChecks:
    """`changes` is None where the record is of a time when it held none."""

    changes: tuple[ChangeRow, ...] | None
    checks: Checks


def changes_and_checks(content: Content, methodology: Methodology) -> ChangesAndChecks:
    """Of any version of the record."""
    names = {bid["reference"]: str(bid["organisation"]["name"]) for bid in content["bids"]}
    criteria = {part.reference: part for _, part in walk(methodology) if isinstance(part, Criterion)}
    changes = content.get("score_changes")
    return ChangesAndChecks(
        changes=None if changes is None else tuple(_changes(changes, names, criteria)),
        checks=_checks(content["consensus"], names, criteria),
    )


def _changes(
    changes: list[Content], names: Mapping[str, str], criteria: Mapping[str, Criterion]
) -> Iterator[ChangeRow]:
    letters: dict[str, str] = {}
    for each in changes:
        criterion = criteria[each["criterion"]]
        yield ChangeRow(
            bid=names.get(each["bid"], each["bid"]),
            criterion=criterion.title,
            evaluator=letters.setdefault(each["evaluator"], _letter(len(letters))),
            before=_said(criterion, each["value_before"]),
            after=_said(criterion, each["value"]),
            why=each["why"],
            at=datetime.fromisoformat(each["at"]),
        )


def _letter(place: int) -> str:
    """A to Z, then AA, AB and so on."""
    return (_letter(place // 26 - 1) if place >= 26 else "") + chr(ord("A") + place % 26)


def _said(criterion: Criterion, value: str | None) -> str:
    """The score; of a condition, which is passed or failed, its word."""
    if value is None:
        return "none"
    steps = criterion.scale.steps if criterion.scale and not criterion.weight else ()
    return next((step.label for step in steps if step.value == Decimal(value)), plain(Decimal(value)))


def _checks(consensus: Content, names: Mapping[str, str], criteria: Mapping[str, Criterion]) -> Checks:
    sent_back: list[SentBack] = []
    agreed = signed = 0
    for bid, scores in consensus.items():
        for reference, score in scores.items():
            checks = score.get("checks", [])
            # A score that was agreed anew is to be checked anew.
            ends_signed = bool(checks) and checks[-1]["signed_off"] and checks[-1].get("stands", True)
            agreed, signed = agreed + 1, signed + ends_signed
            then = "Signed off afterwards" if ends_signed else "Not signed off"
            sent_back += [
                SentBack(
                    names.get(bid, bid),
                    criteria[reference].title,
                    each["remark"],
                    datetime.fromisoformat(each["at"]),
                    then,
                )
                for each in checks
                if not each["signed_off"]
            ]
    return Checks(agreed, signed, tuple(sorted(sent_back, key=lambda each: each.at)))
