"""Whether a file is what its name says, can be read without a password, and does no harm when it is opened."""

import struct
from typing import BinaryIO

import pikepdf
import puremagic

from accounts.domain.archives import Limits, Unfit, names_in
from accounts.domain.file_types import TYPES, Family, FileType, ending_of

_HEAD = 64 * 1024
_OFFICE_BEFORE_2007 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_SECTORS = 1000
_PROTECTED = "is protected with a password, so nobody could read it. Save it without one"


def why_refused(file: BinaryIO, name: str, limits: Limits | None = None) -> str | None:
    """Why this file can't be taken, in a sentence that names it; None if it can. Reads it in pieces."""
    kind = TYPES.get(ending_of(name))
    try:
        if kind is None:
            raise Unfit("is of a type that is not taken")
        _check(file, name, kind, limits)
    except Unfit as why:
        return f"“{name}” {why}."
    finally:
        file.seek(0)
    return None


def _check(file: BinaryIO, name: str, kind: FileType, limits: Limits | None) -> None:
    file.seek(0)
    head = file.read(_HEAD)
    if head.startswith(_OFFICE_BEFORE_2007):
        # Office puts a protected document into a container of the older kind, whatever its name.
        if "EncryptedPackage" in _entries_of_container(file, head):
            raise Unfit(_PROTECTED)
        raise Unfit("is a document in an older format of Office. Save it in the newer format, or as a PDF")
    if kind.family == Family.PDF:
        _check_pdf(file, head)
    elif kind.family == Family.ZIP:
        _check_archive(file, head, kind, limits)
    elif kind.family == Family.TEXT:
        _check_text(head)
    elif ending_of(name) not in _told_by(head):
        raise Unfit(_not_that(kind))


def _check_pdf(file: BinaryIO, head: bytes) -> None:
    if b"%PDF-" not in head[:1024]:
        raise Unfit("is not a PDF, though its name says so. Save it as a PDF, or give it the ending that it has")
    file.seek(0)
    try:
        with pikepdf.open(file) as pdf:
            pages = len(pdf.pages)
    except pikepdf.PasswordError as error:
        raise Unfit(_PROTECTED) from error
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise Unfit("is damaged: it can’t be opened as a PDF. Open it on your computer, and save it again") from error
    if not pages:
        raise Unfit("is a PDF without any page. Open it on your computer, and save it again")


def _check_archive(file: BinaryIO, head: bytes, kind: FileType, limits: Limits | None) -> None:
    if not head.startswith(b"PK"):
        raise Unfit(_not_that(kind))
    names = names_in(file, limits)
    if kind.inside and not any(name.startswith(kind.inside) for name in names):
        raise Unfit(_not_that(kind))
    if kind.inside and any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Unfit("holds macros, which are programs. Save it without them")


def _check_text(head: bytes) -> None:
    is_wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\x00" in head and not is_wide:
        raise Unfit("is not text, though its name says so. Give it the ending that it has, and choose it again")


def _told_by(head: bytes) -> set[str]:
    """The endings that the first bytes speak for."""
    try:
        found = {str(each.extension) for each in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        return set()
    return found | ({".jpg", ".jpeg"} if found & {".jpg", ".jpeg"} else set())


def _not_that(kind: FileType) -> str:
    return f"is not what its name says ({kind.name}). Give it the ending that it has, and choose it again"


def _entries_of_container(file: BinaryIO, head: bytes) -> set[str]:
    """The names in the directory of a compound file (MS-CFB), as far as it can be followed."""
    size = 1 << struct.unpack_from("<H", head, 30)[0] if len(head) >= 512 else 0
    if size not in {512, 4096}:
        return set()
    tables = struct.unpack_from("<109I", head, 76)
    sector: int = struct.unpack_from("<I", head, 48)[0]
    names: set[str] = set()
    for _ in range(_MOST_SECTORS):
        entries = _sector(file, sector, size)
        for at in range(0, len(entries) - 127, 128):
            length = min(struct.unpack_from("<H", entries, at + 64)[0], 64)
            names.add(entries[at : at + max(length - 2, 0)].decode("utf-16-le", errors="replace"))
        table, place = divmod(sector, size // 4)
        links = _sector(file, tables[table], size) if table < len(tables) else b""
        if len(links) < size or not entries:
            break
        sector = struct.unpack_from("<I", links, place * 4)[0]
    return names


def _sector(file: BinaryIO, number: int, size: int) -> bytes:
    if number >= 0xFFFFFFFA:
        return b""
    file.seek((number + 1) * size)
    return file.read(size)
