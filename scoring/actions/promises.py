from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.actions import trail
from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.models import Submission
from procurement.models import Criterion
from scoring.domain.decisions import AwardState
from scoring.domain.promises import MOST_MATERIAL, Outcome, Rating, stands_in
from scoring.models import Award, Promise, PromiseReview

TEXTS = {
    "quote": "Choose the passage of the answer in which it is promised.",
    "words": "Say in your own words what is promised.",
    "measure": "Say how it is measured, and what the target is.",
    "owner": "Say who answers for it.",
}


def answer_of(award: Award, criterion: Criterion) -> str:
    """The winning bid's answer to the criterion, as it was submitted."""
    content: dict[str, Any] = Submission.objects.values_list("content", flat=True).get(
        bid=award.bid, superseded_at=None
    )
    return str(content["answers"].get(criterion.reference, ""))


@transaction.atomic
def make_promise(
    award: Award,
    criterion: Criterion,
    *,
    texts: dict[str, str],
    first_review_on: date,
    review_months: int,
    is_kpi: bool,
    is_material: bool,
    reference: str,
    by: User,
    at: datetime,
) -> Promise:
    """Enter a promise of the winning bid. `texts` are those of `TEXTS`; `reference` comes from the page.

    Refused unless the award is approved and the passage stands in the answer.
    """
    award = Award.objects.select_for_update(of=("self",)).select_related("competition", "bid").get(pk=award.pk)
    if there := Promise.objects.filter(award=award, reference=reference).first():
        return there
    if award.state != AwardState.APPROVED:
        raise Refusal("The award has not been approved, so nothing is promised yet.")
    texts = {name: texts[name].strip() for name in TEXTS}
    missing = [sentence for name, sentence in TEXTS.items() if not texts[name]]
    if missing:
        raise Refusal(*missing)
    if not stands_in(texts["quote"], answer_of(award, criterion)):
        raise Refusal("The passage does not stand in the answer: copy it from there word for word.")
    _check_material(award, is_kpi=is_kpi, is_material=is_material)
    promise = Promise.objects.create(
        award=award,
        criterion=criterion.reference,
        criterion_title=criterion.title,
        first_review_on=first_review_on,
        review_months=review_months,
        is_kpi=is_kpi,
        is_material=is_material,
        reference=reference,
        made_by=by,
        made_at=at,
        **texts,
    )
    _record("scoring.make_promise", promise, by=by, at=at, is_kpi=is_kpi)
    return promise


@transaction.atomic
def review(
    promise: Promise, *, on: date, rating: Rating, evidence: str, reference: str, by: User, at: datetime
) -> PromiseReview:
    """Record what was found of the promise on a day, with the evidence for it."""
    promise = _locked(promise)
    if there := PromiseReview.objects.filter(promise=promise, reference=reference).first():
        return there
    _check_running(promise)
    if on > at.date():
        raise Refusal("The day lies in the future: record a review once it has taken place.")
    if not evidence.strip():
        raise Refusal("Say what the evidence is, and where it is kept.")
    made = PromiseReview.objects.create(
        promise=promise,
        on=on,
        rating=Rating(rating).value,
        evidence=evidence.strip(),
        reference=reference,
        by=by,
        at=at,
    )
    _record("scoring.review_promise", promise, by=by, at=at, on=on.isoformat(), rating=made.rating)
    return made


@transaction.atomic
def end(promise: Promise, *, outcome: Outcome, reason: str, by: User, at: datetime) -> Promise:
    """Say how the promise ended, and why."""
    promise = _locked(promise)
    if (promise.outcome, promise.ended_by_id) == (Outcome(outcome).value, by.pk):
        return promise
    _check_running(promise)
    if not reason.strip():
        raise Refusal("Give the reasons: they stay on the record.")
    promise.outcome, promise.outcome_reason = Outcome(outcome).value, reason.strip()
    promise.ended_by, promise.ended_at = by, at
    promise.save()
    _record("scoring.end_promise", promise, by=by, at=at, outcome=promise.outcome)
    return promise


def _locked(promise: Promise) -> Promise:
    return Promise.objects.select_for_update(of=("self",)).select_related("award__competition").get(pk=promise.pk)


def _check_running(promise: Promise) -> None:
    if promise.outcome:
        raise Refusal(f"This promise has ended: {Outcome(promise.outcome).label.lower()}. Nothing more can be entered.")


def _check_material(award: Award, *, is_kpi: bool, is_material: bool) -> None:
    if is_material and not is_kpi:
        raise Refusal("Only a key performance indicator can be one of the most material.")
    if is_material and Promise.objects.filter(award=award, is_material=True, outcome="").count() >= MOST_MATERIAL:
        raise Refusal(f"{MOST_MATERIAL} promises are the most material already: as many as are published.")


def _record(verb: str, promise: Promise, *, by: User, at: datetime, **details: Any) -> None:
    competition = promise.award.competition.reference
    # Its words come from the bid, and the trail is read also by people who may not read that bid.
    trail.record(verb, promise.reference, trail=competition, by=by, at=at, promise=promise.reference, **details)
