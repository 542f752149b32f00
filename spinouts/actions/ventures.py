from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.actions import trail
from accounts.domain.references import new_reference
from accounts.domain.refusals import Refusal
from accounts.models import User
from spinouts.domain import events, shares
from spinouts.domain.company import Company
from spinouts.domain.entries import entry_of
from spinouts.domain.plain import written
from spinouts.models import HoldingEvent, JointVenture, Party, Service, ShareClass

LONGEST_NAME = 200


@transaction.atomic
def form_venture(service: Service, company: Company, *, by: User, at: datetime) -> JointVenture:
    """Form the company that the service becomes, with its first register of holdings.

    Everything of the company is kept as it is given, but for its reference, which becomes the venture's own. Refused
    if the company is not sound (`Company.check`), or its name is too long.
    """
    company.check()
    if len(company.name) > LONGEST_NAME:
        raise Refusal(f"The company's name has {len(company.name)} characters: use {LONGEST_NAME} at most.")
    venture = JointVenture.objects.create(
        service=service,
        name=company.name,
        legal_form=company.form.value,
        formed_on=company.formed_on,
        identifier=company.identifier,
        agreed=written(company.agreed),
    )
    _write_owners_and_classes(venture, company)
    write_events(venture, company.events, by=by, at=at)
    trail.record(
        "spinouts.form_venture",
        venture,
        trail=venture.reference,
        by=by,
        at=at,
        service=service.reference,
        legal_form=venture.legal_form,
        formed_on=company.formed_on.isoformat(),
        events=len(company.events),
    )
    return venture


def _write_owners_and_classes(venture: JointVenture, company: Company) -> None:
    for party in company.parties:
        Party.objects.create(
            venture=venture,
            reference=party.reference,
            kind=party.kind.value,
            name=party.name,
            identifier=party.identifier,
            trustees=list(party.trustees),
        )
    for share_class in company.classes:
        ShareClass.objects.create(venture=venture, **{name: getattr(share_class, name) for name in shares.FIELDS})


def write_events(
    venture: JointVenture, happened: Iterable[events.HoldingEvent], *, reference: str = "", by: User, at: datetime
) -> list[HoldingEvent]:
    """Write checked events of a venture that the caller has locked; what they name is there already.

    A `reference` that the page brought is for a single event.
    """
    parties = {party.reference: party for party in venture.parties.all()}
    classes = {share_class.reference: share_class for share_class in venture.share_classes.all()}
    known = {event.sequence: event for event in venture.events.all()}
    rows: list[HoldingEvent] = []
    for event in happened:
        row = HoldingEvent(
            reference=reference or new_reference(),
            venture=venture,
            **_plain_fields(event),
            share_class=classes[event.share_class.reference] if event.share_class else None,
            to_class=classes[event.to_class.reference] if event.to_class else None,
            to_party=parties[event.to_party.reference] if event.to_party else None,
            from_party=parties[event.from_party.reference] if event.from_party else None,
            corrects=known[event.corrects] if event.corrects else None,
            again=_times(event, [*known.values(), *rows]),
            recorded_by=by,
            recorded_at=at,
        )
        row.save()
        rows.append(row)
        known[event.sequence] = row
    return rows


def _plain_fields(event: events.HoldingEvent) -> dict[str, Any]:
    """Of an event's row, all that names no other row."""
    return {
        "sequence": event.sequence,
        "kind": event.kind.value,
        "reason": event.reason.value,
        "on": event.on,
        "shares": event.shares,
        "to_shares": event.to_shares,
        "seats": event.seats,
        "amount": event.amount,
        "profits": event.profits,
        "under": event.under,
        "until": event.until,
        "note": event.note,
        "consents": list(event.consents),
        "entry": entry_of(event),
    }


def _times(event: events.HoldingEvent, earlier: Iterable[HoldingEvent]) -> int:
    """How many events that are alike came before."""
    return sum(row.entry == entry_of(event) for row in earlier)
