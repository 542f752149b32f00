"""A competition in two stages, as its people see it: planned, published, ended, told, and begun again."""

import pytest

from procurement.models import later_stages
from tests import world
from tests.journeys.conftest import check
from tests.scoring import deciding, staging
from tests.scoring.actions.test_earlier_files import add_earlier

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def as_somebody(page, sign_in):
    def go(user, place):
        sign_in(page, user)
        page.goto(place)
        return page

    return go


@pytest.fixture
def two_stages(draft, officer, request):
    """Tenders that are ranked, with the final tenders to follow."""
    staging.plan(draft, officer)
    staging.announce(draft)
    judged = request.getfixturevalue("judged")
    deciding.rank(judged)
    judged.competition.refresh_from_db()
    judged.final = later_stages(judged.competition)[0]
    return judged


def fill_day(page, group, day):
    for part, typed in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        page.get_by_role("group", name=group, exact=True).get_by_label(part, exact=True).fill(str(typed))


def test_a_lead_officer_plans_stages_and_publishes_all_of_them(as_somebody, draft, lead_officer, clock):
    clock(world.PUBLISHED)
    page = as_somebody(lead_officer, f"/council/competitions/{draft.reference}/")
    page.get_by_role("link", name="Plan more stages").click()
    check(page, "stages-to-plan")
    page.get_by_label("Rounds of tenders before the final tenders").fill("1")
    page.get_by_role("button", name="Plan these stages").click()
    check(page, "stages-planned")

    page.get_by_role("link", name="Final tenders").click()
    check(page, "stage-last-draft")
    page.get_by_role("link", name="Dates").click()
    fill_day(page, "Last day for questions", staging.QUESTIONS)
    page.get_by_label("Time at which questions end").fill("12:00")
    fill_day(page, "Last day for bids", staging.FINAL_DEADLINE)
    page.get_by_label("Time at which bids must be in").fill("12:00")
    check(page, "stage-last-dates")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Dates: saved.").wait_for()

    page.get_by_role("link", name="Tenders, then negotiation").click()
    page.get_by_role("link", name="Who goes on").click()
    page.get_by_label("Most bidders that go on").fill("1")
    check(page, "stage-going-on")
    page.get_by_role("button", name="Save").click()
    check(page, "stage-first-draft")
    page.get_by_role("link", name="Publish", exact=True).click()
    check(page, "stages-publish")
    page.get_by_role("button", name="Publish").click()
    page.get_by_text("can’t change any more").wait_for()
    check(page, "stage-first-published")

    draft.refresh_from_db()
    page = as_somebody(lead_officer, f"/competitions/{later_stages(draft)[0].reference}/")
    page.get_by_text("This stage has not begun.").wait_for()
    check(page, "stage-last-announced")


def test_a_stage_ends_and_who_goes_on_is_told_and_begins_the_next(as_somebody, two_stages, lead_officer, clock):
    clock(staging.AT)
    on, out = two_stages.bids
    for name in ("plan.txt", "map.txt"):
        add_earlier(on, name, name.encode())
    page = as_somebody(lead_officer, "/my-work/")
    page.get_by_role("link", name="Decide who goes on").click()
    check(page, "stage-who-would-go-on")
    page.get_by_role("button", name="Decide who goes on, and tell every bidder").click()
    page.get_by_text("It is decided who goes on").wait_for()
    check(page, "stage-who-goes-on")

    page.get_by_role("link", name="Feedback and negotiation").click()
    check(page, "stage-feedback-none")
    page.get_by_role("link", name="Harbour Care").click()
    page.get_by_label("How the service will run").fill("Say more of Sundays.")
    check(page, "stage-feedback-write")
    page.get_by_role("link", name="Note a meeting").click()
    check(page, "stage-note")
    page.go_back()
    page.get_by_label("How the service will run").fill("Say more of Sundays.")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Send each their feedback").click()
    page.get_by_text("All have feedback.").wait_for()
    check(page, "stage-feedback-sent")
    page.get_by_role("link", name="Who goes on").first.click()
    page.get_by_role("button", name="Begin the next stage").click()
    check(page, "stage-invite")
    page.get_by_role("button", name="Invite bids").click()
    page.get_by_text("Bids are invited").wait_for()
    check(page, "stage-last-begun")

    page = as_somebody(out.started_by, "/my-work/")
    page.get_by_text("This stage has ended").wait_for()
    check(page, "stage-out-my-work")
    page = as_somebody(out.started_by, f"/bids/{out.reference}/result/")
    check(page, "stage-out-result")
    page = as_somebody(on.started_by, "/my-work/")
    check(page, "stage-on-my-work")
    page = as_somebody(on.started_by, f"/bids/{on.reference}/result/")
    page.get_by_text("Say more of Sundays.").wait_for()
    check(page, "stage-on-result")
    page = as_somebody(on.started_by, f"/competitions/{two_stages.final.reference}/")
    check(page, "stage-last-public")
    page.get_by_role("button", name="Start or go on with your bid").click()
    check(page, "stage-bid-start")
    page.get_by_role("link", name="decline").click()
    page.get_by_text("You went on to this stage").wait_for()
    check(page, "stage-decline")
    page.get_by_role("link", name="Start a bid").click()
    page.get_by_role("button", name="Start the bid").click()
    check(page, "stage-bid")
    page.get_by_role("link", name="Documents").click()
    page.get_by_label("plan (").check()
    check(page, "stage-files-to-take-over")
    page.get_by_role("button", name="Take over the chosen files").click()
    page.get_by_text("Taken over from your bid in").wait_for()
    page.get_by_label("map (").check()
    page.get_by_role("button", name="Take over the chosen files").click()
    page.get_by_role("heading", name="Files from the stage before").wait_for(state="detached")
    check(page, "stage-files-taken-over")


def test_an_evaluator_scores_a_final_tender_anew(as_somebody, two_stages, officer, clock):
    clock(staging.AT)
    staging.shortlist(two_stages.competition)
    staging.invite(two_stages.final)
    two_stages.final.refresh_from_db()
    evaluator = two_stages.panel.evaluators[0].user
    page = as_somebody(evaluator, "/my-work/")
    check(page, "stage-evaluator-waits")

    _, _, _, at = staging.score_final(two_stages, officer)
    clock(at)
    page = as_somebody(evaluator, "/my-work/")
    check(page, "stage-evaluator-my-work")
    page.get_by_role("link", name="Score bids").first.click()
    check(page, "stage-evaluator-bids")
    page.get_by_role("link", name="Not started").nth(1).click()
    page.get_by_text("What you gave in an earlier stage").click()
    check(page, "stage-evaluator-scores")
