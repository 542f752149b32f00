"""Companies as a YAML file in the format `company-ownership/1`, which docs/company-file.md documents."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from accounts.domain.refusals import Refusal
from spinouts.domain import company_content, plain
from spinouts.domain.company import Company
from spinouts.domain.events import EventKind, HoldingEvent, check_event
from spinouts.domain.plain import Fault
from spinouts.domain.registers import register, standing
from spinouts.files.opening import text_of
from spinouts.files.placing import in_words, refusal, sentence
from spinouts.files.yaml_in import Unreadable, parse
from spinouts.files.yaml_out import dumped

FORMAT = "company-ownership/1"
_FIELDS = ("format", "has_end", "companies", "end")
# A file says at its head that it has an end, so that a copy without one is known to have lost it.
_HAS_END = re.compile(r"^has_end:[ \t]*true[ \t\r]*$", re.MULTILINE)
_END = re.compile(r"^end:[ \t]*true[ \t\r]*$", re.MULTILINE)
_ON_ONE_LINE = (
    {"reference", "name", "kind"},
    {"reference", "name"},
    {"matter", "consent_of"},
    {"until", "party"},
    {"until"},
)


def load(path: Path) -> tuple[Company, ...]:
    """The companies of a file on the disk, the one in question first. Raises Refusal as `read` does."""
    return read(text_of(path), str(path))


def read(text: str, name: str) -> tuple[Company, ...]:
    """The companies of the text, the one in question first, each of them sound.

    Raises Refusal with a sentence for each fault: "name, line 12, company 1, event 3, shares: what"; for a file that
    says that it has an end, and lost it, with one sentence about that alone.
    """
    if says_its_end(text) and not _END.search(text):
        raise Refusal(lost_its_end(name, f"line {text.rstrip().count(chr(10)) + 1}", "“end: true”", "“has_end: true”"))
    try:
        content, root = parse(text)
    except Unreadable as error:
        raise Refusal(sentence(name, error.line, "", error.words)) from error
    if not isinstance(content, dict):
        raise Refusal(sentence(name, 1, "", f"a file of companies starts with “format: {FORMAT}”"))
    companies, found = _of_export(content) if _is_export(content) else _companies(content)
    if not found:
        found = [fault for index, company in enumerate(companies) for fault in unsound(company, _place(content, index))]
        found += _alike(companies)
    if found:
        raise refusal(name, root, found, field_of=in_words)
    return tuple(companies)


def says_its_end(text: str) -> bool:
    """Whether the text would be known to have lost its tail. Files that people write by hand need not be."""
    return bool(_HAS_END.search(text))


def lost_its_end(name: str, last: str, end: str, promise: str) -> str:
    return (
        f"{name}: this file has lost its end. It should end with {end}, and stops after {last}: what stood below is "
        "missing, and nothing was taken from the rest. Take the file anew from where it came from. If you cut it "
        f"yourself, take out {promise} near its top."
    )


def to_yaml(companies: Sequence[Company]) -> str:
    """The companies as YAML; `read` gives the same ones, and refuses a copy that lost its tail."""
    contents = [company_content.to_content(company, native=True) for company in companies]
    return dumped({"format": FORMAT, "has_end": True, "companies": contents, "end": True}, _ON_ONE_LINE)


def _is_export(content: Mapping[Any, Any]) -> bool:
    """Whether this is what the product writes of a company on a day, in which the whole company stands too."""
    return "format" not in content and isinstance(content.get("company"), Mapping)


def _place(content: Mapping[Any, Any], index: int) -> plain.Path:
    return ("company",) if _is_export(content) else ("companies", index)


def _of_export(content: Mapping[Any, Any]) -> tuple[list[Company], list[Fault]]:
    try:
        return [company_content.from_content(content["company"], ("company",))], []
    except plain.Unreadable as unreadable:
        return [], list(unreadable.faults)


def _companies(content: Mapping[Any, Any]) -> tuple[list[Company], list[Fault]]:
    """What can be read, and what is wrong with the shape of the rest."""
    companies: list[Company] = []
    found: list[Fault] = [((field,), "the format has no such field") for field in content if field not in _FIELDS]
    if content.get("format") != FORMAT:
        found.append((("format",), f"this should be {FORMAT}"))
    listed = content.get("companies")
    if not isinstance(listed, list) or not listed:
        return companies, [*found, (("companies",), "this should be a list of one company or more")]
    for index, each in enumerate(listed):
        path: plain.Path = ("companies", index)
        if not isinstance(each, Mapping):
            found.append((path, "this should have fields of its own"))
            continue
        try:
            companies.append(company_content.from_content(each, path))
        except plain.Unreadable as unreadable:
            found += unreadable.faults
    return companies, found


def unsound(company: Company, path: plain.Path = ()) -> Iterator[Fault]:
    """What is wrong with events one by one, or else with the whole that they make; none if the company is sound."""
    alone = False
    for place, event in enumerate(company.events):
        try:
            check_event(event)
        except Refusal as wrong:
            alone = True
            yield (*path, "events", place), str(wrong)
    if alone:
        return
    try:
        company.check()
    except Refusal as wrong:
        found = _where(company)
        yield (path if found is None else (*path, "events", found)), str(wrong)


def _where(company: Company) -> int | None:
    """The place of the first event, in the order in which they happened, that the register refuses."""
    events = company.events
    strikes = [place for place, event in enumerate(events) if event.kind is EventKind.STRIKE]
    others = [event for event in events if event.kind is not EventKind.STRIKE]
    for number, place in enumerate(strikes, start=1):
        if _is_refused(standing, [*others, *(events[each] for each in strikes[:number])]):
            return place
    struck = {event.corrects for event in events if event.kind is EventKind.STRIKE}
    places = [
        place
        for place, event in enumerate(events)
        if event.kind is not EventKind.STRIKE and event.sequence not in struck
    ]
    order = sorted(places, key=lambda place: (events[place].on, events[place].sequence))

    def is_refused(count: int) -> bool:
        happened = [events[place] for place in order[:count]]
        return _is_refused(lambda known: register(known, date.max, form=company.form), happened)

    first = bisect_left(range(1, len(order) + 1), True, key=is_refused)
    return order[first] if first < len(order) else None


def _is_refused(check: Callable[[Sequence[HoldingEvent]], object], events: Sequence[HoldingEvent]) -> bool:
    try:
        check(events)
    except Refusal:
        return True
    return False


def _alike(companies: Sequence[Company]) -> Iterator[Fault]:
    seen: set[str] = set()
    for index, company in enumerate(companies):
        if company.reference in seen:
            yield (
                ("companies", index, "reference"),
                f"another company of the file is {company.reference} too: give each its own",
            )
        seen.add(company.reference)
