from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from procurement.domain.lifecycle import CompetitionState
from procurement.models import Competition
from tests import world
from tests.pages import errors, filled


def address(competition, page=""):
    return f"/council/competitions/{competition.reference}/{page}"


@pytest.fixture
def in_time(draft):
    """The draft with deadlines that lie ahead of today's clock."""
    draft.questions_deadline = timezone.now() + timedelta(days=30)
    draft.bid_deadline = timezone.now() + timedelta(days=60)
    draft.save()
    return draft


def test_a_competition_starts_once_however_often_the_button_is_pressed(at, service):
    start = f"/council/services/{service.reference}/competition/"
    typed = filled(at.get(start), title="A partner 🏛")

    first, second = at.post(start, typed), at.post(start, typed)

    assert first.url == second.url
    assert Competition.objects.count() == 1


def test_the_task_list_says_what_is_missing_and_where(at, service):
    start = f"/council/services/{service.reference}/competition/"
    at.post(start, filled(at.get(start), title="A partner"))

    tasks = at.get(address(Competition.objects.get())).context["tasks"]

    assert {task.page: len(task.problems) for task in tasks if task.problems} == {
        "sought": 3,
        "terms": 1,
        "criteria": 1,
        "dates": 2,
    }


def test_what_is_sought_is_saved(at, draft):
    page = address(draft, "sought/")

    response = at.post(page, filled(at.get(page), contract_years="10", estimated_value_amount="£30,000,000"))

    assert response.status_code == 302
    draft.refresh_from_db()
    assert (draft.contract_years, draft.estimated_value_amount) == (10, Decimal(30_000_000))


@pytest.mark.parametrize(
    ("page", "typed", "said"),
    [
        ("sought/", {"title": "🏛" * 400}, "Title of the competition must be 200 characters or fewer; yours has 400."),
        ("sought/", {"estimated_value_amount": "-1"}, "Estimated value, in pounds must be 0 or more."),
        ("sought/", {"contract_years": "0"}, "Length of the contract, in years must be 1 or more."),
        ("terms/", {"least_employees_percent": "101"}, "Least share for employees must be 100 or less."),
        ("terms/", {"least_council_percent": "-0.1"}, "Least share for the council must be 0 or more."),
        ("tie-break/", {"part_1": "quality"}, "This is already a tie-break before: choose another, or none."),
    ],
)
def test_bad_input_is_said_and_what_was_typed_stays(at, draft, page, typed, said):
    data = filled(at.get(address(draft, page)), **typed)

    response = at.post(address(draft, page), data)

    assert errors(response) == [said]
    assert all(text in response.content.decode() for text in typed.values())


def test_dates_are_typed_on_the_clock_in_london(at, in_time):
    page = address(in_time, "dates/")
    day = {
        "bid_deadline_day_0": "1",
        "bid_deadline_day_1": "7",
        "bid_deadline_day_2": "2030",
        "bid_deadline_time": "5pm",
    }

    at.post(page, filled(at.get(page), **day))

    in_time.refresh_from_db()
    assert in_time.bid_deadline == datetime(2030, 7, 1, 16, 0, tzinfo=UTC)
    assert "5pm on Monday 1 July 2030 (BST, British Summer Time)" in at.get(page).content.decode()


@pytest.mark.parametrize(
    ("day", "time", "said"),
    [
        (("27", "10", "2030"), "01:30", "01:30 on Sunday 27 October 2030 happens twice"),
        (("31", "3", "2030"), "01:30", "There is no 01:30 on Sunday 31 March 2030"),
        (
            ("1", "7", "2020"),
            "12:00",
            "The deadline for bids, midday on Wednesday 1 July 2020 (BST, British Summer Time)",
        ),
        (("31", "2", "2030"), "12:00", "Last day for bids must be a real date, such as 27 3 2027."),
        (("1", "", "2030"), "12:00", "Last day for bids must have a day, a month and a year."),
        (("1", "7", "2030"), "teatime", "“teatime” is not a time"),
        (("1", "7", "2030"), "", "The deadline for bids needs a time as well as a day"),
        (("", "", ""), "12:00", "The deadline for bids needs a day as well as a time"),
    ],
)
def test_a_deadline_that_can_not_be_is_said_and_stays_typed(at, in_time, day, time, said):
    page = address(in_time, "dates/")
    typed = {f"bid_deadline_day_{place}": part for place, part in enumerate(day)} | {"bid_deadline_time": time}

    response = at.post(page, filled(at.get(page), **typed))

    assert said in errors(response)[0]
    assert all(f'value="{text}"' in response.content.decode() for text in (*day, time) if text)


def test_two_officers_on_one_page_the_second_is_told_and_loses_nothing(at, draft):
    page = address(draft, "terms/")
    typed = filled(at.get(page), most_partner_percent="49")
    Competition.objects.update(most_partner_percent=45)

    met = at.post(page, typed)

    assert "Most share for the partner or partners together is now: 45" in errors(met)[1]
    at.post(page, filled(met))
    assert Competition.objects.get().most_partner_percent == 49


def test_a_mistake_does_not_hide_that_somebody_else_was_there(at, draft):
    page = address(draft, "terms/")
    typed = filled(at.get(page), most_partner_percent="490")
    Competition.objects.update(most_partner_percent=45)

    mended = at.post(page, filled(at.post(page, typed), most_partner_percent="49"))

    assert "is now: 45" in errors(mended)[1]


@pytest.mark.parametrize("page", ["sought/", "terms/", "dates/", "tie-break/", "criteria/new/?in=quality"])
def test_a_published_design_says_what_can_still_be_done(at, published, page):
    response = at.get(address(published, page))

    assert response.status_code == 409
    assert (
        "You can still add documents and answer questions, and a lead officer can extend the deadlines."
        in response.content.decode()
    )


def test_what_was_typed_while_somebody_published_stays_on_the_page(at, in_time):
    page = address(in_time, "sought/")
    typed = filled(at.get(page), summary="Typed for an hour")
    world.publish(in_time)

    response = at.post(page, typed)

    assert "Its design can’t change any more, since bidders rely on it." in errors(response)
    assert "Typed for an hour" in response.content.decode()


def test_publishing_needs_a_lead_officer(at, in_time):
    assert at.post(address(in_time, "publish/")).status_code == 403
    assert Competition.objects.get().stage == CompetitionState.DRAFT


def test_publishing_is_refused_with_links_to_where_each_thing_is_mended(lead, draft):
    Competition.objects.update(summary="", bid_deadline=None)

    response = lead.post(address(draft, "publish/"))

    page = response.content.decode()
    assert "Say what the council seeks from a partner." in page
    assert f'href="{address(draft, "sought/")}"' in page
    assert f'href="{address(draft, "dates/")}"' in page
    assert Competition.objects.get().stage == CompetitionState.DRAFT


def test_publishing_twice_publishes_once(lead, in_time):
    for _ in range(2):
        response = lead.post(address(in_time, "publish/"), follow=True)

    assert response.status_code == 200
    assert Competition.objects.get().stage == CompetitionState.PUBLISHED


def test_deadlines_are_offered_to_be_extended_until_the_last_one_has_passed(lead, published, clock):
    offered = []
    for at in (world.DEADLINE, world.DEADLINE + timedelta(microseconds=1)):
        clock(at)
        offered.append("Extend the deadlines" in lead.get(address(published)).content.decode())

    assert offered == [True, False]


def test_abandoning_twice_abandons_once_and_the_public_reads_why(lead, client, published):
    for _ in range(2):
        lead.post(address(published, "abandon/"), {"reasons": "It stays in house."})

    client.logout()
    assert "It stays in house." in client.get(f"/competitions/{published.reference}/").content.decode()


def test_another_council_finds_no_draft_and_changes_nothing_published(client, other_officer, draft):
    client.force_login(other_officer)
    assert client.get(address(draft)).status_code == 404

    world.publish(draft)
    assert client.get(address(draft)).status_code == 403
    assert client.post(address(draft, "abandon/"), {"reasons": "Spite"}).status_code == 403


def test_the_list_takes_as_many_queries_for_one_competition_as_for_many(at, service, django_assert_num_queries):
    world.draft_competition(service)
    with django_assert_num_queries(4):
        at.get("/council/competitions/")

    for number in range(15):
        world.draft_competition(service, f"Competition {number}")
    with django_assert_num_queries(4):
        at.get("/council/competitions/")


def test_whether_offers_wait_is_saved_and_published(at, client, draft):
    page = address(draft, "assessing/")
    assert "Offers are read last" not in at.get(address(draft, "preview/")).content.decode()

    response = at.post(page, filled(at.get(page), offers_wait="on"))

    assert response.status_code == 302
    draft.refresh_from_db()
    assert draft.offers_wait
    assert "Offers are read last" in at.get(address(draft, "preview/")).content.decode()
    world.publish(draft)
    assert "Offers are read last" in client.get(f"/competitions/{draft.reference}/").content.decode()
