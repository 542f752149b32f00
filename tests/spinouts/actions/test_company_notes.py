from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError

from accounts.domain.refusals import Refusal
from accounts.domain.stale import Stale
from accounts.models import TrailEvent
from spinouts.actions import company_notes
from spinouts.actions.registers import record
from spinouts.domain.events import EventKind, HoldingEvent
from spinouts.models import JointVenture
from tests.spinouts.actions.test_ventures import COUNCIL, EVENTS, ORDINARY, PARTNER
from tests.spinouts.actions.test_ventures import form as formed

FORMED = date(2026, 1, 5)
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 4, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def venture(service, approver):
    return formed(service, approver, formed_on=FORMED, events=tuple(replace(event, on=FORMED) for event in EVENTS))


def publish(venture, by, at=AT, told=True):
    return company_notes.publish(venture, seen=company_notes.fingerprint_of(venture), told=told, by=by, at=at)


def deeds(venture):
    events = TrailEvent.objects.of(venture.reference).filter(verb__endswith="_note")
    return [(event.verb.removeprefix("spinouts."), event.at) for event in events]


def test_the_note_is_published_once(venture, lead_officer):
    publish(venture, lead_officer)
    again = publish(venture, lead_officer, LATER)

    assert again.note_published_at == AT
    assert deeds(venture) == [("publish_note", AT)]


def test_it_is_not_published_before_bidders_are_told(venture, lead_officer):
    with pytest.raises(Refusal, match="every bidder has their assessment summary"):
        publish(venture, lead_officer, told=False)

    assert not JointVenture.objects.with_note().exists()


def test_a_register_that_was_changed_since_it_was_read_is_read_again(venture, officer, lead_officer):
    seen = company_notes.fingerprint_of(venture)
    sale = HoldingEvent(EventKind.TRANSFER, FORMED, 0, ORDINARY, 10, to_party=PARTNER, from_party=COUNCIL)
    record(venture, sale, reference="page-1", by=officer, at=AT)

    with pytest.raises(Stale, match="changed the register") as refused:
        company_notes.publish(venture, seen=seen, told=True, by=lead_officer, at=AT)
    company_notes.publish(venture, seen=refused.value.now, told=True, by=lead_officer, at=AT)

    assert deeds(venture) == [("publish_note", AT)]


def test_it_is_withdrawn_once_with_a_reason_and_published_again(venture, lead_officer):
    publish(venture, lead_officer)

    for at in (LATER, datetime(2026, 5, 2, tzinfo=UTC)):
        withdrawn = company_notes.withdraw(venture, reason=" The board was wrong. ", by=lead_officer, at=at)
    assert (withdrawn.note_is_public, withdrawn.note_withdrawn_at) == (False, LATER)
    assert withdrawn.note_withdrawn_because == "The board was wrong."
    again = publish(venture, lead_officer, datetime(2026, 6, 2, tzinfo=UTC))

    assert again.note_is_public
    assert [verb for verb, _ in deeds(venture)] == ["publish_note", "withdraw_note", "publish_note"]
    assert [event.details.get("reason") for event in company_notes.history(venture)] == [
        None,
        "The board was wrong.",
        None,
    ]


def test_what_is_not_published_or_has_no_reason_is_not_withdrawn(venture, lead_officer):
    with pytest.raises(Refusal, match="not published"):
        company_notes.withdraw(venture, reason="A mistake.", by=lead_officer, at=AT)
    publish(venture, lead_officer)
    with pytest.raises(Refusal, match="Say why"):
        company_notes.withdraw(venture, reason="  ", by=lead_officer, at=LATER)


def test_the_database_keeps_no_withdrawal_without_a_reason(venture, lead_officer):
    publish(venture, lead_officer)

    with pytest.raises(IntegrityError, match="only_a_published_note_is_withdrawn_and_with_a_reason"):
        JointVenture.objects.update(note_withdrawn_at=LATER)
