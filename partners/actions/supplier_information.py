"""Core supplier information: written by anybody of the organisation, confirmed as a whole by an administrator.

For other parts of the product: `declarations_of` and `what_is_missing`.
"""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts.actions import fields, trail
from accounts.domain.fingerprints import fingerprint
from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.domain import identifiers
from partners.domain.exclusion_grounds import VERSION
from partners.domain.identifiers import Identifier, Scheme
from partners.domain.organisations import OrganisationKind
from partners.domain.supplier_information import Lack, good_until, lacks
from partners.models import (
    ConnectedPerson,
    DeclaredGround,
    Organisation,
    OrganisationIdentifier,
    Submission,
    SupplierInformation,
    SupplierInformationVersion,
)
from procurement.domain.dates import day_in_words

DETAILS = ("contact_email", "website", "vat_number", "legal_form", "governing_law", "registered_on")
FLAGS = ("is_sme", "is_vcse", "is_supported_employment", "is_mutual")
STANDING = ("accounts_end_on", "accounts_where", "accounts_audited", "no_accounts_because")
IN_UNDER_IT = (
    "A bid that you submitted goes under this name and kind, so they stay as they are. Before its deadline you can "
    "withdraw it, change them, and submit it again. Nothing was saved."
)
_PERSON = ("reference", "name", "connection", "since_on", "until_on", "born_in", "address", "scheme", "number")
_GROUND = ("reference", "ground", "happened_on", "goes_on", "what_happened")
_CLEANED = ("taken_seriously", "steps_taken", "commitments")


def locked(organisation: Organisation) -> Organisation:
    """The organisation's row, held until the transaction ends: its information is changed by one person at a time."""
    return Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)


def information_of(organisation: Organisation) -> SupplierInformation:
    """The information being written; a new one, not saved, if nobody has begun."""
    found = SupplierInformation.objects.filter(organisation=organisation).first()
    return found or SupplierInformation(organisation=organisation)


def content_of(organisation: Organisation) -> dict[str, Any]:
    """The information as it stands, whole, as a confirmed version freezes it. Four queries."""
    information = information_of(organisation)
    persons = list(ConnectedPerson.objects.filter(organisation=organisation))
    numbers = OrganisationIdentifier.objects.filter(organisation=organisation).order_by("scheme", "value")
    declared = DeclaredGround.objects.filter(organisation=organisation).select_related("person").order_by("pk")
    return {
        "basic": {
            "name": organisation.name,
            "kind": organisation.kind,
            "address": organisation.address,
            "identifiers": [{"scheme": each.scheme, "value": each.value} for each in numbers],
            **_values(information, (*DETAILS, *FLAGS)),
        },
        "standing": _values(information, STANDING),
        "persons": [_values(person, _PERSON) for person in persons],
        "grounds": {
            "version": VERSION,
            "answered": bool(information.answered_for) and information.answered_for == people_mark(persons),
            "declared": [
                {
                    **_values(each, (*_GROUND, *_CLEANED)),
                    "person": each.person.reference if each.person else "",
                    "who": str(each.person or organisation),
                }
                for each in declared
            ],
        },
    }


def people_mark(persons: list[ConnectedPerson]) -> str:
    """A fingerprint of those for whom the grounds are answered, and of the list of grounds."""
    return fingerprint({"version": VERSION, "persons": [_values(each, ("reference", "name")) for each in persons]})


def latest_version(organisation: Organisation, at: datetime | None = None) -> SupplierInformationVersion | None:
    """The last version that was confirmed, or the last that had been at that instant."""
    versions = SupplierInformationVersion.objects.filter(organisation=organisation).select_related("confirmed_by")
    if at is not None:
        versions = versions.filter(confirmed_at__lte=at)
    return versions.order_by("-number").first()


def frozen(organisation: Organisation, at: datetime | None = None) -> dict[str, Any] | None:
    """What a submission holds of the last confirmed version: its content, by whom and when; None if there is none."""
    version = latest_version(organisation, at)
    if version is None:
        return None
    return {
        "number": version.number,
        "confirmed_by": str(version.confirmed_by),
        "confirmed_at": version.confirmed_at.isoformat(),
        "fingerprint": version.fingerprint,
        **version.content,
    }


def declarations_of(organisation: Organisation) -> dict[str, Any] | None:
    """What the organisation last confirmed about exclusion grounds: "declared" lists what applies, and to whom.

    None if it has confirmed nothing yet.
    """
    version = latest_version(organisation)
    return version.content["grounds"] if version else None


def what_is_missing(organisation: Organisation, at: datetime) -> list[str]:
    """What stands between the organisation and a bid that asks for its information, in sentences; none if nothing."""
    content = content_of(organisation)
    found = [lack.sentence for lack in lacks(content)]
    version = latest_version(organisation)
    if version is None:
        return [*found, "An administrator of your organisation has to confirm the supplier information."]
    if fingerprint(content) != version.fingerprint:
        return [*found, "The supplier information has changed: an administrator has to confirm it again."]
    until = good_until(day_of(version.confirmed_at))
    if day_of(at) > until:
        said = (
            f"The supplier information was confirmed until {day_in_words(until)}: an administrator has to do it again."
        )
        return [*found, said]
    return found


def what_lacks(organisation: Organisation) -> list[Lack]:
    """What must be there before the information can be confirmed, each with its part."""
    return lacks(content_of(organisation))


@transaction.atomic
def save_details(
    organisation: Organisation,
    *,
    by: User,
    at: datetime,
    seen: str | None = None,
    name: str | None = None,
    kind: OrganisationKind | str | None = None,
    address: str | None = None,
    **typed: Any,
) -> SupplierInformation:
    """Save basic details, flags or standing, and the organisation's name, kind or address if they are given.

    `seen` is the fingerprint of the same fields, but for those three, as the author saw them.
    """
    if unknown := set(typed) - {*DETAILS, *FLAGS, *STANDING}:
        raise TypeError(f"Not fields of supplier information: {', '.join(sorted(unknown))}.")
    organisation = locked(organisation)
    information = information_of(organisation)
    changes = fields.write(information, typed, seen_before=seen)
    changes |= _write_itself(organisation, name=name, kind=kind, address=address)
    if changes:
        information.save()
        _record(organisation, "partners.write_supplier_information", by=by, at=at, changed=sorted(changes))
    return information


def _write_itself(organisation: Organisation, **given: OrganisationKind | str | None) -> dict[str, str]:
    """Write what is given, and differs, of its name, kind and address.

    Name and kind are what a bid goes under, on every page that judges it, so while one is in they stay.
    """
    words = {name: str(value).strip() for name, value in given.items() if value is not None}
    if "name" in words:
        words["name"] = " ".join(words["name"].split())
    changes = {name: value for name, value in words.items() if value != getattr(organisation, name)}
    goes_under = Submission.objects.that_count().filter(bid__organisation=organisation)
    if {"name", "kind"} & set(changes) and goes_under.exists():
        raise Refusal(IN_UNDER_IT)
    for name, value in changes.items():
        setattr(organisation, name, value)
    if changes:
        organisation.save(update_fields=list(changes))
    return changes


@transaction.atomic
def add_identifier(
    organisation: Organisation, scheme: Scheme | str, typed: str, *, by: User, at: datetime
) -> Identifier:
    """Add a number in a register, in the register's form; the result says what was made of it. Twice is once."""
    identifier = identifiers.read(Scheme(scheme), typed)
    organisation = locked(organisation)
    _, is_new = OrganisationIdentifier.objects.get_or_create(
        organisation=organisation, scheme=identifier.scheme.value, value=identifier.value
    )
    if is_new:
        _record(organisation, "partners.add_identifier", by=by, at=at, identifier=identifier.whole)
    return identifier


@transaction.atomic
def remove_identifier(organisation: Organisation, scheme: str, value: str, *, by: User, at: datetime) -> None:
    organisation = locked(organisation)
    gone, _ = organisation.identifiers.filter(scheme=scheme, value=value).delete()
    if gone:
        _record(organisation, "partners.remove_identifier", by=by, at=at, identifier=f"{scheme}-{value}")


@transaction.atomic
def confirm(
    organisation: Organisation, *, by: User, at: datetime, seen: str | None = None
) -> SupplierInformationVersion:
    """Confirm the information as it stands, for twelve months or until it changes.

    Refused with all that is missing, or if it is no longer what `seen` is the fingerprint of. On one day the same
    information is confirmed once.
    """
    organisation = locked(organisation)
    content = content_of(organisation)
    mark = fingerprint(content)
    if seen is not None and seen != mark:
        raise Refusal("Somebody changed the information after you opened this page: read it again, then confirm it.")
    if missing := lacks(content):
        raise Refusal(*(lack.sentence for lack in missing))
    last = latest_version(organisation)
    if last and last.fingerprint == mark and day_of(last.confirmed_at) == day_of(at):
        return last
    number = last.number + 1 if last else 1
    version = SupplierInformationVersion.objects.create(
        organisation=organisation, number=number, content=content, fingerprint=mark, confirmed_by=by, confirmed_at=at
    )
    _record(organisation, "partners.confirm_supplier_information", by=by, at=at, number=number, fingerprint=mark)
    return version


def day_of(instant: datetime) -> date:
    """The day of an instant, in London."""
    return instant.astimezone(ZoneInfo("Europe/London")).date()


def _values(row: object, names: tuple[str, ...]) -> dict[str, Any]:
    """The fields as content has them: days as ISO text, nothing as None."""
    found = {}
    for name in names:
        value = getattr(row, name)
        found[name] = value.isoformat() if isinstance(value, date) else value
    return found


def _record(organisation: Organisation, verb: str, *, by: User, at: datetime, **details: Any) -> None:
    trail.record(verb, organisation, trail=organisation.reference, by=by, at=at, **details)
