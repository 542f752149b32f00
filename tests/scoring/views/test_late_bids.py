"""The page on which a lead officer decides on a late bid, and the log that both sides see."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.domain.roles import CouncilRole
from partners.actions import bids
from partners.models import Bid, LastDayEntry
from scoring.domain.late_bids import LateGround
from scoring.models import LateDecision
from tests import world
from tests.scoring.actions.test_late_bids import LATE, decide, press, tardy, tardy_bid, too_late

__all__ = ["tardy"]
DECISION = {"outcome": "accept", "ground": "service", "reasons": "Our service was down.", "why_different": ""}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def of_decision(bid):
    return reverse("scoring:late_bid_decide", args=[bid.reference])


def of_list(bid):
    return reverse("scoring:late_attempts", args=[bid.competition.reference])


def test_the_lead_officer_accepts_it_on_the_page(sign_in, tardy, lead_officer):
    client = sign_in(lead_officer)
    page = client.get(of_list(tardy)).content.decode()
    assert of_decision(tardy) in page
    assert "Not decided" in page
    assert client.get(of_decision(tardy)).status_code == 200

    answer = client.post(of_decision(tardy), DECISION)

    assert answer.url == of_list(tardy)
    page = client.get(of_list(tardy)).content.decode()
    assert "Accepted" in page
    assert "Our service was down." in page
    assert of_decision(tardy) not in page
    assert Bid.objects.get(pk=tardy.pk).state == "submitted"


def test_what_was_typed_stays_when_something_is_missing(sign_in, tardy, lead_officer):
    client = sign_in(lead_officer)

    page = client.post(of_decision(tardy), {**DECISION, "ground": ""}).content.decode()

    assert "Choose what made it late." in page
    assert "Our service was down." in page
    assert not LateDecision.objects.exists()


def test_a_refusal_stands_above_the_form(sign_in, published, tardy, lead_officer):
    published.state, published.opened_at = "published", None
    published.save()
    other = tardy_bid(published, "Slow Limited")
    press(other)
    world.open_bids(published)
    decide(other, lead_officer, accepts=False, ground=LateGround.BIDDER, reasons="Nothing stood in its way.")
    client = sign_in(lead_officer)

    assert "Nothing stood in its way." in client.get(of_decision(tardy)).content.decode()
    page = client.post(of_decision(tardy), DECISION).content.decode()

    assert "held to one measure" in page
    assert "Our service was down." in page


@pytest.mark.parametrize("role", [role for role in CouncilRole if role != CouncilRole.LEAD_OFFICER])
def test_only_a_lead_officer_decides(sign_in, council, tardy, role):
    client = sign_in(world.council_member(council, role, f"The {role}"))

    assert client.post(of_decision(tardy), DECISION).status_code == 403
    assert of_decision(tardy) not in client.get(of_list(tardy)).content.decode()


def test_nobody_who_judges_nor_the_bidder_decides(sign_in, opened, tardy):
    for user in (opened.panel.chair.user, opened.panel.evaluators[0].user, tardy.started_by, opened.bids[0].started_by):
        assert sign_in(user).post(of_decision(tardy), DECISION).status_code == 404


def test_the_council_reads_the_log_of_a_late_bid_and_of_no_other(sign_in, published, opened, tardy, officer):
    only_saved = world.bid(published, *world.organisation("Saved Only"))
    criterion = published.criteria.get(reference="service")
    too_late(bids.save_answer, only_saved, criterion, "Late.", version=0, by=only_saved.started_by, at=LATE)
    LastDayEntry.objects.filter(bid=only_saved).update(outcome="failed")
    client = sign_in(officer)

    page = client.get(of_list(tardy)).content.decode()

    assert "12:03:00 on Monday 2 November 2026 (GMT)" in page
    assert "12:02:00 on Monday 2 November 2026 (GMT)" not in page
    assert "Saved Only" in page


def test_the_bidder_reads_their_own_log_at_once(sign_in, published, tardy):
    client = sign_in(tardy.started_by)

    page = client.get(reverse("partners:bid_last_day", args=[tardy.reference])).content.decode()

    assert "12:03:00 on Monday 2 November 2026 (GMT)" in page
    assert "Too late" in page
    assert "Save the offer" in page


def test_the_log_takes_as_many_queries_for_many(sign_in, tardy, django_assert_num_queries):
    client = sign_in(tardy.started_by)
    where = reverse("partners:bid_last_day", args=[tardy.reference])
    client.get(where)
    with CaptureQueriesContext(connection) as few:
        client.get(where)
    for number in range(30):
        LastDayEntry.objects.create(
            bid=tardy, at=LATE, by=world.person(f"P {number}"), words=str(number), outcome="done"
        )

    with django_assert_num_queries(len(few)):
        client.get(where)
