"""Tells what is wrong in a file with the line and the field where it stands."""

from collections.abc import Iterable
from operator import itemgetter

import yaml

from accounts.domain.refusals import Refusal
from spinouts.domain.plain import Fault, Path

MOST_SAID = 20


def refusal(name: str, root: yaml.Node | None, found: Iterable[Fault]) -> Refusal:
    """The faults in the order of their lines, each with a sentence: "name, line 12, field: what"; 20 at most."""
    in_order = sorted(((*place(root, path), words) for path, words in found), key=itemgetter(0))
    said = [sentence(name, line, field, words) for line, field, words in in_order[:MOST_SAID]]
    more = len(in_order) - MOST_SAID
    return Refusal(*said, *([f"And {more} more."] if more > 0 else []))


def sentence(name: str, line: int, field: str, words: str) -> str:
    """One fault in a sentence; without a field it is of the whole file."""
    return f"{name}, line {line}{f', {field}' if field else ''}: {words.removesuffix('.')}."


def place(root: yaml.Node | None, path: Path) -> tuple[int, str]:
    """The line where the field stands, or where it is missing from, and its name: "bids.2.offer" counts from 1."""
    line, node, names = 1, root, []
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
    return line, ".".join(names)


def _pair(node: yaml.Node | None, name: str) -> tuple[yaml.Node, yaml.Node] | None:
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next((pair for pair in pairs if pair[0].value == name), None)
