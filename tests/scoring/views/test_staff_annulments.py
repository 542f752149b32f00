import pytest
from django.urls import reverse

from scoring.models import ExclusionDecision, StaffAnnulment, StaffBallot, StaffPaper
from tests.scoring import judging, voting
from tests.scoring.actions.test_staff_voting import MIXED
from tests.scoring.views.test_staff_ballots import address, whenever, words

WHY = "A bid that was set aside is in again."


@pytest.fixture
def competition(opened):
    voting.ask_staff(opened.competition)
    return opened.competition


@pytest.fixture
def officer(competition):
    return voting.officer(competition)


@pytest.fixture
def lacking(competition, opened):
    """A ballot that leaves out the second bid, and is not open yet."""
    decision = voting.set_aside(opened.bids[1])
    ballot, _ = voting.ready(competition)
    whenever(ballot, 5, 9)
    ExclusionDecision.objects.filter(pk=decision.pk).update(superseded_at=judging.AT)
    return ballot


def test_an_officer_is_told_of_a_bid_that_is_left_out_and_begins_anew(sign_in, officer, competition, lacking):
    at = sign_in(officer)
    page = words(at.get(address(competition)))
    assert "1 bid that counts is not on this ballot, or not as it counts now" in page
    assert "Begin the preparation anew" in page

    at.post(address(competition, "staff_ballot_anew"))

    page = words(at.get(address(competition)))
    assert "is not on this ballot" not in page
    assert "Partner B" in page
    assert "To be approved by a second person" in page


def test_an_officer_asks_an_approver_decides_and_all_that_was_cast_is_gone(sign_in, officer, competition):
    ballot, sheets = voting.ready(competition)
    voting.vote(ballot, sheets, MIXED)
    whenever(ballot, -5, 9)
    at, form = sign_in(officer), address(competition, "staff_ballot_annul")
    assert form in at.get(address(competition)).content.decode()
    assert "Say why the ballot can’t stand." in words(at.post(form, {"reason": " "}))
    assert at.post(form, {"reason": WHY}).url == address(competition)
    assert "Annul the ballot" not in words(at.get(address(competition)))
    assert at.post(address(competition, "staff_ballot_annul_decide"), {"annul": "yes"}).status_code == 403

    approver = sign_in(voting.approver(competition))
    page = words(approver.get(address(competition)))
    assert WHY in page
    assert "Let the ballot stand" in page
    approver.post(address(competition, "staff_ballot_annul_decide"), {"annul": "yes"})

    assert not StaffBallot.objects.exists()
    assert not StaffPaper.objects.exists()
    after = words(sign_in(officer).get(address(competition)))
    assert "A ballot was annulled at" in after
    assert WHY in after
    assert "Say who may vote, and when" in after
    record = words(sign_in(officer).get(reverse("scoring:record", args=[competition.reference])))
    assert "Annulled the ballot of staff, as a second person" in record
    assert WHY in record


def test_without_a_word_of_annulling_the_ballot_stands(sign_in, officer, competition):
    ballot, _ = voting.ready(competition)
    whenever(ballot, -5, 9)
    sign_in(officer).post(address(competition, "staff_ballot_annul"), {"reason": WHY})

    sign_in(voting.approver(competition)).post(address(competition, "staff_ballot_annul_decide"))

    assert StaffBallot.objects.exists()
    assert not StaffAnnulment.objects.confirmed().exists()


def test_the_panel_reads_nothing_of_it(sign_in, officer, competition, opened):
    ballot, _ = voting.ready(competition)
    whenever(ballot, -5, 9)
    sign_in(officer).post(address(competition, "staff_ballot_annul"), {"reason": WHY})

    for member in (opened.panel.evaluators[0], opened.panel.chair, opened.panel.observer):
        at = sign_in(member.user)
        assert WHY not in words(at.get(address(competition)))
        for name in ("staff_ballot_anew", "staff_ballot_annul", "staff_ballot_annul_decide"):
            assert at.post(address(competition, name)).status_code == 403


def test_a_bidder_that_is_not_on_the_ballot_is_told_so(sign_in, competition, opened, lacking):
    page = sign_in(opened.bids[1].started_by).get(reverse("scoring:staff_text_own", args=[opened.bids[1].reference]))

    assert "Your bid is not on the ballot of staff." in words(page)
