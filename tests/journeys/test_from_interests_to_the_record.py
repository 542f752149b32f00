"""From declared interests to a ranking that was signed off, and an auditor who reads why each score is what it is.

Three evaluators, the chair, an officer and the lead officer each have a browser of their own, all open at once; the
auditor comes last, alone. The bids are there: one of them was sent again after the deadline, with another member.
"""

import re
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pikepdf
import pytest
from django.utils import timezone
from playwright.sync_api import expect

from partners.actions import openings
from scoring.domain.roles import PanelRole
from scoring.models import Award, ConsensusScore, OpenedBid, Ranking
from tests import tagged, world
from tests.journeys.conftest import check
from tests.journeys.three_evaluators import (
    GIVEN,
    TITLES,
    WHY,
    address_of,
    changes_a_score,
    come_late,
    declare_line_by_line,
    marks_evidence,
    reasons_of,
    scores,
    scores_the_rest_and_locks,
    submitted,
)

pytestmark = pytest.mark.django_db(transaction=True)

DISSENT = "3 at most, since nobody answers for a centre."
REMARK = "Say which of the centres the evidence is about."
ADDED = "The ninth, in the harbour, is the largest."
PARTS = {
    "Evidence": "All eleven centres stay open, and nine minibuses run.",
    "Strengths": "Its transport is named, with times.",
    "Weaknesses": "It names no managers.",
    "Why not the next score up": "Nobody answers for a single centre.",
}


@pytest.fixture
def story(environment, expected_errors, draft, lead_officer, officer, auditor):
    """The bids are in and opened, the panel is seated, and nobody has declared anything."""
    expected_errors += ["status of 404", "status of 409"]
    draft.sections.get(reference="conditions").criteria.all().delete()
    draft.sections.get(reference="conditions").delete()
    draft.bid_deadline = timezone.now() - timedelta(hours=1)
    draft.save()
    competition = world.publish(draft)
    ours = {name: submitted(competition, name) for name in ("Harbour Care", "Quayside Partners")}
    come_late(ours["Harbour Care"])
    for by in (officer, lead_officer):
        openings.confirm_opening(competition, by=by, at=timezone.now())
    seats = {
        name: world.seat(competition, PanelRole.EVALUATOR, f"{name} Evaluator", lead_officer)
        for name in ("Eve", "Evan", "Edie")
    }
    chair = world.seat(competition, PanelRole.CHAIR, "Clare Chair", lead_officer)
    return SimpleNamespace(competition=competition, bids=ours, seats=seats, chair=chair)


@pytest.fixture
def browse(new_browser, sign_in):
    """The browser of somebody, the same one each time."""
    pages = {}

    def browse(user, address=None):
        if user.pk not in pages:
            pages[user.pk] = new_browser()
            sign_in(pages[user.pk], user)
        if address:
            pages[user.pk].goto(address)
        return pages[user.pk]

    return browse


@pytest.mark.usefixtures("worker")
def test_from_interests_to_the_record(story, browse, officer, lead_officer, approver, auditor):
    chair = browse(story.chair.user)
    the_panel_sets_out(story, browse, officer)
    the_chair_assigns(chair, story.competition.reference)
    evaluators = {name: browse(seat.user) for name, seat in story.seats.items()}
    for name, page in evaluators.items():
        scores(page, name, "Harbour Care", "service")
    marks_evidence(evaluators["Eve"], "Eve")

    others_come_in(story, browse, lead_officer)
    an_interest_stops_eve_until_it_is_decided(story, browse, lead_officer)
    for name, page in evaluators.items():
        scores_the_rest_and_locks(page, story, name)
    changes_a_score(evaluators["Edie"])

    the_panel_meets(story, browse, officer)
    the_ranking_is_signed_off(story, browse, officer, lead_officer, approver)
    for user in (*(seat.user for seat in story.seats.values()), story.chair.user, officer, lead_officer, approver):
        browse(user).context.clear_cookies()
    the_auditor_reads_why(browse(auditor), story)


def the_panel_sets_out(story, browse, officer):
    """The chair briefs; each acknowledges it and declares, about each bidder and about the company to be formed."""
    competition = story.competition.reference
    page = browse(officer, f"/council/competitions/{competition}/panel/moderation/")
    page.get_by_label("Evaluators of each criterion who must be present").fill("2")
    page.get_by_label("A second person must sign each agreed score off").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("How the panel moderates is saved.").wait_for()
    page = browse(story.chair.user, f"/council/competitions/{competition}/briefing/write/")
    page.get_by_label("The briefing").fill("Use the whole scale. Quote what you rely on.")
    page.get_by_role("button", name="Give the briefing").click()
    page.goto(f"/panel/{story.chair.reference}/interests/")
    page.get_by_role("button", name="I have nothing to declare").click()
    for seat in story.seats.values():
        page = browse(seat.user, f"/opened-bids/{story.bids['Harbour Care'].reference}/")
        assert "eleven centres" not in page.content()
        page.goto("/my-work/")
        page.get_by_role("link", name="Read and acknowledge the briefing").click()
        page.get_by_role("button", name="I have read it").click()
        page.get_by_role("button", name="Declare your interests").click()
        declare_line_by_line(page)
        page.get_by_text("Your declarations are kept.").wait_for()
    check(page, "done-declared")


def the_chair_assigns(page, competition):
    page.goto(f"/assign/{competition}/")
    for name in ("Eve", "Evan", "Edie"):
        page.get_by_label(f"All criteria: {name} Evaluator").check()
    page.get_by_role("button", name="Show what would change").click()
    page.get_by_role("button", name="Change the assignment").click()
    page.get_by_text("12 scores to give were added").wait_for()


def others_come_in(story, browse, lead_officer):
    """The lead officer accepts what Harbour Care sent late: Tide Trust is behind its bid from now on."""
    page = browse(lead_officer, f"/late-bids/{story.bids['Harbour Care'].reference}/decide/")
    page.get_by_label("It is accepted").check()
    page.get_by_label("This service or the council kept it").check()
    page.get_by_label("Your reasons").fill("Our service answered nobody for ten minutes.")
    page.get_by_role("button", name="Decide").click()
    page.get_by_text("The late bid of Harbour Care is accepted.").wait_for()


def an_interest_stops_eve_until_it_is_decided(story, browse, lead_officer):
    bid, competition = story.bids["Harbour Care"], story.competition.reference
    scored = address_of("Eve", "Harbour Care", "service")
    page = browse(story.seats["Eve"].user)
    for address in (f"/opened-bids/{bid.reference}/", scored):
        assert page.goto(address).status == 404
    for seat in (story.chair, *(story.seats[name] for name in ("Evan", "Edie"))):
        other = browse(seat.user, f"/panel/{seat.reference}/interests/")
        expect(other.get_by_text("Tide Trust (member of the consortium) has come in.")).to_be_visible()
        other.get_by_role("button", name="I have nothing to declare").click()
        other.get_by_text("Your declarations are kept.").wait_for()

    page.goto("/my-work/")
    page.get_by_role("link", name="Declare your interests again").click()
    check(page, "done-asked-again")
    for question in ("own part of it", "sit on its board"):
        page.get_by_role("group", name=question).get_by_label("No", exact=True).check()
    harbour = page.get_by_role("group", name="Do you have an interest in Harbour Care")
    harbour.get_by_label("Yes, I have an interest").check()
    harbour.get_by_text("Tell of an interest in Harbour Care").click()
    harbour.get_by_label("In whom?").select_option(label="Tide Trust (member of the consortium)")
    harbour.get_by_label("How does it conflict?").select_option("perceived")
    harbour.get_by_label("What kind of interest is it?").select_option("friendship")
    harbour.get_by_label("What is it?").fill("A friend of mine was its treasurer until 2019.")
    page.get_by_role("button", name="Declare", exact=True).click()
    page.get_by_text("Your declarations are kept.").wait_for()
    assert page.goto(scored).status == 404

    lead = browse(lead_officer, f"/council/competitions/{competition}/panel/interests/")
    lead.get_by_role("link", name="Decide whether Eve Evaluator may take part").click()
    lead.get_by_label("Yes, on the terms below").check()
    lead.get_by_label("If yes: what is done about the interest?").fill("Two others score the same.")
    lead.get_by_label("Your reasons").fill("The friend left seven years ago.")
    lead.get_by_role("button", name="Decide").click()
    lead.get_by_text("Two others score the same").wait_for()
    check(lead, "done-decided")
    assert OpenedBid.objects.visible_to(story.seats["Eve"].user).count() == 2
    assert page.goto(scored).status == 200
    expect(page.get_by_role("radio", name="4 Good")).to_be_checked()


def press(page, name):
    """A button that leads to another page, once that is there."""
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


def the_panel_meets(story, browse, officer):
    """Nothing is shown without a quorum; then each score is shown to all, talked about and agreed, one with dissent."""
    page = browse(story.chair.user, f"/moderate/{story.competition.reference}/")
    press(page, "Open a meeting")
    here = page.url
    press(page, re.compile("Present.*Eve"))
    press(page, "Reveal its 3 scores to all")
    page.get_by_text("There is no quorum").wait_for()
    page.goto(here)
    for name in ("Evan", "Edie"):
        press(page, re.compile(f"Present.*{name}"))
    for _ in range(4):
        press(page, "Reveal its 3 scores to all")
        agrees(page, page.locator("h3[id^=name-]").inner_text())
    check(page, "done-agreed")
    assert ConsensusScore.objects.count() == 4

    sent_back_and_recorded_anew(story, browse(officer), page, here)
    press(page, re.compile("Left.*Edie"))
    press(page, "Close the meeting")
    press(page, "Make the minutes")
    page.get_by_role("button", name="Download").wait_for(timeout=60_000)
    check(page, "done-minutes")


def agrees(page, about):
    page.get_by_role("radio", name="4 Good" if "Harbour" in about else "3 Acceptable").check()
    for label, text in PARTS.items():
        page.get_by_label(label, exact=True).fill(text)
    if about == f"Harbour Care: {TITLES['service']}":
        page.get_by_label("Edie Evaluator").check()
        page.get_by_label("What they would have given").fill(DISSENT)
    press(page, "Record the agreed score")


def sent_back_and_recorded_anew(story, officer, chair, meeting):
    harbour = story.bids["Harbour Care"].reference
    officer.goto(f"/moderate/{story.competition.reference}/service/")
    card = officer.locator(f"#bid-{harbour}")
    card.get_by_label("Your check of these reasons").fill(REMARK)
    card.get_by_role("button", name="Send back").click()
    officer.get_by_text("is sent back.").wait_for()
    chair.goto(f"{meeting}?about=service~{harbour}")
    chair.get_by_label("Evidence", exact=True).fill(f"{PARTS['Evidence']} {ADDED}")
    press(chair, "Record a corrected score")


def the_ranking_is_signed_off(story, browse, officer, lead_officer, approver):
    """A second person signs each score off, then the bids are ranked, then the award that rests on it is approved."""
    competition = story.competition.reference
    ranking = f"/council/competitions/{competition}/ranking/"
    page = browse(story.chair.user, ranking)
    expect(page.get_by_text("of Harbour Care is not signed off yet.")).to_have_count(2)
    other = browse(officer)
    for criterion in TITLES:
        other.goto(f"/moderate/{competition}/{criterion}/")
        for bid in story.bids.values():
            with other.expect_navigation():
                other.locator(f"#bid-{bid.reference}").get_by_role("button", name="Sign off").click()
    page.goto(ranking)
    press(page, "Make the ranking")
    page.get_by_text("Ranking 1 is made").wait_for()
    lead = browse(lead_officer, f"/council/competitions/{competition}/award/propose/")
    lead.get_by_label("Reasons").fill("Harbour Care is in first place on the published criteria.")
    press(lead, "Propose the award")
    decider = browse(approver, "/my-work/")
    decider.get_by_role("link", name="Approve or send back").click()
    decider.get_by_role("button", name="Decide on this proposal").click()
    decider.get_by_label("Approve the award").check()
    for label, typed in (("Day", "1"), ("Month", "4"), ("Year", "2027")):
        decider.get_by_label(label, exact=True).fill(typed)
    decider.get_by_role("button", name="Confirm the decision").click()
    decider.get_by_text("The award is approved").wait_for()
    assert Award.objects.get().ranking == Ranking.objects.get()


def the_auditor_reads_why(page, story):
    """From the record, by links alone: what each gave and changed, why the panel agreed, who dissented, who checked."""
    record = f"/record/{story.competition.reference}/"
    page.goto(record)
    page.get_by_role("link", name="Check that the chains are whole").click()
    page.get_by_text("The competition: whole").wait_for()
    check(page, "done-record")
    page.get_by_role("link", name="why each score is what it is").click()
    for title in TITLES.values():
        page.get_by_role("link", name=re.compile(f"{title}.*Harbour Care")).click()
        reads_each_score(page, title)
        page.go_back()
    with page.expect_download() as download:
        page.get_by_role("link", name="Moderation meeting 1").click()
        page.get_by_role("link", name="Minutes of this meeting").click()
        page.get_by_role("button", name="Download").click()
    with pikepdf.open(Path(download.value.path())) as pdf:
        assert tagged.faults(pdf) == []

    page.goto(record)
    page.get_by_role("link", name="who moved, and how far").click()
    moved = page.locator("tr", has_text=TITLES["service"]).filter(has_text="Edie Evaluator").inner_text()
    assert all(each in moved for each in ("Locked as 2", "up 2", WHY)), moved
    page.goto(record)
    page.get_by_role("link", name="what the panel declared about the bidders").click()
    declared = page.locator("main").inner_text()
    assert all(each in declared for each in ("Tide Trust (member of the consortium)", "Two others score the same."))


def reads_each_score(page, title):
    """All that is told of one criterion of all bids, as a person would read it."""
    page.locator("main details").evaluate_all("each => each.forEach(one => one.open = true)")
    criterion = next(reference for reference, each in TITLES.items() if each == title)
    told = " ".join(page.locator("main").inner_text().split())
    place = list(TITLES).index(criterion)
    for name, given in GIVEN.items():
        for bidder, values in given.items():
            changed = (name, bidder, criterion) == ("Edie", "Harbour Care", "service")
            assert f"{name} Evaluator {3 if changed else values[place]} " in told
            assert reasons_of(name, bidder, criterion) in told
    assert told.count("Signed off by Olive Officer") == 2
    assert told.count("Agreed: 4. Recorded by Clare Chair") == 1
    assert all(text in told for text in PARTS.values())
    if criterion == "service":
        assert "Locked as 2, changed to 3" in told
        assert WHY in told
        assert "Strength: Nine minibuses run from half past eight With times." in told
        assert f"Edie Evaluator did not agree: {DISSENT}" in told
        assert "Sent back by Olive Officer" in told
        assert REMARK in told
        assert ADDED in told
