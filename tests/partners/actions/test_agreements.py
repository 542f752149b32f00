from datetime import timedelta

import pytest

from accounts.domain.refusals import Refusal
from accounts.models import Letter, TrailEvent
from partners.actions import agreements, bids, receipts, submissions
from partners.actions.openings import confirm_opening
from partners.domain.deadlines import TooLate
from partners.domain.receipts import AGREED
from partners.models import Bid, Submission
from partners.views.standing import standing_of
from tests.world import AFTER, BEFORE, DEADLINE


@pytest.fixture
def bid(bid):
    bid.competition.complete_counts = True
    bid.competition.save()
    return bid


def settled(bid, at=AFTER):
    agreements.settle_due(at=at)
    bid.refresh_from_db()
    return submissions.standing_submission(bid)


def test_a_complete_bid_is_in_at_the_deadline_as_agreed(complete_bid, bidder):
    agreements.agree(complete_bid, by=bidder, at=BEFORE)

    submission = settled(complete_bid)

    assert (submission.number, submission.at, submission.is_by_agreement) == (1, DEADLINE, True)
    assert complete_bid.state == "submitted"
    receipt = receipts.signed(submission)
    assert (receipt["came_about"], receipt["issued_at"]) == (AGREED, "2026-11-02T13:00:00.000000+00:00")
    assert "you had agreed" in Letter.objects.get().body
    last = TrailEvent.objects.filter(trail=complete_bid.reference).latest("sequence")
    assert (last.verb, last.by, last.at) == ("partners.submit_bid", None, AFTER)


def test_nothing_happens_twice_nor_before_the_deadline_and_a_long_outage_does_no_harm(complete_bid, bidder):
    agreements.agree(complete_bid, by=bidder, at=BEFORE)

    assert settled(complete_bid, DEADLINE + timedelta(seconds=30)) is None
    assert settled(complete_bid, DEADLINE + timedelta(days=30)).at == DEADLINE
    settled(complete_bid, DEADLINE + timedelta(days=31))
    assert Submission.objects.count() == Letter.objects.count() == 1


def test_the_newer_content_counts_if_it_is_complete(complete_bid, bidder, criteria):
    first = submissions.submit(complete_bid, by=bidder, at=BEFORE)
    agreements.agree(complete_bid, by=bidder, at=BEFORE)
    bids.save_answer(complete_bid, criteria.service, "Better.", version=1, by=bidder, at=DEADLINE)
    before = standing_of(Bid.objects.get(), DEADLINE)

    second = settled(complete_bid)

    assert "goes in at the deadline by itself" in " ".join(before.sentences)
    assert (second.number, second.content["answers"]["service"]) == (2, "Better.")
    first.refresh_from_db()
    assert first.superseded_at == AFTER


def test_what_is_not_complete_leaves_what_was_submitted(complete_bid, bidder, criteria):
    first = submissions.submit(complete_bid, by=bidder, at=BEFORE)
    agreements.agree(complete_bid, by=bidder, at=BEFORE)
    bids.save_answer(complete_bid, criteria.service, "", version=1, by=bidder, at=DEADLINE)
    before = " ".join(standing_of(Bid.objects.get(), DEADLINE).sentences)

    assert settled(complete_bid) == first
    assert "Now 1 thing is missing. If that stays so, submission 1 counts." in before
    letter = Letter.objects.latest("pk").body
    assert "How the service will run” is not answered yet" in letter
    assert "Submission 1 counts" in letter


def test_an_unchanged_submission_stays_the_one(complete_bid, bidder):
    agreements.agree(complete_bid, by=bidder, at=BEFORE)
    first = submissions.submit(complete_bid, by=bidder, at=BEFORE)

    assert settled(complete_bid) == first
    assert Submission.objects.count() == 1


@pytest.mark.parametrize("undo", [agreements.take_back, submissions.withdraw])
def test_who_takes_it_back_or_withdraws_is_not_in(complete_bid, bidder, undo):
    submissions.submit(complete_bid, by=bidder, at=BEFORE)
    submissions.withdraw(complete_bid, by=bidder, at=BEFORE)
    submissions.submit(complete_bid, by=bidder, at=BEFORE)
    agreements.agree(complete_bid, by=bidder, at=BEFORE)
    if undo is agreements.take_back:
        undo(complete_bid, by=bidder, at=BEFORE)
        submissions.withdraw(complete_bid, by=bidder, at=BEFORE)
    else:
        undo(complete_bid, by=bidder, at=BEFORE)

    assert settled(complete_bid) is None


def test_without_the_agreement_or_the_setting_only_what_is_submitted_counts(complete_bid, bidder, rival_bid):
    assert settled(complete_bid) is None
    complete_bid.competition.complete_counts = False
    complete_bid.competition.save()

    with pytest.raises(Refusal, match="press submit"):
        agreements.agree(complete_bid, by=bidder, at=BEFORE)


def test_nobody_agrees_after_the_deadline(complete_bid, bidder):
    with pytest.raises(TooLate):
        agreements.agree(complete_bid, by=bidder, at=AFTER)

    assert settled(complete_bid) is None


def test_the_opening_does_not_wait_for_the_worker(complete_bid, bidder, officer, lead_officer):
    agreements.agree(complete_bid, by=bidder, at=BEFORE)

    confirm_opening(complete_bid.competition, by=officer, at=AFTER)
    confirm_opening(complete_bid.competition, by=lead_officer, at=AFTER)

    assert [bid.pk for bid in Bid.objects.opened(complete_bid.competition)] == [complete_bid.pk]
