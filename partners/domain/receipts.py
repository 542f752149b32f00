"""The receipt for a submission: a list of all its parts with their hashes, to be signed."""

import base64
import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from operator import itemgetter
from textwrap import wrap
from typing import Any

from accounts.domain.fingerprints import canonical, fingerprint
from partners.domain.receipt_check import BEGIN, END, FORMAT

Content = Mapping[str, Any]

PRESSED = "somebody pressed submit"
AGREED = "the bid was complete at the deadline, and its writers had agreed that it then counts without pressing submit"
LATE = "it came after the deadline, and the council decided to accept it"

# What is only a name for the whole is no part of its own.
_NAMES = ("bid", "competition")
_TITLES = {"organisation": "The organisation", "consortium": "The consortium", "offer": "The offer"}


def files_of(content: Content) -> dict[str, bytes]:
    """Each part that is no document, as a file that a bidder can keep: name and bytes."""
    files = {f"answers/{name}.txt": text.encode() for name, text in content["answers"].items()}
    written = {f"{name}.json": canonical(value) for name, value in content.items() if name not in _not_written()}
    return {**files, **written, "bid.json": canonical(content)}


def _not_written() -> set[str]:
    return {*_NAMES, "answers", "documents"}


def document_names(content: Content) -> dict[str, str]:
    """What each document is called among the parts, by its reference: numbered, since two may share a name."""
    return {
        each["reference"]: f"documents/{number:02}-{each['name']}"
        for number, each in enumerate(content["documents"], 1)
    }


def manifest(content: Content, titles: Mapping[str, str]) -> list[dict[str, Any]]:
    """Every part with its name, title, size in bytes and SHA-256; `titles` are those of the questions, by reference."""
    # In order of name: the database gives the parts of a content back in an order of its own.
    return sorted([*_written_parts(content, titles), *_document_parts(content)], key=itemgetter("name"))


def _written_parts(content: Content, titles: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for name, data in files_of(content).items():
        folder, _, rest = name.rpartition("/")
        stem = rest.rsplit(".", 1)[0]
        title = titles.get(stem, stem) if folder else _TITLES.get(stem, stem.replace("_", " ").capitalize())
        if name == "bid.json":
            title = "The whole bid"
        yield {"name": name, "title": title, "size": len(data), "sha256": sha256(data).hexdigest()}


def _document_parts(content: Content) -> Iterator[dict[str, Any]]:
    names = document_names(content)
    for each in content["documents"]:
        yield {
            "name": names[each["reference"]],
            "title": each["title"],
            "size": each["size"],
            "sha256": each["sha256"],
        }


def body(facts: Content, content: Content, titles: Mapping[str, str]) -> dict[str, Any]:
    """The receipt, all but its signature. `facts` is what is true of the submission besides its content."""
    return {
        **facts,
        "format": FORMAT,
        "bid": content["bid"],
        "bidder": content["organisation"]["name"],
        "fingerprint": fingerprint(content),
        "parts": manifest(content, titles),
    }


def as_file(receipt: Content) -> bytes:
    """The receipt as people keep it: laid out, so that a person can read it too."""
    return (json.dumps(receipt, indent=2, ensure_ascii=False) + "\n").encode()


def armoured(receipt: Content) -> str:
    """The receipt for the text of an e-mail, in short lines that no mail program breaks."""
    return "\n".join([BEGIN, *wrap(base64.b64encode(canonical(receipt)).decode(), 64), END])
