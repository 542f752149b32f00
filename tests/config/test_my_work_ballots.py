"""What “My work” asks of officers and approvers for the ballot of staff."""

from datetime import timedelta

import pytest

from accounts.domain.roles import CouncilRole
from config.my_work.ballots import ballot_work
from scoring.actions import staff_annulments, staff_ballots, staff_codes
from scoring.models import ExclusionDecision
from tests import world
from tests.config.test_my_work import TITLE, to_do, told
from tests.scoring import deciding, judging, voting

pytestmark = pytest.mark.django_db
PREPARE = f"Prepare the ballot of staff for {TITLE}"
APPROVE = f"Read what staff will read of the bids for {TITLE}, and approve it"
COUNT = f"Count the ballot of staff for {TITLE}"


@pytest.fixture
def competition(opened, officer, approver, lead_officer):
    voting.ask_staff(opened.competition)
    return opened.competition


def test_nobody_is_asked_where_staff_rate_nothing(opened, officer):
    assert "ballot" not in told(officer, judging.AT)


def test_an_officer_prepares_it_and_a_second_person_approves(competition, officer, lead_officer, approver, auditor):
    assert PREPARE in to_do(officer, judging.AT)
    assert PREPARE not in to_do(approver, judging.AT)

    voting.prepared(competition)

    assert APPROVE in to_do(approver, judging.AT)
    assert APPROVE in to_do(lead_officer, judging.AT)
    assert APPROVE not in to_do(officer, judging.AT)
    assert "Somebody else approves what staff read" in told(officer, judging.AT)
    assert "ballot" not in told(auditor, judging.AT)


def test_whoever_struck_something_out_does_not_approve(competition, lead_officer):
    partner = voting.prepared(competition).partners.get(bid__organisation__name="Harbour Care")
    marked = {"employees": "Employees elect [[two]] directors."}
    staff_ballots.write_texts(partner, marked, by=lead_officer, at=judging.AT)

    assert APPROVE not in to_do(lead_officer, judging.AT)


def test_codes_are_made_then_staff_vote_then_it_is_counted_once_all_have_locked(competition, opened, officer):
    ballot = voting.prepared(competition)
    staff_ballots.approve(ballot, by=voting.approver(competition), at=judging.AT)
    codes = f"Make the codes with which staff vote on the bids for {TITLE}"
    assert codes in to_do(officer, judging.AT)

    staff_codes.make(ballot, by=officer, at=judging.AT)
    assert codes not in to_do(officer, judging.AT)
    assert f"Staff vote on the bids for {TITLE} Until" in told(officer, voting.WHILE)
    judging.assign_all(opened)
    assert COUNT not in to_do(officer, voting.AFTER)
    assert f"The ballot of staff for {TITLE} has closed" in told(officer, voting.AFTER)

    deciding.agree_all(opened)
    assert COUNT in to_do(officer, voting.AFTER)
    voting.count(ballot)
    assert "allot of staff" not in told(officer, voting.AFTER)


def test_a_time_that_passed_before_the_approval_is_said_anew(competition, officer, approver):
    voting.prepared(competition)

    assert f"Say anew when staff vote on {TITLE}" in to_do(officer, voting.WHILE)
    assert APPROVE not in to_do(approver, voting.WHILE)


def test_a_bid_that_is_left_out_leads_the_officer_to_the_way_out(competition, opened, officer, approver):
    decision = voting.set_aside(opened.bids[1])
    ballot, _ = voting.ready(competition)
    ExclusionDecision.objects.filter(pk=decision.pk).update(superseded_at=judging.AT)

    assert f"Begin the preparation of the ballot of staff for {TITLE} anew" in to_do(officer, judging.AT)
    assert f"Ask that the ballot of staff for {TITLE} be annulled" in to_do(officer, voting.WHILE)
    staff_annulments.ask(ballot, "A bid is not on it.", by=officer, at=voting.WHILE)
    assert f"Decide whether the ballot of staff for {TITLE} is annulled" in to_do(approver, voting.WHILE)
    assert f"Ask that the ballot of staff for {TITLE} be annulled" not in to_do(officer, voting.WHILE)


def test_whoever_judges_is_told_nothing_of_it(competition, opened, council):
    chair = opened.panel.chair.user
    council.members.create(user=chair, role=CouncilRole.LEAD_OFFICER.value)

    assert "ballot of staff" not in told(chair, judging.AT)


def test_many_ballots_take_no_more_queries(competition, council, officer, django_assert_num_queries):
    voting.prepared(competition)

    def ask():
        return list(ballot_work(officer, {council.pk: CouncilRole.OFFICER}, judging.AT))

    with django_assert_num_queries(2):
        assert len(ask()) == 1
    for number in range(4):
        other = world.publish(world.draft_competition(world.service(council, f"Service {number}"), f"No {number}"))
        other.state, other.opened_at = "opened", judging.AT - timedelta(days=1)
        other.save()
        voting.ask_staff(other)

    with django_assert_num_queries(2):
        assert len(ask()) == 5
