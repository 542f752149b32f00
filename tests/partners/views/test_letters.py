"""An organisation's people read its letters, and nobody else does; links meant for one person stay theirs."""

import pytest
from django.urls import reverse

from accounts.actions import letters
from accounts.domain.roles import CouncilRole
from accounts.models import CouncilMember, Letter
from accounts.models.letters import MOST_ATTEMPTS
from partners.actions import organisations, submissions
from tests import world
from tests.world import BEFORE


@pytest.fixture
def submitted(complete_bid, bidder):
    submissions.submit(complete_bid, by=bidder, at=BEFORE)
    return complete_bid


def of(organisation):
    return reverse("partners:letters", args=[organisation.reference])


def test_the_receipt_stands_there_whole(client, submitted, bidder):
    client.force_login(bidder)

    page = client.get(of(submitted.organisation)).content.decode()

    assert "Your bid is in: A partner for our day centres" in page
    assert "Keep this letter." in page
    assert "Waiting" in page


def test_a_link_for_somebody_else_is_not_shown(client, submitted, bidder):
    token = organisations.invite(submitted.organisation, "new@example.org", "writer", by=bidder, at=BEFORE)
    client.force_login(bidder)

    page = client.get(of(submitted.organisation)).content.decode()

    assert "new@example.org" in page
    assert "Only its receiver can read it" in page
    assert token not in page


def test_neither_a_rival_nor_the_council_nor_somebody_of_both(client, submitted, bidder, officer, council, rival_bid):
    for user in (officer, rival_bid.started_by):
        client.force_login(user)
        assert client.get(of(submitted.organisation)).status_code == 404
    both = world.person("Bo Both")
    submitted.organisation.members.create(user=both, role="writer")
    CouncilMember.objects.create(council=council, user=both, role=CouncilRole.OFFICER.value)
    client.force_login(both)
    assert "Your bid is in" not in client.get(of(submitted.organisation)).content.decode()


def test_a_letter_that_was_given_up_is_tried_again(client, submitted, bidder, clock):
    clock(BEFORE)
    letter = Letter.objects.get(trail=submitted.reference)
    Letter.objects.update(attempts=MOST_ATTEMPTS)
    client.force_login(bidder)
    assert "Given up" in client.get(of(submitted.organisation)).content.decode()

    retry = reverse("partners:letters_retry", args=[submitted.organisation.reference])
    assert client.post(retry, {"letter": letter.reference}).status_code == 302

    assert Letter.objects.waiting(BEFORE).count() == 1
    assert client.post(retry, {"letter": "nothing"}).status_code == 404


def test_nobody_has_a_letter_tried_that_they_may_not_read(client, submitted, rival_bid):
    letter = Letter.objects.get(trail=submitted.reference)
    client.force_login(rival_bid.started_by)
    retry = reverse("partners:letters_retry", args=[rival_bid.organisation.reference])

    assert client.post(retry, {"letter": letter.reference}).status_code == 404


def test_the_page_takes_as_many_queries_for_many(client, submitted, bidder, django_assert_num_queries):
    client.force_login(bidder)
    client.get(of(submitted.organisation))
    with django_assert_num_queries(7):
        client.get(of(submitted.organisation))
    for number in range(30):
        letters.queue(bidder.email, f"Letter {number}", "Text.", at=BEFORE, trail=submitted.reference)

    with django_assert_num_queries(7):
        client.get(of(submitted.organisation))
