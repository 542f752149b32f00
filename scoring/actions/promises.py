"""What the winning bid promised: entered from a passage of its answer, changed until agreed, ended with reasons."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.actions import fields, trail
from accounts.domain.fingerprints import fingerprint
from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.domain.words import normalise
from procurement.models import Criterion
from scoring.domain.decisions import AwardState
from scoring.domain.promises import MOST_MATERIAL, Outcome, stands_in
from scoring.models import Award, Promise, PromiseLedger, PromiseVersion
from scoring.models.promises import TERMS
from scoring.models.reading import answers_to

MISSING = {
    "quote": "Choose the passage of the answer in which it is promised.",
    "words": "Say in your own words what is promised.",
    "measure": "Say how it is measured, and what the target is.",
}


def answer_of(award: Award, criterion: Criterion) -> str:
    """The winning bid's answer to the criterion, as it was submitted."""
    return answers_to(criterion, [award.bid]).get(award.bid_id, "")


@transaction.atomic
def make_promise(
    award: Award, criterion: Criterion, *, reference: str, by: User, at: datetime, **terms: Any
) -> Promise:
    """Enter a promise of the winning bid. `terms` are those of `TERMS`; `reference` comes from the page.

    Refused unless the award is approved, the ledger is not agreed yet, and the passage stands in the answer.
    """
    award = locked_award(award)
    if there := Promise.objects.filter(award=award, reference=reference).first():
        return there
    check_open(award)
    promise = Promise(
        award=award,
        criterion=criterion.reference,
        criterion_title=criterion.title,
        reference=reference,
        made_by=by,
        made_at=at,
        **_cleaned(terms),
    )
    _check(promise, answer_of(award, criterion))
    promise.save(force_insert=True)
    _keep_version(promise, by=by, at=at)
    record("scoring.make_promise", promise, by=by, at=at, is_kpi=promise.is_kpi, fingerprint=_print(promise))
    return promise


@transaction.atomic
def change_promise(promise: Promise, *, by: User, at: datetime, seen: str | None = None, **terms: Any) -> Promise:
    """Word the promise anew, while the ledger is not agreed. Each earlier wording is kept.

    `seen` is the fingerprint of what the author saw (`fields.seen`): Stale is raised if it has changed since.
    """
    promise = locked(promise)
    changes = fields.write(promise, _cleaned(terms), seen_before=seen)
    if not changes:
        return promise
    check_running(promise)
    check_open(promise.award)
    criterion = Criterion.objects.get(competition=promise.award.competition, reference=promise.criterion)
    _check(promise, answer_of(promise.award, criterion))
    promise.save()
    _keep_version(promise, by=by, at=at)
    record("scoring.change_promise", promise, by=by, at=at, changed=sorted(changes), fingerprint=_print(promise))
    return promise


@transaction.atomic
def end(promise: Promise, *, outcome: Outcome, reason: str, by: User, at: datetime) -> Promise:
    """Say how the promise ended, and why. What was never agreed is neither kept nor broken."""
    promise, outcome = locked(promise), Outcome(outcome)
    if (promise.outcome, promise.ended_by_id) == (outcome.value, by.pk):
        return promise
    check_running(promise)
    if outcome is not Outcome.DROPPED and not is_agreed(promise.award):
        raise Refusal(
            "The promises are not agreed yet, so this one can neither be kept nor broken: it can only no longer be "
            "asked for. The lead officer agrees them on the page of the promises."
        )
    if not reason.strip():
        raise Refusal("Give the reasons: they stay on the record.")
    promise.outcome, promise.outcome_reason = outcome.value, normalise(reason).strip()
    promise.ended_by, promise.ended_at = by, at
    promise.save(update_fields=["outcome", "outcome_reason", "ended_by", "ended_at"])
    record("scoring.end_promise", promise, by=by, at=at, outcome=promise.outcome)
    return promise


def content_of(promise: Promise) -> dict[str, Any]:
    """What is promised, of plain values, as versions and the agreed ledger keep it."""
    said = {name: fields.plain(getattr(promise, name)) for name in TERMS}
    said |= {"review_months": promise.review_months, "party": promise.party.name if promise.party else None}
    return {"reference": promise.reference, "criterion": promise.criterion} | said


def is_agreed(award: Award) -> bool:
    """Whether the lead officer has agreed the promises of this award."""
    return PromiseLedger.objects.filter(award=award).exists()


def locked_award(award: Award) -> Award:
    """The award, so that nobody enters, changes, reviews or agrees its promises meanwhile."""
    rows = Award.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("competition__service__council", "bid__organisation").get(pk=award.pk)


def locked(promise: Promise) -> Promise:
    award = locked_award(promise.award)
    promise = Promise.objects.select_for_update(of=("self",), no_key=True).select_related("party").get(pk=promise.pk)
    promise.award = award
    return promise


def check_open(award: Award) -> None:
    """Raise Refusal unless promises of the award can be entered and changed."""
    if award.state != AwardState.APPROVED:
        raise Refusal("The award has not been approved, so nothing is promised yet.")
    if is_agreed(award):
        raise Refusal("The promises of this award are agreed: none can be added or changed. They are reviewed now.")


def check_running(promise: Promise) -> None:
    if promise.outcome:
        raise Refusal(f"This promise has ended: {Outcome(promise.outcome).label.lower()}. Nothing more can be entered.")


def record(verb: str, promise: Promise, *, by: User, at: datetime, **details: Any) -> None:
    """Put a deed on the trail of the competition, which people read who may not read the bid: no word of it."""
    award = promise.award
    subject = f"A promise of {award.bid.organisation}"
    trail.record(verb, subject, trail=award.competition.reference, by=by, at=at, promise=promise.reference, **details)


def _print(promise: Promise) -> str:
    return fingerprint(content_of(promise))


def _cleaned(terms: dict[str, Any]) -> dict[str, Any]:
    """The terms, with one kind of line end in texts and no space around them."""
    return {name: normalise(each).strip() if isinstance(each, str) else each for name, each in terms.items()}


def _check(promise: Promise, answer: str) -> None:
    missing = [sentence for name, sentence in MISSING.items() if not getattr(promise, name)]
    if promise.party is None and not promise.owner:
        missing.append("Say who answers for it: an owner of the company, or a role.")
    if promise.target_number is not None and not promise.unit:
        missing.append("Say what the target is counted in, such as hours a week.")
    if missing:
        raise Refusal(*missing)
    if promise.party is not None and promise.party.venture_id != promise.award.venture_id:
        raise Refusal(f"{promise.party} is no owner of this company: choose one from the list.")
    if not stands_in(promise.quote, answer):
        raise Refusal("The passage does not stand in the answer: copy it from there word for word.")
    _check_material(promise)
    fields.check(promise)


def _check_material(promise: Promise) -> None:
    if not promise.is_material:
        return
    if not promise.is_kpi:
        raise Refusal("Only a key performance indicator can be one of the most material.")
    others = Promise.objects.filter(award=promise.award, is_material=True, outcome="").exclude(pk=promise.pk)
    if others.count() >= MOST_MATERIAL:
        raise Refusal(f"{MOST_MATERIAL} promises are the most material already: as many as are published.")


def _keep_version(promise: Promise, *, by: User, at: datetime) -> None:
    number = promise.versions.count() + 1
    PromiseVersion.objects.create(promise=promise, number=number, content=content_of(promise), by=by, at=at)
