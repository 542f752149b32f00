"""From the award to a promise that was agreed and reviewed, by those who do it."""

import re

import pytest
from django.utils import timezone

from scoring.actions.promises import answer_of
from tests.journeys.conftest import check
from tests.scoring.promising import agreed, promised

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def fill_day(page, legend, day):
    group = page.get_by_role("group", name=legend)
    for name, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        group.get_by_label(name, exact=True).fill(str(value))


def select(page, words):
    """Select the words in the answer, as a mouse does."""
    page.evaluate(
        """words => {
            const text = document.querySelector("[data-quote-from]").firstChild;
            const start = text.data.indexOf(words);
            document.getSelection().setBaseAndExtent(text, start, text, start + words.length);
        }""",
        words,
    )
    page.locator("[data-quote-from]").dispatch_event("pointerup")


def test_a_promise_is_taken_from_an_answer_agreed_and_reviewed(
    new_browser, sign_in, officer, lead_officer, award, answered
):
    page, lead = new_browser(), new_browser()
    sign_in(page, officer)
    sign_in(lead, lead_officer)
    page.goto(f"/awards/{award.reference}/")
    page.get_by_role("link", name="What the assessment summaries are written from").click()
    check(page, "summary-material")
    page.get_by_role("link", name="The award").click()
    page.get_by_role("link", name="The promises of the winning bid").click()
    check(page, "promises-none")
    page.get_by_role("button", name="Add a promise").click()
    check(page, "promise-pick")
    page.get_by_role("link", name=f"Take a promise from this answer about {answered.title}").click()
    passage = answer_of(award, answered)
    select(page, passage)
    page.get_by_text("The passage is copied into the form.").wait_for()
    assert page.get_by_label("The passage in which it is promised").input_value() == passage
    page.get_by_role("button", name="Add this promise").click()
    page.get_by_role("link", name="Say in a sentence what is promised.").wait_for()
    check(page, "promise-new-errors")
    page.get_by_label("What is promised, in a sentence").fill("Every centre stays open.")
    page.get_by_label("How it is measured, and the target").fill("Hours a week at each centre; at least 40.")
    page.get_by_label("The target as a number").fill("40")
    page.get_by_label("What it is counted in").fill("hours a week")
    page.get_by_label("Which owner of the company answers for it").select_option(label="Harbour Care")
    fill_day(page, "When it is reviewed first", timezone.localdate().replace(day=1, year=2026, month=3))
    page.get_by_label("It is a key performance indicator of the contract").check()
    page.get_by_role("button", name="Add this promise").click()
    page.get_by_text("Not agreed yet.").wait_for()
    check(page, "promises-to-agree")
    page.get_by_role("link", name="Every centre stays open.").click()
    page.get_by_role("link", name="Change it").click()
    check(page, "promise-change")
    page.get_by_label("Which role or person answers for it").fill("its chief executive")
    page.get_by_role("button", name="Save this promise").click()
    page.get_by_text("How it was worded before is kept.").wait_for()

    lead.goto("/my-work/")
    lead.get_by_role("link", name="Agree 1 promise of Harbour Care").click()
    lead.get_by_role("button", name="Agree the promises").click()
    check(lead, "promises-agree")
    lead.get_by_role("button", name="Agree these promises").click()
    lead.get_by_text("The promises are agreed.").wait_for()
    lead.get_by_text("1 review is overdue.").wait_for()
    check(lead, "promises")

    page.goto("/my-work/")
    page.get_by_role("link", name="Review 1 promise").click()
    page.get_by_role("link", name="Every centre stays open.").click()
    check(page, "promise")
    fill_day(page, "The day of the review", timezone.localdate())
    page.get_by_label("Good").check()
    page.get_by_label("What was measured, in hours a week").fill("41.5")
    page.get_by_label("The evidence").fill("The rota of March, in the contract file.")
    page.get_by_label("A document that shows it").set_input_files(
        {"name": "rota.csv", "mimeType": "text/csv", "buffer": b"Monday,8.3"}
    )
    page.get_by_role("button", name="Record this review").click()
    page.get_by_text("The review is recorded.").wait_for()
    page.get_by_role("heading", name=re.compile(r"Good, 41\.5 hours a week")).wait_for()
    check(page, "promise-reviewed")
    page.get_by_role("link", name="It has ended").click()
    check(page, "promise-end")


def test_without_script_the_passage_is_pasted(new_browser, sign_in, officer, award, answered):
    page = new_browser(java_script_enabled=False)
    sign_in(page, officer)
    page.goto(f"/awards/{award.reference}/promises/new/{answered.reference}/")
    page.get_by_label("The passage in which it is promised").fill(answer_of(award, answered))
    page.get_by_label("What is promised, in a sentence").fill("Every centre stays open.")
    page.get_by_label("How it is measured, and the target").fill("Hours a week at each centre.")
    page.get_by_label("Which role or person answers for it").fill("The chair")
    fill_day(page, "When it is reviewed first", timezone.localdate())

    page.get_by_role("button", name="Add this promise").click()

    page.get_by_text("The promise is in the ledger.").wait_for()


def test_a_passage_that_somebody_typed_is_not_written_over(page, sign_in, officer, award, answered):
    sign_in(page, officer)
    page.goto(f"/awards/{award.reference}/promises/new/{answered.reference}/")
    field = page.get_by_label("The passage in which it is promised")
    field.fill("What I typed")

    select(page, answer_of(award, answered))

    page.get_by_text("The form holds another passage already").wait_for()
    assert field.input_value() == "What I typed"


def test_a_ledger_of_several_is_filtered(page, sign_in, officer, lead_officer, award, answered):
    promised(award, answered, officer, "a", words="Hers", owner="The chair")
    promised(award, answered, officer, "b", words="His", owner="The director")
    agreed(award, lead_officer)
    sign_in(page, officer)
    page.goto(f"/awards/{award.reference}/promises/")
    page.get_by_label("Who answers for it").select_option("The chair")
    page.get_by_role("button", name="Filter").click()
    page.get_by_role("link", name="His").wait_for(state="detached")
    page.get_by_role("link", name="Hers").wait_for()
    check(page, "promises-filtered")
