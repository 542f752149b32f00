"""A late bid is accepted or disregarded with reasons, by one measure for all, before anybody locks scores."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.domain.refusals import Refusal
from accounts.models import Letter, TrailEvent
from partners.actions import bids, consortia, receipts, submissions
from partners.actions.offers import offer_of
from partners.domain.deadlines import TooLate
from partners.models import Bid, Submission
from scoring.actions import late_bids, rankings, scores
from scoring.domain.late_bids import LateGround
from scoring.domain.roles import PanelRole
from scoring.models import InterestReopening, LateBid, LateDecision, OpenedBid
from tests import world
from tests.partners.conftest import complete, typed_offer
from tests.scoring import judging
from tests.world import AFTER, BEFORE, DEADLINE

LATE = DEADLINE + timedelta(minutes=2)
PRESSED = DEADLINE + timedelta(minutes=3)
DECIDED = AFTER + timedelta(hours=1)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def tardy_bid(competition, name="Tardy Trust"):
    """A bid that was complete at the deadline, and never submitted."""
    organisation, ada = world.organisation(name)
    return complete(bids.start(competition, organisation, by=ada, at=BEFORE), ada)


def too_late(deed, *arguments, **named):
    with pytest.raises(TooLate):
        deed(*arguments, **named)


def press(bid, at=PRESSED):
    too_late(submissions.submit, bid, by=bid.started_by, at=at)


@pytest.fixture
def tardy(published, opened):
    published.state, published.opened_at = "published", None
    published.save()
    bid = tardy_bid(published)
    press(bid)
    world.open_bids(published)
    return Bid.objects.get(pk=bid.pk)


def decide(bid, lead, *, accepts=True, ground=LateGround.SERVICE, reasons="Our service was down.", **more):
    return late_bids.decide(bid, accepts=accepts, ground=ground, reasons=reasons, by=lead, at=DECIDED, **more)


def test_an_accepted_bid_is_in_with_a_receipt_that_says_it_came_late(tardy, opened, lead_officer):
    decide(tardy, lead_officer)

    submission = Submission.objects.get(bid=tardy)
    assert (submission.at, submission.by, submission.number) == (PRESSED, tardy.started_by, 1)
    assert submission.content == submission.whole() == submissions.content_of(Bid.objects.get(pk=tardy.pk), PRESSED)
    receipt = receipts.signed(submission)
    assert receipt["came_about"] == "it came after the deadline, and the council decided to accept it"
    assert OpenedBid.objects.visible_to(lead_officer).filter(pk=tardy.pk).exists()
    subjects = [letter.subject for letter in Letter.objects.filter(trail=tardy.reference).order_by("pk")]
    assert subjects[-2:] == [
        "Your bid is in: A partner for our day centres",
        "Your late bid is accepted: A partner for our day centres",
    ]
    texts = " ".join(letter.body for letter in Letter.objects.filter(trail=tardy.reference))
    assert "until midday" not in texts
    assert "Our service was down." in texts
    told = {letter.to for letter in Letter.objects.filter(trail=opened.competition.reference)}
    assert opened.panel.chair.user.email in told


def test_all_that_came_late_before_the_press_comes_in_and_nothing_after_it(published, lead_officer):
    bid = tardy_bid(published)
    ada = bid.started_by
    criterion = published.criteria.get(reference="service")
    named = [{"name": "Tide Trust", "kind": "charity"}]
    kept = bids.add_document(bid, title="Old", upload=SimpleUploadedFile("old.txt", b"old"), by=ada, at=BEFORE)
    too_late(bids.save_answer, bid, criterion, "A late text.", version=1, by=ada, at=LATE)
    too_late(bids.save_offer, bid, typed_offer("Tardy Trust", notes="A late note."), version=1, by=ada, at=LATE)
    too_late(consortia.name_consortium, bid, named, by=ada, at=LATE)
    upload = SimpleUploadedFile("late.txt", b"late")
    too_late(bids.add_document, bid, title="Late", upload=upload, criterion=criterion, by=ada, at=LATE)
    too_late(bids.remove_document, kept, by=ada, at=LATE)
    press(bid)
    too_late(bids.save_answer, bid, criterion, "After the press.", version=1, by=ada, at=PRESSED + timedelta(seconds=1))
    world.open_bids(published)

    decide(bid, lead_officer)

    content = Submission.objects.get(bid=bid).content
    assert content["answers"]["service"] == "A late text."
    assert content["offer"]["notes"] == "A late note."
    assert [member["name"] for member in content["consortium"]] == ["Tide Trust"]
    assert [(each["title"], each["criterion"]) for each in content["documents"]] == [("Late", "service")]
    with bid.documents.get(removed_at=None).file.open("rb") as file:
        assert file.read() == b"late"
    assert offer_of(bid).typed["notes"] == "A late note."


def test_a_late_version_takes_the_place_of_what_was_in_time(published, lead_officer):
    bid = tardy_bid(published)
    first = submissions.submit(bid, by=bid.started_by, at=BEFORE)
    criterion = published.criteria.get(reference="service")
    too_late(bids.save_answer, bid, criterion, "A late text.", version=1, by=bid.started_by, at=LATE)
    named = [{"name": "Tide Trust", "kind": "charity"}]
    too_late(consortia.name_consortium, bid, named, by=bid.started_by, at=LATE)
    press(bid)
    world.open_bids(published)
    eve = world.seat(published, PanelRole.EVALUATOR, "Eve Evaluator", lead_officer)
    world.declare_nothing(eve)

    decide(bid, lead_officer)

    asked = InterestReopening.objects.get()
    assert (asked.declaration.member, asked.cause, asked.by) == (eve, "people", lead_officer)
    assert asked.reason == "Tide Trust (member of the consortium) has come in."
    assert not OpenedBid.objects.visible_to(eve.user).exists()
    standing = submissions.standing_submission(bid)
    assert (standing.number, standing.content["answers"]["service"]) == (2, "A late text.")
    first.refresh_from_db()
    assert first.superseded_at == DECIDED


def test_a_late_press_that_changed_nothing_leaves_the_submission_that_there_is(published, lead_officer):
    bid = tardy_bid(published)
    first = submissions.submit(bid, by=bid.started_by, at=BEFORE)
    answer = bid.answers.first()
    for text in ("Something else.", answer.text):
        too_late(bids.save_answer, bid, answer.criterion, text, version=1, by=bid.started_by, at=LATE)
    press(bid)
    world.open_bids(published)

    decide(bid, lead_officer)

    assert submissions.standing_submission(bid) == first


def test_a_bid_that_is_not_complete_can_not_be_accepted_and_nothing_of_it_is_written(published, lead_officer):
    organisation, ada = world.organisation("Tardy Trust")
    bid = bids.start(published, organisation, by=ada, at=BEFORE)
    too_late(bids.save_answer, bid, published.criteria.first(), "Late.", version=0, by=ada, at=LATE)
    press(bid)
    world.open_bids(published)

    with pytest.raises(Refusal, match="only be disregarded"):
        decide(bid, lead_officer)

    assert not bid.answers.exists()
    assert not LateDecision.objects.exists()
    decide(bid, lead_officer, accepts=False, ground=LateGround.BIDDER)
    assert Bid.objects.get(pk=bid.pk).state == "draft"


def test_a_disregarded_bid_stays_out_and_its_bidder_learns_why(tardy, opened, lead_officer):
    decision = decide(tardy, lead_officer, accepts=False, ground=LateGround.BIDDER, reasons="Nothing was in the way.")
    again = decide(tardy, lead_officer, accepts=False, ground=LateGround.BIDDER, reasons="Nothing was in the way.")

    assert again == decision
    assert not Submission.objects.filter(bid=tardy).exists()
    letter = Letter.objects.filter(trail=tardy.reference).last()
    assert letter.subject == "Your late bid is disregarded: A partner for our day centres"
    assert "Nothing was in the way." in letter.body
    assert "Your bid is not in." in letter.body
    assert Letter.objects.filter(trail=tardy.reference, queued_at=DECIDED).count() == 1
    [event] = TrailEvent.objects.filter(verb="scoring.disregard_late_bid")
    assert (event.trail, event.subject) == (opened.competition.reference, tardy.reference)
    assert "in the way" not in str(event.details)


def test_what_was_disregarded_may_still_be_accepted_and_not_the_other_way_round(tardy, lead_officer):
    decide(tardy, lead_officer, accepts=False, ground=LateGround.BIDDER)
    decide(tardy, lead_officer)

    with pytest.raises(Refusal, match="is in, so the decision stays"):
        decide(tardy, lead_officer, accepts=False, ground=LateGround.BIDDER)

    assert [each.accepts for each in LateDecision.objects.filter(superseded_at=None)] == [True]
    assert LateDecision.objects.count() == 2


def test_a_decision_unlike_another_says_why(published, opened, tardy, lead_officer):
    published.state, published.opened_at = "published", None
    published.save()
    other = tardy_bid(published, "Slow Limited")
    press(other)
    world.open_bids(published)
    decide(tardy, lead_officer, accepts=False, ground=LateGround.BIDDER)

    with pytest.raises(Refusal, match="held to one measure"):
        decide(other, lead_officer)
    decision = decide(other, lead_officer, why_different="Only Slow Limited met our fault.")

    assert decision.why_different == "Only Slow Limited met our fault."
    assert "Only Slow Limited met our fault." in Letter.objects.filter(trail=other.reference).last().body


def test_without_a_press_of_submit_or_with_one_after_the_opening_there_is_no_late_bid(opened, lead_officer):
    bid = opened.bids[0]
    too_late(bids.save_answer, bid, opened.competition.criteria.first(), "Late.", version=0, by=bid.started_by, at=LATE)
    press(bid, at=AFTER + timedelta(seconds=1))

    with pytest.raises(Refusal, match="no late bid"):
        decide(bid, lead_officer, accepts=False)
    assert late_bids.undecided(opened.competition) == []
    assert not LateBid.objects.visible_to(lead_officer).exists()


def test_nobody_locks_or_ranks_before_late_bids_are_decided(opened, tardy, lead_officer):
    judging.assign_all(opened)
    eve = opened.panel.evaluators[0]
    judging.score_all(eve)

    with pytest.raises(Refusal, match="Nobody has decided yet on 1 late bid"):
        scores.lock(eve, by=eve.user, at=judging.AT)
    assert "Nobody has decided yet on 1 late bid" in rankings.problems(opened.competition)[0]

    decide(tardy, lead_officer, accepts=False, ground=LateGround.BIDDER)
    scores.lock(eve, by=eve.user, at=judging.AT)
    eve.refresh_from_db()
    assert eve.locked_at
    with pytest.raises(Refusal, match="has locked their scores, so no bid can come in"):
        decide(tardy, lead_officer)


def test_before_the_opening_nothing_can_be_decided(published, lead_officer):
    bid = tardy_bid(published)
    press(bid)

    with pytest.raises(Refusal, match="so nothing is decided on late bids"):
        decide(bid, lead_officer)
