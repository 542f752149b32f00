"""A panel learns to use the published scale alike: it scores a made-up answer blind, sees all scores, and talks.

Nothing of it may become a criterion or a weight that bidders were not told of (Procurement Act 2023, s.23; Woods
Building Services v Milton Keynes [2015] EWHC 2011 (TCC), where an undisclosed sub-criterion was found).
"""

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from accounts.actions import letters, trail
from accounts.domain.fingerprints import fingerprint
from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.domain.words import normalise
from procurement.domain.lifecycle import CompetitionState
from procurement.models import Competition, Criterion
from scoring.actions.moderation import DraftSaved
from scoring.actions.scores import check_on_scale
from scoring.domain.calibrations import LONGEST_SAMPLE, passages_of_a_bid
from scoring.domain.roles import PanelRole
from scoring.models import Assignment, OpenedBid, PanelMember, Sample, SampleDraft, SampleNote, SampleScore
from scoring.models.assignments import IS_SCORED
from scoring.models.reading import answers_to

OPEN = frozenset({CompetitionState.PUBLISHED, CompetitionState.OPENED})
MOST_OF_A_CRITERION = 5


@transaction.atomic
def write(
    competition: Competition,
    criteria: Collection[Criterion],
    text: str,
    *,
    is_required: bool,
    is_made_up: bool,
    by: User,
    at: datetime,
) -> list[Sample]:
    """Put a made-up answer before those who score, one sample for each criterion. The same again is the same one."""
    competition = _held(competition)
    text = normalise(text).strip()
    if not criteria:
        raise Refusal("Choose at least one criterion.")
    if any(each.competition_id != competition.pk or not each.is_judged for each in criteria):
        raise Refusal("A sample answer is for criteria of this competition that the panel scores.")
    if not text:
        raise Refusal("Write the sample answer.")
    if len(text) > LONGEST_SAMPLE:
        raise Refusal(f"The sample answer must be {LONGEST_SAMPLE:,} characters or fewer; it has {len(text):,}.")
    if not is_made_up:
        raise Refusal("Confirm that the answer is made up, and no part of a bid.")
    return [_write(competition, each, text, is_required=is_required, by=by, at=at) for each in criteria]


def _write(
    competition: Competition, criterion: Criterion, text: str, *, is_required: bool, by: User, at: datetime
) -> Sample:
    there = Sample.objects.of(competition).filter(criterion=criterion)
    if same := there.filter(text=text).first():
        return same
    if there.count() >= MOST_OF_A_CRITERION:
        raise Refusal(f"“{criterion}” has {MOST_OF_A_CRITERION} sample answers already, the most there may be.")
    _check_no_bid(competition, criterion, text, by)
    if is_required:
        _check_not_begun(criterion)
    made = Sample.objects.create(
        competition=competition, criterion=criterion, text=text, is_required=is_required, written_by=by, written_at=at
    )
    _record("scoring.write_sample", made, by=by, at=at, fingerprint=fingerprint(text), required=is_required)
    for member in made.expected():
        letters.queue(
            member.user.email,
            f"Score a sample answer: {competition.title}",
            f"Before the bids for “{competition}” are scored, the chair asks the panel to score a made-up answer to "
            f"“{criterion}”, each by themselves. It counts for nothing.\n\nSign in and open “My work”.\n",
            at=at,
            trail=competition.reference,
        )
    return made


@transaction.atomic
def give(sample: Sample, member: PanelMember, value: Decimal, reasons: str, *, by: User, at: datetime) -> SampleScore:
    """Give one's score of a sample answer, once. When all who are expected have, everybody sees all of them."""
    _held(sample.competition)
    sample = Sample.objects.select_related("competition", "criterion").get(pk=sample.pk)
    reasons = normalise(reasons).strip()
    if not PanelRole(member.role).may_score or member.left_at:
        raise Refusal("You score nothing on this panel, so you do not score the sample answer either.")
    check_on_scale(sample.criterion, value)
    if not reasons:
        raise Refusal("Give your reasons: what in the answer earns the score?")
    if there := SampleScore.objects.filter(sample=sample, member=member).first():
        if (there.value, there.reasons) == (value, reasons):
            return there
        raise Refusal("You have scored this sample answer already. It can be scored once.")
    made = SampleScore.objects.create(sample=sample, member=member, value=value, reasons=reasons, given_at=at)
    SampleDraft.objects.filter(sample=sample, member=member).delete()
    content = {"value": f"{value.normalize():f}", "reasons": reasons}
    _record("scoring.score_sample", sample, by=by, at=at, fingerprint=fingerprint(content))
    have = set(SampleScore.objects.filter(sample=sample).values_list("member", flat=True))
    if sample.revealed_at is None and all(each.pk in have for each in sample.expected()):
        _reveal(sample, by=None, at=at)
    return made


@transaction.atomic
def keep_draft(
    sample: Sample, member: PanelMember, *, value: Decimal | None, reasons: str, version: int, at: datetime
) -> DraftSaved:
    """Keep what a member has typed so far about a sample answer; `version` is the draft that it was written on.

    Nothing is given by it, so it is not on the audit trail.
    """
    _held(sample.competition)
    if SampleScore.objects.filter(sample=sample, member=member).exists():
        raise Refusal("You have scored this sample answer already. It can be scored once.")
    if value is not None:
        check_on_scale(sample.criterion, value)
    typed = {"value": value, "reasons": normalise(reasons)}
    draft, is_new = SampleDraft.objects.select_for_update(no_key=True).get_or_create(
        sample=sample, member=member, defaults={**typed, "version": 1, "saved_at": at}
    )
    if is_new or (draft.value, draft.reasons) == (value, typed["reasons"]):
        return DraftSaved("saved", draft.version, draft.typed)
    if draft.version != version:
        return DraftSaved("conflict", draft.version, draft.typed)
    draft.value, draft.reasons, draft.version, draft.saved_at = value, normalise(reasons), version + 1, at
    draft.save()
    return DraftSaved("saved", draft.version, draft.typed)


@transaction.atomic
def reveal(sample: Sample, *, by: User, at: datetime) -> None:
    """Show all scores of a sample answer before everybody has given theirs; a second press changes nothing."""
    _held(sample.competition)
    sample = Sample.objects.select_related("competition", "criterion").get(pk=sample.pk)
    if sample.revealed_at is None:
        _reveal(sample, by=by, at=at)


@transaction.atomic
def require(sample: Sample, *, is_required: bool, by: User, at: datetime) -> None:
    """Say whether nobody scores this criterion of a bid before the sample answer."""
    _held(sample.competition)
    sample = Sample.objects.select_related("competition", "criterion").get(pk=sample.pk)
    if sample.is_required == is_required:
        return
    if is_required:
        _check_not_begun(sample.criterion)
    sample.is_required = is_required
    sample.save(update_fields=["is_required"])
    _record("scoring.require_sample", sample, by=by, at=at, required=is_required)


@transaction.atomic
def note(sample: Sample, text: str, *, adds_nothing: bool, by: User, at: datetime) -> SampleNote:
    """Write down how the panel understands the published scale; a new text stands in place of the last."""
    _held(sample.competition)
    sample = Sample.objects.select_related("competition", "criterion").get(pk=sample.pk)
    text = normalise(text).strip()
    if sample.revealed_at is None:
        raise Refusal("The scores are not revealed yet, so there was nothing to talk about.")
    if not text:
        raise Refusal("Write how the panel understands the scale.")
    if not adds_nothing:
        raise Refusal("Confirm that the note adds no criterion, part of one or weight that bidders were not told of.")
    last = sample.notes.first()
    if last and last.text == text:
        return last
    made = SampleNote.objects.create(sample=sample, text=text, by=by, at=at)
    _record("scoring.note_sample", sample, by=by, at=at, fingerprint=fingerprint(text))
    return made


def _held(competition: Competition) -> Competition:
    """The competition, held until the transaction ends; refused where nothing is calibrated any more."""
    competition = Competition.objects.select_for_update(no_key=True).get(pk=competition.pk)
    if competition.stage not in OPEN:
        raise Refusal(f"The competition stands at “{competition.stage.label}”, so sample answers are not used now.")
    return competition


def _check_no_bid(competition: Competition, criterion: Criterion, text: str, by: User) -> None:
    """Against the bids that the person may read: what they may not read they can't have copied here."""
    readable = OpenedBid.objects.visible_to(by).filter(competition=competition)
    if found := passages_of_a_bid(text, answers_to(criterion, readable).values()):
        raise Refusal(
            f"A bid has these words too: “{found[0]}”. A sample answer is made up: word it otherwise, so that nobody "
            "talks over the score of a bid before it is given."
        )


def _check_not_begun(criterion: Criterion) -> None:
    if Assignment.objects.filter(IS_SCORED, criterion=criterion).exists():
        raise Refusal(
            f"Bids are being scored by “{criterion}” already, so a sample answer to it can’t be required first. "
            "You can put one before the panel without requiring it."
        )


def _reveal(sample: Sample, *, by: User | None, at: datetime) -> None:
    sample.revealed_at, sample.revealed_by = at, by
    sample.save(update_fields=["revealed_at", "revealed_by"])
    _record("scoring.reveal_sample", sample, by=by, at=at)


def _record(verb: str, sample: Sample, *, by: User | None, at: datetime, **details: str | bool) -> None:
    trail.record(verb, sample, trail=sample.competition.reference, by=by, at=at, sample=sample.reference, **details)
