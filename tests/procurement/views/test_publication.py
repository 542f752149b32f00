from datetime import timedelta

import pytest
from django.utils import timezone

from procurement.actions import competitions
from procurement.models import Clarification, Competition, Criterion, Document, Section
from spinouts.actions import services
from tests import world


def page(competition):
    return f"/competitions/{competition.reference}/"


@pytest.fixture
def open_now(published):
    published.questions_deadline = timezone.now() + timedelta(days=30)
    published.bid_deadline = timezone.now() + timedelta(days=60)
    published.save()
    return published


def test_everybody_reads_a_published_competition_and_nobody_a_draft(client, draft):
    assert client.get(page(draft)).status_code == 404
    assert draft.title not in client.get("/competitions/").content.decode()

    world.publish(draft)

    content = client.get(page(draft)).content.decode()
    for said in (
        "Barchester Council",
        "£4,200,000",
        "141.5 full-time equivalents",
        "7 years, and up to 3 more",
        "Company limited by shares",
        "midday on Monday 2 November 2026 (GMT)",
        "How the service will run: 36 marks",
        "£0 earns no marks, £1,000,000 earns all of them",
        "Bid C",
        "88.20",
        "parted by their marks for “Quality”",
    ):
        assert said in content


def test_bidders_read_of_the_service_what_was_published_whatever_is_written_later(client, draft, officer, lead_officer):
    now = world.PUBLISHED
    services.appraise(
        draft.service,
        [{"option": "joint_venture", "for_it": "Skills.", "against_it": "", "is_preferred": True}],
        by=officer,
        at=now,
    )
    competitions.publish(draft, by=lead_officer, at=now)
    services.revise(draft.service, description="Only two day centres.", headcount=9, by=officer, at=now)
    services.appraise(draft.service, [], by=officer, at=now)

    content = client.get(page(draft)).content.decode()

    assert "Eleven day centres for older people." in content
    assert "180 people (141.5 full-time equivalents)" in content
    assert "Skills." in content


def test_the_list_parts_open_from_closed_and_abandoned_and_tells_of_no_award(client, service, open_now):
    for state in ("published", "awarded", "abandoned"):
        past = world.publish(world.draft_competition(service, f"Past {state}"))
        past.state = state
        past.bid_deadline = timezone.now() - timedelta(days=1)
        past.save()

    groups = client.get("/competitions/").context["groups"]

    assert {name: [each.title for each in rows] for name, rows in groups.items()} == {
        "open": [open_now.title],
        "closed": ["Past published", "Past awarded"],
        "abandoned": ["Past abandoned"],
    }


def test_a_draft_that_was_abandoned_stays_hidden(client, draft):
    Competition.objects.update(state="abandoned", abandoned_at=timezone.now())

    assert client.get(page(draft)).status_code == 404


def test_bids_tell_nothing_on_the_public_page(client, open_now, officer):
    client.force_login(officer)
    before = client.get(page(open_now)).content

    bid = world.bid(open_now, *world.organisation("Secret Bidders"))
    world.submission(bid)

    after = client.get(page(open_now)).content
    assert b"Secret Bidders" not in after
    assert len(after) == len(before)


def test_the_page_says_how_to_bid_only_while_bids_are_taken(client, open_now):
    assert "How to bid" in client.get(page(open_now)).content.decode()

    Competition.objects.update(
        bid_deadline=timezone.now() - timedelta(seconds=1), questions_deadline=timezone.now() - timedelta(days=1)
    )

    content = client.get(page(open_now)).content.decode()
    assert "How to bid" not in content
    assert "The council has not announced who becomes its partner." in content


def test_the_page_takes_as_many_queries_for_few_rows_as_for_many(client, open_now, django_assert_num_queries, officer):
    with django_assert_num_queries(10) as few:
        client.get(page(open_now))

    quality = Section.objects.get(reference="quality")
    for number in range(25):
        Criterion.objects.create(
            competition=open_now, section=quality, reference=f"c{number}", title="C", kind="scored", position=9
        )
        Document.objects.create(
            competition=open_now, title="D", file="x", name="x", size=1, uploaded_by=officer, uploaded_at=timezone.now()
        )
        Clarification.objects.create(
            competition=open_now,
            question="Q",
            asked_by=officer,
            asked_at=timezone.now(),
            answer="A",
            answered_by=officer,
            answered_at=timezone.now(),
        )
    with django_assert_num_queries(len(few)):
        client.get(page(open_now))


def test_the_list_takes_as_many_queries_for_one_as_for_many(client, service, open_now, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get("/competitions/")

    for number in range(10):
        world.publish(world.draft_competition(service, f"C {number}"))
    with django_assert_num_queries(1):
        client.get("/competitions/")


def test_the_preview_shows_what_is_wrong_instead_of_an_example(at, draft):
    Criterion.objects.filter(reference="service").update(weight="59.99")

    content = at.get(f"/council/competitions/{draft.reference}/preview/").content.decode()

    assert "The weights in “Quality” add up to 99.99%, not 100%." in content
    assert "A worked example" not in content


def test_the_preview_shows_warnings_and_the_example(at, draft):
    Criterion.objects.filter(reference="price").update(method="pro_rata_lowest", zero_at=None, full_at=None)

    content = at.get(f"/council/competitions/{draft.reference}/preview/").content.decode()

    assert "depend on the other bids" in content
    assert "A worked example" in content


def test_the_public_page_tells_of_no_award_before_the_council_has(client, service):
    competition = world.publish(world.draft_competition(service))
    competition.bid_deadline = timezone.now() - timedelta(days=1)
    pages = []
    for state in ("opened", "awarded"):
        competition.state = state
        competition.save()
        pages.append(client.get(page(competition)).content.decode())

    assert "The council has not announced who becomes its partner." in pages[0]
    assert pages[0] == pages[1]
