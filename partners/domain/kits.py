"""The questions of a competition to take along, answer without a connection, and bring back: what such a file holds."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from accounts.domain.fingerprints import fingerprint
from accounts.domain.refusals import Refusal
from partners.domain import words

FORMAT = "bid-kit/1"
_KIT = re.compile(r"\[Kit (\S+), competition (\S+), bid (\S+)\]")
_MEMBERS = re.compile(r"\[Consortium (\w+)\]")
_PLACE = re.compile(r"\[Answer (begins|ends): ([-\w]+)(?: ([-\w]+))?\]")
MOST_SAID = 20


@dataclass(frozen=True, slots=True)
class Question:
    """A question as the file tells it. `scale` has each step with what it stands for."""

    reference: str
    section: str
    title: str
    question: str = ""
    guidance: Sequence[str] = ()
    scale: Sequence[tuple[str, str]] = ()
    word_limit: int | None = None

    @property
    def version(self) -> str:
        """The same for the same question, and another once its words or its limit are changed."""
        return fingerprint([self.title, self.question, self.word_limit])[:8]


@dataclass(frozen=True, slots=True)
class Kit:
    """What goes into a file: the questions, with the answers as they stand."""

    competition: str
    bid: str
    title: str
    council: str
    deadline: str
    taken_at: datetime
    questions: Sequence[Question]
    answers: Mapping[str, str] = field(default_factory=dict)
    address: str = ""
    """Of the bid's page, where all that is not in the file is filled in."""

    @property
    def line(self) -> str:
        """The line by which the file is known when it comes back."""
        return f"[Kit {FORMAT}, competition {self.competition}, bid {self.bid}]"

    def mark(self, question: Question) -> str:
        """Goes beside the answer, and tells later which question was asked and which answer stood."""
        return f"{question.version}-{version_of(self.answers.get(question.reference, ''))}"


@dataclass(frozen=True, slots=True)
class Brought:
    """A text that came back: with the mark beside it, empty if that is lost, and where in the file it stands."""

    text: str
    mark: str
    place: str

    @property
    def question_version(self) -> str:
        return self.mark.partition("-")[0]

    @property
    def answer_version(self) -> str:
        return self.mark.partition("-")[2]


@dataclass(frozen=True, slots=True)
class Filled:
    """What came back in a file: for which competition and bid, and each answer by the reference of its question.

    Of a workbook also each field of the offer by its name, and who stands behind the bid, with the mark of that list.
    """

    competition: str
    bid: str
    answers: Mapping[str, Brought]
    offer: Mapping[str, Brought] = field(default_factory=dict)
    members: Sequence[Mapping[str, str]] = ()
    members_mark: str = ""


def version_of(text: str) -> str:
    """The same for texts that count as the same answer."""
    return fingerprint(_bare(text))[:12]


def _bare(text: str) -> str:
    return words.normalise(text).strip()


def kit_in(lines: Iterable[str], name: str, where: str) -> tuple[str, str]:
    """The competition and the bid that the line of a kit names. Raises Refusal if there is no such line."""
    for line in lines:
        if (found := _KIT.search(line)) and found[1] == FORMAT:
            return found[2], found[3]
    raise Refusal(
        f"{name}: {where} has no line “[Kit …]”, so this is no file that was taken from here. "
        "Take the questions along anew, and copy your answers into that file."
    )


def members_line(mark: str) -> str:
    """The line that tells which list of those behind the bid stood when the file was taken."""
    return f"[Consortium {mark}]"


def members_mark_in(lines: Iterable[str]) -> str:
    """The mark of that line; "" if it is lost."""
    return next((found[1] for line in lines if (found := _MEMBERS.search(line))), "")


def check_kit(filled: Filled, competition: str, bid: str, name: str) -> None:
    """Raise Refusal if the file was taken from another competition or another bid."""
    if filled.competition != competition:
        raise Refusal(
            f"{name}: this file was taken from another competition ({filled.competition}). "
            "Choose the one that was taken from this page."
        )
    if filled.bid != bid:
        raise Refusal(
            f"{name}: this file was taken from another bid. Choose the one that was taken from this page, or "
            "take the questions along anew and copy the answers into that file."
        )


def refuse(faults: Sequence[str], name: str) -> None:
    """Raise Refusal with a sentence for each fault, if there is any."""
    if faults:
        more = [f"{name}: and {len(faults) - MOST_SAID} more."] if len(faults) > MOST_SAID else []
        raise Refusal(*(f"{name}, {fault}" for fault in faults[:MOST_SAID]), *more)


def begins(reference: str, mark: str) -> str:
    return f"[Answer begins: {reference} {mark}]"


def ends(reference: str) -> str:
    return f"[Answer ends: {reference}]"


def between_marks(lines: Iterable[str]) -> tuple[dict[str, Brought], list[str]]:
    """The text between the lines that mark an answer, by question; and a sentence for each mark that is amiss."""
    found, faults = dict[str, Brought](), list[str]()
    open_at, mark, text = "", "", list[str]()
    for line in lines:
        place = _PLACE.fullmatch(line.strip())
        if place is None:
            text.append(line)
            continue
        if place[1] == "begins":
            if open_at:
                faults.append(_no_end(open_at))
            open_at, mark, text = place[2], place[3] or "", []
            continue
        if place[2] != open_at:
            faults.append(
                f"the line “{ends(place[2])}” has no line “[Answer begins: {place[2]} …]” before it: put it back."
            )
        elif place[2] in found:
            faults.append(f"the answer “{place[2]}” is there twice: leave one of the two.")
        else:
            found[place[2]] = Brought(_bare("\n".join(text)), mark, f"the answer “{place[2]}”")
        open_at = ""
    if open_at:
        faults.append(_no_end(open_at))
    return found, faults


def _no_end(reference: str) -> str:
    return (
        f"the line “{ends(reference)}” is missing, so it can’t be told where that answer ends: "
        "put it back, as a line of its own."
    )


class Standing(StrEnum):
    """How a text in the file stands to the one in the bid."""

    SAME = "same"
    EMPTY = "empty"
    ONLY_BID = "only in the bid"
    ONLY_FILE = "only in the file"
    BOTH = "both"


def compared(now: str, brought: Brought) -> Standing:
    """Where the text was changed since the file was taken. With the mark lost, in both, as far as can be told."""
    bare = _bare(brought.text)
    if bare == _bare(now):
        return Standing.SAME
    if not bare:
        return Standing.EMPTY
    if version_of(bare) == brought.answer_version:
        return Standing.ONLY_BID
    if version_of(now) == brought.answer_version or not (brought.mark or _bare(now)):
        return Standing.ONLY_FILE
    return Standing.BOTH
