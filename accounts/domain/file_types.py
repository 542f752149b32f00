"""The types of file that people may send: what each is called, and how its first bytes tell it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath


class Family(StrEnum):
    """How the content of a file is told."""

    PDF = "pdf"
    ZIP = "zip"
    TEXT = "text"
    SIGNED = "signed"
    """By a signature at its start."""


@dataclass(frozen=True, slots=True)
class FileType:
    """`inside` is an entry, or the beginning of one, that an archive of this type holds."""

    name: str
    family: Family
    inside: str = ""


TYPES: dict[str, FileType] = {
    ".pdf": FileType("PDF", Family.PDF),
    ".docx": FileType("Word", Family.ZIP, "word/"),
    ".xlsx": FileType("Excel", Family.ZIP, "xl/"),
    ".pptx": FileType("PowerPoint", Family.ZIP, "ppt/"),
    ".odt": FileType("OpenDocument text", Family.ZIP, "content.xml"),
    ".ods": FileType("OpenDocument spreadsheet", Family.ZIP, "content.xml"),
    ".odp": FileType("OpenDocument presentation", Family.ZIP, "content.xml"),
    ".csv": FileType("CSV", Family.TEXT),
    ".txt": FileType("Plain text", Family.TEXT),
    ".jpg": FileType("JPEG picture", Family.SIGNED),
    ".jpeg": FileType("JPEG picture", Family.SIGNED),
    ".png": FileType("PNG picture", Family.SIGNED),
    ".mp4": FileType("MP4 film", Family.SIGNED),
    ".zip": FileType("ZIP archive", Family.ZIP),
}
_OLD = {".doc": ".docx", ".xls": ".xlsx", ".ppt": ".pptx"}
_WITH_PROGRAMS = {".docm": ".docx", ".xlsm": ".xlsx", ".pptm": ".pptx"}


def ending_of(name: str) -> str:
    """The ending of a file's name, in small letters: ".pdf"; empty if it has none."""
    return PurePath(name).suffix.lower()


def listed_in_words(endings: Iterable[str]) -> str:
    """ "PDF (.pdf), Word (.docx) or JPEG picture (.jpg or .jpeg)"."""
    by_name: dict[str, list[str]] = {}
    for ending in endings:
        by_name.setdefault(TYPES[ending].name, []).append(ending)
    words = [f"{name} ({' or '.join(endings)})" for name, endings in by_name.items()]
    return " or ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def why_not_by_name(name: str, endings: Iterable[str]) -> str | None:
    """Why a file of this name can't be taken, in a sentence that says what to do; None if it can."""
    ending, taken = ending_of(name), list(endings)
    if ending in taken:
        return None
    if (newer := _OLD.get(ending)) in taken:
        return (
            f"“{name}” is in an older format of Office ({ending}). "
            f"Open it, save it as {newer} or as a PDF, and choose that file."
        )
    if (without := _WITH_PROGRAMS.get(ending)) in taken:
        return f"“{name}” may hold macros, which are programs ({ending}). Save it as {without}, and choose that file."
    says = (
        f"is of a type that is not taken ({ending})" if ending else "has no ending that says what it is, such as .pdf"
    )
    return f"“{name}” {says}. Files may be: {listed_in_words(taken)}."
