"""Scores given offline: what is taken along, and what comes back, which is compared before it changes anything.

As a bid is answered offline (`partners.actions.kits`).
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.core.files import File
from django.db import transaction

from accounts.actions import trail
from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.actions.documents import kept_name
from partners.actions.kits import MOST_BYTES, MOST_KITS, UNSEEN, Choice
from partners.domain.kits import Standing, compared
from partners.domain.uploads import in_words
from partners.models import Bid, Enquiry
from procurement.domain.lifecycle import CompetitionState
from procurement.models import Criterion
from scoring.actions import scores
from scoring.domain.score_sheets import BroughtScore, FilledSheet, ScoreSheet, SheetRow, as_text
from scoring.models import Assignment, FilledScoreSheet, PanelMember, Score
from scoring.models.reading import answers_to, criteria_in_order, steps_of


def sheet_of(member: PanelMember, *, at: datetime) -> ScoreSheet:
    """All that the member has to score, criterion by criterion, with the answers and what they have given so far."""
    _check_open(member)
    held = _held(member)
    rows = []
    for criterion in criteria_in_order(member.competition):
        here = [each for each in held if each.criterion_id == criterion.pk]
        answers = answers_to(criterion, [each.bid for each in here]) if here else {}
        clarified = _clarified(criterion, [each.bid for each in here if each.bid.was_asked])
        steps = [(f"{step.value.normalize():f} {step.label}".strip(), step.descriptor) for step in steps_of(criterion)]
        for each in here:
            score: Score | None = getattr(each, "score", None)
            rows.append(
                SheetRow(
                    reference=each.reference,
                    criterion=str(criterion),
                    question=criterion.question,
                    bidder=each.bid.organisation.name,
                    answer=answers.get(each.bid_id, ""),
                    clarified=clarified.get(each.bid_id, ""),
                    steps=steps,
                    value=score.value if score else None,
                    reasons=score.reasons if score else "",
                )
            )
    if not rows:
        raise Refusal("You have nothing to score that you may read, so there is nothing to take along.")
    competition = member.competition
    return ScoreSheet(competition.reference, member.reference, competition.title, str(member.user), at, rows)


def _clarified(criterion: Criterion, bids: Collection[Bid]) -> dict[int, str]:
    """What bidders were asked about their bids by this criterion and answered, by bid: whoever scores it reads it."""
    found: dict[int, list[str]] = {}
    if bids:
        for each in Enquiry.objects.that_count().filter(bid__in=bids, criterion=criterion):
            found.setdefault(each.bid_id, []).append(f"Asked: {each.question}\nAnswered: {each.answer}")
    return {bid: "\n\n".join(texts) for bid, texts in found.items()}


@transaction.atomic
def bring(member: PanelMember, upload: File[bytes], *, by: User, at: datetime) -> FilledScoreSheet:
    """Store a file that was filled in, just as it came; the same file brought in again is stored once."""
    member = (
        PanelMember.objects.select_for_update(of=("self",), no_key=True)
        .select_related("competition", "user")
        .get(pk=member.pk)
    )
    _check_open(member)
    name, size = kept_name(upload.name or "file"), upload.size or 0
    if not size:
        raise Refusal(f"“{name}” is empty (0 bytes), so there is nothing in it. Save it again, and choose it anew.")
    if size > MOST_BYTES:
        raise Refusal(f"“{name}” is {in_words(size)}; a file with scores may be at most {in_words(MOST_BYTES)}.")
    digest = hashlib.sha256(upload.read()).hexdigest()
    brought = list(FilledScoreSheet.objects.filter(member=member))
    for same in brought:
        if (same.sha256, same.name) == (digest, name):
            return same
    if len(brought) >= MOST_KITS:
        raise Refusal(f"You have brought in {MOST_KITS} files already. Give your scores on their own pages.")
    sheet = FilledScoreSheet(member=member, name=name, size=size, sha256=digest, brought_by=by, brought_at=at)
    upload.seek(0)
    sheet.file.save(name, upload, save=False)
    sheet.save()
    trail.record(
        "scoring.bring_score_sheet", str(member.user), trail=member.competition.reference, by=by, at=at, sha256=digest
    )
    return sheet


@dataclass(frozen=True, slots=True)
class ComparedScore:
    """A score as it stands online and as the file has it; `version` is that of what stands."""

    assignment: Assignment
    now: Score | None
    value: Decimal | None
    brought: BroughtScore
    standing: Standing

    @property
    def version(self) -> int:
        return self.now.version if self.now else 0

    @property
    def is_to_choose(self) -> bool:
        return self.standing in {Standing.BOTH, Standing.ONLY_FILE}


def comparison(member: PanelMember, filled: FilledSheet) -> tuple[list[ComparedScore], list[str]]:
    """Each score of the file that its evaluator still gives, in order; and a sentence for all that can't be used."""
    flaws, rows = list(filled.flaws), []
    held = {each.reference: each for each in _held(member)}
    for reference, brought in filled.scores.items():
        assignment = held.get(reference)
        if assignment is None:
            if brought.score or brought.reasons:
                flaws.append(f"{brought.score_cell}: this is not yours to score any more, so it is not taken in.")
            continue
        try:
            value = brought.value_on([step.value for step in steps_of(assignment.criterion)])
        except Refusal as refusal:
            flaws += refusal.sentences
            continue
        now: Score | None = getattr(assignment, "score", None)
        stands = as_text(now.value, now.reasons) if now else as_text(None, "")
        rows.append(ComparedScore(assignment, now, value, brought, compared(stands, brought.compared(value))))
    return rows, flaws


def take(
    sheet: FilledScoreSheet, rows: Collection[ComparedScore], chosen: Mapping[str, Choice], *, by: User, at: datetime
) -> tuple[list[Assignment], list[Assignment]]:
    """Save the scores that were chosen from the file, each as its own page would; the others stay.

    Returns those saved, and those that were changed online meanwhile, where both are kept and what stands stays.
    A score that is not taken, though both were changed, is kept among its versions.
    """
    _check_open(sheet.member)
    saved, clashed = list[Assignment](), list[Assignment]()
    for row in rows:
        choice = chosen.get(row.assignment.reference)
        if choice is None or not row.is_to_choose:
            continue
        version = choice.version if choice.takes_file else UNSEEN
        if not choice.takes_file and row.standing is not Standing.BOTH:
            continue
        done = scores.save(row.assignment, value=row.value, reasons=row.brought.reasons, version=version, by=by, at=at)
        if choice.takes_file:
            (saved if done.state == "saved" else clashed).append(row.assignment)
    _note(sheet, saved=len(saved), by=by, at=at)
    return saved, clashed


@transaction.atomic
def _note(sheet: FilledScoreSheet, *, saved: int, by: User, at: datetime) -> None:
    """How many were taken is not said: the trail is read while others still score."""
    if not saved and sheet.taken_at:
        return
    FilledScoreSheet.objects.filter(pk=sheet.pk).update(taken_at=at)
    competition = sheet.member.competition
    trail.record(
        "scoring.take_score_sheet",
        str(sheet.member.user),
        trail=competition.reference,
        by=by,
        at=at,
        sha256=str(sheet.sha256),
    )


def _held(member: PanelMember) -> list[Assignment]:
    """What the member scores and may read, bid by bid within each criterion."""
    own = Assignment.objects.visible_to(member.user).filter(member=member)
    rows = own.select_related("member", "bid__organisation", "criterion__scale", "score")
    # What opens only after a sample answer is scored is not taken along before.
    in_order = rows.exclude(criterion__in=member.uncalibrated).prefetch_related("criterion__scale__steps")
    return list(in_order.order_by("criterion", "bid__organisation__name", "bid"))


def _check_open(member: PanelMember) -> None:
    if member.locked_at:
        raise Refusal(
            "You have locked your scores, so none can be taken along or brought in. "
            "Change one on its own page, with a reason."
        )
    if member.competition.stage != CompetitionState.OPENED:
        raise Refusal(f"The competition stands at “{member.competition.stage.label}”, so nothing is scored now.")
