"""Archives (ZIP, and all that is built on it) that would do harm when they are opened: found without unpacking to disk.

An archive is measured by what really comes out of it, as its own table of contents may lie.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO, BinaryIO

MEGABYTE = 1024 * 1024
ZIP_MAGIC = b"PK\x03\x04"
_IN_MEMORY = 4 * MEGABYTE


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that an archive, with all archives in it, may hold. `ratio` counts only above `ratio_from` bytes."""

    entries: int = 10_000
    total: int = 4 * 1024 * MEGABYTE
    ratio: int = 200
    ratio_from: int = 50 * MEGABYTE
    nesting: int = 2


@dataclass
class _Measured:
    entries: int = 0
    total: int = 0


class Unfit(Exception):
    """Why the archive can't be taken: the end of a sentence whose subject is the file."""


def names_in(file: BinaryIO, limits: Limits | None = None) -> list[str]:
    """The names of all entries of the archive, once it is shown to be harmless. Raises Unfit, which says why not."""
    measured = _Measured()
    return _walk(file, limits or Limits(), measured, _size_of(file), depth=1)


def _walk(file: BinaryIO, limits: Limits, measured: _Measured, size: int, depth: int) -> list[str]:
    if depth > limits.nesting:
        raise Unfit("holds archives within archives. Unpack them, and send what is in them")
    _check_table(file, limits)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            measured.entries += len(entries)
            if measured.entries > limits.entries:
                raise Unfit(_too_many(limits))
            if any(entry.flag_bits & 0x1 for entry in entries):
                raise Unfit("is protected with a password, so nobody could read it. Save it without one")
            _check_size(measured.total + sum(entry.file_size for entry in entries), limits, size)
            for entry in entries:
                _measure(archive, entry, limits, measured, size, depth)
            return [entry.filename for entry in entries]
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, struct.error, RuntimeError) as error:
        raise Unfit("is damaged: it can’t be opened. Open it on your computer, and save it again") from error
    except NotImplementedError as error:
        raise Unfit("is packed in a way that many programs can’t open. Pack it again as an ordinary ZIP") from error


def _measure(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limits: Limits, measured: _Measured, size: int, depth: int
) -> None:
    with archive.open(entry) as content, SpooledTemporaryFile(max_size=_IN_MEMORY) as within:
        is_archive = None
        for chunk in _chunks(content):
            measured.total += len(chunk)
            _check_size(measured.total, limits, size)
            is_archive = chunk.startswith(ZIP_MAGIC) if is_archive is None else is_archive
            if is_archive:
                within.write(chunk)
        if is_archive:
            within.seek(0)
            _walk(within, limits, measured, size, depth + 1)  # type: ignore[arg-type]


def _chunks(content: IO[bytes]) -> Iterator[bytes]:
    while chunk := content.read(MEGABYTE):
        yield chunk


def _check_size(total: int, limits: Limits, size: int) -> None:
    if total > limits.total:
        raise Unfit(
            f"would unpack to more than {limits.total // MEGABYTE:,} MB, which can stop a computer. Send less in it"
        )
    if total > limits.ratio_from and total > limits.ratio * max(size, 1):
        raise Unfit(
            f"would unpack to more than {limits.ratio} times its size, as files do that are made to stop a computer. "
            "Send what is in it in another form"
        )


def _check_table(file: BinaryIO, limits: Limits) -> None:
    """A table of contents is read into memory as a whole, so it is refused by its size beforehand."""
    size = _size_of(file)
    file.seek(max(0, size - 66_000))
    tail = file.read(66_000)
    file.seek(0)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 20:
        raise Unfit("is damaged: it can’t be opened. Open it on your computer, and save it again")
    table: int = struct.unpack_from("<I", tail, at + 12)[0]
    longer = tail.rfind(b"PK\x06\x06")
    if longer >= 0 and len(tail) >= longer + 48:
        table = max(table if table != 0xFFFFFFFF else 0, struct.unpack_from("<Q", tail, longer + 40)[0])
    if table > limits.entries * 400:
        raise Unfit(_too_many(limits))


def _too_many(limits: Limits) -> str:
    return f"holds more than {limits.entries:,} files. Send fewer in it"


def _size_of(file: BinaryIO) -> int:
    size = file.seek(0, 2)
    file.seek(0)
    return size
