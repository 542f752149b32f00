from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from accounts.actions import fields, trail
from accounts.domain.refusals import Refusal
from accounts.domain.stale import Stale, fingerprint
from accounts.models import User
from procurement.actions.drafts import lock_draft
from procurement.domain.figures import plain
from procurement.domain.ready_scales import PASS_OR_FAIL, READY
from procurement.models import Competition, Scale, ScaleStep

Steps = Sequence[tuple[Decimal, str, str]]


@transaction.atomic
def add_scale(competition: Competition, *, name: str, steps: Steps, by: User, at: datetime) -> Scale:
    """Add a scale: each step is a score, a word for it, and what an answer of that score is like."""
    competition = lock_draft(competition)
    known = Scale.objects.filter(competition=competition, name=name).first()
    if known is not None:
        if steps_of(known) == _as_stored(steps):
            return known
        raise _name_taken(name)
    scale = Scale(competition=competition, name=name)
    fields.check(scale)
    scale.save(force_insert=True)
    _write_steps(scale, steps)
    _record("procurement.add_scale", scale, steps, by, at)
    return scale


@transaction.atomic
def revise_scale(scale: Scale, *, name: str, steps: Steps, by: User, at: datetime, seen: str | None = None) -> Scale:
    """Change a scale for every criterion that uses it. `seen` is what `scale_seen` said when its author began."""
    competition = lock_draft(scale.competition)
    scale = Scale.objects.select_for_update().get(pk=scale.pk)
    before = steps_of(scale)
    if scale.name == name and before == _as_stored(steps):
        return scale
    now = scale_seen(scale)
    if seen is not None and seen != now:
        raise Stale(
            "Somebody else changed this scale after you opened it. What you typed is still here.",
            f"It is now “{scale.name}”, with these scores:",
            *(f"{plain(value)} {label}: {words}" for value, label, words in before),
            "To replace theirs with what you typed, save again. To keep theirs, leave this page.",
            now=now,
        )
    if Scale.objects.filter(competition=competition, name=name).exclude(pk=scale.pk).exists():
        raise _name_taken(name)
    scale.name = name
    fields.check(scale)
    scale.save()
    scale.steps.all().delete()
    _write_steps(scale, steps)
    _record("procurement.revise_scale", scale, steps, by, at)
    return scale


@transaction.atomic
def remove_scale(scale: Scale, *, by: User, at: datetime) -> None:
    """Take a scale away. Refused while a criterion uses it."""
    competition = lock_draft(scale.competition)
    users = list(scale.criteria.values_list("title", flat=True))
    if users:
        titles = ", ".join(f"“{title}”" for title in users)
        raise Refusal(f"The scale “{scale.name}” is used by {titles}. Choose another scale there first.")
    trail.record("procurement.remove_scale", scale, trail=competition.reference, by=by, at=at)
    scale.delete()


def pass_or_fail(competition: Competition, *, by: User, at: datetime) -> Scale:
    """The competition's scale for conditions of participation, made when it is first needed."""
    for scale in Scale.objects.filter(competition=competition).prefetch_related("steps"):
        if [step.value for step in scale.steps.all()] == [0, 1]:
            return scale
    steps = [(step.value, step.label, step.descriptor) for step in PASS_OR_FAIL.steps]
    return add_scale(competition, name=PASS_OR_FAIL.name, steps=steps, by=by, at=at)


def steps_of(scale: Scale) -> list[tuple[Decimal, str, str]]:
    """The steps as they stand, lowest first."""
    return list(scale.steps.order_by("value").values_list("value", "label", "descriptor"))


def scale_seen(scale: Scale) -> str:
    """The fingerprint of the scale as it stands, for a form to carry."""
    return fingerprint({"name": scale.name, "steps": [fields.plain(list(step)) for step in steps_of(scale)]})


def _write_steps(scale: Scale, steps: Steps) -> None:
    if len(steps) < 2:
        raise Refusal("A scale needs at least two scores, such as 0 and 1.")
    twice = [value for value, times in Counter(Decimal(value) for value, _, _ in steps).items() if times > 1]
    if twice:
        raise Refusal(
            *(
                f"The score {plain(value)} is there more than once: each score stands once on a scale."
                for value in twice
            )
        )
    rows = [ScaleStep(scale=scale, value=value, label=label, descriptor=words) for value, label, words in steps]
    for row in rows:
        fields.check(row)
    ScaleStep.objects.bulk_create(rows)


def _as_stored(steps: Steps) -> list[tuple[Decimal, str, str]]:
    return sorted((Decimal(value), label, words) for value, label, words in steps)


def _record(verb: str, scale: Scale, steps: Steps, by: User, at: datetime) -> None:
    words = [f"{plain(value)} {label}" for value, label, _ in _as_stored(steps)]
    trail.record(verb, scale, trail=scale.competition.reference, by=by, at=at, steps=words)


def _name_taken(name: str) -> Refusal:
    return Refusal(f"There is already a scale called “{name}”. Change that one, or choose another name.")


def take_ready(competition: Competition, key: str, *, by: User, at: datetime) -> Scale:
    """The ready-made scale of that name in `READY`, as a scale of the competition's own; taken over once."""
    ready = READY[key]
    known = Scale.objects.filter(competition=competition, name=ready.name).first()
    steps = [(step.value, step.label, step.descriptor) for step in ready.steps]
    return known or add_scale(competition, name=ready.name, steps=steps, by=by, at=at)
