"""What every action that writes typed values asks of them first."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from accounts.domain.refusals import Refusal
from accounts.domain.stale import Stale, fingerprint

MOST_SHOWN = 300


def check(row: models.Model) -> None:
    """Raise Refusal, naming each field, unless every value suits its field; uniqueness is the action's business."""
    try:
        row.clean_fields()
    except ValidationError as error:
        raise Refusal(
            *(f"{_label(row, name)}: {sentence}" for name, found in error.message_dict.items() for sentence in found)
        ) from error


def seen(row: models.Model, names: Collection[str]) -> str:
    """The fingerprint of these fields, for a form to carry, so that its author can't overwrite unseen what stands."""
    return fingerprint({name: plain(getattr(row, name)) for name in names})


def write(row: models.Model, typed: Mapping[str, Any], *, seen_before: str | None = None) -> dict[str, str]:
    """Set the fields on a locked row and check them; returns what changes, by field name, in words. Saves nothing.

    Raises Stale if somebody has changed one of them since `seen_before` was taken.
    """
    now = seen(row, typed)
    if seen_before is not None and seen_before != now:
        differing = [name for name in typed if plain(typed[name]) != plain(getattr(row, name))]
        if differing:
            raise Stale(
                "Somebody else changed this after you opened it. What you typed is still here.",
                *(f"{_label(row, name)} is now: {_shown(getattr(row, name))}" for name in differing),
                "To replace theirs with what you typed, save again. To keep theirs, leave this page.",
                now=now,
            )
    changes = {}
    for name, value in typed.items():
        if plain(getattr(row, name)) != plain(value):
            changes[name] = _shown(value)
        setattr(row, name, value)
    check(row)
    return changes


def plain(value: object) -> object:
    """The value so that equal ones look the same: numbers without idle zeros, one kind of line end, instants in UTC."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, str):
        return value.replace("\r\n", "\n")
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _shown(value: object) -> str:
    text = ", ".join(str(each) for each in value) if isinstance(value, list | tuple) else str(value)
    if value is None or not text:
        return "(nothing)"
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"


def _label(row: models.Model, name: str) -> str:
    words = str(getattr(row._meta.get_field(name), "verbose_name", name))
    return words[:1].upper() + words[1:]
