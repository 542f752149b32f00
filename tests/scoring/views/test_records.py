import csv

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actions import trail
from accounts.models import TrailEvent
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
