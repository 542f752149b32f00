import pytest
from django.urls import reverse

from partners.actions import bids
from partners.models import LateAttempt, Submission
from tests import world
from tests.world import AFTER, BEFORE


@pytest.fixture
def at(client, bid, bidder, clock):
    clock(BEFORE)
    client.force_login(bidder)
    return lambda name: reverse(f"partners:{name}", kwargs={"reference": bid.reference})


def test_an_incomplete_bid_has_no_button_but_the_whole_list(client, at, bid):
    page = client.get(at("bid_submit")).content.decode()

    assert "“Insurance” is not answered yet." in page
    assert "The offer is not written yet." in page
    assert '<button class="govuk-button" type="submit">Submit' not in page
    answer = client.post(at("bid_submit"))
    assert answer.status_code == 422
    assert "The offer is not written yet." in answer.content.decode()


def test_submitting_leads_to_the_receipt_and_a_double_click_to_the_same(client, at, complete_bid):
    first, second = client.post(at("bid_submit")), client.post(at("bid_submit"))

    submission = Submission.objects.get()
    assert first.url == second.url == reverse("partners:receipt", kwargs={"reference": submission.reference})
    page = client.get(first.url).content.decode()
    assert submission.fingerprint in page
    assert "midday on Sunday 1 November 2026 (GMT)" in page
    assert '<dt class="govuk-summary-list__key app-break">answers/service.txt</dt>' in page
    assert '<dd class="govuk-summary-list__value app-break">How the service will run, ' in page
    assert "Our answer on How the service will run." in page
    titles = ["Insurance", "How the service will run", "Working with employees"]
    assert [title for title, _ in client.get(first.url).context["answers"]] == titles


def test_the_bid_leads_to_its_last_receipt(client, at, complete_bid, bidder, criteria):
    client.post(at("bid_submit"))
    bids.save_answer(complete_bid, criteria.service, "Better.", version=1, by=bidder, at=BEFORE)
    client.post(at("bid_submit"))

    assert client.get(at("bid_receipt")).url.endswith(f"/{Submission.objects.get(number=2).reference}/")
    old = client.get(reverse("partners:receipt", kwargs={"reference": Submission.objects.get(number=1).reference}))
    assert "Does not count any more" in old.content.decode()


def test_withdrawing_is_asked_once_more_and_said(client, at, complete_bid):
    client.post(at("bid_submit"))

    assert "The bid will not be in any more" in client.get(at("bid_withdraw")).content.decode()
    page = client.post(at("bid_withdraw"), follow=True).content.decode()

    assert "Your bid is withdrawn" in page
    assert "Your bid is not in." in page
    assert client.post(at("bid_withdraw")).status_code == 302


def test_a_late_submission_is_refused_and_kept(client, at, complete_bid, bidder, clock):
    clock(AFTER)
    client.force_login(bidder)

    answer = client.post(at("bid_submit"))

    assert answer.status_code == 422
    assert "The deadline has passed" in answer.content.decode()
    assert LateAttempt.objects.get().deed == "Submit the bid"
    assert not Submission.objects.exists()


def test_who_means_to_send_late_is_told_that_it_is_kept_and_not_in(client, complete_bid, bidder, clock):
    clock(AFTER)
    client.force_login(bidder)
    where = reverse("partners:bid_submit", kwargs={"reference": complete_bid.reference})
    assert "Send the bid late" in client.get(where).content.decode()

    answer = client.post(where, {"late": "yes"}, follow=True)

    page = answer.content.decode()
    assert "Your bid was sent late, and is kept with its time." in page
    assert "Your bid is not in." in page
    assert LateAttempt.objects.get().kind == "submission"


def test_after_the_opening_nothing_is_sent_late(client, complete_bid, bidder, clock):
    world.open_bids(complete_bid.competition)
    clock(AFTER)
    client.force_login(bidder)

    page = client.get(reverse("partners:bid_submit", kwargs={"reference": complete_bid.reference})).content.decode()

    assert "Send the bid late" not in page
