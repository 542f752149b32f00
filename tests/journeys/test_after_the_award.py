"""After the award: what happens to the company is entered and watched."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from spinouts.domain.events import EventKind, HoldingEvent, Reason
from spinouts.domain.terms import Agreed, Limits
from spinouts.forms.registers import ENTERED
from tests.journeys.conftest import check
from tests.spinouts.actions.test_ventures import EVENTS
from tests.spinouts.actions.test_ventures import form as formed

pytestmark = pytest.mark.django_db(transaction=True)
FORMED = date(2026, 1, 5)


@pytest.fixture
def venture(service, approver):
    """Locked in for five years, and the partner may hold at most 45%."""
    lock = HoldingEvent(EventKind.LOCK, FORMED, 7, until=date(2031, 1, 4), reason=Reason.FORMATION)
    events = (*(replace(event, on=FORMED) for event in EVENTS), lock)
    agreed = Agreed(published=Limits(least_employees_percent=Decimal(25), most_partner_percent=Decimal(45)))
    return formed(service, approver, formed_on=FORMED, events=events, agreed=agreed)


def test_a_sale_that_breaks_the_lock_in_is_seen_entered_and_struck_out(page, sign_in, lead_officer, venture):
    sign_in(page, lead_officer)
    page.goto(f"/ventures/{venture.reference}/")
    page.get_by_role("button", name="Record a change").click()
    check(page, "register-kinds")
    page.get_by_role("link", name="Transfer").click()
    check(page, "register-entry")
    page.get_by_role("button", name="Check this change").click()
    check(page, "register-entry-errors")

    for name, value in (("Day", "1"), ("Month", "10"), ("Year", "2026")):
        page.get_by_label(name, exact=True).fill(value)
    page.get_by_label("Ordinary").check()
    page.get_by_label("How many shares").fill("60")
    page.get_by_role("group", name="Who gives up shares").get_by_label("Barchester Council").check()
    page.get_by_role("group", name="Who gets them").get_by_label("Harbour Care").check()
    page.get_by_label("Sale", exact=True).check()
    page.get_by_role("button", name="Check this change").click()
    page.get_by_text("locked in until 4 January 2031").wait_for()
    page.get_by_text("it was to be at most 45%").wait_for()
    check(page, "register-foreseen")
    page.get_by_role("button", name="Record this change").click()
    page.get_by_text("The change is recorded as entry 8.").wait_for()
    check(page, "register-after")

    page.get_by_role("link", name="Read the note, and publish it").click()
    check(page, "company-note-unpublished")
    page.get_by_role("button", name="Publish the note").click()
    page.get_by_text("Bidders must have heard that from you first").wait_for()
    check(page, "company-note-publish")
    page.get_by_role("button", name="Publish the note").click()
    page.get_by_role("link", name="Confirm that bidders and the public have been told").wait_for()
    check(page, "company-note-publish-errors")
    page.get_by_label("Every bidder has their assessment summary").check()
    page.get_by_role("button", name="Publish the note").click()
    page.get_by_text("The note about the company is published").wait_for()
    check(page, "company-note-published")
    page.get_by_role("link", name="the note", exact=True).click()
    page.get_by_text("Not everything is as it was promised or published.").wait_for()
    check(page, "company-note")
    page.get_by_role("link", name="What this means for the people who work there").click()
    check(page, "company-staff")

    page.goto(f"/ventures/{venture.reference}/")
    page.get_by_role("link", name="Strike out entry 8").click()
    check(page, "register-strike")
    page.get_by_label("What was wrong with it?").fill("The sale fell through.")
    page.get_by_role("button", name="Strike this entry out").click()
    page.get_by_text("Struck out by entry 9").wait_for()
    page.goto(f"/companies/{venture.reference}/")
    page.get_by_text("nothing in its register has left").wait_for()

    page.goto(f"/ventures/{venture.reference}/")
    page.get_by_role("link", name="When it was published, and withdraw it").click()
    page.get_by_role("link", name="Withdraw the note").click()
    check(page, "company-note-withdraw")
    page.get_by_label("Why is it withdrawn?").fill("It named a trustee who had left.")
    page.get_by_role("button", name="Withdraw the note").click()
    page.get_by_text("The note is withdrawn.").wait_for()
    page.goto(f"/companies/{venture.reference}/")
    page.get_by_text("It named a trustee who had left.").wait_for()
    check(page, "company-note-withdrawn")


@pytest.mark.parametrize("kind", ENTERED)
def test_every_form_of_the_register_can_be_read_by_everybody(page, sign_in, officer, venture, kind):
    sign_in(page, officer)

    page.goto(f"/ventures/{venture.reference}/changes/{kind.value}/")

    check(page)
