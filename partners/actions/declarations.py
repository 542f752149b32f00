"""Who stands behind an organisation, and which grounds of exclusion apply to it or to them."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.actions import fields, trail
from accounts.domain.references import new_reference
from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.actions.supplier_information import day_of, information_of, locked, people_mark
from partners.domain import identifiers
from partners.domain.connected_persons import month_of_birth
from partners.domain.exclusion_grounds import ASKED, ground_of
from partners.domain.identifiers import Scheme
from partners.domain.supplier_information import too_old_in_words
from partners.models import ConnectedPerson, DeclaredGround, Organisation

PERSON = ("name", "connection", "since_on", "until_on", "born_in", "address", "scheme", "number")
GROUND = ("person", "happened_on", "goes_on", "what_happened", "taken_seriously", "steps_taken", "commitments")


@transaction.atomic
def save_person(
    organisation: Organisation,
    *,
    by: User,
    at: datetime,
    reference: str = "",
    seen: str | None = None,
    **typed: Any,
) -> ConnectedPerson:
    """Name a connected or associated person, or correct one: `reference` is theirs, or one made with the page."""
    organisation = locked(organisation)
    person = (
        ConnectedPerson.objects.filter(organisation=organisation, reference=reference).first() if reference else None
    )
    is_new = person is None
    person = person or ConnectedPerson(organisation=organisation, reference=reference or new_reference())
    if typed.get("number"):
        if not typed.get("scheme"):
            raise Refusal("Choose the register whose number this is.")
        typed["number"] = identifiers.read(Scheme(typed["scheme"]), typed["number"]).value
    elif typed.get("scheme"):
        typed["scheme"] = ""
    if "born_in" in typed:
        typed["born_in"] = month_of_birth(typed["born_in"])
    changes = fields.write(person, typed, seen_before=None if is_new else seen)
    if person.since_on and person.until_on and person.until_on < person.since_on:
        raise Refusal("The connection can’t end before it began: check the two dates.")
    if is_new or changes:
        person.save()
        # A name would stand on the trail for good, also once its owner has nothing to do with the organisation.
        _record(person, "partners.name_connected_person", by=by, at=at, changed=sorted(changes))
    return person


@transaction.atomic
def remove_person(person: ConnectedPerson, *, by: User, at: datetime) -> None:
    """Take a person off the list. What was confirmed before still names them. Once is as good as twice."""
    locked(person.organisation)
    found = ConnectedPerson.objects.filter(pk=person.pk).select_related("organisation").first()
    if found is None:
        return
    if found.declared_grounds.exists():
        raise Refusal(
            f"An exclusion ground is declared for {found.name}: if they left, enter the day instead.",
            "If they were named by mistake, remove what is declared for them first.",
        )
    _record(found, "partners.remove_connected_person", by=by, at=at)
    found.delete()


@transaction.atomic
def answer_grounds(
    organisation: Organisation, ticked: Collection[str], *, by: User, at: datetime
) -> list[DeclaredGround]:
    """Answer all grounds at once, for the organisation and everybody named: those ticked apply, none of the others.

    Returns what still needs its details. Refused if a ground is left unticked for which details are written.
    """
    organisation = locked(organisation)
    known = list(DeclaredGround.objects.filter(organisation=organisation).select_related("person", "organisation"))
    left_out = [each for each in known if each.ground not in ticked]
    if written := [each for each in left_out if each.what_happened]:
        raise Refusal(
            *(
                f"You wrote about “{ground_of(each.ground).words}” ({each.person or organisation}). Keep it ticked, or "
                "remove what you wrote first."
                for each in written
            )
        )
    for each in left_out:
        each.delete()
    there = {each.ground for each in known}
    for ground in ASKED:
        if ground.reference in ticked and ground.reference not in there:
            DeclaredGround.objects.create(organisation=organisation, ground=ground.reference)
    information = information_of(organisation)
    information.answered_for = people_mark(list(ConnectedPerson.objects.filter(organisation=organisation)))
    information.save()
    trail.record(
        "partners.answer_grounds", organisation, trail=organisation.reference, by=by, at=at, grounds=sorted(ticked)
    )
    return without_details(organisation)


def without_details(organisation: Organisation) -> list[DeclaredGround]:
    """The declared grounds of which nobody has said yet what happened."""
    declared = DeclaredGround.objects.filter(organisation=organisation).order_by("pk")
    return [each for each in declared if not each.what_happened]


@transaction.atomic
def save_ground(
    organisation: Organisation,
    ground: str,
    *,
    by: User,
    at: datetime,
    reference: str = "",
    seen: str | None = None,
    **typed: Any,
) -> DeclaredGround:
    """Say to whom a ground applies, what happened and what was done about it. Old events are refused, with why."""
    organisation = locked(organisation)
    known = DeclaredGround.objects.filter(organisation=organisation, reference=reference).first() if reference else None
    row = known or DeclaredGround(organisation=organisation, reference=reference or new_reference())
    row.ground = ground
    changes = fields.write(row, typed, seen_before=seen if known else None)
    _check(row, at)
    if known is None or changes:
        row.save()
        _record(row, "partners.declare_ground", by=by, at=at, ground=ground, changed=sorted(changes))
    return row


@transaction.atomic
def remove_ground(row: DeclaredGround, *, by: User, at: datetime) -> None:
    """Take back what was declared by mistake. What was confirmed before still holds it."""
    locked(row.organisation)
    found = DeclaredGround.objects.filter(pk=row.pk).select_related("organisation").first()
    if found is not None:
        _record(found, "partners.remove_ground", by=by, at=at, ground=found.ground)
        found.delete()


def _check(row: DeclaredGround, at: datetime) -> None:
    today = day_of(at)
    if row.person and row.person.organisation_id != row.organisation_id:
        raise Refusal("Choose one of the persons whom your organisation named.")
    if row.happened_on and row.happened_on > today:
        raise Refusal("What is declared has happened: the day can’t be in the future.")
    if row.happened_on and not row.goes_on and (old := too_old_in_words(row.ground, row.happened_on, today)):
        raise Refusal(old)


def _record(row: ConnectedPerson | DeclaredGround, verb: str, *, by: User, at: datetime, **details: Any) -> None:
    organisation = row.organisation
    trail.record(verb, row.reference, trail=organisation.reference, by=by, at=at, **details)
