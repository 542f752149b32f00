from datetime import timedelta

import pytest
from django.urls import reverse

from partners.actions import bids, submissions
from partners.domain.deadlines import TooLate
from partners.models import Bid
from tests import world
from tests.partners.conftest import complete
from tests.world import AFTER, BEFORE, DEADLINE


@pytest.fixture
def page(client, bid, bidder, clock):
    """The bid's own page at an instant, as words."""

    def read(at=BEFORE):
        clock(at)
        client.force_login(bidder)
        return " ".join(
            client.get(reverse("partners:bid", kwargs={"reference": bid.reference})).content.decode().split()
        )

    return read


def test_a_bid_that_was_never_submitted_is_said_to_be_not_in(page):
    words = page()

    assert "Your bid is not in." in words
    assert "It has not been submitted." in words
    assert "The deadline is <strong>midday on Monday 2 November 2026 (GMT)</strong>" in words
    assert "it is now midday on Sunday 1 November 2026 (GMT)" in words


def test_a_submitted_bid_is_said_to_be_in(page, complete_bid, bidder):
    submissions.submit(complete_bid, by=bidder, at=BEFORE)

    words = page()
    assert "Your bid is in, as Ada of Harbour Care submitted it at midday on Sunday 1 November 2026 (GMT)." in words
    assert "You have changed it since" not in words


def test_changes_after_the_submission_are_said_not_to_be_in(page, complete_bid, bidder, criteria):
    submissions.submit(complete_bid, by=bidder, at=BEFORE)
    later = BEFORE + timedelta(hours=1)
    bids.save_answer(complete_bid, criteria.service, "Changed.", version=1, by=bidder, at=later)

    assert "You have changed it since: those changes are not in until you submit again." in page(later)
    assert "those changes are not in." in page(AFTER)


def test_a_withdrawn_bid_is_said_to_be_not_in(page, complete_bid, bidder):
    submissions.submit(complete_bid, by=bidder, at=BEFORE)
    submissions.withdraw(complete_bid, by=bidder, at=BEFORE)

    assert "Your bid is not in." in page()
    assert "You withdrew it." in page()


def test_after_the_deadline_a_draft_is_said_not_to_have_made_it(page):
    assert "It was not submitted by the deadline." in page(AFTER)


def test_what_is_missing_leads_to_its_page(page, bid):
    words = page()

    for place in ("answers/insurance/", "answers/service/", "offer/"):
        assert f'href="/bids/{bid.reference}/{place}' in words
    assert "“Insurance” is not answered yet." in words


def test_late_attempts_are_shown_with_what_was_sent(page, bid, bidder, criteria):
    with pytest.raises(Exception, match="deadline"):
        bids.save_answer(
            bid, criteria.service, "My late text.", version=0, by=bidder, at=DEADLINE + timedelta(minutes=3)
        )

    words = page(AFTER)
    assert "3 minutes after the deadline" in words
    assert "My late text." in words


def test_the_pages_take_as_many_queries_for_many_criteria_documents_and_members(
    client, published, clock, django_assert_num_queries, django_assert_max_num_queries, service
):
    from django.core.files.uploadedfile import SimpleUploadedFile

    clock(BEFORE)
    big = world.publish(world.draft_competition(service, "Bigger"))
    section = big.sections.get(reference="quality")
    for number in range(20):
        big.criteria.create(
            section=section, reference=f"c{number}", position=10 + number, title=f"C {number}", kind="scored"
        )
    organisation, ada = world.organisation("Harbour Care")
    small_bid, big_bid = [world.bid(competition, organisation, ada) for competition in (published, big)]
    for each, count in ((small_bid, 1), (big_bid, 8)):
        complete(each, ada)
        for number in range(count):
            upload = SimpleUploadedFile(f"{number}.txt", f"file {number}".encode())
            bids.add_document(each, title=f"File {number}", upload=upload, by=ada, at=BEFORE)
        members = [{"name": f"M {number}", "kind": "charity"} for number in range(count)]
        bids.name_consortium(each, members, by=ada, at=BEFORE)
        submissions.submit(Bid.objects.get(pk=each.pk), by=ada, at=BEFORE)
    client.force_login(ada)
    names = ("bid", "bid_documents", "bid_consortium", "bid_offer", "bid_submit", "bid_receipt")
    for name in names:
        client.get(reverse(f"partners:{name}", kwargs={"reference": small_bid.reference}), follow=True)
        with django_assert_max_num_queries(40) as one:
            client.get(reverse(f"partners:{name}", kwargs={"reference": small_bid.reference}), follow=True)
        with django_assert_num_queries(len(one)):
            client.get(reverse(f"partners:{name}", kwargs={"reference": big_bid.reference}), follow=True)


def test_a_bid_is_started_from_the_competition_and_a_double_click_finds_it(client, published, clock):
    clock(BEFORE)
    _, ada = world.organisation("Harbour Care")
    client.force_login(ada)
    url = reverse("partners:bid_start", kwargs={"reference": published.reference})

    assert client.get(url).status_code == 200
    first, second = client.post(url), client.post(url)

    assert first.url == second.url == reverse("partners:bid", kwargs={"reference": Bid.objects.get().reference})


def test_somebody_of_two_organisations_chooses_which_bids(client, published, clock):
    clock(BEFORE)
    _, ada = world.organisation("Harbour Care")
    quayside, _ = world.organisation("Quayside Partners")
    quayside.members.create(user=ada, role="writer")
    client.force_login(ada)
    url = reverse("partners:bid_start", kwargs={"reference": published.reference})

    assert "Choose which organisation would bid." in client.post(url).content.decode()
    client.post(url, {"organisation": quayside.reference})

    assert Bid.objects.get().organisation == quayside


def test_nobody_bids_for_an_organisation_that_is_not_theirs_or_against_their_own_council(
    client, published, clock, officer
):
    clock(BEFORE)
    rival, _ = world.organisation("Quayside Partners")
    harbour, ada = world.organisation("Harbour Care")
    url = reverse("partners:bid_start", kwargs={"reference": published.reference})

    client.force_login(ada)
    assert client.post(url, {"organisation": rival.reference}).status_code == 404
    harbour.members.create(user=officer, role="writer")
    client.force_login(officer)
    assert client.post(url).status_code == 403
    assert not Bid.objects.exists()


def test_after_the_deadline_no_bid_starts_and_the_page_says_why(client, published, clock):
    clock(AFTER)
    _, ada = world.organisation("Harbour Care")
    client.force_login(ada)

    answer = client.post(reverse("partners:bid_start", kwargs={"reference": published.reference}))

    assert "The deadline has passed" in answer.content.decode()
    assert not Bid.objects.exists()


def test_somebody_without_an_organisation_is_told_to_register_it(client, published, clock):
    clock(BEFORE)
    client.force_login(world.person("Nora Nobody"))
    url = reverse("partners:bid_start", kwargs={"reference": published.reference})

    assert reverse("partners:organisation_new") in client.get(url).content.decode()
    assert client.post(url).status_code == 403


def test_a_late_offer_and_late_members_are_shown_in_words(page, bid, bidder):
    for deed in (
        lambda: bids.save_offer(bid, {"price-2": "£1,200", "notes": ""}, version=0, by=bidder, at=AFTER),
        lambda: bids.name_consortium(bid, [{"name": "Tide Trust", "kind": "charity"}], by=bidder, at=AFTER),
    ):
        with pytest.raises(TooLate):
            deed()

    words = page(AFTER)
    assert "Price, year 2" in words
    assert "£1,200" in words
    assert "Tide Trust, charity" in words
