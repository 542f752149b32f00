from collections import defaultdict
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.actions import fields, trail
from accounts.domain.references import new_reference
from accounts.domain.refusals import Refusal
from accounts.models import User
from procurement.actions.drafts import lock_draft
from procurement.domain.figures import exactly
from procurement.models import Competition, Criterion, Section

SECTION_FIELDS = ("title", "weight", "minimum_percent")


@transaction.atomic
def add_section(
    competition: Competition,
    *,
    title: str,
    weight: Decimal | int,
    parent: Section | None = None,
    minimum_percent: Decimal | int | None = None,
    reference: str | None = None,
    by: User,
    at: datetime,
) -> Section:
    """Add a section, last in what holds it. With the same reference sent twice, it is added once."""
    competition = lock_draft(competition)
    if parent is not None and parent.competition_id != competition.pk:
        raise Refusal("A section can only hold sections of its own competition.")
    known = Section.objects.filter(competition=competition, reference=reference).first() if reference else None
    if known is not None and known.title == title and known.parent_id == (parent.pk if parent else None):
        return known
    check_reference_is_free(competition, reference)
    section = Section(
        competition=competition,
        parent=parent,
        reference=reference or new_reference(),
        position=Section.objects.filter(competition=competition).count() + 1,
        title=title,
        weight=Decimal(weight),
        minimum_percent=None if minimum_percent is None else Decimal(minimum_percent),
    )
    fields.check(section)
    section.save(force_insert=True)
    put_in_order(competition)
    section.refresh_from_db()
    trail.record(
        "procurement.add_section", section, trail=competition.reference, by=by, at=at, weight=exactly(section.weight)
    )
    return section


@transaction.atomic
def revise_section(section: Section, *, by: User, at: datetime, seen: str | None = None, **typed: Any) -> Section:
    """Change the title, weight or least share (`SECTION_FIELDS`) of a section."""
    competition = lock_draft(section.competition)
    section = Section.objects.select_for_update(of=("self",), no_key=True).get(pk=section.pk)
    changes = fields.write(section, {name: typed[name] for name in SECTION_FIELDS if name in typed}, seen_before=seen)
    if changes:
        section.save()
        trail.record("procurement.revise_section", section, trail=competition.reference, by=by, at=at, changes=changes)
    return section


@transaction.atomic
def move_section(section: Section, *, to: int, by: User, at: datetime) -> None:
    """Make it the `to`-th, from 0, of the sections beside it."""
    competition = lock_draft(section.competition)
    siblings = list(
        Section.objects.filter(competition=competition, parent_id=section.parent_id).order_by("position", "pk")
    )
    order = _moved(siblings, section, to)
    if order == siblings:
        return
    for place, sibling in enumerate(order):
        sibling.position = place
    Section.objects.bulk_update(order, ["position"])
    put_in_order(competition)
    trail.record("procurement.move_section", section, trail=competition.reference, by=by, at=at, to=to + 1)


@transaction.atomic
def remove_section(section: Section, *, by: User, at: datetime) -> None:
    """Take a section away, with all that it holds."""
    competition = lock_draft(section.competition)
    held = sections_within(section)
    criteria = list(Criterion.objects.filter(section__in=held))
    forget_in_tie_break(competition, {each.reference for each in held} | {each.reference for each in criteria})
    trail.record(
        "procurement.remove_section",
        section,
        trail=competition.reference,
        by=by,
        at=at,
        held=[*(each.title for each in held[1:]), *(each.title for each in criteria)],
    )
    section.delete()
    put_in_order(competition)


def sections_within(section: Section) -> list[Section]:
    """The section and all the sections that it holds, however deep."""
    below: dict[int | None, list[Section]] = defaultdict(list)
    for each in Section.objects.filter(competition=section.competition_id).order_by("position", "pk"):
        below[each.parent_id].append(each)
    found, left = [], [section]
    while left:
        found.append(left.pop(0))
        left += below[found[-1].pk]
    return found


def put_in_order(competition: Competition) -> None:
    """Number all sections through, each before those that it holds, so that criteria list in published order."""
    below: dict[int | None, list[Section]] = defaultdict(list)
    for each in Section.objects.filter(competition=competition).order_by("position", "pk"):
        below[each.parent_id].append(each)
    changed, place, left = [], 0, list(below[None])
    while left:
        section, place = left.pop(0), place + 1
        left = [*below[section.pk], *left]
        if section.position != place:
            section.position = place
            changed.append(section)
    Section.objects.bulk_update(changed, ["position"])


def check_reference_is_free(competition: Competition, reference: str | None) -> None:
    """Sections and criteria share one set of references, since marks and tie-breaks are named by them."""
    if reference is None:
        return
    named = {"competition": competition, "reference": reference}
    if Section.objects.filter(**named).exists() or Criterion.objects.filter(**named).exists():
        raise Refusal(f"There is already a section or criterion with the reference “{reference}”.")


def forget_in_tie_break(competition: Competition, references: set[str]) -> None:
    kept = [reference for reference in competition.tie_break if reference not in references]
    if kept != competition.tie_break:
        competition.tie_break = kept
        competition.save(update_fields=["tie_break"])


def _moved(siblings: list[Section], section: Section, to: int) -> list[Section]:
    others = [each for each in siblings if each.pk != section.pk]
    place = min(max(to, 0), len(others))
    return [*others[:place], section, *others[place:]]
