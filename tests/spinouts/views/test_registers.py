from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from spinouts.actions.registers import record
from spinouts.domain.events import EventKind, HoldingEvent, Reason
from spinouts.forms.event_fields import NEWCOMER
from spinouts.forms.registers import ENTERED
from tests.pages import errors, filled
from tests.spinouts.actions.test_ventures import COUNCIL, EVENTS, ORDINARY, PARTNER
from tests.spinouts.actions.test_ventures import form as formed

FORMED = date(2026, 1, 5)
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def venture(service, approver):
    """A company that was formed in the past, so that a change can have happened."""
    earlier = tuple(replace(event, on=FORMED) for event in EVENTS)
    return formed(service, approver, formed_on=FORMED, events=earlier)


def address(venture, kind=EventKind.TRANSFER):
    return reverse("spinouts:entry_new", args=[venture.reference, kind.value])


SALE = {
    "on_0": "1",
    "on_1": "3",
    "on_2": "2026",
    "share_class": "ordinary",
    "shares": "10",
    "from_party": "council",
    "to_party": "partner",
    "reason": "sale",
}


def fill(client, venture, kind=EventKind.TRANSFER, **typed):
    return client.post(address(venture, kind), filled(client.get(address(venture, kind)), **typed))


def test_a_change_is_shown_first_and_recorded_when_pressed_again(client, venture, officer):
    client.force_login(officer)

    shown = fill(client, venture, **SALE)
    before = venture.events.count()
    recorded = client.post(address(venture), filled(shown))

    assert "Nothing is recorded yet" in shown.content.decode()
    assert "Barchester Council transferred 10 Ordinary shares to Harbour Care (sale)." in shown.content.decode()
    assert (before, venture.events.count()) == (6, 7)
    assert recorded.url == reverse("spinouts:venture", args=[venture.reference])
    page = client.get(recorded.url).content.decode()
    assert "The change is recorded as entry 7." in page


def test_pressing_twice_records_it_once(client, venture, officer):
    client.force_login(officer)
    shown = fill(client, venture, **SALE)

    for _ in range(2):
        assert client.post(address(venture), filled(shown)).status_code == 302

    assert venture.events.count() == 7


def test_what_was_changed_after_it_was_shown_is_shown_again(client, venture, officer):
    client.force_login(officer)
    shown = fill(client, venture, **SALE)

    again = client.post(address(venture), filled(shown, shares="20"))

    assert "Nothing is recorded yet" in again.content.decode()
    assert venture.events.count() == 6


def test_what_cannot_have_happened_keeps_what_was_typed_and_says_why(client, venture, officer):
    client.force_login(officer)

    page = fill(client, venture, **SALE | {"shares": "999", "note": "In the blue folder"})

    assert "had 350 Ordinary shares, fewer than the 999" in errors(page)[0]
    assert "In the blue folder" in page.content.decode()


def test_an_event_that_stands_there_already_can_be_said_to_have_happened_again(client, venture, officer, lead_officer):
    sale = HoldingEvent(
        EventKind.TRANSFER,
        date(2026, 3, 1),
        0,
        ORDINARY,
        10,
        to_party=PARTNER,
        from_party=COUNCIL,
        reason=Reason.SALE,
    )
    record(venture, sale, reference="page-1", by=lead_officer, at=AT)
    client.force_login(officer)

    told = client.post(address(venture), filled(fill(client, venture, **SALE)))
    assert "Leo Lead has entered just this already, as entry 7" in errors(told)[0]
    client.post(address(venture), filled(told, again="on"))

    assert venture.as_value().register(date(2026, 3, 1)).capital["council"] == 330


def test_somebody_new_is_named_on_the_same_page(client, venture, officer):
    client.force_login(officer)
    typed = {
        **{name: SALE[name] for name in ("on_0", "on_1", "on_2", "share_class", "shares")},
        "to_party": NEWCOMER,
        "reason": "subscription",
    }

    missing = fill(client, venture, EventKind.ISSUE, **typed)
    named = fill(client, venture, EventKind.ISSUE, **typed, newcomer_name="Good Fund", newcomer_kind="social_investor")
    client.post(address(venture, EventKind.ISSUE), filled(named))

    assert errors(missing) == ["Enter the name of the new party.", "Choose what the new party is."]
    assert venture.parties.get(name="Good Fund").kind == "social_investor"


@pytest.mark.parametrize("kind", ENTERED)
def test_every_kind_of_change_has_a_form_that_says_what_is_missing(client, venture, officer, kind):
    client.force_login(officer)

    assert client.get(address(venture, kind)).status_code == 200
    assert errors(client.post(address(venture, kind), {"save": ""}))


def test_a_kind_that_there_is_not_is_not_found(client, venture, officer):
    client.force_login(officer)

    assert client.get(f"/ventures/{venture.reference}/changes/strike/").status_code == 404
    assert client.get(f"/ventures/{venture.reference}/changes/magic/").status_code == 404


def test_an_entry_is_struck_out_with_reasons_and_stays_readable(client, venture, officer):
    client.force_login(officer)
    client.post(address(venture), filled(fill(client, venture, **SALE)))
    strike = reverse("spinouts:entry_strike", args=[venture.events.get(sequence=7).reference])

    assert "Say what was wrong" in errors(client.post(strike, {"note": ""}))[0]
    client.post(strike, {"note": "It never happened."})

    page = client.get(reverse("spinouts:venture", args=[venture.reference])).content.decode()
    assert "Struck out by entry 8" in page
    assert "It never happened." in page


def test_the_history_takes_as_many_queries_for_one_entry_as_for_many(
    client, venture, officer, django_assert_max_num_queries
):
    client.force_login(officer)
    page = reverse("spinouts:venture", args=[venture.reference])
    client.get(page)
    with django_assert_max_num_queries(12) as few:
        client.get(page)
    for number in range(5):
        sale = HoldingEvent(
            EventKind.TRANSFER, date(2026, 3, 1), 0, ORDINARY, 1 + number, to_party=PARTNER, from_party=COUNCIL
        )
        record(venture, sale, reference=f"page-{number}", by=officer, at=AT)

    with django_assert_max_num_queries(len(few)):
        client.get(page)
