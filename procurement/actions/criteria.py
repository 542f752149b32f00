from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.actions import fields, trail
from accounts.domain.references import new_reference
from accounts.domain.refusals import Refusal
from accounts.models import User
from procurement.actions.drafts import lock_draft
from procurement.actions.scales import add_scale, pass_or_fail, remove_scale, revise_scale
from procurement.actions.sections import (
    add_section,
    check_reference_is_free,
    forget_in_tie_break,
    move_section,
    remove_section,
    revise_section,
    sections_within,
)
from procurement.domain.figures import exactly
from procurement.domain.methodology import CriterionKind, Method
from procurement.domain.staff_ratings import FEWEST
from procurement.models import Criterion, Section

__all__ = [
    "CRITERION_FIELDS",
    "add_criterion",
    "add_scale",
    "add_section",
    "move_criterion",
    "move_section",
    "remove_criterion",
    "remove_scale",
    "remove_section",
    "revise_criterion",
    "revise_scale",
    "revise_section",
    "sections_within",
]

CRITERION_FIELDS = (
    "title",
    "question",
    "kind",
    "weight",
    "word_limit",
    "scale",
    "minimum_score",
    "measure",
    "method",
    "zero_at",
    "full_at",
    "least_ballots",
    "partners_named",
    "shown_to_staff",
    "result",
    "result_because",
)


@transaction.atomic
def add_criterion(
    section: Section,
    *,
    title: str,
    kind: CriterionKind | str,
    weight: Decimal | int = 0,
    reference: str | None = None,
    by: User,
    at: datetime,
    **typed: Any,
) -> Criterion:
    """Add a criterion, last in its section, and once for each reference; what its kind does not need is left out.

    `typed` are further fields of it (`CRITERION_FIELDS`).
    """
    competition = lock_draft(section.competition)
    if known := _sent_before(section, reference, title):
        return known
    criterion = Criterion(
        competition=competition,
        section=section,
        reference=reference or new_reference(),
        position=Criterion.objects.filter(section=section).count() + 1,
        title=title,
        kind=CriterionKind(kind).value,
        weight=Decimal(weight),
    )
    for name in CRITERION_FIELDS:
        if name in typed:
            setattr(criterion, name, typed.pop(name))
    if typed:
        raise TypeError(f"A criterion has no {', '.join(typed)}.")
    return _added(criterion, by=by, at=at)


def _sent_before(section: Section, reference: str | None, title: str) -> Criterion | None:
    """The criterion that the same press of the button added already. Refused where something else has the reference."""
    if not reference:
        return None
    known = Criterion.objects.filter(section=section, reference=reference, title=title).first()
    if known is None:
        check_reference_is_free(section.competition, reference)
    return known


def _added(criterion: Criterion, *, by: User, at: datetime) -> Criterion:
    """Check a new criterion, and write it down."""
    _keep_what_its_kind_needs(criterion, by, at)
    _check(criterion)
    criterion.save(force_insert=True)
    trail.record(
        "procurement.add_criterion",
        criterion,
        trail=criterion.competition.reference,
        by=by,
        at=at,
        kind=criterion.kind,
        weight=exactly(criterion.weight),
    )
    return criterion


@transaction.atomic
def revise_criterion(
    criterion: Criterion, *, by: User, at: datetime, seen: str | None = None, **typed: Any
) -> Criterion:
    """Change fields of a criterion (`CRITERION_FIELDS`)."""
    competition = lock_draft(criterion.competition)
    criterion = (
        Criterion.objects.select_for_update(of=("self",), no_key=True).select_related("scale").get(pk=criterion.pk)
    )
    before = {name: getattr(criterion, name) for name in CRITERION_FIELDS}
    fields.write(criterion, {name: typed[name] for name in CRITERION_FIELDS if name in typed}, seen_before=seen)
    _keep_what_its_kind_needs(criterion, by, at)
    _check(criterion)
    changes = {
        name: str(getattr(criterion, name))[: fields.MOST_SHOWN]
        for name in CRITERION_FIELDS
        if fields.plain(before[name]) != fields.plain(getattr(criterion, name))
    }
    if changes:
        criterion.save()
        trail.record(
            "procurement.revise_criterion", criterion, trail=competition.reference, by=by, at=at, changes=changes
        )
    return criterion


@transaction.atomic
def move_criterion(criterion: Criterion, *, to: int, by: User, at: datetime) -> None:
    """Make it the `to`-th, from 0, of its section."""
    competition = lock_draft(criterion.competition)
    siblings = list(Criterion.objects.filter(section=criterion.section_id).order_by("position", "pk"))
    others = [each for each in siblings if each.pk != criterion.pk]
    place = min(max(to, 0), len(others))
    order = [*others[:place], criterion, *others[place:]]
    if order == siblings:
        return
    for position, each in enumerate(order, start=1):
        each.position = position
    Criterion.objects.bulk_update(order, ["position"])
    trail.record("procurement.move_criterion", criterion, trail=competition.reference, by=by, at=at, to=to + 1)


@transaction.atomic
def remove_criterion(criterion: Criterion, *, by: User, at: datetime) -> None:
    competition = lock_draft(criterion.competition)
    forget_in_tie_break(competition, {criterion.reference})
    trail.record("procurement.remove_criterion", criterion, trail=competition.reference, by=by, at=at)
    criterion.delete()


def _keep_what_its_kind_needs(criterion: Criterion, by: User, at: datetime) -> None:
    kind = CriterionKind(criterion.kind)
    if kind != CriterionKind.FORMULA:
        criterion.measure = criterion.method = ""
    if criterion.method != Method.LINEAR:
        criterion.zero_at = criterion.full_at = None
    if not kind.is_judged:
        criterion.minimum_score = criterion.word_limit = None
        criterion.shown_to_staff = False
    if kind == CriterionKind.FORMULA:
        criterion.scale = None
    if kind == CriterionKind.STAFF:
        criterion.least_ballots = FEWEST if criterion.least_ballots is None else criterion.least_ballots
    else:
        criterion.least_ballots, criterion.partners_named = None, False
    if kind == CriterionKind.CONDITION:
        criterion.weight, criterion.minimum_score = Decimal(0), Decimal(1)
        criterion.scale = criterion.scale or pass_or_fail(criterion.competition, by=by, at=at)


def _check(criterion: Criterion) -> None:
    fields.check(criterion)
    if criterion.scale and criterion.scale.competition_id != criterion.competition_id:
        raise Refusal("A criterion can only use a scale of its own competition.")
    if criterion.word_limit == 0:
        raise Refusal("A limit of 0 words leaves no room for an answer: enter 1 or more, or nothing for no limit.")
