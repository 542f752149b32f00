"""Refined criteria come into force: the next version of what a later stage asks is published (s.24(4))."""

from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Any

from accounts.models import User
from procurement.domain.dates import day_in_words
from procurement.domain.figures import exactly
from procurement.domain.methodology_record import to_content
from procurement.domain.refining import Change, Refined, changes
from procurement.models import Competition, Criterion, Refinement, Section, methodology_of


def refined_of(refinement: Refinement) -> Refined:
    """What is proposed, as plain values."""
    typed = refinement.typed
    return Refined({each: Decimal(weight) for each, weight in typed["weights"].items()}, typed["added"])


def texts_of(competition: Competition) -> dict[str, str]:
    """The published words of its criteria, by reference."""
    return dict(Criterion.objects.filter(competition=competition).values_list("reference", "question"))


def changes_of(refinement: Refinement) -> list[Change]:
    """Each change: those of a published refinement as they were published, of a proposed one as they would be."""
    if refinement.published_at is not None:
        return [_from_content(each) for each in refinement.content["changes"]]
    stage = refinement.competition
    return changes(methodology_of(stage), refined_of(refinement), texts_of(stage))


def publish(refinement: Refinement, tested: list[dict[str, Any]], *, by: User, at: datetime) -> Refinement:
    """Write the refined criteria into the locked stage; whoever calls has checked that it may. The old text is kept."""
    stage, made = refinement.competition, changes_of(refinement)
    before = to_content(methodology_of(stage))
    for change in made:
        _write(stage, change, at)
    after = to_content(methodology_of(stage))
    refinement.content = {"changes": [_to_content(each) for each in made], "before": before, "after": after}
    refinement.tested = tested
    refinement.number = Refinement.objects.published().filter(competition=stage).count() + 2
    refinement.published_by, refinement.published_at = by, at
    refinement.save()
    return refinement


def _write(stage: Competition, change: Change, at: datetime) -> None:
    row = (
        Section.objects.filter(competition=stage, reference=change.reference).first()
        or Criterion.objects.filter(competition=stage, reference=change.reference).get()
    )
    row.weight = change.weight
    if change.added and isinstance(row, Criterion):
        row.question = f"{row.question}\n\nRefined on {day_in_words(at.date())}:\n{change.added}".strip()
    row.save()


def _to_content(change: Change) -> dict[str, Any]:
    return asdict(change) | {"weight": exactly(change.weight), "weight_before": exactly(change.weight_before)}


def _from_content(content: dict[str, Any]) -> Change:
    weights = {name: Decimal(content[name]) for name in ("weight", "weight_before")}
    return Change(**{**content, **weights})
