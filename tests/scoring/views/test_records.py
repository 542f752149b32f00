import csv
from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actions import trail
from accounts.models import TrailEvent
from spinouts.actions import company_notes, registers
from spinouts.domain.events import EventKind, HoldingEvent, Reason
from tests import world
from tests.scoring import deciding


def look(client, user, competition, name="record", **query):
    client.force_login(user)
    return client.get(reverse(f"scoring:{name}", args=[competition.reference]), query)


def happen(competition, count, reference=None, verb="scoring.test"):
    for number in range(count):
        trail.record(verb, f"Event {number}", trail=reference or competition.reference, by=None, at=deciding.AT)


def test_the_record_tells_who_did_what(client, award, auditor):
    text = look(client, auditor, award.competition).content.decode()

    assert "<strong>Approved the award</strong>" in text
    assert "deed: scoring.approve_award" in text
    assert "Una Approver" in text


def test_the_words_on_the_page_can_be_looked_for(client, award, auditor):
    found = look(client, auditor, award.competition, text="approved award").content.decode()

    assert "1 event" in found
    assert "<strong>Approved the award</strong>" in found


def test_nothing_of_a_bid_is_on_it_before_the_opening(client, published, bid, auditor):
    happen(published, 1, bid.reference, "partners.submit")

    text = look(client, auditor, published).content.decode()

    assert "partners.submit" not in text
    assert bid.reference not in text
    assert "Harbour Care" not in text
    asked_for = look(client, auditor, published, trail=bid.reference).content.decode()
    assert "partners.submit" not in asked_for


def test_the_trails_of_bids_join_it_after_the_opening(client, opened, auditor):
    happen(opened.competition, 1, opened.bids[0].reference, "partners.submit")

    assert "partners.submit" in look(client, auditor, opened.competition).content.decode()
    only = look(client, auditor, opened.competition, trail=opened.bids[1].reference).content.decode()
    assert "partners.submit" not in only


def test_it_is_paged_filtered_and_takes_as_many_queries_for_one_event_as_for_many(client, opened, auditor):
    happen(opened.competition, 1)
    look(client, auditor, opened.competition)
    with CaptureQueriesContext(connection) as queries:
        look(client, auditor, opened.competition)
    of_one = len(queries)
    happen(opened.competition, 60)

    with CaptureQueriesContext(connection) as queries:
        first = look(client, auditor, opened.competition).content.decode()
    of_many = len(queries)

    assert of_one == of_many
    assert "page 1 of 2" in first
    assert "Event 59" in look(client, auditor, opened.competition, page="2").content.decode()
    assert "1 event" in look(client, auditor, opened.competition, text="test 59").content.decode()


def test_it_says_where_scores_and_reasons_are_read_once_there_are_any(client, opened, auditor):
    text = look(client, auditor, opened.competition).content.decode()
    pages = [
        reverse(f"scoring:{name}", args=[opened.competition.reference])
        for name in (
            "moderation",
            "movement",
            "interest_register",
            "assignment_changes",
            "briefing",
            "samples",
            "enquiries",
            "late_attempts",
            "private_notes",
        )
    ]
    assert [page for page in pages if f'href="{page}"' not in text] == []
    assert [page for page in pages if client.get(page).status_code != 200] == []

    opened.competition.opened_at = None
    opened.competition.save()

    assert pages[0] not in look(client, auditor, opened.competition).content.decode()


def test_the_chains_are_checked(client, opened, auditor):
    happen(opened.competition, 3)
    assert "The competition: whole" in look(client, auditor, opened.competition, check="yes").content.decode()

    with deciding.past_the_database():
        TrailEvent.objects.filter(subject="Event 1").update(subject="Changed")

    assert "The competition: broken" in look(client, auditor, opened.competition, check="yes").content.decode()


def test_the_sheet_holds_every_event_and_no_formula(client, opened, auditor):
    trail.record("scoring.test", "=1+1", trail=opened.competition.reference, by=None, at=deciding.AT)

    response = look(client, auditor, opened.competition, "record_csv")
    lines = list(csv.reader(b"".join(response.streaming_content).decode("utf-8-sig").splitlines()))

    assert lines[0][0] == "Trail"
    assert lines[-1][5] == "'=1+1"


def change_the_company(venture, officer, lead_officer):
    """What happens after the award: a sale is entered and struck out, and the note is published and withdrawn."""
    company = venture.as_value()
    parties = {party.name: party for party in company.parties}
    event = HoldingEvent(
        EventKind.TRANSFER,
        venture.formed_on,
        0,
        company.classes[0],
        10,
        from_party=parties["Barchester Council"],
        to_party=parties["Harbour Care"],
        reason=Reason.SALE,
    )
    later = deciding.AT + timedelta(days=400)
    entry = registers.record(venture, event, reference="page-1", by=officer, at=later)
    registers.strike_out(entry, note="The sale fell through.", by=officer, at=later + timedelta(days=1))
    seen = company_notes.fingerprint_of(venture)
    company_notes.publish(venture, seen=seen, told=True, by=lead_officer, at=later + timedelta(days=2))
    company_notes.withdraw(venture, reason="The board was wrong.", by=lead_officer, at=later + timedelta(days=3))


COMPANY_DEEDS = (
    "Formed the company",
    "Recorded a change in the register",
    "Struck out an entry in the register",
    "Made the note about the company public",
    "Withdrew the note about the company",
)


def test_what_happens_to_the_company_is_on_it_in_words_and_in_order(client, award, officer, lead_officer, auditor):
    change_the_company(award.venture, officer, lead_officer)

    text = look(client, auditor, award.competition).content.decode()

    places = [text.index(f"<strong>{deed}</strong>") for deed in ("Approved the award", *COMPANY_DEEDS[1:])]
    assert places == sorted(places)
    assert f"<strong>{COMPANY_DEEDS[0]}</strong>" in text
    assert "Barchester Council transferred 10 Ordinary shares to Harbour Care" in text
    assert "The sale fell through." in text
    assert "The board was wrong." in text
    only = look(client, auditor, award.competition, trail=award.venture.reference).content.decode()
    assert all(deed in only for deed in COMPANY_DEEDS)
    assert "<strong>Approved the award</strong>" not in only


def test_the_sheet_has_the_companys_deeds_in_words(client, award, officer, lead_officer, auditor):
    change_the_company(award.venture, officer, lead_officer)

    response = look(client, auditor, award.competition, "record_csv", trail=award.venture.reference)
    head, *rows = csv.reader(b"".join(response.streaming_content).decode("utf-8-sig").splitlines())

    assert [row[head.index("In words")] for row in rows] == list(COMPANY_DEEDS)
    assert {row[head.index("Of what")] for row in rows} == {f"The company {award.venture}"}


def test_both_chains_are_checked_in_as_many_queries_as_one(client, award, auditor):
    def check():
        with CaptureQueriesContext(connection) as queries:
            text = look(client, auditor, award.competition, check="yes").content.decode()
        return text, len(queries)

    check()
    whole, of_one = check()
    for number in range(3):
        happen(award.competition, 1, award.venture.reference, f"spinouts.test_{number}")
    with deciding.past_the_database():
        TrailEvent.objects.filter(trail=award.venture.reference, sequence=1).update(subject="Changed")
    broken, of_many = check()

    assert "The competition: whole" in whole
    assert f"The company {award.venture}: whole" in whole
    assert "The competition: whole" in broken
    assert f"The company {award.venture}: broken" in broken
    assert of_one == of_many


def test_the_company_of_another_competition_is_not_on_it(client, award, opened, auditor):
    other = world.open_bids(world.draft_competition(award.competition.service, "Another"))

    text = look(client, auditor, other, trail=award.venture.reference).content.decode()

    assert "Formed the company" not in text


def test_only_the_council_reads_it(client, opened, other_officer, bidder):
    for user in (other_officer, bidder, opened.panel.chair.user, opened.panel.evaluators[0].user):
        assert look(client, user, opened.competition).status_code == 403


def test_an_officer_with_a_seat_sees_no_trail_of_a_bid_before_declaring(client, opened, officer, lead_officer):
    world.PanelMember.objects.create(
        competition=opened.competition,
        user=officer,
        role="observer",
        appointed_by=lead_officer,
        appointed_at=world.PUBLISHED,
    )
    happen(opened.competition, 1, opened.bids[0].reference, "partners.submit")

    assert "partners.submit" not in look(client, officer, opened.competition).content.decode()
