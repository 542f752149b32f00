from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from accounts.actions import trail
from accounts.domain.refusals import Refusal
from accounts.models import User
from spinouts.domain import cap_table
from spinouts.domain.forms import LegalForm
from spinouts.models import HoldingEvent, JointVenture, Party, Service, ShareClass


@transaction.atomic
def form_venture(
    service: Service,
    *,
    name: str,
    legal_form: LegalForm,
    formed_on: date,
    parties: Mapping[cap_table.Party, int],
    share_classes: Sequence[cap_table.ShareClass],
    events: Sequence[cap_table.HoldingEvent],
    by: User,
    at: datetime,
) -> JointVenture:
    """Form the company that the service becomes, with its first register of holdings.

    `parties` gives the seats that each party fills on the board. Refused if the events do not make a register, or name
    a party or class that is not among those given.
    """
    _check(name, formed_on, parties, share_classes, events)
    venture = JointVenture.objects.create(
        service=service, name=name, legal_form=LegalForm(legal_form).value, formed_on=formed_on
    )
    party_rows = {
        party.reference: Party.objects.create(
            venture=venture, reference=party.reference, kind=party.kind.value, name=party.name, board_seats=seats
        )
        for party, seats in parties.items()
    }
    class_rows = {
        share_class.reference: ShareClass.objects.create(
            venture=venture,
            reference=share_class.reference,
            name=share_class.name,
            votes_per_share=share_class.votes_per_share,
        )
        for share_class in share_classes
    }
    HoldingEvent.objects.bulk_create(
        HoldingEvent(
            venture=venture,
            sequence=sequence,
            kind=event.kind.value,
            on=event.on,
            share_class=class_rows[event.share_class.reference],
            shares=event.shares,
            from_party=party_rows[event.from_party.reference] if event.from_party else None,
            to_party=party_rows[event.to_party.reference] if event.to_party else None,
            recorded_by=by,
            recorded_at=at,
        )
        for sequence, event in enumerate(_in_order(events), start=1)
    )
    trail.record(
        "spinouts.form_venture",
        venture,
        trail=venture.reference,
        by=by,
        at=at,
        service=service.reference,
        legal_form=venture.legal_form,
        formed_on=formed_on.isoformat(),
        events=len(events),
    )
    return venture


def _in_order(events: Sequence[cap_table.HoldingEvent]) -> list[cap_table.HoldingEvent]:
    return sorted(events, key=lambda event: (event.on, event.sequence))


def _check(
    name: str,
    formed_on: date,
    parties: Mapping[cap_table.Party, int],
    share_classes: Sequence[cap_table.ShareClass],
    events: Sequence[cap_table.HoldingEvent],
) -> None:
    if not name.strip():
        raise Refusal("The company has no name: give it one.")
    if len(name) > 200:
        raise Refusal(f"The company's name has {len(name)} characters: use 200 at most.")
    if not events:
        raise Refusal("Nobody holds anything in the company: issue shares to at least one party.")
    named = {party for event in events for party in (event.from_party, event.to_party) if party}
    if not named <= set(parties) or not {event.share_class for event in events} <= set(share_classes):
        raise Refusal("An event of holding names a party or a class of shares that the company does not have.")
    if any(event.on < formed_on for event in events):
        raise Refusal("Shares can't be issued before the day on which the company is formed.")
    cap_table.register(events, date.max)
