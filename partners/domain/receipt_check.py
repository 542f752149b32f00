#!/usr/bin/env python3
"""Checks the receipt for a bid, without the service that issued it, and without a network.

    python3 check_receipt.py receipt.json [folder with the files of the bid]

It needs Python 3.9 or newer and nothing else. The receipt may also be the text of the e-mail that it came in. It says
whether the receipt is signed and unchanged, and which files of the folder are the parts that it lists, whatever they
are called. It ends with 0 if all is right, 1 if something is wrong, and 2 if it could not look.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

KNOWN_KEYS: dict[str, str] = {}  # The keys of the installation that offers this program: each public key by its id.

FORMAT = "bid-receipt/1"
BEGIN, END = "-----BEGIN BID RECEIPT-----", "-----END BID RECEIPT-----"


class Unreadable(Exception):
    """What was given is no receipt; the sentence says why."""


class Finding(NamedTuple):
    """One thing that was looked at: whether it is as it should be, and in words."""

    is_right: bool
    words: str


# Ed25519, as RFC 8032 has it (sections 5.1 and 6). It only checks signatures, so it holds no secret.

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]


def _add(a: Point, b: Point) -> Point:
    first = (a[1] - a[0]) * (b[1] - b[0]) % P
    second = (a[1] + a[0]) * (b[1] + b[0]) % P
    third, fourth = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = second - first, fourth - third, fourth + third, second + first
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def _times(scalar: int, point: Point) -> Point:
    total: Point = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            total = _add(total, point)
        point, scalar = _add(point, point), scalar >> 1
    return total


def _is_same(a: Point, b: Point) -> bool:
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


def _x_of(y: int, sign: int) -> int | None:
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if sign else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P:
        return None
    return P - x if x & 1 != sign else x


def _point_of(data: bytes) -> Point | None:
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    x = _x_of(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = _x_of(BASE_Y, 0) or 0
BASE: Point = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the 64 bytes are the signature of the message by the holder of the 32-byte public key."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, commitment = _point_of(public), _point_of(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or commitment is None or scalar >= L:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    challenge = int.from_bytes(digest, "little") % L
    return _is_same(_times(scalar, BASE), _add(commitment, _times(challenge, key)))


# The receipt


def key_id(public: bytes) -> str:
    """The short name of a key: the start of its SHA-256."""
    return hashlib.sha256(public).hexdigest()[:16]


def signed_bytes(receipt: Mapping[str, Any]) -> bytes:
    """What is signed: all but the signature, as JSON with sorted keys and no blanks, in UTF-8 (RFC 8785)."""
    body = {name: value for name, value in receipt.items() if name != "signature"}
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def read(data: bytes) -> dict[str, Any]:
    """The receipt in a file, or in the text of an e-mail. Raises Unreadable."""
    try:
        text = data.decode("utf-8-sig")
        receipt = json.loads(_without_armour(text), object_pairs_hook=_each_once)
    except (UnicodeDecodeError, binascii.Error, ValueError, RecursionError):
        raise Unreadable("This is not a receipt: it holds no receipt that can be read.") from None
    if not isinstance(receipt, dict) or receipt.get("format") != FORMAT:
        raise Unreadable("This is not a receipt for a bid, or of a kind that this program does not know.")
    if not _is_whole(receipt):
        raise Unreadable("This receipt lacks parts that every receipt has, so it can’t be checked.")
    return receipt


def _without_armour(text: str) -> str:
    if BEGIN not in text:
        return text
    inside = text.split(BEGIN, 1)[1].split(END, 1)[0]
    # A mail program may have quoted the lines or broken them anew.
    letters = "".join(sign for sign in inside if sign.isascii() and (sign.isalnum() or sign in "+/="))
    return base64.b64decode(letters, validate=True).decode()


def _each_once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError("A name stands twice.")
    return dict(pairs)


def _is_whole(receipt: Mapping[str, Any]) -> bool:
    key, parts, competition = receipt.get("key"), receipt.get("parts"), receipt.get("competition")
    texts = ("receipt", "bid", "bidder", "submitted_at", "deadline", "came_about", "signature")
    return (
        all(isinstance(receipt.get(name), str) for name in texts)
        and isinstance(key, dict)
        and all(isinstance(key.get(name), str) for name in ("id", "public"))
        and isinstance(competition, dict)
        and all(isinstance(competition.get(name), str) for name in ("title", "council"))
        and isinstance(parts, list)
        and all(
            isinstance(part, dict) and all(isinstance(part.get(name), str) for name in ("name", "title", "sha256"))
            for part in parts
        )
    )


def check_signature(receipt: Mapping[str, Any], keys: Mapping[str, str]) -> Finding:
    """Whether one of these keys signed it, and nothing in it changed since."""
    name = receipt["key"]["id"]
    try:
        public, signature = bytes.fromhex(receipt["key"]["public"]), base64.b64decode(receipt["signature"])
        is_right = key_id(public) == name and is_signed(public, signed_bytes(receipt), signature)
    except ValueError:
        is_right = False
    if not is_right:
        return Finding(False, "The signature is wrong. Something in this receipt was changed after it was signed.")
    if keys.get(name) != receipt["key"]["public"]:
        return Finding(
            False,
            f"It is signed with the key {name}, which is none that is known here. Anybody can make such a one.",
        )
    return Finding(True, f"The signature is right. The receipt was issued with the key {name} and is unchanged.")


def check_parts(receipt: Mapping[str, Any], files: Iterable[tuple[str, str]]) -> list[Finding]:
    """For each part whether one of the files, given as name and SHA-256, is that part, whatever its name."""
    by_hash: dict[str, str] = {}
    by_name: dict[str, str] = {}
    for name, sha256 in files:
        by_hash.setdefault(sha256, name)
        by_name[Path(name).name] = name
    return [_check_part(part, by_hash, by_name) for part in receipt["parts"]]


def _check_part(part: Mapping[str, Any], by_hash: Mapping[str, str], by_name: Mapping[str, str]) -> Finding:
    what = f"{part['name']} ({part['title']})"
    if part["sha256"] in by_hash:
        return Finding(True, f"{what} is your file “{by_hash[part['sha256']]}”, to the last byte.")
    namesake = by_name.get(Path(part["name"]).name)
    if namesake is not None:
        return Finding(False, f"{what} is not what was submitted: your file “{namesake}” differs from it.")
    return Finding(False, f"{what} is none of the files that you gave.")


def instant_in_words(text: str) -> str:
    """An instant of a receipt to the second, on the clock of UTC; as it stands, if it is none."""
    try:
        return f"{datetime.fromisoformat(text).astimezone(UTC):%H:%M:%S on %d %B %Y} (UTC)"
    except ValueError:
        return text


def says(receipt: Mapping[str, Any], in_words: Callable[[str], str] = instant_in_words) -> list[str]:
    """What the receipt says, in sentences. They are worth as much as its signature."""
    return [
        f"Receipt {receipt['receipt']} for submission {receipt.get('submission')} of the bid of {receipt['bidder']}.",
        f"Competition: {receipt['competition']['title']}, {receipt['competition']['council']}.",
        f"In at {in_words(receipt['submitted_at'])}, with the deadline at {in_words(receipt['deadline'])}.",
        f"How it came about: {receipt['came_about']}.",
        f"It lists {len(receipt['parts'])} parts.",
    ]


def files_in(folder: Path) -> list[tuple[str, str]]:
    """Each file in the folder, by its path in it, with its SHA-256."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest = hashlib.sha256()
            with path.open("rb") as file:
                for chunk in iter(lambda: file.read(1 << 20), b""):
                    digest.update(chunk)
            found.append((path.relative_to(folder).as_posix(), digest.hexdigest()))
    return found


def main(arguments: Sequence[str]) -> int:
    """The program: says what it found, and returns with what it ends."""
    if len(arguments) not in (1, 2):
        print(__doc__)
        return 2
    try:
        receipt = read(Path(arguments[0]).read_bytes())
        files = files_in(Path(arguments[1])) if len(arguments) == 2 else []
    except (OSError, Unreadable) as error:
        print(error)
        return 2
    findings = [check_signature(receipt, KNOWN_KEYS)]
    if len(arguments) == 2:
        findings += check_parts(receipt, files)
    print("\n".join(says(receipt)))
    print("\n".join(("RIGHT  " if each.is_right else "WRONG  ") + each.words for each in findings))
    return 0 if all(each.is_right for each in findings) else 1


if __name__ == "__main__":
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(main(sys.argv[1:]))
