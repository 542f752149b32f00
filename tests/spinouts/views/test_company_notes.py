from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from procurement.domain.lifecycle import CompetitionState
from spinouts.actions import company_notes
from spinouts.actions.registers import record
from spinouts.domain.events import EventKind, HoldingEvent
from tests.pages import errors, filled
from tests.spinouts.actions.test_ventures import COUNCIL, EVENTS, ORDINARY, PARTNER
from tests.spinouts.actions.test_ventures import form as formed

FORMED = date(2026, 1, 5)
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PUBLIC = ["company_note", "company_staff"]


@pytest.fixture
def venture(service, approver):
    return formed(service, approver, formed_on=FORMED, events=tuple(replace(event, on=FORMED) for event in EVENTS))


def address(name, venture):
    return reverse(f"spinouts:{name}", args=[venture.reference])


def look(client, name, venture):
    return client.get(address(name, venture)).content.decode()


def publish(venture, by):
    return company_notes.publish(venture, seen=company_notes.fingerprint_of(venture), told=True, by=by, at=AT)


def sell(venture, by, note=""):
    sale = HoldingEvent(EventKind.TRANSFER, FORMED, 0, ORDINARY, 10, to_party=PARTNER, from_party=COUNCIL, note=note)
    record(venture, sale, reference="page-1", by=by, at=AT)


def body(text):
    """What a public page says, without what frames it."""
    return text[text.index('<p class="govuk-body-l">') : text.index("</main>")]


@pytest.mark.parametrize("name", PUBLIC)
def test_the_public_reads_about_the_company_once_a_lead_officer_has_published_it(client, venture, lead_officer, name):
    before = client.get(address(name, venture))

    publish(venture, lead_officer)

    assert before.status_code == 404
    text = look(client, name, venture)
    assert "Barchester Day Centres Limited" in text
    assert "nothing in its register has left" in text
    assert "Olive Officer" not in text


def test_publishing_shows_what_the_public_will_read_before_it_acts(client, venture, officer, lead_officer):
    sell(venture, officer, note="In the blue folder")
    client.force_login(lead_officer)

    asked = client.get(address("note_publish", venture))
    unconfirmed = client.post(address("note_publish", venture), filled(asked))
    done = client.post(address("note_publish", venture), filled(asked, told="on"), follow=True)

    shown = asked.content.decode()
    assert "Bidders must have heard that from you first" in shown
    assert errors(unconfirmed) == ["Confirm that bidders and the public have been told of the award, or wait."]
    assert "is published" in done.content.decode()
    client.logout()
    for name in PUBLIC:
        public = body(look(client, name, venture))
        (sentence, _) = public.split("</p>", 1)
        assert sentence in shown
        assert "In the blue folder" not in public
    assert "In the blue folder" not in shown


def test_a_change_in_between_is_shown_before_it_is_published(client, venture, officer, lead_officer):
    client.force_login(lead_officer)
    asked = client.get(address("note_publish", venture))
    sell(venture, officer)

    told = client.post(address("note_publish", venture), filled(asked, told="on"))
    assert "Somebody changed the register" in errors(told)[0]
    client.post(address("note_publish", venture), filled(told, told="on"))

    assert client.get(address("company_note", venture)).status_code == 200


def test_only_a_lead_officer_publishes_and_withdraws(client, venture, officer, auditor, approver, lead_officer):
    for user in (officer, auditor, approver):
        client.force_login(user)
        for name in ("note_publish", "note_withdraw"):
            assert client.get(address(name, venture)).status_code == 403
            assert client.post(address(name, venture), {"told": "on", "reason": "x"}).status_code == 403
    client.force_login(lead_officer)
    assert client.get(address("note_publish", venture)).status_code == 200


def test_a_withdrawn_note_says_that_it_was_and_why(client, venture, lead_officer):
    publish(venture, lead_officer)
    client.force_login(lead_officer)

    nothing = client.post(address("note_withdraw", venture), {"reason": ""})
    done = client.post(address("note_withdraw", venture), {"reason": "The board <was> wrong."}, follow=True)

    assert errors(nothing) == ["Say why the note is withdrawn."]
    assert "withdrew it, because:<br>The board &lt;was&gt; wrong." in done.content.decode()
    client.logout()
    for name in PUBLIC:
        text = look(client, name, venture)
        assert "This note was withdrawn" in text
        assert "The board &lt;was&gt; wrong." in text
        assert "Harbour Care" not in text


def test_everybody_at_the_council_reads_the_note_from_the_company(
    client, venture, auditor, other_officer, lead_officer
):
    client.force_login(auditor)
    assert address("venture_note", venture) in look(client, "venture", venture)
    before = look(client, "venture_note", venture)
    publish(venture, lead_officer)
    after = look(client, "venture", venture)

    assert "It is not published" in before
    assert "Who owns Barchester Day Centres Limited" in before
    assert address("note_publish", venture) not in before
    assert all(address(name, venture) in after for name in (*PUBLIC, "venture_note"))
    client.force_login(other_officer)
    assert client.get(address("venture_note", venture)).status_code == 404


def test_before_its_first_day_it_tells_of_that(client, service, approver, lead_officer):
    tomorrow = timezone.localdate() + timedelta(days=1)
    events = tuple(replace(event, on=tomorrow) for event in EVENTS)
    venture = publish(formed(service, approver, formed_on=tomorrow, events=events), lead_officer)

    text = look(client, "company_note", venture)

    assert "to be formed on" in text
    assert "will run the service" in text
    assert "Harbour Care" in text


def test_the_page_of_the_competition_links_to_the_note(client, published, lead_officer, approver):
    venture = formed(published.service, approver)
    page = reverse("procurement:competition_page", args=[published.reference])
    public = address("company_note", venture)
    published.state = CompetitionState.AWARDED
    published.save()

    before = client.get(page).content.decode()
    publish(venture, lead_officer)
    after = client.get(page).content.decode()
    company_notes.withdraw(venture, reason="A mistake.", by=lead_officer, at=AT)
    withdrawn = client.get(page).content.decode()

    assert public not in before
    assert public in after
    assert "withdrew its" in withdrawn
    assert public in withdrawn
