"""The virus scanner, if one is connected: clamd's INSTREAM, spoken over TCP or a socket of the machine."""

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from django.conf import settings

TIMEOUT_SECONDS = 120
_MOST_OF_ANSWER = 4096


class ScanFailed(Exception):
    """The scanner said nothing about the file; the message is a sentence for a person."""


def is_connected() -> bool:
    return bool(settings.CLAMD_URL)


class Scan:
    """One file on its way through the scanner: `feed` its pieces, then ask what was `found`."""

    def __init__(self, connection: socket.socket | None) -> None:
        self._connection = connection
        self._is_cut = False

    def feed(self, piece: bytes) -> None:
        if self._connection is None or self._is_cut:
            return
        try:
            self._connection.sendall(struct.pack("!I", len(piece)) + piece)
        except OSError:
            # It stops listening to a file that it has judged, or finds too large: its answer says which.
            self._is_cut = True

    def found(self) -> str | None:
        """The name of what was found; None if nothing was, or nobody scans. Raises ScanFailed."""
        if self._connection is None:
            return None
        try:
            if not self._is_cut:
                self._connection.sendall(struct.pack("!I", 0))
            answer = _answer(self._connection)
        except OSError as error:
            raise ScanFailed("The virus scanner did not answer.") from error
        if answer.endswith(" FOUND"):
            return answer.removeprefix("stream: ").removesuffix(" FOUND")
        if answer.endswith(": OK") and not self._is_cut:
            return None
        if "size limit" in answer:
            raise ScanFailed("The virus scanner takes no file as large as this.")
        raise ScanFailed("The virus scanner could not look at this file.")


@contextmanager
def scan() -> Iterator[Scan]:
    """A scan of one file; one that finds nothing where no scanner is connected. Raises ScanFailed."""
    if not is_connected():
        yield Scan(None)
        return
    try:
        connection = _connect()
    except OSError as error:
        raise ScanFailed("The virus scanner did not answer.") from error
    with connection:
        try:
            connection.sendall(b"zINSTREAM\0")
        except OSError as error:
            raise ScanFailed("The virus scanner did not answer.") from error
        yield Scan(connection)


def _connect() -> socket.socket:
    where = urlsplit(settings.CLAMD_URL)
    if where.scheme == "unix":
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(TIMEOUT_SECONDS)
        connection.connect(where.path)
        return connection
    return socket.create_connection((where.hostname or "", where.port or 3310), TIMEOUT_SECONDS)


def _answer(connection: socket.socket) -> str:
    said = b""
    while len(said) < _MOST_OF_ANSWER and not said.endswith(b"\0") and (piece := connection.recv(_MOST_OF_ANSWER)):
        said += piece
    return said.rstrip(b"\0").decode(errors="replace").strip()
