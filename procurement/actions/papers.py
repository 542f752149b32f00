from datetime import datetime

from django.core.files import File
from django.db import transaction

from accounts.actions import fields, letters, trail
from accounts.actions.uploads import check_file, plain_suffix, sent_name, sha256_of
from accounts.domain.refusals import Refusal
from accounts.models import User
from procurement.actions.drafts import lock_draft
from procurement.domain.dates import in_words
from procurement.domain.lifecycle import CompetitionState
from procurement.models import Clarification, Competition, Document

LONGEST_QUESTION = 5000


@transaction.atomic
def publish_document(competition: Competition, *, title: str, upload: File, by: User, at: datetime) -> Document:  # type: ignore[type-arg]
    """Add a document to the competition; everybody sees it at once if it is published.

    The same file sent twice under the same title is added once. It is stored before this returns.
    """
    competition = (
        Competition.objects.select_for_update(of=("self",), no_key=True)
        .select_related("service__council")
        .get(pk=competition.pk)
    )
    if competition.state == CompetitionState.ABANDONED:
        raise Refusal("This competition was abandoned, so no documents can be added to it.")
    name = sent_name(upload.name)
    size = upload.size or 0
    check_file(name, upload)
    sha256 = sha256_of(upload)
    title = title.strip() or name[:200]
    known = Document.objects.filter(competition=competition, title=title, sha256=sha256).first()
    if known is not None:
        return known
    document = Document(
        competition=competition, title=title, name=name, size=size, sha256=sha256, uploaded_by=by, uploaded_at=at
    )
    # What the person called it is kept as text; the storage gets a name that no file system can stumble over.
    document.file.save(f"{document.reference}{plain_suffix(name)}", upload, save=False)
    fields.check(document)
    document.save(force_insert=True)
    trail.record(
        "procurement.publish_document",
        document,
        trail=competition.reference,
        by=by,
        at=at,
        document=document.reference,
        name=name,
        size=size,
        sha256=sha256,
    )
    return document


@transaction.atomic
def remove_document(document: Document, *, by: User, at: datetime) -> None:
    """Take a document out of a draft. Once published it stays, since bidders may have relied on it."""
    competition = lock_draft(document.competition)
    trail.record(
        "procurement.remove_document",
        document,
        trail=competition.reference,
        by=by,
        at=at,
        name=document.name,
        sha256=document.sha256,
    )
    storage, stored = document.file.storage, document.file.name
    document.delete()
    transaction.on_commit(lambda: storage.delete(str(stored)))


@transaction.atomic
def ask(competition: Competition, question: str, *, by: User, at: datetime) -> Clarification:
    """Ask the council something before the deadline for questions. Who asked is shown to nobody, nor on the trail."""
    competition = (
        Competition.objects.select_for_update(of=("self",), no_key=True)
        .select_related("service__council")
        .get(pk=competition.pk)
    )
    _check_takes_questions(competition, at)
    question = question.strip()
    if not question:
        raise Refusal("Enter your question.")
    if len(question) > LONGEST_QUESTION:
        raise Refusal(f"Your question must be {LONGEST_QUESTION:,} characters or fewer; it has {len(question):,}.")
    known = Clarification.objects.filter(competition=competition, asked_by=by, question=question).first()
    if known is not None:
        return known
    clarification = Clarification.objects.create(competition=competition, question=question, asked_by=by, asked_at=at)
    trail.record(
        "procurement.ask",
        clarification,
        trail=competition.reference,
        by=None,
        at=at,
        clarification=clarification.reference,
        question=question,
    )
    if competition.council.email:
        letters.queue(
            competition.council.email,
            f"A question about {competition.title}",
            f"Somebody asked:\n\n{question}\n\nSign in to answer it. Your answer is published to everybody at once.",
            at=at,
            trail=competition.reference,
        )
    return clarification


@transaction.atomic
def answer(clarification: Clarification, text: str, *, by: User, at: datetime) -> Clarification:
    """Answer a question, which publishes both to everybody at once. A second press of the button changes nothing."""
    rows = Clarification.objects.select_for_update(of=("self",), no_key=True).select_related(
        "competition__service__council", "asked_by"
    )
    clarification = rows.get(pk=clarification.pk)
    competition, text = clarification.competition, text.strip()
    if clarification.answered_at is not None:
        if clarification.answer == text:
            return clarification
        raise Refusal(
            f"This question was answered at {in_words(clarification.answered_at)}. Everybody can read this answer:",
            clarification.answer,
            "What you typed is still here. To correct a published answer, add a document that says what has changed.",
        )
    if competition.state != CompetitionState.PUBLISHED:
        raise Refusal("Questions can be answered while the competition takes bids. It does not any more.")
    if not text:
        raise Refusal("Enter the answer.")
    clarification.answer, clarification.answered_by, clarification.answered_at = text, by, at
    clarification.save()
    trail.record(
        "procurement.answer",
        clarification,
        trail=competition.reference,
        by=by,
        at=at,
        clarification=clarification.reference,
        answer=text,
    )
    # Not on the competition's trail, which its council reads: the address would say who asked.
    letters.queue(
        clarification.asked_by.email,
        f"Your question about {competition.title} is answered",
        f"You asked:\n\n{clarification.question}\n\nThe answer, which everybody can read:\n\n{text}",
        at=at,
    )
    return clarification


def _check_takes_questions(competition: Competition, at: datetime) -> None:
    if competition.takes_questions(at):
        return
    deadline = competition.questions_deadline
    if competition.state == CompetitionState.PUBLISHED and deadline is not None:
        raise Refusal(
            f"The deadline for questions was {in_words(deadline)}, so your question was not sent.",
            "The questions and answers published so far are on the competition’s page.",
        )
    raise Refusal("This competition takes no questions now, so your question was not sent.")
