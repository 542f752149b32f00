"""What an appraisal says of each option: its scores, its owners, its money."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts.actions import fields, trail
from accounts.domain.refusals import Refusal
from accounts.domain.stale import Stale, fingerprint
from accounts.models import User
from spinouts.actions.appraisals import begin
from spinouts.domain.appraisal import OptionScore
from spinouts.domain.expected_ownership import split_of
from spinouts.domain.options import AppraisalOption
from spinouts.domain.parties import Side
from spinouts.domain.present_value import OptionMoney, check_yearly
from spinouts.models import AppraisalCriterion, AppraisalScore, OptionCost, OptionOwnership, Service
from spinouts.models.appraisals import FIGURES, STAKES

OWNERSHIP = (*STAKES, "notes")
MONEY = tuple(FIGURES.values())
NOTHING = OptionScore(None)


@transaction.atomic
def score(
    criterion: AppraisalCriterion,
    scores: Mapping[AppraisalOption, OptionScore],
    *,
    by: User,
    at: datetime,
    seen: str | None = None,
) -> None:
    """Score the options on one criterion, each with reasons; options that are left out stay as they are.

    `seen` is what `scores_seen` said when the author began. Refused for a score without reasons.
    """
    service = criterion.appraisal.service
    begin(service, by=by, at=at)
    _check_scores(scores)
    before = scores_of(criterion)
    changed = {option: each for option, each in scores.items() if _plain(each) != _plain(before.get(option, NOTHING))}
    if not changed:
        return
    if seen is not None and seen != scores_seen(criterion):
        raise _somebody_scored(before, changed, now=scores_seen(criterion))
    for option, each in changed.items():
        _write_score(criterion, option, each)
    changes = {
        option.label: f"{'Not scored' if each.value is None else each.value}: {each.reasons[: fields.MOST_SHOWN]}"
        for option, each in changed.items()
    }
    trail.record("spinouts.score_options", criterion, trail=service.reference, by=by, at=at, changes=changes)


@transaction.atomic
def expect_ownership(
    service: Service,
    option: AppraisalOption,
    percents: Mapping[Side, int | None],
    *,
    notes: str = "",
    by: User,
    at: datetime,
    seen: str | None = None,
) -> OptionOwnership:
    """Say who is expected to own an option, in whole percents that make exactly 100, or nothing."""
    split = split_of(percents)
    appraisal = begin(service, by=by, at=at)
    row = ownership_of(service, option)
    row.appraisal = appraisal
    stakes = {f"{kind.value}_percent": split[kind] if split else None for kind in Side}
    changes = fields.write(row, {**stakes, "notes": notes}, seen_before=seen)
    if changes:
        row.save()
        trail.record("spinouts.expect_ownership", row, trail=service.reference, by=by, at=at, changes=changes)
    return row


@transaction.atomic
def cost(
    service: Service,
    option: AppraisalOption,
    money: OptionMoney,
    *,
    by: User,
    at: datetime,
    seen: str | None = None,
) -> OptionCost:
    """Say what an option costs the council, and what investment it brings."""
    check_yearly(money.yearly)
    appraisal = begin(service, by=by, at=at)
    row = cost_of(service, option)
    row.appraisal = appraisal
    typed = {name: getattr(money, figure) for figure, name in FIGURES.items()} | {"yearly_amounts": list(money.yearly)}
    changes = fields.write(row, typed, seen_before=seen)
    if changes:
        row.save()
        trail.record("spinouts.cost_option", row, trail=service.reference, by=by, at=at, changes=changes)
    return row


def scores_of(criterion: AppraisalCriterion) -> dict[AppraisalOption, OptionScore]:
    """The scores as they stand; an option that nobody has written of is missing."""
    rows = criterion.scores.order_by("option")
    return {AppraisalOption(row.option): OptionScore(row.value, row.reasons) for row in rows}


def scores_seen(criterion: AppraisalCriterion) -> str:
    """The fingerprint of the scores as they stand, for a form to carry."""
    return fingerprint({option.value: _plain(each) for option, each in scores_of(criterion).items()})


def ownership_of(service: Service, option: AppraisalOption) -> OptionOwnership:
    """The row of the option, or an empty one that is not saved yet."""
    row = OptionOwnership.objects.filter(appraisal__service=service, option=option.value).first()
    return row or OptionOwnership(option=option.value)


def cost_of(service: Service, option: AppraisalOption) -> OptionCost:
    """The row of the option, or an empty one that is not saved yet."""
    row = OptionCost.objects.filter(appraisal__service=service, option=option.value).first()
    return row or OptionCost(option=option.value)


def _check_scores(scores: Mapping[AppraisalOption, OptionScore]) -> None:
    bare = [option for option, each in scores.items() if each.value is not None and not each.reasons.strip()]
    if bare:
        raise Refusal(*(f"{option.label}: give the reasons for the score." for option in bare))


def _write_score(criterion: AppraisalCriterion, option: AppraisalOption, each: OptionScore) -> None:
    """Keep it, or forget the row of an option of which nothing is said any more."""
    rows = AppraisalScore.objects.filter(criterion=criterion, option=option.value)
    if _plain(each) == _plain(NOTHING):
        rows.delete()
        return
    row = rows.first() or AppraisalScore(criterion=criterion, option=option.value)
    row.value, row.reasons = each.value, each.reasons
    fields.check(row)
    row.save()


def _plain(each: OptionScore) -> list[object]:
    return [each.value, fields.plain(each.reasons)]


def _somebody_scored(
    before: Mapping[AppraisalOption, OptionScore], changed: Mapping[AppraisalOption, OptionScore], *, now: str
) -> Stale:
    stands = []
    for option in changed:
        each = before.get(option, NOTHING)
        score = "not scored" if each.value is None else each.value
        stands.append(f"{option.label} is now: {score}, {each.reasons or '(no reasons)'}")
    return Stale(
        "Somebody else scored this criterion after you opened it. What you typed is still here.",
        *stands,
        "To replace theirs with what you typed, save again. To keep theirs, leave this page.",
        now=now,
    )
