"""How promises are kept: reviews with their evidence, and letters where one is overdue."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.files import File
from django.db import transaction

from accounts.actions import fields, letters, trail
from accounts.actions.uploads import check_file, plain_suffix, sent_name, sha256_of
from accounts.domain.refusals import Refusal
from accounts.domain.roles import DESIGNERS
from accounts.models import User
from partners.domain.words import normalise
from procurement.domain.dates import day_in_words
from procurement.domain.local_times import day_in_london
from scoring.actions.promises import check_running, is_agreed, locked, locked_award, record
from scoring.domain.promises import Rating
from scoring.models import Award, Promise, PromiseReminder, PromiseReview


@transaction.atomic
def review(
    promise: Promise,
    *,
    on: date,
    rating: Rating,
    evidence: str,
    reference: str,
    by: User,
    at: datetime,
    value: Decimal | None = None,
    upload: File | None = None,  # type: ignore[type-arg]
) -> PromiseReview:
    """Record what was found of the promise on a day, with the evidence for it. A file is stored before this returns.

    `value` is what was measured, in the unit of the target; `reference` comes from the page.
    """
    promise = locked(promise)
    if there := PromiseReview.objects.filter(promise=promise, reference=reference).first():
        return there
    check_running(promise)
    _check_review(promise, on, evidence, value, at)
    made = PromiseReview(
        promise=promise,
        on=on,
        rating=Rating(rating).value,
        value=value,
        evidence=normalise(evidence).strip(),
        reference=reference,
        by=by,
        at=at,
    )
    fields.check(made)
    kept = _store(made, upload) if upload else {}
    made.save(force_insert=True)
    record("scoring.review_promise", promise, by=by, at=at, on=on.isoformat(), rating=made.rating, **kept)
    return made


def _check_review(promise: Promise, on: date, evidence: str, value: Decimal | None, at: datetime) -> None:
    if not is_agreed(promise.award):
        raise Refusal("The promises are not agreed yet: the lead officer agrees them first, then they are reviewed.")
    if on > day_in_london(at):
        raise Refusal("The day lies in the future: record a review once it has taken place.")
    if not evidence.strip():
        raise Refusal("Say what the evidence is, and where it is kept.")
    if value is not None and not promise.unit:
        raise Refusal("Nothing is counted for this promise: say in the evidence what was measured.")


def remind_of_overdue(*, at: datetime) -> int:
    """Write to officers about reviews whose day has passed, once for each such day; returns how many letters."""
    overdue = _overdue(day_in_london(at))
    return sum(_remind(award, at=at) for award in {promise.award for promise, _ in overdue})


@transaction.atomic
def _remind(award: Award, *, at: datetime) -> int:
    """The letters of one award: one to each officer who may read it, with all of its promises in it."""
    award = locked_award(award)
    overdue = [(promise, day) for promise, day in _overdue(day_in_london(at)) if promise.award_id == award.pk]
    people = [user for user in _officers(award) if Award.objects.visible_to(user).filter(pk=award.pk).exists()]
    if not overdue or not people:
        return 0
    PromiseReminder.objects.bulk_create(
        PromiseReminder(promise=promise, review_by=day, at=at) for promise, day in overdue
    )
    subject, body = _letter(award, overdue)
    for user in people:
        letters.queue(user.email, subject, body, at=at, trail=award.competition.reference)
    trail.record(
        "scoring.remind_of_reviews",
        award,
        trail=award.competition.reference,
        by=None,
        at=at,
        promises=[promise.reference for promise, _ in overdue],
    )
    return len(people)


def _overdue(today: date) -> list[tuple[Promise, date]]:
    """Promises whose review is overdue and of which nobody was told yet, with the day that passed. Two queries."""
    running = Promise.objects.filter(outcome="", award__promise_ledger__isnull=False, first_review_on__lt=today)
    found = [
        (promise, day)
        for promise in running.with_standing().select_related("award")
        if (day := promise.review_by(promise.reviewed_on)) and day < today  # type: ignore[attr-defined]
    ]
    told: dict[int, set[date]] = defaultdict(set)
    reminders = PromiseReminder.objects.filter(promise__in=[promise.pk for promise, _ in found])
    for pk, day in reminders.values_list("promise", "review_by"):
        told[pk].add(day)
    return [(promise, day) for promise, day in found if day not in told[promise.pk]]


def _officers(award: Award) -> Iterable[User]:
    roles = [role.value for role in DESIGNERS]
    council = award.competition.council
    return User.objects.filter(is_active=True, council_roles__council=council, council_roles__role__in=roles).order_by(
        "pk"
    )


def _letter(award: Award, overdue: list[tuple[Promise, date]]) -> tuple[str, str]:
    named = "\n".join(f"- {promise.words} (by {day_in_words(day)})" for promise, day in overdue)
    subject = f"Reviews of promises are overdue: {award.competition.title}"
    body = (
        f"What {award.bid.organisation} promised in “{award.competition.title}” was to be reviewed, and no review is "
        f"recorded yet:\n\n{named}\n\nSign in, open My work, and record how each promise is kept. You are not "
        "reminded again of the same day."
    )
    return subject, body


def _store(made: PromiseReview, upload: File) -> dict[str, Any]:  # type: ignore[type-arg]
    name = sent_name(upload.name)
    check_file(name, upload)
    made.file_name, made.file_sha256 = name, sha256_of(upload)
    # What the person called it is kept as text; the storage gets a name that no file system can stumble over.
    made.file.save(f"{made.reference}{plain_suffix(name)}", upload, save=False)
    return {"sha256": made.file_sha256}
