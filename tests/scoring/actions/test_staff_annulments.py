"""Ways out for a ballot of staff that leaves out a bid: begun anew before it opens, annulled by two people after."""

import pytest
from django.db import IntegrityError, transaction

from accounts.domain.refusals import Refusal
from accounts.models import TrailEvent
from scoring.actions import staff_annulments, staff_ballots, staff_voting
from scoring.models import (
    ExclusionDecision,
    StaffAnnulment,
    StaffBallot,
    StaffCode,
    StaffPaper,
    StaffPartner,
    StaffText,
)
from tests.scoring import deciding, judging, voting
from tests.scoring.actions.test_staff_voting import MIXED

WHY = "A bid that was set aside is in again."


@pytest.fixture
def competition(opened):
    voting.ask_staff(opened.competition)
    return opened.competition


@pytest.fixture
def without_one(opened, competition):
    """The decision that sets the second bid aside while the ballot is drawn."""
    return voting.set_aside(opened.bids[1])


def takes_back(decision):
    ExclusionDecision.objects.filter(pk=decision.pk).update(superseded_at=judging.AT)


def officer_of(ballot):
    return voting.officer(ballot.competition)


def test_before_it_opens_all_bids_that_count_are_drawn_anew(competition, opened, without_one):
    ballot, sheets = voting.ready(competition)
    assert [partner.bid for partner in ballot.partners.all()] == [opened.bids[0]]
    takes_back(without_one)

    staff_annulments.begin_anew(ballot, by=officer_of(ballot), at=judging.AT)

    ballot.refresh_from_db()
    assert {partner.bid for partner in ballot.partners.all()} == set(opened.bids)
    assert ballot.approved_at is None
    staff_ballots.approve(ballot, by=voting.approver(competition), at=judging.AT)
    voting.vote(ballot, sheets[:1], [(3, 4)])
    assert TrailEvent.objects.filter(verb="scoring.prepare_staff_ballot_anew").get().details["bids"] == 2


def test_what_was_struck_out_by_hand_stays_so_and_its_author_does_not_approve(competition, opened, without_one):
    ballot = voting.prepared(competition)
    marked = {"employees": "Employees elect [[two]] directors."}
    author = voting.approver(competition)
    staff_ballots.write_texts(ballot.partners.get(), marked, by=author, at=judging.AT)
    takes_back(without_one)

    staff_annulments.begin_anew(ballot, by=officer_of(ballot), at=judging.AT)

    kept = StaffText.objects.get(partner__bid=opened.bids[0], criterion__reference="employees")
    assert (kept.marked, kept.written_by) == (marked["employees"], author)
    with pytest.raises(Refusal, match="somebody else"):
        staff_ballots.approve(ballot, by=author, at=judging.AT)


def test_a_ballot_that_leaves_out_a_bid_is_neither_approved_nor_counted(competition, opened, without_one):
    ballot = voting.prepared(competition)
    takes_back(without_one)

    with pytest.raises(Refusal, match="leaves out 1 bid that counts by now"):
        staff_ballots.approve(ballot, by=voting.approver(competition), at=judging.AT)


def test_once_open_it_is_not_begun_anew(competition, without_one):
    ballot, _ = voting.ready(competition)

    with pytest.raises(Refusal, match="The ballot opened at"):
        staff_annulments.begin_anew(ballot, by=officer_of(ballot), at=voting.WHILE)


def test_two_people_annul_it_and_nothing_of_what_was_cast_is_left(competition, opened):
    ballot, sheets = voting.ready(competition)
    voting.vote(ballot, sheets, MIXED)
    staff_annulments.ask(ballot, WHY, by=officer_of(ballot), at=voting.WHILE)
    assert StaffPaper.objects.count() == 12

    staff_annulments.decide(ballot, annuls=True, by=voting.approver(competition), at=voting.WHILE)

    for gone in (StaffBallot, StaffPaper, StaffCode, StaffText, StaffPartner):
        assert not gone.objects.exists()
    told = StaffAnnulment.objects.get()
    assert (told.reason, told.is_confirmed) == (WHY, True)
    verbs = TrailEvent.objects.filter(verb__contains="annul").values_list("verb", "details")
    assert list(verbs) == [
        ("scoring.ask_to_annul_staff_ballot", {"reason": WHY}),
        ("scoring.annul_staff_ballot", {"reason": WHY}),
    ]
    with pytest.raises(Refusal, match="opens no ballot"):
        staff_voting.admit(sheets[12].code, at=voting.WHILE)
    with pytest.raises(Refusal, match="was annulled"):
        staff_voting.count(ballot, by=officer_of(ballot), at=voting.AFTER)


def test_after_that_a_new_ballot_is_held_with_new_codes_and_counted(competition, opened):
    ballot, sheets = voting.ready(competition)
    voting.vote(ballot, sheets, MIXED)
    staff_annulments.ask(ballot, WHY, by=officer_of(ballot), at=voting.WHILE)
    staff_annulments.decide(ballot, annuls=True, by=voting.approver(competition), at=voting.WHILE)

    again, sheets = voting.ready(competition)
    voting.vote(again, sheets, [(1, 2)] * 6)
    deciding.agree_all(opened)

    assert voting.count(again).count["ballots"] == 6


def test_while_somebody_asks_for_it_nobody_counts(competition, opened):
    ballot, _ = voting.ready(competition)
    deciding.agree_all(opened)
    staff_annulments.ask(ballot, WHY, by=officer_of(ballot), at=voting.AFTER)

    with pytest.raises(Refusal, match="An approver decides on that first"):
        voting.count(ballot)


def test_nobody_annuls_alone_and_nothing_happens_before_somebody_asks(competition):
    ballot, _ = voting.ready(competition)
    officer, approver = officer_of(ballot), voting.approver(competition)
    with pytest.raises(Refusal, match="Nobody asks"):
        staff_annulments.decide(ballot, annuls=True, by=approver, at=voting.WHILE)
    staff_annulments.ask(ballot, WHY, by=officer, at=voting.WHILE)

    with pytest.raises(Refusal, match="You asked for it yourself"):
        staff_annulments.decide(ballot, annuls=True, by=officer, at=voting.WHILE)
    alone = {"is_confirmed": True, "decided_by": officer, "decided_at": voting.WHILE}
    with pytest.raises(IntegrityError, match="a_ballot_is_annulled_by_two"), transaction.atomic():
        StaffAnnulment.objects.update(**alone)
    staff_annulments.decide(ballot, annuls=False, by=approver, at=voting.WHILE)

    assert StaffBallot.objects.exists()
    assert not StaffAnnulment.objects.waiting().exists()


def test_a_count_that_is_whole_is_not_annulled_for_what_it_says(competition, opened):
    ballot, sheets = voting.ready(competition)
    voting.vote(ballot, sheets, MIXED)
    deciding.agree_all(opened)
    voting.count(ballot)

    with pytest.raises(Refusal, match="a count is not annulled for what it says"):
        staff_annulments.ask(ballot, WHY, by=officer_of(ballot), at=voting.AFTER)


def test_a_count_that_leaves_out_a_bid_is_annulled(competition, opened, without_one):
    ballot, sheets = voting.ready(competition)
    staff_voting.cast(sheets[0].code, voting.paper(ballot, 5), at=voting.WHILE)
    deciding.agree_all(opened)
    voting.count(ballot)
    takes_back(without_one)

    staff_annulments.ask(ballot, WHY, by=officer_of(ballot), at=voting.AFTER)
    staff_annulments.decide(ballot, annuls=True, by=voting.approver(competition), at=voting.AFTER)

    assert staff_voting.ratings_of(competition) == {}


def test_before_it_opens_there_is_nothing_to_annul(competition):
    ballot, _ = voting.ready(competition)

    with pytest.raises(Refusal, match="begin its preparation anew"):
        staff_annulments.ask(ballot, WHY, by=officer_of(ballot), at=judging.AT)
