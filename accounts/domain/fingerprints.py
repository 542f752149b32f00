"""One sequence of bytes for each content, and its fingerprint: what exactly was submitted, decided or reported."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def canonical(content: object) -> bytes:
    """The content as the one JSON text that stands for it, in UTF-8.

    Keys are sorted by code point, there is no white space between the marks, and characters are written as themselves;
    so equal contents have equal bytes, whatever the order in which they were put together, and different contents
    different ones. Content is made of dicts with str keys, lists, str, int, bool and None; decimals are str.

    Raises TypeError for anything else, floats among it, since they have no one exact form; and ValueError for text
    that is not Unicode (half a surrogate pair).
    """
    _check(content)
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8")


def fingerprint(content: object) -> str:
    """SHA-256 of the content's canonical bytes, as 64 hexadecimal digits (FIPS 180-4)."""
    return hashlib.sha256(canonical(content)).hexdigest()


def parts(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The fingerprint of each part of the content, by label, in order of label.

    A part is a top-level entry; or, if that is a dict that isn't empty, each entry within it, labelled
    "answers / C1". So a reader can see in which part two contents differ, without reading either.
    Raises as `canonical` does.
    """
    found = []
    for name, value in content.items():
        if isinstance(value, dict) and value:
            found += [(f"{name} / {key}", fingerprint(part)) for key, part in value.items()]
        else:
            found.append((name, fingerprint(value)))
    return sorted(found)


def _check(value: object) -> None:
    if isinstance(value, dict):
        for key, part in value.items():
            if not isinstance(key, str):
                raise TypeError(f"A key of the content is {key!r}, not text.")
            _check(part)
    elif isinstance(value, list):
        for part in value:
            _check(part)
    elif not (value is None or isinstance(value, str | int)):
        raise TypeError(f"The content holds {value!r}, a {type(value).__name__}, which has no one exact form in JSON.")
