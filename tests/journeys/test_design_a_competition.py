"""Two officers describe a service, design a competition for its partner and publish it; everybody reads it and asks."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.domain.roles import CouncilRole
from procurement.models import Competition
from tests import world
from tests.journeys.conftest import check

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def people(db):
    council = world.council()
    return (
        world.council_member(council, CouncilRole.OFFICER, "Olive Officer"),
        world.council_member(council, CouncilRole.LEAD_OFFICER, "Leo Lead"),
        world.person("Asa Asker"),
    )


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def follow(page, name):
    page.get_by_role("link", name=name, exact=True).click()


def heading(page, name):
    page.get_by_role("heading", name=name, exact=True).first.wait_for()


def fill(page, **typed):
    for name, text in typed.items():
        page.locator(f"[name={name}]").fill(text)


def fill_day(page, name, day):
    for place, part in enumerate((day.day, day.month, day.year)):
        page.locator(f"[name={name}_{place}]").fill(str(part))


def describe_the_service(page):
    page.goto("/council/services/")
    check(page, "services-none")
    press(page, "Describe a service")
    press(page, "Save and continue")
    heading(page, "There is a problem")
    check(page, "service-errors")
    fill(
        page,
        name="Day centres",
        description="Eleven day centres for older people.",
        annual_cost_amount="£4,200,000",
        headcount="180",
        full_time_equivalents="141.5",
        why_spin_out="To grow, and to give staff a say.",
    )
    press(page, "Save and continue")
    heading(page, "Day centres")
    follow(page, "Compare the options")
    fill(page, in_house_against="No money to invest.", joint_venture_for="Investment and skills.")
    page.get_by_label("A joint venture with a partner").check()
    check(page, "service-options")
    press(page, "Save and continue")
    page.get_by_text("Preferred", exact=True).wait_for()
    check(page, "service")


def add_to_the_appraisal(page, name, weight):
    page.get_by_role("button", name="Add a criterion").click()
    fill(page, name=name, weight=weight, zero_means="Worse than today.", five_means="Far better than today.")
    press(page, "Save")
    heading(page, "Options appraisal")


def score_the_options(page, criterion, **scores):
    follow(page, f"Score the options on {criterion}")
    for option, score in scores.items():
        page.locator(f"[name={option}_score][value='{score}']").check()
    press(page, "Save the scores")
    heading(page, "There is a problem")
    check(page, "appraisal-scores-errors")
    for option in scores:
        fill(page, **{f"{option}_reasons": f"Why {option} earns this."})
    check(page, "appraisal-scores")
    press(page, "Save the scores")
    heading(page, "Options appraisal")


def cost_the_option(page, words, name, one_off, *yearly):
    follow(page, f"Change the money: {words}")
    fill(page, one_off_amount=one_off, grants_amount="0", loans_amount="0", equity_amount="0")
    fill(page, **{f"year_{year}": amount for year, amount in enumerate(yearly, start=1)})
    check(page, name)
    press(page, "Save")
    heading(page, "Options appraisal")


def appraise_the_options(page):
    follow(page, "Appraise the options")
    page.get_by_text("There are no criteria yet: add what the council looks for.").wait_for()
    check(page, "appraisal-none")
    add_to_the_appraisal(page, "Savings", "40")
    page.get_by_text("The weights add up to 40%, not 100%: add 60%.").wait_for()
    add_to_the_appraisal(page, "Care", "60")
    press(page, "Move up Care")
    page.get_by_text("“Care” is moved.").wait_for()
    score_the_options(page, "Savings", in_house=1, joint_venture=3)
    score_the_options(page, "Care", in_house=3, joint_venture=4)
    follow(page, "Change the ownership: Joint venture")
    fill(page, employees_percent="51", partner_percent="48")
    check(page, "appraisal-ownership")
    press(page, "Save")
    page.get_by_role("link", name=re.compile("^The stakes add up to 99%")).wait_for()
    fill(page, partner_percent="49")
    press(page, "Save")
    heading(page, "Options appraisal")
    cost_the_option(page, "In house", "appraisal-money", "0", *["4,200,000"] * 5)
    cost_the_option(page, "Joint venture", None, "250,000", *["4,000,000"] * 5)
    # 200,000 a year for five years at 3.5% is worth 903,010.48, of which the change takes 250,000.
    page.get_by_role("cell", name="£653,010").wait_for()
    page.get_by_role("row", name=re.compile("A joint venture with a partner 1 72 marks The employees")).wait_for()
    check(page, "appraisal")
    for summary in page.locator("details > summary").all():
        summary.click()
    page.get_by_text("Care: 4 ÷ 5 × 60 = 48").wait_for()
    check(page, "appraisal-open")
    follow(page, "Back to the service")
    page.get_by_text("72 marks").wait_for()
    check(page, "service-appraised")


def start_the_competition(page):
    press(page, "Start a competition for a partner")
    fill(page, title="A partner for our day centres")
    press(page, "Start the competition")
    heading(page, "A partner for our day centres")
    check(page, "task-list-new")
    follow(page, "What is sought")
    fill(page, summary="Investment and skills.", contract_years="7", extension_years="3")
    fill(page, estimated_value_amount="-1")
    press(page, "Save and continue")
    page.get_by_role("link", name="Estimated value, in pounds must be 0 or more.").wait_for()
    check(page, "sought-errors")
    fill(page, estimated_value_amount="29,400,000")
    page.get_by_label("It is a light touch contract").check()
    press(page, "Save and continue")
    follow(page, "Ownership terms")
    fill(page, least_employees_percent="25", most_partner_percent="40%", least_council_percent="20")
    page.get_by_label("Company limited by shares", exact=True).check()
    check(page, "terms")
    press(page, "Save and continue")
    heading(page, "A partner for our day centres")


def add_section(page, title, weight):
    press(page, "Add a section")
    fill(page, title=title, weight=weight)
    press(page, "Save")
    heading(page, "Criteria")


def add_criterion(page, section, kind):
    follow(page, f"Add a criterion to {section}")
    page.get_by_label(kind).check()
    press(page, "Continue")


def add_the_criteria(page):
    follow(page, "Criteria")
    check(page, "criteria-none")
    for title, weight in (("The offer", "40"), ("Quality", "59.99"), ("Conditions", "0")):
        add_section(page, title, weight)
    add_criterion(page, "Conditions", "Condition of participation")
    fill(page, title="Insurance", question="Will you be insured from the first day?")
    press(page, "Save")
    add_criterion(page, "Quality", "Scored by evaluators")
    check(page, "criterion-scored")
    fill(page, title="How the service will run", question="How?", weight="100", word_limit="500", minimum_score="6")
    page.get_by_label("Scale").select_option(label="0 to 5 (ready-made)")
    press(page, "Save")
    page.get_by_role("link", name="6 is not on this scale, which has the scores 0, 1, 2, 3, 4, 5.").wait_for()
    fill(page, minimum_score="2")
    press(page, "Save")
    add_criterion(page, "The offer", "Marked by a formula")
    fill(page, title="Investment", weight="100", zero_at="0", full_at="1,000,000")
    page.get_by_label("Total investment").check()
    page.get_by_label("In a straight line").check()
    check(page, "criterion-formula")
    press(page, "Save")
    press(page, "Move down The offer")
    page.get_by_text("The weights add up to 99.99%, not 100%: add 0.01%.").wait_for()
    check(page, "criteria-out-of-balance")
    follow(page, "Change Quality")
    fill(page, weight="60")
    press(page, "Save")
    heading(page, "Criteria")
    assert page.get_by_text("The weights add up to").count() == 0
    check(page, "criteria")
    follow(page, "Back to the competition")


def set_what_is_left(page, tmp_path):
    follow(page, "Tie-break and rounding")
    page.get_by_label("First tie-break").select_option(label="Quality")
    check(page, "tie-break")
    press(page, "Save and continue")
    follow(page, "Dates")
    fill_day(page, "questions_deadline_day", timezone.localdate() + timedelta(days=20))
    fill_day(page, "bid_deadline_day", timezone.localdate() - timedelta(days=1))
    fill(page, questions_deadline_time="5pm", bid_deadline_time="12:00")
    press(page, "Save and continue")
    page.get_by_role("link", name=re.compile("has passed: choose a later one")).wait_for()
    check(page, "dates-errors")
    fill_day(page, "bid_deadline_day", timezone.localdate() + timedelta(days=40))
    press(page, "Save and continue")
    follow(page, "Documents")
    contract = tmp_path / "contract 🏛.txt"
    contract.write_bytes(b"A draft.")
    page.get_by_label("Title of the document").fill("Draft contract")
    page.get_by_label("File", exact=True).set_input_files(contract)
    press(page, "Add the document")
    page.get_by_text("(8 bytes) is stored.").wait_for()
    check(page, "documents")
    follow(page, "Back to the competition")
    page.get_by_text("10 of 10 parts have nothing to mend.").wait_for()
    assert page.get_by_role("link", name="Publish", exact=True).count() == 0
    check(page, "task-list-done")
    follow(page, "Preview")
    heading(page, "A worked example")
    check(page, "preview")


def test_from_a_service_to_a_published_competition(page, new_browser, sign_in, people, tmp_path):
    officer, lead_officer, asker = people
    sign_in(page, officer)

    describe_the_service(page)
    appraise_the_options(page)
    start_the_competition(page)
    add_the_criteria(page)
    set_what_is_left(page, tmp_path)

    lead = new_browser()
    sign_in(lead, lead_officer)
    lead.goto("/council/competitions/")
    follow(lead, "A partner for our day centres")
    follow(lead, "Publish")
    check(lead, "publish")
    lead.get_by_role("button", name="Publish").dblclick()
    lead.get_by_text("The competition is published.").wait_for()
    check(lead, "published")

    public = new_browser()
    public.goto("/competitions/")
    check(public, "competitions")
    follow(public, "A partner for our day centres")
    heading(public, "How bids are judged")
    check(public, "competition")
    with public.expect_download() as download:
        follow(public, "Draft contract")
    assert download.value.suggested_filename == "contract 🏛.txt"

    sign_in(public, asker)
    public.reload()
    follow(public, "Ask a question")
    check(public, "ask")
    fill(public, question="Who pays for the roofs?")
    press(public, "Send the question")
    public.get_by_text("You asked this.").wait_for()

    page.goto(f"/council/competitions/{Competition.objects.get().reference}/questions/")
    check(page, "questions")
    page.get_by_role("link", name=re.compile("^Answer")).click()
    fill(page, answer="The council does.")
    check(page, "answer")
    press(page, "Publish the answer")
    page.get_by_text("The answer was published at").wait_for()

    follow(lead, "Extend the deadlines")
    fill_day(lead, "bid_deadline_day", timezone.localdate() + timedelta(days=50))
    fill(lead, reasons="Site visits took longer.")
    check(lead, "extend-the-deadlines")
    press(lead, "Extend the deadlines")
    lead.get_by_text("The deadlines are extended").wait_for()

    public.context.clear_cookies()
    public.reload()
    public.get_by_text("Site visits took longer.").wait_for()
    public.get_by_text("The council does.").wait_for()
    check(public, "competition-with-answer")


def test_two_officers_edit_at_once_and_the_second_loses_nothing(page, new_browser, sign_in, people):
    officer, lead_officer, _ = people
    competition = world.draft_competition(world.service(officer.council_roles.get().council))
    other = new_browser()
    sign_in(page, officer)
    sign_in(other, lead_officer)
    for each in (page, other):
        each.goto(f"/council/competitions/{competition.reference}/sought/")

    fill(page, summary="Written by Olive.")
    press(page, "Save and continue")
    fill(other, summary="Written by Leo.")
    press(other, "Save and continue")

    other.get_by_role("link", name="What the council seeks is now: Written by Olive.").wait_for()
    check(other, "somebody-else-was-first")
    assert other.locator("[name=summary]").input_value() == "Written by Leo."
    press(other, "Save and continue")
    heading(other, competition.title)
    competition.refresh_from_db()
    assert competition.summary == "Written by Leo."
