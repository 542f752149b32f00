"""What the run says, in figures: pure arithmetic over what the bidders wrote down."""

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from benchmarks.rush.browser import is_answer

AROUND_SECONDS = 10.0
SHOWN = ("page", "save", "upload", "submit", "receipt", "sign in")


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest of the values that at least this share of them does not exceed. At least one value."""
    ordered = sorted(values)
    place = max(0, -(-int(share * 1000) * len(ordered) // 1000) - 1)
    return ordered[place]


def row(name: str, took: Sequence[float]) -> str:
    if not took:
        return f"| {name} | 0 | | | |"
    p50, p95 = percentile(took, 0.5), percentile(took, 0.95)
    return f"| {name} | {len(took)} | {p50:.2f} | {p95:.2f} | {max(took):.2f} |"


def table(rows: Iterable[str], first: str) -> list[str]:
    return [f"| {first} | how many | p50 | p95 | longest |", "|---|---:|---:|---:|---:|", *rows]


def report(known: dict[str, Any]) -> str:
    record, findings = known["record"], known["findings"]
    deeds, requests = record["deeds"], record["requests"]
    failed = Counter(each["outcome"] for each in requests if not is_answer(each["outcome"]))
    lines = [
        *_in_short(known["plan"], requests, failed.total()),
        "",
        "### Until it was acknowledged, with all tries, in seconds",
        "",
        *table((row(kind, _took(deeds, kind)) for kind in SHOWN), "deed"),
        "",
        "### One request that was answered, in seconds",
        "",
        *table((row(kind, _answered(requests, kind)) for kind in SHOWN), "request"),
        "",
        *_around_kills(known),
        "",
        "### What bidders met",
        "",
        *(f"- {count} × {outcome}" for outcome, count in failed.most_common()),
        *(f"- {count} × deed that ended “{ended}”" for ended, count in _unusual(deeds).most_common()),
        f"- {sum(each['failures'] > 0 for each in deeds)} of {len(deeds)} deeds took more than one try",
        f"- {record['conflicts_with_oneself']} saves met their own text, saved without an answer",
        "",
        "### What is stored",
        "",
        *(f"- {name}: {value}" for name, value in findings["counts"].items()),
        "",
        "### What is wrong",
        "",
        *([f"- {each}" for each in [*findings["wrong"], *record["broken"]]] or ["Nothing."]),
    ]
    return "\n".join(lines)


def _in_short(plan: dict[str, Any], requests: list[dict[str, Any]], failed: int) -> list[str]:
    begins, deadline = plan["begins_at"], plan["deadline"]
    in_time = sum(begins <= each["at"] <= deadline for each in requests)
    setting = f"{len(plan['bidders'])} bidders, {deadline - begins:.0f} seconds to the deadline, seed {plan['seed']}"
    rate = f"{in_time / (deadline - begins):.0f} a second"
    return [
        f"{setting}; {machine_in_words()}.",
        "",
        f"{len(requests)} requests, {in_time} of them before the deadline: {rate}. {failed} had no answer or an error.",
    ]


def _around_kills(known: dict[str, Any]) -> list[str]:
    deeds = known["record"]["deeds"]
    rows = []
    for kill in known["kills"]:
        first, last = kill["at"], kill["at"] + AROUND_SECONDS
        hit = [each for each in deeds if each["at"] < last and each["at"] + each["took"] > first]
        rows += [
            row(f"{kill['part']} (away {kill['back_at'] - first:.1f} s): {kind}", _took(hit, kind))
            for kind in ("save", "upload", "submit")
        ]
    return [
        f"### The deeds of the {AROUND_SECONDS:.0f} seconds after each kill, in seconds",
        "",
        *table(rows, "killed: deed"),
    ]


def _took(deeds: list[dict[str, Any]], kind: str) -> list[float]:
    return [each["took"] for each in deeds if each["kind"] == kind and each["ended"] == "done"]


def _answered(requests: list[dict[str, Any]], kind: str) -> list[float]:
    return [each["took"] for each in requests if each["kind"] == kind and is_answer(each["outcome"])]


def _unusual(deeds: list[dict[str, Any]]) -> Counter[str]:
    return Counter(f"{each['kind']}: {each['ended']}" for each in deeds if each["ended"] != "done")


def machine_in_words() -> str:
    """Its cores and its memory."""
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {gigabytes:.0f} GB of memory, the bidders on the same machine"
