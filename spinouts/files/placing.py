"""Tells what is wrong in a file with the line and the field where it stands."""

from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter

import yaml

from accounts.domain.refusals import Refusal
from spinouts.domain.plain import Fault, Path

MOST_SAID = 20
_ONE_OF = {
    "companies": "company",
    "parties": "party",
    "classes": "class of shares",
    "reserved": "reserved matter",
    "consent_of": "consent_of",
    "consents": "consent",
    "anti_dilution": "anti_dilution",
    "permitted_forms": "permitted form",
}


def refusal(
    name: str,
    root: yaml.Node | None,
    found: Iterable[Fault],
    *,
    field_of: Callable[[Sequence[str]], str] = ".".join,
) -> Refusal:
    """The faults in the order of their lines, each with a sentence: "name, line 12, field: what"; 20 at most.

    `field_of` says how a field is told: `in_words` for people who may never have seen the file from inside.
    """
    in_order = sorted(((*place(root, path), words) for path, words in found), key=itemgetter(0))
    said = [sentence(name, line, field_of(names), words) for line, names, words in in_order[:MOST_SAID]]
    more = len(in_order) - MOST_SAID
    return Refusal(*said, *([f"And {more} more."] if more > 0 else []))


def sentence(name: str, line: int, field: str, words: str) -> str:
    """One fault in a sentence; without a field it is of the whole file."""
    return f"{name}, line {line}{f', {field}' if field else ''}: {words.removesuffix('.')}."


def in_words(names: Sequence[str]) -> str:
    """A field as people say it, "company 1, event 2, shares": the last name is the one that stands in the file."""
    parts: list[str] = []
    for name in names:
        if name.isdecimal() and parts:
            parts[-1] = f"{_ONE_OF.get(parts[-1], parts[-1].removesuffix('s'))} {name}"
        else:
            parts.append(name)
    return ", ".join(parts)


def place(root: yaml.Node | None, path: Path) -> tuple[int, list[str]]:
    """The line where the field stands, or where it is missing from, and its names from the outside in.

    Things in a list are counted from 1: "bids", "2", "offer".
    """
    line, node = 1, root
    names: list[str] = []
    for part in path:
        if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
            names.append(str(part + 1))
            continue
        if isinstance(part, str) and part.startswith("["):  # How pydantic says that the fault is in the name itself.
            continue
        names.append(str(part))
        found = _pair(node, str(part))
        if found:
            line, node = found[0].start_mark.line + 1, found[1]
        else:
            line, node = (node.start_mark.line + 1 if node and len(names) > 1 else line), None
    return line, names


def _pair(node: yaml.Node | None, name: str) -> tuple[yaml.Node, yaml.Node] | None:
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next((pair for pair in pairs if pair[0].value == name), None)
