"""A bid is agreed to count when complete, submitted, and its receipt is checked: on the page, and by the program."""

import subprocess
import sys
import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from partners.actions import agreements
from tests import world
from tests.journeys.conftest import check
from tests.partners.conftest import complete

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def bid(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    competition = world.publish(world.draft_competition(world.service(world.council())))
    competition.complete_counts = True
    competition.bid_deadline = timezone.now() + timedelta(days=3)
    competition.save()
    organisation, ada = world.organisation("Harbour Care")
    bid = world.bid(competition, organisation, ada)
    return complete(bid, ada, at=timezone.now())


def test_a_receipt_is_kept_and_checked_without_the_service(page, sign_in, bid, tmp_path):
    sign_in(page, bid.started_by)
    page.goto(f"/bids/{bid.reference}/")
    check(page, "bid-agreement")
    page.get_by_role("button", name="Agree that a complete bid counts").click()
    expect(page.get_by_text("So it goes in at the deadline by itself")).to_be_visible()
    check(page, "bid-agreed")

    page.goto(f"/bids/{bid.reference}/submit/")
    page.get_by_role("button", name="Submit the bid").click()
    expect(page.get_by_role("heading", name="Receipt 1", exact=True)).to_be_visible()
    check(page, "receipt")
    with page.expect_download() as parcel:
        page.get_by_role("link", name="Download it with every part").click()
    with page.expect_download() as receipt:
        page.get_by_role("link", name="Download the receipt").click()
    page.context.clear_cookies()
    page.goto("/receipts/")
    check(page, "receipt-check")
    with page.expect_download() as program:
        page.get_by_role("link", name="Download the program").click()

    page.get_by_label("The file of the receipt").set_input_files(receipt.value.path())
    page.get_by_role("button", name="Check the receipt").click()
    expect(page.get_by_text("This receipt is right.")).to_be_visible()
    check(page, "receipt-checked")
    zipfile.ZipFile(parcel.value.path()).extractall(tmp_path / "kept")
    command = [sys.executable, "-I", str(program.value.path()), "kept/receipt.json", "kept/parts"]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (said.returncode, "WRONG" in said.stdout) == (0, False), said.stdout


def test_what_was_agreed_is_in_after_the_deadline(page, sign_in, bid):
    agreements.agree(bid, by=bid.started_by, at=timezone.now())
    bid.competition.bid_deadline = timezone.now() - timedelta(minutes=5)
    bid.competition.save()

    agreements.settle_due(at=timezone.now())

    sign_in(page, bid.started_by)
    page.goto(f"/bids/{bid.reference}/receipt/")
    expect(page.get_by_text("Your bid is in, as it stood at the deadline")).to_be_visible()
    expect(page.get_by_text("Nobody pressed submit.")).to_be_visible()
    check(page, "receipt-by-agreement")
