from datetime import timedelta

import pytest
from django.utils import timezone

from procurement.actions import competitions
from procurement.models import Competition, later_stages
from tests.pages import filled


def address(competition, page=""):
    return f"/council/competitions/{competition.reference}/{page}"


@pytest.fixture
def planned(at, draft):
    draft.questions_deadline = timezone.now() + timedelta(days=30)
    draft.bid_deadline = timezone.now() + timedelta(days=60)
    draft.save()
    at.post(address(draft, "stages/"), filled(at.get(address(draft, "stages/")), rounds="1"))
    draft.refresh_from_db()
    return draft


def test_a_competition_in_one_stage_has_no_page_about_stages_in_the_way(at, draft):
    response = at.get(address(draft))

    assert not {"stages", "going_on"} & {task.page for task in response.context["tasks"]}
    assert "Plan more stages" in response.content.decode()


def test_stages_are_planned_on_one_page_and_each_has_its_own(at, planned):
    last = later_stages(planned)[0]

    first_page, last_page = at.get(address(planned)), at.get(address(last))

    assert {"stages", "going_on", "sought"} <= {task.page for task in first_page.context["tasks"]}
    assert [task.page for task in last_page.context["tasks"]] == [
        "criteria",
        "scales",
        "tie_break",
        "assessing",
        "dates",
        "documents",
        "sealing",
    ]
    assert address(planned, "publish/") not in last_page.content.decode()


def test_the_rule_for_going_on_is_saved_and_one_that_contradicts_itself_is_not(at, planned):
    page = at.get(address(planned, "going-on/"))

    wrong = at.post(address(planned, "going-on/"), filled(page, most_going_on="2", least_going_on="3"))
    at.post(address(planned, "going-on/"), filled(page, most_going_on="3", least_going_on="2"))

    assert "can’t be above the most" in wrong.content.decode()
    planned.refresh_from_db()
    assert (planned.most_going_on, planned.least_going_on) == (3, 2)


def test_nobody_goes_on_from_the_last_stage(at, planned):
    response = at.get(address(later_stages(planned)[0], "going-on/"))

    assert response.status_code == 409


def test_a_later_stage_keeps_its_own_dates_and_shares_the_rest(at, planned):
    last = later_stages(planned)[0]
    page = at.get(address(last, "dates/"))

    assert "award_expected_on" not in page.content.decode()


def test_everybody_reads_the_stages_and_the_list_shows_the_competition_once(at, client, planned, lead_officer):
    last = later_stages(planned)[0]
    last.questions_deadline = planned.bid_deadline + timedelta(days=30)
    last.bid_deadline = planned.bid_deadline + timedelta(days=60)
    last.save()
    competitions.publish(planned, by=lead_officer, at=timezone.now())

    listed = client.get("/competitions/").content.decode()
    page = client.get(f"/competitions/{last.reference}/").content.decode()

    assert planned.reference in listed
    assert last.reference not in listed
    assert "This stage has not begun" in page
    assert "Whoever passes every condition and least score goes on." in page
    assert 'id="bid"' not in page


def test_one_stage_again(at, planned):
    at.post(address(planned, "stages/one/"))

    assert Competition.objects.count() == 1


def test_the_first_page_tells_that_a_later_stage_was_abandoned(client, planned, lead_officer):
    last = later_stages(planned)[0]
    last.state, last.published_at, last.abandoned_at = "abandoned", timezone.now(), timezone.now()
    last.questions_deadline = last.bid_deadline = planned.bid_deadline + timedelta(days=30)
    last.save()
    planned.state, planned.published_at = "shortlisted", timezone.now()
    planned.save()

    page = client.get(f"/competitions/{planned.reference}/").content.decode()

    assert "This stage has ended." in page
    assert "Abandoned at" in page
