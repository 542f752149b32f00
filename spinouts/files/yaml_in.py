"""YAML as the product's files use it: numbers stay exact, nothing comes twice, and every fault names its line."""

from collections.abc import Hashable
from decimal import Decimal
from typing import Any

import yaml

UNCLEAR = "this can’t be read; look at how far the line is indented, and at its quotes, brackets and colons"
_IN_WORDS = {
    "\\t": "there is a tab here; indent with spaces",
    "mapping values are not allowed": "a colon stands where none can be; put the text in quotes",
    "could not find expected ':'": "a colon is missing after the name of a field",
    "quoted scalar": "a quotation mark is missing",
    "flow mapping": "a bracket { is not closed, or a comma is missing",
    "flow sequence": "a bracket [ is not closed, or a comma is missing",
    "block mapping": "this does not stand as far in as the lines before it",
    "block collection": "this does not stand as far in as the lines before it",
    "another document": "a second file begins here, after “---”; keep one",
    "anchor": "a name that begins with & or * is not read here; put it in quotes",
    "alias": "a name that begins with & or * is not read here; put it in quotes",
    "tag": "a word that begins with ! is not read here; put it in quotes",
}
"""The parser's own words, and what a person can do about it."""


class Unreadable(Exception):
    """The text is no YAML of the kind that these files use: on which line, and what is wrong there."""

    def __init__(self, line: int, words: str) -> None:
        super().__init__(words)
        self.line, self.words = line, words


class _Loader(yaml.SafeLoader):
    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode) or key.tag == "tag:yaml.org,2002:merge":
                raise _fault(key, "the name of a field should stand here")
            if key.value in seen:
                raise _fault(key, f"“{key.value[:60]}” stands here twice")
            seen.add(key.value)
        # Every name is text, also one that looks like a number or like yes and no.
        return {key.value: self.construct_object(value, deep=deep) for key, value in node.value}


def _fault(node: yaml.Node, words: str) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=words, problem_mark=node.start_mark)


def _exact_number(loader: _Loader, node: yaml.ScalarNode) -> Decimal:
    text = str(loader.construct_scalar(node)).replace("_", "")
    try:
        number = Decimal(text)
    except ArithmeticError:
        raise _fault(node, f"“{text[:60]}” is not a number") from None
    if not number.is_finite():
        raise _fault(node, f"“{text[:60]}” is not a number")
    return number


def _whole_number(loader: _Loader, node: yaml.ScalarNode) -> int:
    """Decimal digits only: YAML would read 010 as eight, and 12:30 as 750."""
    text = str(loader.construct_scalar(node))
    digits = text.replace("_", "").lstrip("+-")
    if not digits.isdecimal() or (len(digits) > 1 and digits.startswith("0")):
        raise _fault(node, f"“{text[:60]}” can be read in more than one way; if it is text, put it in quotes")
    if len(digits) > 30:
        raise _fault(node, f"a number of {len(digits)} digits is too long")
    return int(text.replace("_", ""))


def _instant(loader: _Loader, node: yaml.ScalarNode) -> object:
    try:
        return loader.construct_yaml_timestamp(node)
    except (ValueError, OverflowError):
        raise _fault(node, f"there is no such day or time as “{node.value[:60]}”") from None


_Loader.add_constructor("tag:yaml.org,2002:float", _exact_number)
_Loader.add_constructor("tag:yaml.org,2002:int", _whole_number)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _instant)


def parse(text: str) -> tuple[object, yaml.Node | None]:
    """What the text holds, and the tree of where each part of it stands. Raises Unreadable."""
    try:
        loader = _Loader(text)
        root = loader.get_single_node()
        if root is None:
            return None, None
        _check_no_references(root)
        return loader.construct_document(root), root
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Unreadable(mark.line + 1 if mark else 1, _words(error)) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, int(error.position)) + 1
        raise Unreadable(line, "a character that text files don’t hold; perhaps this is no text file") from error
    except RecursionError as error:
        raise Unreadable(1, "it is nested too deeply") from error


def _words(error: yaml.MarkedYAMLError) -> str:
    """What is wrong, in words: those of a fault that is found here, and other words for those of the parser."""
    if type(error) is yaml.MarkedYAMLError:
        return error.problem or UNCLEAR
    said = f"{error.context or ''} {error.problem or ''}"
    return next((words for part, words in _IN_WORDS.items() if part in said), UNCLEAR)


def _check_no_references(root: yaml.Node) -> None:
    """Refuse YAML's references, by which a small file could unfold into an endless one."""
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            raise _fault(node, "this is used again elsewhere by a reference (*); write it out there")
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            waiting += node.value
        elif isinstance(node, yaml.MappingNode):
            waiting += [part for pair in node.value for part in pair]
