"""A lead officer reads the letters of a competition, but none that a bidder got before the opening."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.actions import letters
from accounts.domain.roles import CouncilRole
from accounts.models import Letter
from accounts.models.letters import MOST_ATTEMPTS
from scoring.domain.roles import PanelRole
from tests import world
from tests.world import AFTER, BEFORE


def of(competition):
    return reverse("scoring:letters", args=[competition.reference])


@pytest.fixture
def written(opened):
    """Letters to the panel and to a bidder, before and after the opening."""
    bid = opened.bids[0]
    letters.queue("clare@example.org", "To the panel", "You sit on it.", at=BEFORE, trail=opened.competition.reference)
    letters.queue("ada@example.org", "A receipt", "It is in.", at=BEFORE, trail=bid.reference)
    letters.queue("ada@example.org", "It was opened", "At last.", at=AFTER, trail=bid.reference)
    return opened.competition


def subjects(page):
    return {subject for subject in ("To the panel", "A receipt", "It was opened") if subject in page}


def test_a_lead_officer_reads_those_to_the_panel_and_to_bidders_since_the_opening(sign_in, written, lead_officer):
    assert subjects(sign_in(lead_officer).get(of(written)).content.decode()) == {"To the panel", "It was opened"}


def test_before_the_opening_those_to_the_panel_alone(sign_in, written, lead_officer):
    written.state, written.opened_at = "published", None
    written.save()

    assert subjects(sign_in(lead_officer).get(of(written)).content.decode()) == {"To the panel"}


def test_who_may_read_no_bid_reads_no_letter_to_a_bidder(sign_in, council, written, lead_officer):
    seat = world.seat(written, PanelRole.OBSERVER, "Lena Lead", lead_officer)
    council.members.create(user=seat.user, role=CouncilRole.LEAD_OFFICER.value)

    assert subjects(sign_in(seat.user).get(of(written)).content.decode()) == {"To the panel"}


@pytest.mark.parametrize("role", [role for role in CouncilRole if role != CouncilRole.LEAD_OFFICER])
def test_nobody_else_at_the_council(sign_in, council, written, role):
    assert sign_in(world.council_member(council, role, "Some Body")).get(of(written)).status_code == 403


def test_a_letter_is_tried_again(sign_in, written, lead_officer, other_officer):
    Letter.objects.update(attempts=MOST_ATTEMPTS)
    retry = reverse("scoring:letters_retry", args=[written.reference])
    opened, receipt = (Letter.objects.filter(queued_at=at).last() for at in (AFTER, BEFORE))
    assert sign_in(other_officer).post(retry, {"letter": opened.reference}).status_code == 403
    client = sign_in(lead_officer)
    assert client.post(retry, {"letter": receipt.reference}).status_code == 404

    assert client.post(retry, {"letter": opened.reference}).status_code == 302

    assert [each.pk for each in Letter.objects.filter(attempts=MOST_ATTEMPTS - 1)] == [opened.pk]


def test_the_page_takes_as_many_queries_for_many(sign_in, written, lead_officer, django_assert_num_queries):
    client = sign_in(lead_officer)
    client.get(of(written))
    with django_assert_num_queries(6):
        client.get(of(written))
    for number in range(30):
        at = AFTER + timedelta(minutes=number)
        letters.queue("clare@example.org", "Again", "Text.", at=at, trail=written.reference)

    with django_assert_num_queries(6):
        client.get(of(written))
