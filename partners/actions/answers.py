"""Writing the answer to a question, with each text that was ever saved."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.actions import trail
from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.actions.saving import Saved, SaveState
from partners.actions.writing import changed, clean, kept_if_late, locked, may_repeat
from partners.domain import words
from partners.domain.histories import goes_on_from
from partners.domain.last_day import Deed
from partners.models import Answer, AnswerVersion, Bid
from procurement.models import Criterion

SHARES_A_VERSION = timedelta(minutes=5)


def save_answer(
    bid: Bid, criterion: Criterion, text: str, *, version: int, by: User, at: datetime, is_whole: bool = False
) -> Saved:
    """Save the answer to a criterion, if nobody has saved another since `version`; if somebody has, both are kept.

    A text that stands is no late attempt, as from a page that got no answer in time and sends it again. An answer over
    its word limit is saved: it only can't be submitted so. One that comes `is_whole`, from the history
    or a file rather than typed, has an entry of its own in the history.
    """
    text = clean(text)
    if may_repeat(bid, at) and (stood := _stood_already(bid, criterion, text)):
        return stood
    tried = {"criterion": criterion.reference, "text": text}
    deed = f"Save the answer “{criterion.title}”"
    with kept_if_late(bid, Deed.ANSWER, deed, tried, by=by, at=at) as told:
        return told.about(_save_answer(bid, criterion, text, version=version, by=by, at=at, is_whole=is_whole))


def _stood_already(bid: Bid, criterion: Criterion, text: str) -> Saved | None:
    answer = Answer.objects.filter(bid=bid, criterion=criterion).first()
    if answer is None or answer.text != text:
        return None
    return Saved(SaveState.SAVED, answer.version, words.count(text), at=answer.saved_at)


@transaction.atomic
def _save_answer(
    bid: Bid, criterion: Criterion, text: str, *, version: int, by: User, at: datetime, is_whole: bool
) -> Saved:
    return write_answer(locked(bid, at=at), criterion, text, version=version, by=by, at=at, is_whole=is_whole)


def write_answer(
    bid: Bid, criterion: Criterion, text: str, *, version: int | None, by: User, at: datetime, is_whole: bool
) -> Saved:
    """Write into the locked bid what a page of that version sent; None for one that shows what stands."""
    if criterion.competition_id != bid.competition_id or not criterion.is_judged:
        raise Refusal("This competition asks no such question, so there is nothing to answer.")
    answer = Answer.objects.filter(bid=bid, criterion=criterion).first()
    if answer is None:
        answer = Answer(bid=bid, criterion=criterion, saved_by=by, saved_at=at)
    version = answer.version if version is None else version
    length = words.count(text)
    if answer.text == text:
        return Saved(SaveState.SAVED, answer.version, length, at=answer.saved_at)
    if answer.version not in (0, version):
        _keep_version(answer, text, version + 1, by=by, at=at, was_in_conflict=True)
        return Saved(SaveState.CONFLICT, answer.version, length, theirs=answer.text)
    previous = answer.text
    answer.text, answer.saved_by, answer.saved_at = text, by, at
    answer.version += 1
    answer.save()
    goes_on = not is_whole and goes_on_from(previous, text)
    _keep_version(answer, text, answer.version, by=by, at=at, goes_on=goes_on)
    changed(bid, at)
    return Saved(SaveState.SAVED, answer.version, length)


def _is_shared(last: AnswerVersion, by: User, at: datetime) -> bool:
    """Whether what this person saves now still belongs to their last version."""
    return not last.was_in_conflict and last.saved_by_id == by.pk and at - last.begun_at < SHARES_A_VERSION


def _keep_version(
    answer: Answer,
    text: str,
    version: int,
    *,
    by: User,
    at: datetime,
    goes_on: bool = False,
    was_in_conflict: bool = False,
) -> None:
    """Keep the text in the history. Quick saves of one person share a row while their text `goes_on`."""
    last = answer.versions.first()
    if last and was_in_conflict and last.was_in_conflict and last.text == text and last.saved_by_id == by.pk:
        return
    if last and goes_on and _is_shared(last, by, at):
        last.text, last.version, last.saved_at = text, version, at
        last.save(update_fields=["text", "version", "saved_at"])
        return
    AnswerVersion.objects.create(
        answer=answer,
        version=version,
        text=text,
        saved_by=by,
        begun_at=at,
        saved_at=at,
        was_in_conflict=was_in_conflict,
    )
    trail.record(
        "partners.write_answer",
        answer.criterion,
        trail=answer.bid.reference,
        by=by,
        at=at,
        version=version,
        was_in_conflict=was_in_conflict,
    )
