"""Reads a competition file and checks it: every error names file, line and field."""

from collections.abc import Hashable
from decimal import Decimal
from typing import Any

import yaml
from pydantic import ValidationError

from accounts.domain.refusals import Refusal
from scoring.files.consistency import faults
from scoring.files.schema import CompetitionFile

Path = tuple[int | str, ...]


class _Loader(yaml.SafeLoader):
    """YAML as it stands, but that numbers with a point stay exact and a key may not come twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[object] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.MarkedYAMLError(problem=f"“{key.value}” stands here twice", problem_mark=key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def _exact_number(loader: _Loader, node: yaml.ScalarNode) -> Decimal:
    return Decimal(str(loader.construct_scalar(node)).replace("_", ""))


_Loader.add_constructor("tag:yaml.org,2002:float", _exact_number)


def read(text: str, name: str) -> CompetitionFile:
    """The checked content of a competition file; Refusal with a sentence a fault: "name, line 12, field: what"."""
    try:
        root = yaml.compose(text, _Loader)
        content = yaml.load(text, _Loader)  # noqa: S506 - a SafeLoader, but for exact numbers
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise Refusal(f"{name}, line {line}: {error.problem}.") from error
    except (yaml.YAMLError, ValueError, ArithmeticError) as error:
        raise Refusal(f"{name}: this is not readable as YAML: {error}.") from error
    if not isinstance(content, dict):
        raise Refusal(f"{name}, line 1: a competition file starts with “format: partner-competition/1”.")
    try:
        competition = CompetitionFile.model_validate(content)
    except ValidationError as error:
        raise Refusal(*(_sentence(name, root, each["loc"], _words(each["msg"])) for each in error.errors())) from error
    found = faults(competition)
    if found:
        raise Refusal(*(_sentence(name, root, path, words) for path, words in found))
    return competition


def _sentence(name: str, root: yaml.Node | None, path: Path, words: str) -> str:
    field = ".".join(f"{part + 1}" if isinstance(part, int) else part for part in path)
    return f"{name}, line {_line_of(root, path)}, {field or 'file'}: {words}."


def _line_of(node: yaml.Node | None, path: Path) -> int:
    """The line where the field stands, or where it is missing from: that of the closest part that holds it."""
    if node is None:
        return 1
    line = node.start_mark.line + 1
    for part in path:
        if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
        elif isinstance(node, yaml.MappingNode):
            found = next((pair for pair in node.value if pair[0].value == str(part)), None)
            if found is None:
                break
            line, node = found[0].start_mark.line + 1, found[1]
        else:
            break
    return line


def _words(message: str) -> str:
    known = {
        "Field required": "this field is missing",
        "Extra inputs are not permitted": "the format has no such field",
    }
    return known.get(message, message[0].lower() + message[1:])
