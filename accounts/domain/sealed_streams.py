"""Sealing of files of any size, a chunk at a time: the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár, 2015).

A sealed file is: eight bytes for the format, four that tell which key, a salt of 16; then chunks of 1 MiB, each with
its tag. The nonce of a chunk is its number and whether it is the last, so that none can be moved, left out or added.
"""

import secrets
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from accounts.domain.sealing import BROKEN, ID_BYTES, CannotOpen, KeyRing

FORMAT = b"PCSEAL1\n"
SALT_BYTES, TAG_BYTES, CHUNK = 16, 16, 1024 * 1024
HEAD = len(FORMAT) + ID_BYTES + SALT_BYTES


def sealed(pieces: Iterable[bytes], ring: KeyRing, place: str, working: bytes | None = None) -> Iterator[bytes]:
    """The sealed file, for pieces of any length; never more than two chunks are held. Keys as for `KeyRing.seal`."""
    salt, key = secrets.token_bytes(SALT_BYTES), ring.sealing_id(working)
    cipher = AESGCM(ring.file_key(key, salt))
    yield FORMAT + key + salt
    number, held = 0, bytearray()
    for piece in pieces:
        held += piece
        # A chunk goes only once more follows, since the last one is marked.
        while len(held) > CHUNK:
            yield cipher.encrypt(_nonce(number, is_last=False), bytes(held[:CHUNK]), place.encode())
            del held[:CHUNK]
            number += 1
    yield cipher.encrypt(_nonce(number, is_last=True), bytes(held), place.encode())


def plain_size(stored: int) -> int:
    """The size in bytes of what was sealed, from the size of the sealed file."""
    body = stored - HEAD
    return max(0, body - TAG_BYTES * _chunks(body))


class SealedReader:
    """Reads a sealed file chunk by chunk, from any place in it. Raises CannotOpen where it is not what was sealed."""

    def __init__(self, file: BinaryIO, stored: int, ring: KeyRing, place: str) -> None:
        file.seek(0)
        head = file.read(HEAD)
        if len(head) != HEAD or not head.startswith(FORMAT):
            raise CannotOpen(BROKEN)
        start = len(FORMAT)
        self._cipher = AESGCM(ring.file_key(head[start : start + ID_BYTES], head[start + ID_BYTES :]))
        self._file, self._place, self._chunks = file, place.encode(), _chunks(stored - HEAD)
        self._number, self._chunk = -1, b""
        self.size = plain_size(stored)

    def read_at(self, at: int, most: int) -> bytes:
        """At most so many bytes from that place, none at the end."""
        if at >= self.size:
            if self._chunks == 1:
                self._load(0)  # An empty file is checked too.
            return b""
        number, offset = divmod(at, CHUNK)
        self._load(number)
        return self._chunk[offset : offset + most]

    def _load(self, number: int) -> None:
        if number == self._number:
            return
        self._file.seek(HEAD + number * (CHUNK + TAG_BYTES))
        sealed_chunk = self._file.read(CHUNK + TAG_BYTES)
        nonce = _nonce(number, is_last=number == self._chunks - 1)
        try:
            self._chunk = self._cipher.decrypt(nonce, sealed_chunk, self._place)
        except InvalidTag as error:
            raise CannotOpen(BROKEN) from error
        self._number = number


def key_id_of(head: bytes) -> bytes:
    """Which key sealed the file that starts so."""
    return head[len(FORMAT) : len(FORMAT) + ID_BYTES]


def _chunks(body: int) -> int:
    return max(1, -(-body // (CHUNK + TAG_BYTES)))


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])
