"""From the page of a company to the years to come, to its end, and to the employees' part kept at a level."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from spinouts.domain.shares import ShareClass
from spinouts.domain.terms import LockIn
from tests.journeys.conftest import check
from tests.spinouts.actions.test_ventures import COUNCIL, DAY, EVENTS, PARTNER, STAFF, issue
from tests.spinouts.actions.test_ventures import form as formed
from tests.spinouts.views.test_company_pages import AGREED

pytestmark = pytest.mark.django_db(transaction=True)

PREFERENCE = ShareClass(
    "preference",
    "Preference",
    votes_per_share=0,
    fixed_dividend_percent=Decimal(4),
    preference_rank=1,
    preference_amount=Decimal(100),
    participates=False,
)


@pytest.fixture
def venture(service, approver):
    articles = replace(
        AGREED.articles, locks=(LockIn(date(2031, 12, 1), "partner", "Five years"),), anti_dilution=("staff",)
    )
    return formed(
        service,
        approver,
        parties=(STAFF, PARTNER, COUNCIL),
        classes=(EVENTS[0].share_class, PREFERENCE),
        events=(*EVENTS, issue(7, PARTNER, 200, PREFERENCE, DAY)),
        agreed=replace(AGREED, articles=articles),
    )


def test_an_officer_looks_ahead(page, sign_in, officer, venture):
    sign_in(page, officer)
    page.goto(f"/ventures/{venture.reference}/")
    check(page, "company")

    page.get_by_role("link", name="The years to come").click()
    page.get_by_text("Who owns which part").wait_for()
    check(page, "projection-first")
    page.locator("summary", has_text="Money: income").click()
    page.get_by_label("Income in year 1, in pounds").fill("4,200,000")
    page.get_by_label("Growth of income each year").fill("2")
    page.get_by_label("Costs in year 1, in pounds").fill("4,050,000")
    page.get_by_label("Growth of costs each year").fill("lots")
    page.get_by_role("button", name="Show the years").click()
    page.get_by_role("link", name="Growth of costs each year, in per cent must be a number, such as 2.5.").click()
    check(page, "projection-errors")
    page.keyboard.press("Control+A")
    page.keyboard.type("2")
    page.get_by_label("Dividend, in per cent").fill("30")
    page.locator("summary", has_text="New money").click()
    page.get_by_label("Year of investment 1").fill("4")
    page.get_by_label("Who makes investment 1").fill("Good Fund")
    page.get_by_label("Amount of investment 1").fill("500,000")
    page.get_by_label("Worth of the whole company before investment 1").fill("2,000,000")
    page.get_by_role("button", name="Show the years").click()
    page.locator("summary", has_text="Year 4").click()
    page.get_by_text("Good Fund pays £500,000").wait_for()
    page.get_by_role("link", name="Change what is assumed").click()
    check(page, "projection")
    with page.expect_download() as download:
        page.get_by_role("link", name="download the years as a table").click()
    assert download.value.suggested_filename == f"projection-{venture.reference}.csv"

    page.get_by_role("link", name="Back to the company").click()
    page.get_by_role("link", name="Who gets what at the end").click()
    check(page, "exit-first")
    page.get_by_label("Insolvency").check()
    page.get_by_label("What there is to pay out, in pounds").fill("60000")
    page.get_by_label("Other debts, in pounds").fill("55000")
    page.get_by_label("Costs of the ending, in pounds").fill("8000")
    page.get_by_role("button", name="Show who gets what").click()
    page.get_by_text("Step by step").wait_for()
    check(page, "exit")

    page.get_by_role("link", name="Back to the company").click()
    page.get_by_role("link", name="Keep the employees’ part").click()
    check(page, "level-first")
    page.get_by_label("The employees’ part, in per cent").fill("50")
    page.get_by_label("How many new shares do new investors buy?").fill("300")
    page.get_by_label("What is the whole company worth").fill("2000000")
    page.get_by_role("button", name="Show how many shares it takes").click()
    page.get_by_text("Issue 1,000 new shares to the employees").wait_for()
    check(page, "level")


def test_the_years_work_without_script(new_browser, sign_in, officer, venture):
    page = new_browser(java_script_enabled=False)
    sign_in(page, officer)
    page.goto(f"/ventures/{venture.reference}/projection/?scenario=missed")
    page.get_by_text("Milestones missed", exact=True).first.wait_for()

    page.locator("summary", has_text="Another first day").click()
    page.get_by_label("Year", exact=True).fill("2020")
    page.get_by_label("Month", exact=True).fill("2")
    page.get_by_label("Day", exact=True).fill("1")
    page.get_by_role("button", name="Show the years").click()

    page.get_by_role("link", name="The day lies before the company is formed").wait_for()
