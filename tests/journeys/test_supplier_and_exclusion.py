"""From an organisation's supplier information to an officer's decision on exclusion, by those who do it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.domain.fingerprints import fingerprint
from partners.actions import consortia
from partners.actions import supplier_information as information
from partners.models import MemberDeclaration, Submission
from procurement.models import Competition
from tests import world
from tests.journeys.conftest import check
from tests.partners.informing import confirmed, inform

pytestmark = pytest.mark.django_db(transaction=True)


def fill_day(page, legend, day):
    group = page.get_by_role("group", name=legend)
    for name, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        group.get_by_label(name, exact=True).fill(str(value))


def test_an_organisation_confirms_its_information_with_a_ground_declared(page, sign_in):
    harbour, ada = world.organisation("Harbour Care")
    sign_in(page, ada)
    page.goto(f"/organisations/{harbour.reference}/")
    page.get_by_role("link", name="Who you are, who stands behind you, and exclusion grounds").click()
    check(page, "supplier-information-empty")

    page.get_by_role("link", name="Add or remove numbers in registers").click()
    page.get_by_label("Charity Commission for England and Wales").check()
    page.get_by_label("Number", exact=True).fill("1 090 095")
    check(page, "identifiers")
    page.get_by_role("button", name="Add the number").click()
    page.get_by_text("It is kept as 1090095, as the register writes it.").wait_for()
    page.get_by_role("link", name="Back to the supplier information").click()

    page.get_by_role("link", name="Change the basic details").click()
    page.get_by_label("E-mail address for the council").fill("bids@harbour.example")
    page.get_by_label("Legal form").fill("Charitable company limited by guarantee")
    page.get_by_label("Law that governs it").fill("Companies Act 2006")
    fill_day(page, "When was it registered?", timezone.localdate().replace(year=1999))
    page.get_by_label("It is a voluntary, community or social enterprise").check()
    check(page, "supplier-details")
    page.get_by_role("button", name="Save and continue").click()

    page.get_by_role("link", name="Change the economic and financial standing").click()
    page.get_by_label("If you have no accounts yet").fill("We begin this year; the bank has written for us.")
    check(page, "supplier-standing")
    page.get_by_role("button", name="Save and continue").click()

    page.get_by_role("link", name="Add or change connected and associated persons").click()
    page.get_by_role("button", name="Name somebody").click()
    page.get_by_label("Name of the person or organisation").fill("Doris Director")
    page.get_by_label("Director, trustee or shadow director").check()
    check(page, "connected-person")
    page.get_by_role("button", name="Save").click()
    check(page, "connected-persons")

    page.get_by_role("link", name="Go on to the exclusion grounds").click()
    page.get_by_label("Serious professional misconduct").check()
    page.get_by_label("None of the grounds that I have not ticked").check()
    check(page, "grounds")
    page.get_by_role("button", name="Save the answers").click()
    page.get_by_label("To whom does it apply?").select_option(label="Doris Director")
    fill_day(page, "When did it happen, or when was it decided?", timezone.localdate() - timedelta(days=200))
    page.get_by_label("What happened?").fill("Her register warned her for late reports.")
    page.get_by_label("What did you do so that it does not happen again?").fill("A second person checks each report.")
    check(page, "declared-ground")
    page.get_by_role("button", name="Save").click()

    check(page, "supplier-information")
    page.get_by_role("button", name="Confirm the supplier information").click()
    page.get_by_text("Complete and confirmed").wait_for()
    assert information.what_is_missing(harbour, timezone.now()) == []
    [declared] = information.declarations_of(harbour)["declared"]
    assert (declared["ground"], declared["who"]) == ("7-11", "Doris Director")


def _declared_by_tide(bid):
    """A member of the bid as its submission holds it."""
    tide, ada = world.organisation("Tide Trust")
    confirmed(tide, ada)
    content = information.frozen(tide)
    mark = fingerprint(content)
    declared = MemberDeclaration.objects.create(
        bid=bid, organisation=tide, content=content, fingerprint=mark, by=ada, at=world.BEFORE
    )
    return {"name": "Tide Trust", "declared": {"reference": declared.reference, "fingerprint": mark, "by": ada.name}}


def test_an_officer_reads_the_list_assesses_the_ground_and_decides(page, sign_in, officer, opened):
    bid = opened.bids[0]
    inform(bid.organisation, bid.started_by, ticked=["7-11"])
    bid.organisation.declared_grounds.update(what_happened="A warning for late reports.", goes_on=True)
    information.confirm(bid.organisation, by=bid.started_by, at=world.BEFORE)
    Competition.objects.update(asks_supplier_information=True)
    submission = Submission.objects.get(bid=bid)
    submission.content["supplier_information"] = information.frozen(bid.organisation)
    submission.content["consortium"] = [_declared_by_tide(bid), {"name": "Shore Trust", "role": "subcontractor"}]
    submission.save()
    sign_in(page, officer)
    page.goto(f"/opened-bids/{bid.reference}/")
    page.get_by_role("link", name="Supplier and exclusion").click()
    page.get_by_role("heading", name="What Tide Trust says of itself").wait_for()
    check(page, "exclusion")

    page.get_by_role("link", name="Record a check of the debarment list").click()
    fill_day(page, "When was the debarment list read?", timezone.localdate())
    page.get_by_label("Nobody is on the list").check()
    check(page, "exclusion-check")
    page.get_by_role("button", name="Record the check").click()

    page.get_by_role("link", name="Assess what is declared for Harbour Care").click()
    page.get_by_role("group", name="Does the ground apply?").get_by_label("Yes").check()
    page.get_by_role("group", name="Do its circumstances go on").get_by_label("No").check()
    page.get_by_label("Your reasons").fill("Each report is checked by a second person since, and none was late.")
    check(page, "exclusion-assess")
    page.get_by_role("button", name="Record the finding").click()

    page.get_by_role("button", name="Decide on exclusion").click()
    page.get_by_label("Reasons for the decision").fill("The circumstances are not likely to come again.")
    check(page, "exclusion-decide")
    page.get_by_role("button", name="Decide").click()
    page.get_by_text("Neither an excluded nor an excludable supplier: decided by Olive Officer").wait_for()
    check(page, "exclusion-decided")


def test_a_member_finds_its_part_agrees_and_declares_for_itself(page, new_browser, sign_in, bid, bidder):
    tide, ada = world.organisation("Tide Trust")
    confirmed(tide, ada)
    Competition.objects.update(
        asks_supplier_information=True, bid_deadline=timezone.now() + timedelta(days=9), questions_deadline=None
    )
    member = {"name": "Tide Trust", "kind": "charity", "share": "30", "part": "Day trips.", "email": ada.email}
    consortia.name_consortium(bid, [member], by=bidder, at=timezone.now())
    sign_in(page, bidder)
    page.goto(f"/bids/{bid.reference}/consortium/")
    page.get_by_role("button", name="Ask to agree").click()
    page.get_by_text("A letter is on its way to Tide Trust.").wait_for()

    member = new_browser()
    sign_in(member, ada)
    member.goto("/my-work/")
    check(member, "part-my-work")
    member.get_by_role("link", name="Your part in the bid of Harbour Care").click()
    check(member, "part-question")
    member.get_by_role("button", name="Agree to this part").click()
    member.get_by_text("Not declared yet").wait_for()
    check(member, "part-agreed")
    member.get_by_role("button", name="Declare this for the bid").click()
    member.get_by_text("The lead sees that you have declared, and nothing of what.").wait_for()
    check(member, "part-declared")
    member.get_by_role("link", name="Read what you declared").click()
    check(member, "part-declaration")

    page.reload()
    page.get_by_text("Declared for itself at").wait_for()
    check(page, "part-seen-by-the-lead")
    page.goto(f"/bids/{bid.reference}/")
    check(page, "part-bid")
