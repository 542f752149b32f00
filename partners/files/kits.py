"""A kit that comes back: what kind of file it is, whether it may be opened at all, and what it holds."""

import re
import zlib
from collections.abc import Mapping
from io import BytesIO
from types import ModuleType
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from accounts.domain.archives import MEGABYTE, Limits
from accounts.domain.file_checks import why_refused
from accounts.domain.file_types import ending_of, why_not_by_name
from accounts.domain.refusals import Refusal
from partners.domain.kits import Filled
from partners.files import kit_document, kit_workbook

READERS: dict[str, ModuleType] = {".docx": kit_document, ".xlsx": kit_workbook}
MOST_TEXT_BYTES = 20 * MEGABYTE
_LIMITS = Limits(entries=3_000, total=40 * MEGABYTE, ratio_from=MOST_TEXT_BYTES)
_TEXTS = (".xml", ".rels")
# No office program writes a document type, by which a small text can become a large one; nor UTF-16, which hides one.
_STRANGE = re.compile(b"<!DOCTYPE|\x00")
# What is raised by a file that only looks like one of these, or was broken on the way. SyntaxError: lxml's own.
_BROKEN = (
    *(BadZipFile, zlib.error, ParseError, SyntaxError, NotImplementedError),
    *(KeyError, ValueError, TypeError, AttributeError, IndexError, EOFError, OSError, RuntimeError, ArithmeticError),
)


def read(content: bytes, name: str) -> Filled:
    """What was filled in, out of a document or a workbook. Raises Refusal with a sentence for each thing amiss."""
    filled: Filled = opened(content, name, READERS)
    return filled


def opened(content: bytes, name: str, readers: Mapping[str, ModuleType]) -> Any:
    """What the reader of its kind makes of a file that came back filled in, if it may be opened at all."""
    if why := why_not_by_name(name, readers) or why_refused(BytesIO(content), name, _LIMITS):
        raise Refusal(why)
    _check_texts(content, name)
    try:
        return readers[ending_of(name)].read(content, name)
    except _BROKEN as error:
        raise Refusal(
            f"“{name}” is damaged: it can’t be read. Open it on your computer, save it again, and choose it once more."
        ) from error


def _check_texts(content: bytes, name: str) -> None:
    with ZipFile(BytesIO(content)) as packed:
        texts = [part for part in packed.infolist() if part.filename.lower().endswith(_TEXTS)]
        if sum(part.file_size for part in texts) > MOST_TEXT_BYTES:
            raise Refusal(f"“{name}” unpacks to more text than can be read. Copy your answers into a fresh file.")
        # What Office keeps for others in customXml may be UTF-16, and is not read.
        if any(_STRANGE.search(packed.read(part)) for part in texts if not part.filename.startswith("customXml/")):
            raise Refusal(f"“{name}” has a part that no office program writes, so it is not opened.")
