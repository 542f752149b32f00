"""The small competition in three stages: requests to participate, tenders, and final tenders that lead to the award."""

from datetime import datetime, timedelta
from typing import Any

from scoring.files.reading import read
from scoring.files.schema import StagePart
from scoring.files.shifting import shifted
from spinouts.files.yaml_out import dumped
from tests.scoring.files import small

HARBOUR, QUAYSIDE = small.BIDDERS
REFERENCES = ["libraries-partner", "libraries-tenders", "libraries-final"]
OF_A_STAGE = ("scales", "sections", "tie_break", "questions_deadline", "bid_deadline", "documents", "clarifications")


def content() -> dict[str, Any]:
    """What the file holds, as fresh dictionaries and lists that a test may spoil."""
    found = small.content()
    award = found.pop("award")
    tenders, final = _later(found, 8, "tenders", REFERENCES[1]), _later(found, 16, "final", REFERENCES[2])
    found["competition"] |= {"stage": "participation"}
    _asks_no_offer(found)
    found |= _ending("03-22", [HARBOUR, QUAYSIDE])
    tenders["competition"]["going_on"] = {"most": 1, "least": 1, "least_marks": "1.5"}
    tenders |= _ending("05-17", [HARBOUR]) | {"begun": _begun(tenders, small.deed(small.LEAD, "03-25 09:00"))}
    tenders["shortlist"]["reasons"] = "One is enough."
    tenders["extended"] = [_extended(tenders)]
    final["begun"] = _begun(final, small.deed(small.LEAD, "05-19 09:00"))
    _only(final, HARBOUR)
    final["award"] = award | {
        "proposed": small.deed(small.LEAD, "07-13 10:00"),
        "approved": {**small.deed(small.APPROVER, "07-14 10:00"), "note": "Read.", "formed_on": "2026-09-01"},
    }
    return found | {"later_stages": [tenders, final]}


def _later(first: dict[str, Any], weeks: int, stage: str, reference: str) -> dict[str, Any]:
    """All that happens in the first stage, so many weeks later."""
    moved = shifted(read(dumped(first, ()), "small"), weeks).model_dump(exclude_defaults=True, mode="json")
    competition = {name: moved["competition"][name] for name in OF_A_STAGE}
    happened = {name: moved[name] for name in StagePart.model_fields if name in moved}
    return {"competition": {"reference": reference, "stage": stage, **competition}, **happened}


def _asks_no_offer(found: dict[str, Any]) -> None:
    (section,) = found["competition"]["sections"]
    evenings, _ = section["criteria"]
    evenings["weight"] = 100
    section["criteria"] = [evenings]
    for bid in found["bids"]:
        del bid["offer"]


def _ending(day: str, go_on: list[str]) -> dict[str, Any]:
    told = {"texts": {"evenings": "Say who pays."}, "general": "Thank you."}
    return {
        "shortlist": {**small.deed(small.LEAD, f"{day} 10:00"), "go_on": go_on},
        "feedback": [{**small.deed(small.OFFICER, f"{day} 11:00"), "organisation": name, **told} for name in go_on],
        "feedback_sent": small.deed(small.LEAD, f"{day} 12:00"),
        "negotiations": [
            {
                **small.deed(small.OFFICER, f"{day} 15:00"),
                "organisation": go_on[0],
                "held_on": f"2026-{day}",
                "who": "Olive and Ada.",
                "text": "Evenings in August are talked over.",
            }
        ],
    }


def _begun(stage: dict[str, Any], deed: dict[str, str]) -> dict[str, str]:
    return deed | {name: stage["competition"][name] for name in ("bid_deadline", "questions_deadline")}


def _extended(stage: dict[str, Any]) -> dict[str, str]:
    """The deadline was to be an hour earlier, and an hour before that when the first stage was published."""
    meant = stage["competition"]["bid_deadline"]
    early = datetime.fromisoformat(meant) - timedelta(hours=1)
    stage["begun"]["bid_deadline"] = early.isoformat()
    stage["competition"]["bid_deadline"] = (early - timedelta(hours=1)).isoformat()
    put_off = {"bid_deadline": meant, "questions_deadline": stage["begun"]["questions_deadline"]}
    return {**small.deed(small.OFFICER, "04-20 09:00"), **put_off, "reasons": "The plan came late."}


def _only(stage: dict[str, Any], name: str) -> None:
    """Without the other bidder, in a stage where nobody leaves the panel or scores fewer bids than another."""
    for key in ("bids", "moderation", "enquiries"):
        stage[key] = [each for each in stage[key] if each["organisation"] == name]
    stage.pop("revealed")
    for seat in stage["panel"]:
        seat["interests"] = [each for each in seat["interests"] if each["organisation"] == name]
        seat["scores"] = [each for each in seat.get("scores", []) if each["organisation"] == name]
    chair = stage["panel"][0]
    for key in ("criteria", "only", "assigned", "scores", "locked_at"):
        chair.pop(key)
    stage["samples"] = []
    stage["assignment_changes"] = []
