"""From the opened bids to agreed scores: declare, be barred, score with the keyboard, lock, moderate."""

import re

import pytest
from playwright.sync_api import expect

from scoring.actions import scores
from scoring.domain.roles import PanelRole
from scoring.models import ConsensusScore, Evidence, InterestDeclaration, OpenedBid, PanelMember, Score
from tests import world
from tests.journeys.conftest import check
from tests.scoring.judging import assign_all, assignment, save

pytestmark = pytest.mark.django_db(transaction=True)
LONG = (
    "Harbour Care will keep all eleven centres open. Each centre has a manager who lives nearby.\n\n"
    "Transport: nine minibuses run from half past eight, and a tenth is leased in winter.\n\n"
) * 6


@pytest.fixture
def nora(opened, lead_officer):
    """An evaluator who has declared nothing yet."""
    member = world.seat(opened.competition, PanelRole.EVALUATOR, "Nora New", lead_officer)
    submission = opened.bids[0].submissions.get()
    submission.content["answers"]["service"] = LONG
    submission.content["consortium"] = [
        {"name": "Tide Housing", "kind": "charity", "registered_number": "", "part": "Homes"}
    ]
    submission.save()
    return member


def score_address(each):
    return f"/score/{each.reference}/"


def test_an_officer_appoints_the_panel(page, sign_in, opened, officer):
    sign_in(page, officer)
    world.person("Petra Panellist")
    page.goto(f"/council/competitions/{opened.competition.reference}/panel/")
    check(page, "panel")
    page.get_by_role("button", name="Appoint somebody").click()
    check(page, "panel-appoint")
    page.get_by_role("button", name="Appoint to the panel").click()
    page.get_by_role("link", name="Enter the e-mail address of the person.").click()
    check(page, "panel-appoint-errors")
    page.keyboard.type("petra.panellist@example.org")
    page.get_by_label("Observer").check()
    page.get_by_role("button", name="Appoint to the panel").click()
    page.get_by_text("Petra Panellist is on the panel as observer").wait_for()

    page.get_by_role("link", name=re.compile("Stand down.*Petra")).click()
    page.get_by_label("Why do they leave?").fill("Away until the end of March.")
    check(page, "panel-stand-down")
    page.get_by_role("button", name="Take Petra Panellist off the panel").click()
    page.get_by_role("heading", name="Left the panel").wait_for()

    assert not PanelMember.objects.sitting(opened.competition).filter(user__name="Petra Panellist").exists()


def test_nothing_is_seen_before_declaring_and_a_conflict_bars(page, sign_in, opened, nora, expected_errors):
    bid, rival = opened.bids
    expected_errors.append("status of 404")
    sign_in(page, nora.user)
    page.goto(f"/opened-bids/{bid.reference}/")
    assert "eleven centres" not in page.content()

    page.goto(f"/panel/{nora.reference}/")
    check(page, "seat-undeclared")
    page.get_by_role("button", name="Declare your interests").click()
    expect(page.get_by_text("Named in its bid: Tide Housing")).to_be_visible()
    check(page, "interests")
    for question in ("own part of it", "sit on its board"):
        page.get_by_role("group", name=question).get_by_label("No", exact=True).check()
    page.get_by_role("group", name="Do you have an interest in Harbour Care").get_by_label("No interest").check()
    quayside = page.get_by_role("group", name="Do you have an interest in Quayside Partners?")
    quayside.get_by_label("Yes, I have an interest").check()
    quayside.get_by_text("Tell of an interest in Quayside Partners").click()
    quayside.get_by_label("How does it conflict?").select_option("perceived")
    quayside.get_by_label("What kind of interest is it?").select_option("friendship")
    page.get_by_role("button", name="Declare", exact=True).click()
    page.get_by_role("link", name="Quayside Partners: Say what your interest is, in your own words.").click()
    check(page, "interests-errors")
    page.keyboard.type("I play golf with its chief.")
    page.get_by_role("button", name="Declare", exact=True).click()
    page.get_by_text("Your declarations are kept.").wait_for()
    check(page, "seat-declared")

    assert [each.pk for each in OpenedBid.objects.visible_to(nora.user)] == [bid.pk]
    assert InterestDeclaration.objects.filter(member=nora).count() == 2
    page.get_by_role("link", name="Read the bid of Harbour Care").click()
    check(page, "opened-bid")
    page.get_by_role("link", name="Offer and ownership").click()
    page.get_by_role("heading", name="The company that would follow").wait_for()
    check(page, "opened-offer")
    assert page.goto(f"/opened-bids/{rival.reference}/").status == 404


def test_an_officer_asks_again_and_the_member_declares_anew(page, sign_in, opened, officer):
    eve = opened.panel.evaluators[0]
    sign_in(page, officer)
    page.goto(f"/council/competitions/{opened.competition.reference}/panel/")
    page.get_by_role("link", name="What the members declared about the bidders").click()
    page.get_by_role("link", name="Ask members again about Harbour Care").click()
    page.get_by_label("Why are they asked again?").fill("A director of Harbour Care has changed.")
    check(page, "interest-ask-again")
    page.get_by_role("button", name="Ask again").click()
    page.get_by_text("5 members were asked again").wait_for()
    check(page, "interest-register-asked")
    sign_in(page, eve.user)
    page.goto("/my-work/")
    page.get_by_role("link", name="Declare your interests again").click()
    check(page, "interests-again")
    page.get_by_role("button", name="I have nothing to declare").click()
    page.get_by_text("Your declarations are kept.").wait_for()
    assert OpenedBid.objects.visible_to(eve.user).count() == 2

    page.goto(f"/panel/{eve.reference}/interests/")
    page.get_by_role("group", name="own part of it").get_by_label("Yes").check()
    page.get_by_role("group", name="sit on its board").get_by_label("No", exact=True).check()
    page.get_by_text("Tell what you will own").click()
    page.get_by_label("What will you own").fill("I am staff of the day centres, and get a share.")
    page.get_by_role("button", name="Declare", exact=True).click()
    page.get_by_text("You can read no bid unless a lead officer decides").wait_for()
    sign_in(page, opened.panel.chair.appointed_by)
    page.goto(f"/council/competitions/{opened.competition.reference}/panel/interests/")
    check(page, "interest-register")
    page.get_by_role("link", name="Decide whether Eve Evaluator may take part").first.click()
    check(page, "interest-decide")

    page.goto(f"/council/competitions/{opened.competition.reference}/panel/independence/")
    page.get_by_role("heading", name="Links that nobody declared").wait_for()
    check(page, "independence")
    page.get_by_role("link", name="Confirm or dismiss").first.click()
    check(page, "link")
    page.get_by_label("No: it is chance").check()
    page.get_by_label("Your reason").fill("A shared office building; both landlords say so.")
    page.get_by_role("button", name="Keep the finding").click()
    page.get_by_text("The link is dismissed.").wait_for()
    check(page, "independence-found")


def test_the_chair_briefs_the_panel_and_an_expert_advises(page, sign_in, opened, lead_officer):
    expert = world.seat(opened.competition, PanelRole.EXPERT, "Xenia Expert", lead_officer)
    world.declare_nothing(expert)
    sign_in(page, opened.panel.chair.user)
    page.goto(f"/council/competitions/{opened.competition.reference}/panel/")
    page.get_by_role("link", name="Criteria on which Xenia Expert advises").click()
    page.get_by_label("How the service will run").check()
    check(page, "expertise")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="The briefing of the panel").click()
    page.get_by_role("button", name="Write a briefing").click()
    page.get_by_label("The briefing").fill("Use the whole scale.\n\nQuote what you rely on.")
    check(page, "briefing-write")
    page.get_by_role("button", name="Give the briefing").click()
    check(page, "briefing")

    sign_in(page, expert.user)
    page.goto("/my-work/")
    page.get_by_role("link", name="Read and acknowledge the briefing").click()
    check(page, "briefing-acknowledge")
    page.get_by_role("button", name="I have read it").click()
    page.get_by_role("button", name="What you advise on").click()
    page.get_by_role("link", name=re.compile("service will run.*Harbour")).click()
    page.get_by_label("Your advice").fill("Nine minibuses serve eleven centres; that is enough.")
    check(page, "advise")
    page.get_by_role("button", name="Give the advice").click()
    page.goto(f"/council/competitions/{opened.competition.reference}/advice/")
    check(page, "advice")


def test_the_chair_assigns_and_sees_how_far_everybody_is(page, sign_in, opened, nora):
    sign_in(page, opened.panel.chair.user)
    page.goto(f"/assign/{opened.competition.reference}/")
    for name in ("Eve Evaluator", "Evan Evaluator"):
        page.get_by_label(f"All criteria: {name}").check()
    page.get_by_label("Insurance: Edie Evaluator").check()
    assert page.get_by_label("Insurance: Nora New").is_disabled()
    check(page, "assign")
    page.get_by_role("button", name="Show what would change").click()
    check(page, "assign-dry-run")
    page.get_by_role("button", name="Change the assignment").click()
    page.get_by_text("14 scores to give were added").wait_for()
    check(page, "assign-saved")

    page.get_by_role("link", name="Assign single criteria or bids").click()
    check(page, "assign-single")
    page.go_back()
    page.get_by_role("link", name="Have it assigned in balance").click()
    check(page, "assign-balanced")
    page.get_by_role("button", name="Show what would change").click()
    page.get_by_role("heading", name="Why these").wait_for()
    page.get_by_role("button", name="Change the assignment").click()
    page.get_by_role("link", name="Say why it is changed.").click()
    page.keyboard.type("Three for each criterion.")
    check(page, "assign-balanced-dry-run")
    page.get_by_role("button", name="Change the assignment").click()
    page.get_by_role("link", name="Set the day by which scores are to be locked").click()
    check(page, "scoring-deadline")


def test_scoring_by_keyboard_saves_as_one_types_and_locks_for_good(page, sign_in, opened, nora):
    eve = opened.panel.evaluators[0]
    assign_all(opened, opened.panel.evaluators, ["service", "insurance"])
    first = assignment(eve, opened.bids[0])
    sign_in(page, eve.user)
    page.goto(score_address(first))
    check(page, "score")

    page.keyboard.press("4")
    expect(page.get_by_role("radio", name="4 Good")).to_be_checked()
    page.get_by_label("Your reasons").focus()
    page.keyboard.type("Nine minibuses and 11 centres are named; winter cover is only leased.")
    expect(page.locator("[data-autosave-status]").first).to_contain_text("Saved.")
    expect(page.get_by_role("radio", name="4 Good")).to_be_checked()
    page.keyboard.press("Alt+n")
    page.get_by_role("heading", name="How the service will run").wait_for()
    assert "Quayside Partners" in page.title()
    page.wait_for_load_state()
    page.keyboard.press("Alt+p")
    page.wait_for_url(f"**{score_address(first)}")
    expect(page.get_by_role("radio", name="4 Good")).to_be_checked()
    expect(page.get_by_label("Your reasons")).to_have_value(
        "Nine minibuses and 11 centres are named; winter cover is only leased."
    )

    _marks_evidence(page)
    page.get_by_label("Your private note").fill("Ask Edie about the lease.")
    expect(page.locator("[data-autosave-status]").last).to_have_text("Saved.")
    page.get_by_role("link", name="Compare the bids by this criterion").click()
    check(page, "own-scores")
    page.goto(score_address(first))
    expect(page.get_by_label("Your private note")).to_have_value("Ask Edie about the lease.")
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_text("bid 2 of 2").wait_for()
    page.wait_for_load_state()
    page.keyboard.press("3")
    page.get_by_label("Your reasons").fill("Acceptable.")
    expect(page.locator("[data-autosave-status]").first).to_contain_text("Say more")
    page.get_by_label("Your reasons").fill("It keeps the centres, but names no managers and no transport.")
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("heading", name="Insurance").wait_for()
    check(page, "score-condition")
    page.goto(f"/panel/{eve.reference}/lock/")
    check(page, "lock-missing")
    for done in (3, 4):
        page.goto(f"/panel/{eve.reference}/")
        page.get_by_role("button", name="Go on scoring").click()
        page.get_by_label("1 Pass").check()
        page.get_by_label("Your reasons").fill("It names its insurer and holds cover until 2028.")
        page.get_by_role("button", name="Save and continue").click()
        page.get_by_text(f"{done} of 4 scored").wait_for()
    page.get_by_role("button", name="Lock your scores").wait_for()
    check(page, "seat-scored")
    page.get_by_role("button", name="Lock your scores").click()
    check(page, "lock")
    page.get_by_role("button", name="Lock my scores").click()
    page.get_by_text("You locked your 4 scores").wait_for()
    page.goto(score_address(first))
    page.get_by_text("You have locked your scores.").wait_for()
    check(page, "score-locked")
    page.get_by_role("link", name="Change this score, with a reason").click()
    page.get_by_label("3 Acceptable").check()
    page.get_by_role("button", name="Change my score").click()
    page.get_by_role("link", name="Say why you change it").click()
    check(page, "score-change-errors")
    page.keyboard.type("Evan showed me that winter cover is leased from a firm that has closed.")
    page.get_by_role("button", name="Change my score").click()
    page.get_by_text("Your score is changed.").wait_for()
    check(page, "score-changed")

    assert sorted(Score.objects.values_list("value", flat=True)) == [1, 1, 3, 3]


def _marks_evidence(page):
    """By selecting in the answer and by typing, without leaving the page; what can't be found is said and kept."""
    passage = page.get_by_label("The passage")
    page.locator("#answer").click(click_count=3, position={"x": 60, "y": 175})
    expect(passage).to_have_value(re.compile("Harbour Care will keep"))
    page.get_by_label("Note (optional)", exact=True).fill("It names the centres.")
    page.get_by_role("button", name="Strength", exact=True).click()
    expect(page.locator("#answer mark")).to_contain_text("Harbour Care will keep")
    expect(page.get_by_role("button", name="Strength", exact=True)).to_be_focused()
    passage.fill("thirteen centres")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("The passage does not stand in the answer").wait_for()
    expect(passage).to_have_value("thirteen centres")
    check(page, "score-evidence")
    passage.fill("eleven centres")
    page.get_by_role("button", name="Weakness", exact=True).click()
    page.get_by_role("button", name="Take away this weakness").click()
    expect(page.get_by_role("button", name="Take away")).to_have_count(1)
    expect(page.get_by_role("heading", name="Your evidence")).to_be_focused()
    first, second = Evidence.objects.order_by("pk")
    assert (first.quote.startswith("Harbour Care will keep"), first.start > 100, second.removed_at is None) == (
        True,
        True,
        False,
    )


def test_two_windows_keep_both_texts(page, sign_in, opened, expected_errors):
    expected_errors.append("status of 409")
    eve = opened.panel.evaluators[0]
    assign_all(opened, [eve], ["service"])
    first = assignment(eve, opened.bids[0])
    sign_in(page, eve.user)
    page.goto(score_address(first))
    save(first, None, "From the other window.")

    page.get_by_label("Your reasons").fill("From this window.")
    page.get_by_role("heading", name="This was changed somewhere else").wait_for()
    check(page, "score-conflict")
    page.get_by_role("button", name="Use my unsaved text").click()

    expect(page.locator("[data-autosave-status]").first).to_contain_text("Saved.")
    assert Score.objects.get().reasons == "From this window."


def test_it_works_without_script(new_browser, sign_in, opened):
    eve = opened.panel.evaluators[0]
    assign_all(opened, [eve], ["service"])
    page = new_browser(java_script_enabled=False)
    sign_in(page, eve.user)
    page.goto(score_address(assignment(eve, opened.bids[0])))

    page.get_by_label("4 Good").check()
    page.get_by_label("Your reasons").fill("Eleven centres are named, and their managers.")
    page.get_by_role("button", name="Save and continue").click()

    assert "Quayside Partners" in page.title()
    assert Score.objects.get().value == 4


def test_the_chair_moderates_what_is_furthest_apart_first(page, sign_in, opened):
    assign_all(opened, opened.panel.evaluators, ["service"])
    for member, value in zip(opened.panel.evaluators, (2, 3, 5), strict=True):
        save(assignment(member, opened.bids[0]), 3)
        save(assignment(member, opened.bids[1]), value, f"What {member.user} found: transport yes, managers no.")
        scores.lock(member, by=member.user, at=world.AFTER)
    sign_in(page, opened.panel.chair.user)
    page.goto(f"/moderate/{opened.competition.reference}/")
    check(page, "moderation")
    page.get_by_role("link", name=re.compile("service will run.*Quayside")).click()
    page.get_by_role("button", name="Reveal the scores of 2 bids").wait_for()
    check(page, "moderation-to-reveal")
    page.get_by_role("button", name="Reveal the scores of 2 bids").click()
    page.get_by_text("What Eve Evaluator found").wait_for()
    check(page, "moderation-criterion")

    quayside = page.locator(f"#bid-{opened.bids[1].reference}")
    quayside.get_by_label("Evidence").fill("Transport is well named.")
    expect(quayside.locator("[data-autosave-status]")).to_contain_text("Draft kept")
    page.reload()
    expect(quayside.get_by_label("Evidence")).to_have_value("Transport is well named.")
    quayside.get_by_role("button", name="Record the agreed score").click()
    page.get_by_role("link", name="Choose the score that the panel agreed.").click()
    check(page, "moderation-errors")
    page.keyboard.press("Space")
    quayside.get_by_role("radio", name="3 Acceptable").check()
    quayside.get_by_label("Strengths").fill("Nine minibuses, with their routes.")
    quayside.get_by_label("Weaknesses").fill("No managers are named.")
    quayside.get_by_label("Why not the next score up").fill("Nobody answers for a centre.")
    quayside.get_by_label("Edie Evaluator").check()
    quayside.get_by_label("What they would have given").fill("5 for the minibuses.")
    quayside.get_by_role("button", name="Record the agreed score").click()
    page.get_by_text("The agreed score of Quayside Partners is recorded.").wait_for()
    quayside.get_by_role("radio", name="4 Good").check()
    quayside.get_by_role("button", name="Record a corrected score").click()
    page.get_by_text("Agreed: 4.").wait_for()
    check(page, "moderation-corrected")

    assert ConsensusScore.objects.count() == 2
    page.goto(f"/moderate/{opened.competition.reference}/")
    expect(page.get_by_text("1 of 6 agreed.")).to_be_visible()


def test_a_panel_moderates_at_a_meeting_and_follows_it_live(page, new_browser, sign_in, opened, officer):
    assign_all(opened, opened.panel.evaluators, ["service"])
    for member, value in zip(opened.panel.evaluators, (2, 3, 5), strict=True):
        for bid in opened.bids:
            save(assignment(member, bid), value, f"What {member.user} found: nine minibuses, and no managers.")
        scores.lock(member, by=member.user, at=world.AFTER)
    sign_in(page, officer)
    page.goto(f"/council/competitions/{opened.competition.reference}/panel/moderation/")
    page.get_by_label("Evaluators of each criterion who must be present").fill("2")
    check(page, "moderation-rules")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("How the panel moderates is saved.").wait_for()

    sign_in(page, opened.panel.chair.user)
    page.goto(f"/moderate/{opened.competition.reference}/")
    page.get_by_role("button", name="Open a meeting").click()
    page.get_by_role("heading", name="Moderation meeting 1").wait_for()
    wall = new_browser()
    sign_in(wall, opened.panel.evaluators[0].user)
    wall.goto(page.url + "wall/")
    expect(wall.get_by_text("Nothing is revealed yet.")).to_be_visible()
    for name in ("Eve Evaluator", "Evan Evaluator"):
        page.get_by_role("button", name=re.compile(f"Present.*{name}")).click()
        page.get_by_role("button", name=re.compile(f"Left.*{name}")).wait_for()
    page.get_by_role("button", name=re.compile("Absent.*Edie")).click()
    page.get_by_text("Absent since").wait_for()
    check(page, "meeting")
    page.get_by_role("button", name="Reveal its 3 scores to all").click()
    page.get_by_text("What Eve Evaluator found").wait_for()
    check(page, "meeting-revealed")
    expect(wall.get_by_text("What Eve Evaluator found")).to_be_visible()
    check(wall, "meeting-wall")
    page.get_by_role("radio", name="5 Excellent").check()
    for label in ("Evidence", "Strengths", "Weaknesses"):
        page.get_by_label(label, exact=True).fill("Nine minibuses are named, with their routes.")
    page.get_by_role("button", name="Record the agreed score").click()
    expect(wall.get_by_text("Agreed: 5")).to_be_visible()
    page.get_by_role("button", name="Close the meeting").click()
    page.get_by_role("button", name="Make the minutes").wait_for()
    check(page, "meeting-closed")
    page.goto(f"/council/competitions/{opened.competition.reference}/panel/moved/")
    check(page, "moved")

    sign_in(page, officer)
    page.goto(f"/moderate/{opened.competition.reference}/service/")
    page.get_by_role("button", name="Send back").click()
    page.get_by_role("link", name="Say what the panel should look at again.").click()
    check(page, "check-errors")
    page.keyboard.type("Who answers for each centre?")
    page.get_by_role("button", name="Send back").click()
    page.get_by_text("is sent back.").wait_for()
    page.get_by_role("button", name="Sign off").click()
    page.get_by_text("is signed off.").wait_for()
    check(page, "checked")
