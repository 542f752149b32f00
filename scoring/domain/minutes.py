"""The minutes of a moderation meeting as plain values, made from its frozen record and from nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from procurement.domain.panel_results import in_full
from scoring.domain.meetings import Presence
from scoring.domain.movement import moved_in_words
from scoring.domain.roles import PanelRole

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Attended:
    """A member of the panel: each state with when it began."""

    name: str
    role: str
    states: tuple[tuple[str, datetime], ...]


@dataclass(frozen=True, slots=True)
class Change:
    value: str
    reasons: str
    why: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Given:
    """One evaluator's score: as it was locked, as it was changed, and how far the panel's agreed score is from it."""

    name: str
    locked: str
    reasons: str
    changes: tuple[Change, ...]
    moved: str


@dataclass(frozen=True, slots=True)
class Check:
    """What a second person made of an agreed score, of the last one or of one that was corrected later."""

    by: str
    at: datetime
    is_signed_off: bool
    remark: str


@dataclass(frozen=True, slots=True)
class Agreed:
    value: str
    reasons: str
    dissent: str
    dissenters: str
    by: str
    at: datetime
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the bidder was asked about its bid; `answer` is None where there is none that counts."""

    question: str
    sent_at: datetime
    answer: str | None
    files: tuple[tuple[str, str], ...] = ()
    """What came with the answer: name and SHA-256."""


@dataclass(frozen=True, slots=True)
class Item:
    """A criterion of a bid; `agreed` holds what was recorded at the meeting, the last of which stands."""

    criterion: str
    bidder: str
    revealed_at: datetime | None
    was_revealed_here: bool
    asked: tuple[Asked, ...]
    scores: tuple[Given, ...]
    agreed: tuple[Agreed, ...]


@dataclass(frozen=True, slots=True)
class Minutes:
    opened_at: datetime
    closed_at: datetime
    quorum: tuple[str, ...]
    attendance: tuple[Attended, ...]
    items: tuple[Item, ...]


def minutes_of(content: Content) -> Minutes:
    """What the minutes say, in the order in which they say it."""
    opened, closed = (datetime.fromisoformat(content["meeting"][name]) for name in ("opened_at", "closed_at"))
    return Minutes(
        opened_at=opened,
        closed_at=closed,
        quorum=tuple(_quorum(content["quorum"])),
        attendance=tuple(_attended(each) for each in content["attendance"]),
        items=tuple(_item(each, opened) for each in content["items"]),
    )


def _quorum(quorum: Content) -> list[str]:
    said = [f"At least {quorum['general']} of those who score each criterion"] if quorum["general"] else []
    said += [f"“{title}”: at least {number}" for title, number in quorum["exceptions"].items()]
    return said or ["No quorum was set"]


def _attended(row: Content) -> Attended:
    states = tuple((Presence(each["state"]).label, datetime.fromisoformat(each["at"])) for each in row["states"])
    return Attended(row["name"], PanelRole(row["role"]).label, states)


def _item(item: Content, opened: datetime) -> Item:
    at = datetime.fromisoformat(item["revealed_at"]) if item["revealed_at"] else None
    words = dict(item["steps"]) if item["is_condition"] else {}
    result = item["agreed"][-1]["value"] if item["agreed"] else ""
    return Item(
        criterion=item["criterion"],
        bidder=item["bidder"],
        revealed_at=at,
        was_revealed_here=at is not None and at >= opened,
        # Minutes that were frozen before bidders could be asked say nothing of it.
        asked=tuple(
            Asked(
                each["question"],
                datetime.fromisoformat(each["sent_at"]),
                each["answer"],
                tuple((file["name"], file["sha256"]) for file in each.get("files", ())),
            )
            for each in item.get("asked", ())
        ),
        scores=tuple(_given(each, result, words) for each in item["scores"]),
        agreed=tuple(_agreed(each, words) for each in item["agreed"]),
    )


def _given(score: Content, result: str, words: Mapping[str, str]) -> Given:
    moved = moved_in_words(Fraction(result) - Fraction(score["locked"])) if result and score["locked"] else ""
    if words and moved not in {"", "stayed"}:
        moved = "changed"
    return Given(
        name=score["name"],
        locked=words.get(score["locked"], score["locked"]) or "none",
        reasons=score["reasons"],
        changes=tuple(
            Change(
                words.get(each["value"], each["value"]),
                each["reasons"],
                each["why"],
                datetime.fromisoformat(each["at"]),
            )
            for each in score["changes"]
        ),
        moved=moved,
    )


def _agreed(agreed: Content, words: Mapping[str, str]) -> Agreed:
    return Agreed(
        value=words.get(agreed["value"], in_full(Fraction(agreed["value"]))),
        reasons=agreed["reasons"],
        dissent=agreed["dissent"],
        dissenters=", ".join(agreed["dissenters"]),
        by=agreed["by"],
        at=datetime.fromisoformat(agreed["at"]),
        # Minutes that were frozen before they held checks say nothing of them.
        checks=tuple(
            Check(each["by"], datetime.fromisoformat(each["at"]), each["signed_off"], each["remark"])
            for each in agreed.get("checks", ())
        ),
    )
