"""Reads a competition file and checks it: every error names file, line and field."""

import re
from operator import itemgetter

import yaml
from pydantic import ValidationError

from accounts.domain.refusals import Refusal
from scoring.files.chronology import out_of_order
from scoring.files.consistency import faults
from scoring.files.rows import Path
from scoring.files.schema import FORMAT, CompetitionFile
from scoring.files.soundness import unsound
from scoring.files.yaml_in import Unreadable, parse

MOST_BYTES = 200 * 1024 * 1024
MOST_SAID = 20


def read(text: str, name: str) -> CompetitionFile:
    """The checked content of a competition file; Refusal with a sentence a fault: "name, line 12, field: what"."""
    try:
        content, root = parse(text)
    except Unreadable as error:
        raise Refusal(_sentence(name, error.line, "", error.words)) from error
    if not isinstance(content, dict):
        raise Refusal(_sentence(name, 1, "", f"a competition file starts with “format: {FORMAT}”"))
    try:
        competition = CompetitionFile.model_validate(content)
    except ValidationError as error:
        found = [(each["loc"], _words(each["type"], each["msg"])) for each in error.errors(include_url=False)]
        raise _refusal(name, root, found) from error
    for check in (faults, out_of_order, unsound):
        if wrong := check(competition):
            raise _refusal(name, root, wrong)
    return competition


def placed(text: str, name: str, path: Path, *sentences: str) -> Refusal:
    """What was refused of a file that was read before, told with file, line and field."""
    root = parse(text)[1]
    return _refusal(name, root, [(path, sentence) for sentence in sentences])


def _refusal(name: str, root: yaml.Node | None, found: list[tuple[Path, str]]) -> Refusal:
    in_order = sorted(((*_place(root, path), words) for path, words in found), key=itemgetter(0))
    said = [_sentence(name, line, field, words) for line, field, words in in_order[:MOST_SAID]]
    more = len(found) - MOST_SAID
    return Refusal(*said, *([f"And {more} more."] if more > 0 else []))


def _sentence(name: str, line: int, field: str, words: str) -> str:
    return f"{name}, line {line}{f', {field}' if field else ''}: {words.removesuffix('.')}."


def _place(root: yaml.Node | None, path: Path) -> tuple[int, str]:
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


def _words(kind: str, message: str) -> str:
    known = {
        "missing": "this field is missing",
        "extra_forbidden": "the format has no such field",
        "string_type": "this should be text; put it in quotes",
        "list_type": "this should be a list, each line of which starts with “-”",
        "model_type": "this should have fields of its own",
        "dict_type": "this should have fields of its own",
        "string_pattern_mismatch": "this is not written as it should be: a reference has letters, digits, hyphens and "
        "underscores, an e-mail address has one @",
    }
    if kind in known:
        return known[kind]
    message = re.sub(r"^(Value error, |Input )", "", message)
    return message[:1].lower() + message[1:] if not message.startswith("should") else f"this {message}"
