from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.actions import fields, trail
from accounts.domain.refusals import Refusal
from accounts.domain.stale import Stale, fingerprint
from accounts.models import Council, User
from spinouts.domain.options import AppraisalOption
from spinouts.models import AppraisedOption, Service

DESCRIBED = (
    "name",
    "description",
    "annual_cost_amount",
    "headcount",
    "full_time_equivalents",
    "assets",
    "why_spin_out",
)


@transaction.atomic
def describe(
    council: Council,
    *,
    name: str,
    description: str,
    annual_cost_amount: Decimal,
    headcount: int,
    full_time_equivalents: Decimal,
    assets: str,
    why_spin_out: str,
    by: User,
    at: datetime,
) -> Service:
    """Describe a service that is to be spun out. The same description sent twice makes one service."""
    typed = {
        "name": name,
        "description": description,
        "annual_cost_amount": annual_cost_amount,
        "headcount": headcount,
        "full_time_equivalents": full_time_equivalents,
        "assets": assets,
        "why_spin_out": why_spin_out,
    }
    Council.objects.select_for_update(no_key=True).get(pk=council.pk)
    known = Service.objects.filter(council=council, name=name).first()
    if known is not None:
        if fields.seen(known, typed) == fields.seen(Service(**typed), typed):
            return known
        raise _name_taken(name)
    service = Service(council=council, **typed)
    fields.check(service)
    service.save(force_insert=True)
    trail.record("spinouts.describe", service, trail=service.reference, by=by, at=at)
    return service


@transaction.atomic
def revise(service: Service, *, by: User, at: datetime, seen: str | None = None, **typed: Any) -> Service:
    """Change what is said of the service. A competition that was published still shows it as it was then.

    `seen` is the fingerprint of what the author saw (`fields.seen`): Stale is raised if it has changed since.
    """
    # Two services renamed to one name at once: the second waits here, and is told.
    Council.objects.select_for_update(no_key=True).get(pk=service.council_id)
    service = Service.objects.select_for_update(no_key=True).get(pk=service.pk)
    changes = fields.write(service, {name: typed[name] for name in DESCRIBED if name in typed}, seen_before=seen)
    if not changes:
        return service
    if Service.objects.filter(council=service.council_id, name=service.name).exclude(pk=service.pk).exists():
        raise _name_taken(service.name)
    service.save()
    trail.record("spinouts.revise", service, trail=service.reference, by=by, at=at, changes=changes)
    return service


@transaction.atomic
def appraise(
    service: Service, options: Sequence[Mapping[str, Any]], *, by: User, at: datetime, seen: str | None = None
) -> list[AppraisedOption]:
    """Record what speaks for and against each way to run the service, and which the council prefers.

    Each option: `option` (an AppraisalOption), `for_it`, `against_it`, `is_preferred`. They replace what stood.
    """
    service = Service.objects.select_for_update().get(pk=service.pk)
    _check_options(options)
    before = {row.option: row for row in service.options.all()}
    if seen is not None and seen != appraisal_seen(service):
        _refuse_if_changed(before, options, appraisal_seen(service))
    service.options.all().delete()
    rows = [AppraisedOption(service=service, **{**option, "option": str(option["option"])}) for option in options]
    for row in rows:
        fields.check(row)
    AppraisedOption.objects.bulk_create(rows)
    preferred = next((str(row) for row in rows if row.is_preferred), None)
    trail.record("spinouts.appraise", service, trail=service.reference, by=by, at=at, preferred=preferred)
    return rows


def appraisal_seen(service: Service) -> str:
    """The fingerprint of the appraisal as it stands."""
    rows = service.options.order_by("option").values_list("option", "for_it", "against_it", "is_preferred")
    return fingerprint({row[0]: [fields.plain(each) for each in row] for row in rows})


def _check_options(options: Sequence[Mapping[str, Any]]) -> None:
    named = [AppraisalOption(option["option"]) for option in options]
    if len(named) != len(set(named)):
        raise Refusal("Each option is compared once: take away the one that is there twice.")
    if sum(bool(option.get("is_preferred")) for option in options) > 1:
        raise Refusal("The council can prefer only one of the options: choose one.")


def _refuse_if_changed(before: Mapping[str, AppraisedOption], options: Sequence[Mapping[str, Any]], now: str) -> None:
    theirs = []
    for option in options:
        row = before.get(str(option["option"])) or AppraisedOption(option=str(option["option"]))
        for name, words in (("for_it", "for it"), ("against_it", "against it")):
            if fields.plain(getattr(row, name)) != fields.plain(option.get(name, "")):
                theirs.append(f"{row}, {words}, is now: {getattr(row, name) or '(nothing)'}")
        if row.is_preferred and not option.get("is_preferred"):
            theirs.append(f"The preferred option is now: {row}")
    if theirs:
        raise Stale(
            "Somebody else changed the appraisal after you opened it. What you typed is still here.",
            *theirs,
            "To replace theirs with what you typed, save again. To keep theirs, leave this page.",
            now=now,
        )


def _name_taken(name: str) -> Refusal:
    return Refusal(f"Your council already has a service called “{name}”. Open that one, or choose another name.")
