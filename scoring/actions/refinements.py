"""Refining the criteria of the next stage (s.24): one person proposes it, a second one publishes it."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from accounts.actions import trail
from accounts.domain.refusals import Refusal
from accounts.domain.stale import Stale, fingerprint
from accounts.models import User
from partners.actions.bid_letters import tell
from partners.domain.words import normalise
from partners.models import Admission
from procurement.actions import refinements
from procurement.domain.figures import exactly
from procurement.domain.lifecycle import CompetitionState
from procurement.domain.methodology_record import fingerprint as mark_of
from procurement.domain.refining import Change, Refined, problems, weight_in_words
from procurement.models import Competition, Refinement, methodology_of
from scoring.actions import rankings, shortlists
from scoring.domain import ranking_record
from scoring.domain.dropped_suppliers import EndedStage, Tested, dropped_test, in_words
from scoring.models import Shortlist

SAY_WHY = (
    "This can’t be computed, so say why no supplier that did not go on would have done so under the refined criteria "
    "(Procurement Act 2023, section 24(3))."
)


def waiting(stage: Competition) -> Refinement | None:
    """What is proposed for the stage, if anything."""
    rows = Refinement.objects.waiting().filter(competition=stage)
    return rows.select_related("competition__service__council", "proposed_by").first()


def seen(refinement: Refinement | None) -> str:
    """The fingerprint of what is proposed, for a form to carry."""
    if refinement is None:
        return fingerprint({})
    typed = {name: sorted(values.items()) for name, values in refinement.typed.items()}
    return fingerprint({**typed, "reasons": refinement.reasons, "statement": refinement.statement})


def why_not(stage: Competition) -> str:
    """Why the criteria of the stage can't be refined now; empty if they can."""
    before = stage.follows
    if before is None or not before.may_refine:
        return "Nothing was published that may be refined here, so the criteria stay as they are (section 24(1))."
    if stage.stage != CompetitionState.ANNOUNCED:
        return "Bids were invited in this stage, so its criteria stay as they are."
    if before.stage != CompetitionState.SHORTLISTED:
        return f"Decide first who goes on from “{before}”: before that it is not known whom a change would have helped."
    return ""


def test(stage: Competition, refined: Refined) -> list[Tested]:
    """What the test of dropped suppliers says of every earlier stage, the first one first."""
    published = methodology_of(stage)
    return [dropped_test(published, refined, each) for each in _ended_before(stage)]


@transaction.atomic
def propose(
    stage: Competition,
    *,
    weights: Mapping[str, Decimal],
    added: Mapping[str, str],
    reasons: str,
    statement: str,
    by: User,
    at: datetime,
    seen_before: str | None = None,
) -> Refinement:
    """Propose refined criteria, instead of what is proposed already, which is kept. Nobody outside is told.

    Refused if the Act forbids it, with the arithmetic where a supplier that was dropped would have gone on.
    """
    stage = _locked(stage)
    row = waiting(stage)
    typed = {"weights": _changed(stage, weights), "added": _words(added)}
    said = {"reasons": normalise(reasons).strip(), "statement": normalise(statement).strip()}
    if row is not None and (row.typed, row.reasons, row.statement) == (typed, *said.values()):
        return row
    if seen_before is not None and seen_before != seen(row):
        raise Stale(
            "Somebody else changed this proposal after you opened it. What you typed is still here.",
            "To replace theirs with what you typed, save again. To keep theirs, leave this page.",
            now=seen(row),
        )
    if row is not None:
        _set_aside(row, "Replaced by another proposal.", by, at)
    row = Refinement(competition=stage, typed=typed, **said, proposed_by=by, proposed_at=at)
    _check(row, by)
    row.save()
    # The statement stays with the row, which only they read who may read all bids: it may tell of them.
    kept = {"reasons": row.reasons, "statement": fingerprint({"statement": row.statement})}
    trail.record("scoring.propose_refinement", stage, trail=stage.reference, by=by, at=at, **typed, **kept)
    return row


@transaction.atomic
def publish(stage: Competition, *, seen_before: str, by: User, at: datetime) -> Refinement:
    """Publish what is proposed, and tell all who went on, alike. For a second person; a second press does nothing."""
    stage = _locked(stage)
    row = waiting(stage)
    if row is None:
        last = Refinement.objects.published().filter(competition=stage).last()
        if last is not None and last.published_by_id == by.pk:
            return last
        raise Refusal("No refinement is proposed. Open the page again to see what has become of it.")
    if row.proposed_by_id == by.pk:
        raise Refusal("You proposed this yourself, so somebody else publishes it: a second person sees more.")
    if seen_before != seen(row):
        raise Refusal("The proposal was changed after you opened it. Read it again before you publish it.")
    tested = _check(row, by)
    before = mark_of(methodology_of(stage))
    row = refinements.publish(row, [_frozen(each) for each in tested], by=by, at=at)
    _tell(row, at)
    trail.record(
        "scoring.publish_refinement",
        stage,
        trail=stage.reference,
        by=by,
        at=at,
        version=row.number,
        proposed_by=str(row.proposed_by),
        statement=fingerprint({"statement": row.statement}),
        methodology_before=before,
        methodology=mark_of(methodology_of(stage)),
    )
    return row


@transaction.atomic
def set_aside(stage: Competition, *, reasons: str, by: User, at: datetime) -> None:
    """Set a proposal aside, with reasons; it is kept. With none there is nothing to do."""
    stage = _locked(stage)
    row = waiting(stage)
    if row is None:
        return
    if not reasons.strip():
        raise Refusal("Say why the proposal is set aside.")
    _set_aside(row, reasons.strip(), by, at)
    trail.record("scoring.set_aside_refinement", stage, trail=stage.reference, by=by, at=at, reasons=reasons.strip())


def _set_aside(row: Refinement, reasons: str, by: User, at: datetime) -> None:
    row.set_aside_by, row.set_aside_at, row.set_aside_because = by, at, reasons
    row.save()


def _locked(stage: Competition) -> Competition:
    stage = rankings.locked(stage)
    if why := why_not(stage):
        raise Refusal(why)
    return stage


def _check(row: Refinement, by: User) -> list[Tested]:
    """Refused unless the Act allows it and this person may read all bids that it is tested by."""
    stage, refined = row.competition, refinements.refined_of(row)
    for each in _earlier(stage):
        shortlists.check_reads_all(each, by, "refines the criteria")
    if found := problems(methodology_of(stage), refined):
        raise Refusal(*found)
    if not row.reasons:
        raise Refusal("Say why the criteria are refined: everybody reads it.")
    tested = test(stage, refined)
    if found := [sentence for each in tested for sentence in in_words(each)]:
        raise Refusal(*found, "So the criteria can’t be refined in this way (Procurement Act 2023, section 24(3)).")
    if (unknown := [sentence for each in tested for sentence in each.unknown]) and not row.statement:
        raise Refusal(*unknown, SAY_WHY)
    return tested


def _earlier(stage: Competition) -> list[Competition]:
    before = stage.follows
    return [*_earlier(before), before] if before else []


def _ended_before(stage: Competition) -> list[EndedStage]:
    rows = Shortlist.objects.filter(competition__in=_earlier(stage)).select_related("competition", "ranking")
    return [
        EndedStage(
            title=str(each.competition),
            ranking=ranking_record.from_content(each.ranking.content),
            rule=each.competition.going_on,
            went_on=frozenset(each.bids.filter(goes_on=True).values_list("bid__reference", flat=True)),
        )
        for each in rows.order_by("decided_at")
    ]


def _changed(stage: Competition, weights: Mapping[str, Decimal]) -> dict[str, str]:
    """The weights that differ from the published ones, as exact text."""
    content = {each.reference: each.weight for rows in (stage.sections, stage.criteria) for each in rows.all()}
    return {each: exactly(weight) for each, weight in weights.items() if weight != content.get(each)}


def _words(added: Mapping[str, str]) -> dict[str, str]:
    return {each: words for each, text in added.items() if (words := normalise(text).strip())}


def _frozen(tested: Tested) -> dict[str, object]:
    """What the test found, in JSON values: exact totals, of suppliers that did not go on."""
    dropped = [
        {
            "name": each.name,
            "total": None if each.total is None else str(each.total),
            "refined_total": None if each.refined_total is None else str(each.refined_total),
        }
        for each in tested.dropped
    ]
    return {"stage": tested.title, "dropped": dropped, "unknown": list(tested.unknown)}


def _tell(row: Refinement, at: datetime) -> None:
    stage = row.competition
    said = "\n\n".join(_in_a_letter(each) for each in refinements.changes_of(row))
    body = (
        f"{stage.council} has refined the criteria of “{stage}”, as it had published that it may (Procurement Act "
        f"2023, section 24). They are published anew, as version {row.number}, with what stood before beside them.\n\n"
        f"The council says why: {row.reasons}\n\n{said}\n\n"
        "Everybody who goes on gets this letter. Bids in this stage are not invited yet: with the invitation you learn "
        "until when they are taken.\n"
    )
    rows = Admission.objects.filter(competition=stage).select_related("earlier__organisation")
    for admission in rows.select_related("earlier__competition__service__council"):
        tell(admission.earlier, f"The criteria are refined: {stage}", body, at)


def _in_a_letter(change: Change) -> str:
    added = f"Added: {change.added}" if change.added else ""
    return "\n".join(line for line in (change.title, weight_in_words(change), added) if line)
