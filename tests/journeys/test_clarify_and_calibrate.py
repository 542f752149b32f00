"""The panel scores a sample answer, asks a bidder what its bid means, and scores offline, each in a browser."""

import pytest
from playwright.sync_api import expect

from partners.models import Enquiry
from scoring.models import EnquiryDraft, Sample, SampleScore, Score
from tests.journeys.conftest import check
from tests.scoring import asking
from tests.scoring.judging import assign_all, assignment, save
from tests.scoring.sheets import filled, taken

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def mine(opened):
    assign_all(opened)
    return assignment(opened.panel.evaluators[0], opened.bids[0])


def test_a_question_reaches_the_bidder_and_its_answer_stands_beside_the_bid(page, sign_in, opened, mine, officer):
    sign_in(page, mine.member.user)
    page.goto(f"/score/{mine.reference}/")
    page.get_by_role("link", name="ask the bidder what it means").click()
    page.get_by_label("Your question to the bidder").fill("We scored this 2. Why is there no rota?")
    page.get_by_label("What is unclear").fill(asking.WHY)
    page.get_by_role("button", name="Give it to the chair").click()
    expect(page.get_by_role("alert")).to_contain_text("says nothing of scores")
    check(page, "ask-bidder-errors")
    page.get_by_label("Your question to the bidder").fill(asking.QUESTION)
    page.get_by_role("button", name="Give it to the chair").click()
    page.get_by_text("Your question is with the chair.").wait_for()

    drafted = EnquiryDraft.objects.get()
    sign_in(page, opened.panel.chair.user)
    page.goto(f"/questions-to-bidders/{drafted.reference}/")
    check(page, "enquiry-drafted")
    page.get_by_role("button", name="Word and approve it").click()
    check(page, "enquiry-approve")
    page.get_by_label("It asks what the bid means").check()
    page.get_by_role("button", name="Approve the question").click()
    page.get_by_text("The question is approved.").wait_for()

    sign_in(page, officer)
    page.goto("/my-work/")
    page.get_by_role("link", name="Send 1 question to bidders").click()
    check(page, "enquiries")
    page.get_by_role("link", name="You name eleven centres").click()
    page.get_by_role("button", name="Send it").click()
    for name, value in (("Day", "1"), ("Month", "2"), ("Year", "2100")):
        page.get_by_label(name, exact=True).fill(value)
    page.get_by_label("Time by which").fill("5pm")
    check(page, "enquiry-send")
    page.get_by_role("button", name="Send the question").click()
    page.get_by_text("It is to be answered by 5pm").wait_for()

    sign_in(page, opened.bids[0].started_by)
    page.goto("/my-work/")
    page.get_by_role("link", name="Answer a question about your bid").click()
    page.get_by_label("Your answer", exact=True).fill(asking.ANSWER)
    program = {"name": "run.exe", "mimeType": "application/octet-stream", "buffer": b"MZ"}
    page.get_by_label("Files with your answer").set_input_files(program)
    page.get_by_role("button", name="Send the answer").click()
    page.get_by_text("Choose your files again.").wait_for()
    check(page, "enquiry-answer")
    centres = {"name": "centres.txt", "mimeType": "text/plain", "buffer": b"Eleven centres."}
    page.get_by_label("Files with your answer").set_input_files(centres)
    page.get_by_role("button", name="Send the answer").click()
    page.get_by_text("Your answer is stored.").wait_for()
    expect(page.get_by_role("link", name="centres.txt")).to_be_visible()

    sign_in(page, mine.member.user)
    page.goto(f"/score/{mine.reference}/")
    expect(page.get_by_text("Clarification, not part of the bid")).to_be_visible()
    expect(page.get_by_role("link", name="centres.txt")).to_be_visible()
    check(page, "score-clarified")
    sent = Enquiry.objects.get()
    page.get_by_label("Where it stands").select_option(f"clarification-{sent.reference}")
    page.get_by_label("The passage").fill("by mistake")
    page.get_by_role("button", name="Weakness", exact=True).click()
    page.locator("#evidence").get_by_text("The clarification").wait_for()
    assert sent.counts


def test_a_sample_answer_is_scored_before_real_ones(page, sign_in, opened, mine):
    sign_in(page, opened.panel.chair.user)
    page.goto(f"/council/competitions/{opened.competition.reference}/sample-answers/new/")
    page.get_by_label("How the service will run").check()
    page.get_by_role("textbox", name="The sample answer").fill("We would open on two evenings, and see who comes.")
    page.get_by_label("Nobody scores these criteria").check()
    page.get_by_role("button", name="Put it before the panel").click()
    check(page, "sample-new-errors")
    page.get_by_label("It is made up").check()
    page.get_by_role("button", name="Put it before the panel").click()
    page.get_by_text("The sample answer is before the panel.").wait_for()
    check(page, "samples")
    sample = Sample.objects.get()

    sign_in(page, mine.member.user)
    page.goto(f"/score/{mine.reference}/")
    page.get_by_text("Score the sample answer to this criterion first.").wait_for()
    page.get_by_role("link", name="How the service will run").click()
    page.get_by_role("button", name="Give my score").click()
    check(page, "sample-errors")
    page.get_by_label("3 Acceptable").check()
    with page.expect_response(lambda answer: "Two+evenings" in (answer.request.post_data or "")):
        page.get_by_label("Your reasons").fill("Two evenings of four.")
    page.get_by_text("Draft kept. It is not given until you give your score.").wait_for()
    page.goto(f"/sample-answers/{sample.reference}/")
    expect(page.get_by_label("3 Acceptable")).to_be_checked()
    expect(page.get_by_label("Your reasons")).to_have_value("Two evenings of four.")
    assert not SampleScore.objects.exists()
    page.get_by_role("button", name="Give my score").click()
    page.get_by_text("You have given yours.").wait_for()
    page.goto(f"/score/{mine.reference}/")
    expect(page.get_by_label("Your reasons")).to_be_visible()
    assert SampleScore.objects.get().sample == sample

    sign_in(page, opened.panel.chair.user)
    page.goto(f"/sample-answers/{sample.reference}/")
    check(page, "sample-chair")
    page.get_by_role("button", name="Show the scores now").click()
    page.get_by_role("link", name="Write down how").click()
    check(page, "sample-note")


def test_scores_come_back_from_a_workbook(page, sign_in, mine, tmp_path):
    save(mine, 3)
    path = tmp_path / "scores.xlsx"
    path.write_bytes(filled(taken(mine.member), {mine.reference: ("4", "Written on a train.")}))
    save(mine, 2, "Online, meanwhile.", version=1)
    sign_in(page, mine.member.user)
    page.goto(f"/panel/{mine.member.reference}/offline/")
    check(page, "score-offline")
    page.get_by_label("The file that you filled in").set_input_files(path)
    page.get_by_role("button", name="Bring in and compare").click()
    page.get_by_text("Changed in both").wait_for()
    check(page, "score-compared")
    page.get_by_label("Take what is in the file").check()
    page.get_by_role("button", name="Save what you chose").click()
    page.get_by_text("1 score saved from the file.").wait_for()

    assert Score.objects.get(assignment=mine).reasons == "Written on a train."
