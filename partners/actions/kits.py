"""A bid answered offline: what is taken along, and what comes back, which is compared before it changes anything."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.files import File
from django.db import transaction
from django.db.models import prefetch_related_objects

from accounts.actions import trail
from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.actions.bids import save_answer
from partners.actions.completeness import questions_of
from partners.actions.consortia import name_consortium
from partners.actions.documents import kept_name
from partners.actions.offers import save_offer
from partners.actions.saving import Saved
from partners.actions.writing import kept_if_late, locked
from partners.domain import words
from partners.domain.deadlines import TooLate
from partners.domain.kit_fields import ComparedField
from partners.domain.kits import Brought, Filled, Kit, Question, Standing, compared
from partners.domain.last_day import Deed
from partners.domain.uploads import MEGABYTE, in_words
from partners.models import Answer, Bid, FilledKit
from procurement.domain.dates import in_words as time_in_words
from procurement.domain.figures import in_percent, plain
from procurement.models import Criterion

MOST_BYTES = 10 * MEGABYTE
MOST_KITS = 100
UNSEEN = -1
"""The version of an answer that nobody saw: a text saved on top of it is only kept in the history."""


def kit_of(bid: Bid, *, at: datetime) -> Kit:
    """The questions with all that is said of them, and the answers as they stand."""
    asked, competition = questions_of(bid.competition), bid.competition
    prefetch_related_objects(asked, "scale__steps")
    texts = {answer.criterion_id: answer.text for answer in Answer.objects.filter(bid=bid)}
    return Kit(
        competition=competition.reference,
        bid=bid.reference,
        title=competition.title,
        council=str(competition.council),
        deadline=time_in_words(competition.bid_deadline) if competition.bid_deadline else "not set yet",
        taken_at=at,
        questions=[_question(each) for each in asked],
        answers={each.reference: texts.get(each.pk, "") for each in asked},
    )


def _question(criterion: Criterion) -> Question:
    steps = criterion.scale.steps.all() if criterion.scale else []
    return Question(
        reference=criterion.reference,
        section=criterion.section.title,
        title=criterion.title,
        question=criterion.question,
        guidance=_guidance(criterion),
        scale=[(str(step), step.descriptor) for step in steps],
        word_limit=criterion.word_limit,
    )


def _guidance(criterion: Criterion) -> list[str]:
    if criterion.is_condition:
        return ["A condition: the answer passes or fails. A bid that fails it is out."]
    section = criterion.section
    of = " of the section that holds it" if section.parent_id else ""
    weight = f"It weighs {in_percent(criterion.weight)} of the section “{section}”"
    said = [f"{weight}, which weighs {in_percent(section.weight)}{of}."]
    if criterion.minimum_score is not None:
        said.append(f"An answer that scores less than {plain(criterion.minimum_score)} puts the bid out.")
    return said


def bring(bid: Bid, upload: File[bytes], *, by: User, at: datetime) -> FilledKit:
    """Store a file that was filled in, just as it came; the same file brought in again is stored once.

    It changes no answer yet. After the deadline it is refused, and kept as a late attempt.
    """
    name, size = kept_name(upload.name or "file"), upload.size or 0
    fits = 0 < size <= MOST_BYTES
    digest = hashlib.sha256(upload.read()).hexdigest() if fits else ""
    kit = FilledKit(bid=bid, name=name, size=size, sha256=digest, brought_by=by, brought_at=at)
    tried = {"name": name, "size": size, "sha256": digest}
    deed = "Bring in answers written offline"
    with kept_if_late(bid, Deed.KIT, deed, tried, by=by, at=at, file=upload if fits else None):
        return _bring(kit, upload)


@transaction.atomic
def _bring(kit: FilledKit, upload: File[bytes]) -> FilledKit:
    bid = locked(kit.bid, at=kit.brought_at)
    if not kit.size:
        raise Refusal(f"“{kit.name}” is empty (0 bytes), so there is nothing in it. Save it again, and choose it anew.")
    if kit.size > MOST_BYTES:
        raise Refusal(
            f"“{kit.name}” is {in_words(kit.size)}; a file with answers may be at most {in_words(MOST_BYTES)}. "
            "Take pictures out of it: only text is taken in."
        )
    brought = list(FilledKit.objects.filter(bid=bid))
    for same in brought:
        if (same.sha256, same.name) == (kit.sha256, kit.name):
            return same
    if len(brought) >= MOST_KITS:
        raise Refusal(f"{MOST_KITS} files were brought in already, the most for a bid. Write on the pages of the bid.")
    upload.seek(0)
    kit.file.save(kit.name, upload, save=False)
    kit.save()
    trail.record("partners.bring_kit", kit.reference, trail=bid.reference, by=kit.brought_by, at=kit.brought_at)
    return kit


@dataclass(frozen=True, slots=True)
class Compared:
    """A question with the answer as it stands and the one in the file. `was_asked_otherwise`: since it was taken."""

    criterion: Criterion
    now: str
    version: int
    brought: Brought
    standing: Standing
    was_asked_otherwise: bool


def comparison(bid: Bid, filled: Filled) -> tuple[list[Compared], list[Brought]]:
    """Each question that the file answers, in order; and what it answers that is not asked."""
    asked, answers = questions_of(bid.competition), _answers(bid)
    rows = []
    for each in asked:
        brought = filled.answers.get(each.reference)
        if brought is None:
            continue
        answer = answers.get(each.pk)
        now = answer.text if answer else ""
        rows.append(
            Compared(
                criterion=each,
                now=now,
                version=answer.version if answer else 0,
                brought=brought,
                standing=compared(now, brought),
                was_asked_otherwise=brought.question_version not in ("", _question_version(each)),
            )
        )
    known = {each.reference for each in asked}
    return rows, [brought for reference, brought in filled.answers.items() if reference not in known and brought.text]


def _question_version(criterion: Criterion) -> str:
    return Question(
        criterion.reference, "", criterion.title, criterion.question, word_limit=criterion.word_limit
    ).version


def _answers(bid: Bid) -> Mapping[int, Answer]:
    return {answer.criterion_id: answer for answer in Answer.objects.filter(bid=bid)}


@dataclass(frozen=True, slots=True)
class Choice:
    """Which text of a question is to stand, of those that its chooser saw: `version` is that of the bid's."""

    takes_file: bool
    version: int


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of the choices: answers that are the file's now, and those that somebody changed meanwhile."""

    saved: list[Criterion]
    clashed: list[Criterion]


def take(kit: FilledKit, rows: Iterable[Compared], chosen: Mapping[str, Choice], *, by: User, at: datetime) -> Taken:
    """Save the answers that were chosen from the file, each as its own page would; the others stay.

    A text that is not taken, though the bid has another, is kept in the history. Raises TooLate after the deadline,
    once all that was chosen is kept as late attempts. The same again changes nothing.
    """
    differing = [row for row in rows if row.standing not in {Standing.SAME, Standing.EMPTY}]
    taken, late = Taken([], []), None
    for row in differing:
        choice = chosen.get(row.criterion.reference)
        if choice is None or not choice.takes_file:
            continue
        try:
            is_conflict = _save(kit, row, choice.version, by=by, at=at)
        except TooLate as refusal:
            late = refusal
            continue
        (taken.clashed if is_conflict else taken.saved).append(row.criterion)
    if late is not None:
        raise late
    for row in differing:
        choice = chosen.get(row.criterion.reference)
        if choice and not choice.takes_file and row.version and row.standing != Standing.ONLY_BID:
            _save(kit, row, UNSEEN, by=by, at=at)
    if taken.saved or kit.taken_at is None:
        _note(kit, by=by, at=at)
    return taken


def _save(kit: FilledKit, row: Compared, version: int, *, by: User, at: datetime) -> bool:
    """Save the file's text as a page would; whether another had been saved since `version`, so that it stands."""
    saved = save_answer(kit.bid, row.criterion, row.brought.text, version=version, by=by, at=at, is_whole=True)
    return saved.is_conflict


def take_offer(
    kit: FilledKit, rows: Iterable[ComparedField], chosen: Collection[str], *, version: int, by: User, at: datetime
) -> Saved | None:
    """Save the fields of the offer that were chosen from the file, as its own pages would; None if none was.

    `version` is that of the offer which its chooser saw: a field that somebody changed since is not replaced.
    """
    typed = {row.field.reference: row.takes for row in rows if row.field.reference in chosen}
    if not typed:
        return None
    saved = save_offer(kit.bid, typed, version=version, by=by, at=at)
    _note(kit, by=by, at=at)
    return saved


def take_members(
    kit: FilledKit, members: Sequence[Mapping[str, str]], *, seen_before: str, by: User, at: datetime
) -> None:
    """Name those who stand behind the bid as the file does. Refused if somebody changed the list since it was seen."""
    name_consortium(kit.bid, members, by=by, at=at, seen_before=seen_before)
    _note(kit, by=by, at=at)


@transaction.atomic
def _note(kit: FilledKit, *, by: User, at: datetime) -> None:
    kit = FilledKit.objects.select_for_update(of=("self",)).select_related("bid").get(pk=kit.pk)
    kit.taken_by, kit.taken_at = by, at
    kit.save(update_fields=["taken_by", "taken_at"])
    trail.record("partners.take_kit", kit.reference, trail=kit.bid.reference, by=by, at=at)


def over_limit(criterion: Criterion, text: str) -> int:
    """How many words the text has too many."""
    return max(0, words.count(text) - criterion.word_limit) if criterion.word_limit is not None else 0
