from contextlib import suppress

import pytest

from accounts.domain.fingerprints import fingerprint
from accounts.domain.refusals import Refusal
from accounts.models import Letter, TrailEvent
from partners.actions import bids, submissions
from partners.domain.deadlines import TooLate
from partners.models import LateAttempt, Submission
from tests import world
from tests.partners.conftest import typed_offer
from tests.world import AFTER, BEFORE, DEADLINE


def test_a_complete_bid_is_submitted_whole(complete_bid, bidder):
    bids.name_consortium(
        complete_bid,
        [{"name": "Tide Trust", "kind": "charity", "registered_number": "12", "part": "Trips"}],
        by=bidder,
        at=BEFORE,
    )

    submission = submissions.submit(complete_bid, by=bidder, at=BEFORE)

    assert (submission.number, submission.at, submission.by) == (1, BEFORE, bidder)
    assert submission.fingerprint == fingerprint(submission.whole())
    assert submission.whole() == {
        "bid": complete_bid.reference,
        "competition": complete_bid.competition.reference,
        "organisation": {
            "name": "Harbour Care",
            "kind": "charity",
            "registered_number": "1098765",
            "address": "1 High Street, Barchester",
        },
        "consortium": [
            {
                "name": "Tide Trust",
                "kind": "charity",
                "registered_number": "12",
                "part": "Trips",
                "role": "member",
                "share": "",
                "agreed": None,
            }
        ],
        "answers": {
            "insurance": "Our answer on Insurance.",
            "service": "Our answer on How the service will run.",
            "employees": "Our answer on Working with employees.",
        },
        "documents": [],
        "offer": world.offer_content("Harbour Care"),
    }
    complete_bid.refresh_from_db()
    assert complete_bid.state == "submitted"


def test_submitting_the_same_content_twice_gives_the_same_submission(complete_bid, bidder):
    first = submissions.submit(complete_bid, by=bidder, at=BEFORE)
    second = submissions.submit(complete_bid, by=bidder, at=DEADLINE)

    assert first == second
    assert Submission.objects.count() == Letter.objects.count() == 1


def test_a_changed_bid_replaces_what_was_submitted(complete_bid, bidder, criteria):
    first = submissions.submit(complete_bid, by=bidder, at=BEFORE)
    bids.save_answer(complete_bid, criteria.service, "Better.", version=1, by=bidder, at=DEADLINE)

    second = submissions.submit(complete_bid, by=bidder, at=DEADLINE)

    first.refresh_from_db()
    assert (second.number, first.superseded_at, second.superseded_at) == (2, DEADLINE, None)
    assert submissions.standing_submission(complete_bid) == second
    assert first.whole()["answers"]["service"] != second.whole()["answers"]["service"]


def test_a_bid_that_lacks_something_is_refused_with_the_whole_list(bid, bidder, criteria):
    bids.save_answer(bid, criteria.service, "word " * 501, version=0, by=bidder, at=BEFORE)
    bids.save_offer(bid, typed_offer(**{"holding-1-percent": "26"}), version=0, by=bidder, at=BEFORE)

    with pytest.raises(Refusal) as refusal:
        submissions.submit(bid, by=bidder, at=BEFORE)

    assert list(refusal.value.sentences) == [
        "“Insurance” is not answered yet.",
        "“How the service will run” has 501 words; the limit is 500. Take out 1 word.",
        "“Working with employees” is not answered yet.",
        "The stakes add up to 101%, and must add up to exactly 100%: take 1% off.",
    ]
    assert not Submission.objects.exists()


def test_a_bid_without_an_offer_says_so(bid):
    assert submissions.what_is_missing(bid, BEFORE)[-1] == "The offer is not written yet."


def test_an_offer_outside_the_published_terms_can_not_be_submitted(complete_bid, bidder):
    changes = {"holding-1-percent": "20", "holding-3-percent": "40"}
    bids.save_offer(complete_bid, typed_offer(**changes), version=1, by=bidder, at=BEFORE)

    assert submissions.what_is_missing(complete_bid, BEFORE) == [
        "Employees would hold 200 of 1,000 shares, which is 20%; the council's terms ask for at least 25%."
    ]


@pytest.mark.parametrize("field", ["money-equity-1", "price-1"])
def test_negative_money_can_not_be_submitted(complete_bid, bidder, field):
    bids.save_offer(complete_bid, typed_offer(**{field: "-£1,000"}), version=1, by=bidder, at=BEFORE)

    with pytest.raises(Refusal, match=r"below zero \(−£1,000\): enter 0 or more"):
        submissions.submit(complete_bid, by=bidder, at=BEFORE)


def test_whether_the_bid_changed_since_it_was_submitted(complete_bid, bidder, criteria):
    submission = submissions.submit(complete_bid, by=bidder, at=BEFORE)
    original = "Our answer on How the service will run."
    seen = []

    for text, version in (("Changed.", 1), (original, 2)):
        bids.save_answer(complete_bid, criteria.service, text, version=version, by=bidder, at=DEADLINE)
        complete_bid.refresh_from_db()
        seen.append(submissions.changed_since(complete_bid, submission))

    assert seen == [True, False]


def test_a_withdrawn_bid_is_not_in_and_may_be_submitted_again(complete_bid, bidder):
    first = submissions.submit(complete_bid, by=bidder, at=BEFORE)

    submissions.withdraw(complete_bid, by=bidder, at=BEFORE)
    submissions.withdraw(complete_bid, by=bidder, at=BEFORE)

    assert submissions.standing_submission(complete_bid) is None
    again = submissions.submit(complete_bid, by=bidder, at=DEADLINE)
    assert (again.number, again.fingerprint) == (2, first.fingerprint)
    complete_bid.refresh_from_db()
    assert complete_bid.state == "submitted"


def test_a_draft_can_not_be_withdrawn(bid, bidder):
    with pytest.raises(Refusal, match="nothing to withdraw"):
        submissions.withdraw(bid, by=bidder, at=BEFORE)


def test_who_got_no_answer_in_time_and_presses_again_gets_the_receipt(complete_bid, bidder):
    submission = submissions.submit(complete_bid, by=bidder, at=DEADLINE)

    assert submissions.submit(complete_bid, by=bidder, at=AFTER) == submission

    assert not LateAttempt.objects.exists()
    assert Submission.objects.count() == Letter.objects.count() == 1


@pytest.mark.parametrize("deed", [submissions.submit, submissions.withdraw])
@pytest.mark.parametrize("is_late", [False, True])
def test_after_the_deadline_the_deed_is_refused_and_kept_and_what_was_in_stays_in(
    complete_bid, bidder, criteria, deed, is_late
):
    submission = submissions.submit(complete_bid, by=bidder, at=BEFORE)
    with suppress(TooLate):
        at = AFTER if is_late else DEADLINE
        bids.save_answer(complete_bid, criteria.service, "Better.", version=1, by=bidder, at=at)

    with pytest.raises(TooLate, match="The deadline has passed: it was midday on Monday 2 November 2026"):
        deed(complete_bid, by=bidder, at=AFTER)

    assert [late.by for late in LateAttempt.objects.exclude(kind="answer")] == [bidder]
    assert submissions.standing_submission(complete_bid) == submission


def test_every_member_gets_a_letter_with_the_fingerprint(complete_bid, bidder):
    colleague = world.person("Carl Colleague")
    complete_bid.organisation.members.create(user=colleague, role="writer")

    submission = submissions.submit(complete_bid, by=bidder, at=BEFORE)

    assert {letter.to for letter in Letter.objects.all()} == {bidder.email, colleague.email}
    letter = Letter.objects.first()
    assert submission.fingerprint in letter.body
    assert letter.trail == complete_bid.reference


def test_nothing_of_it_is_on_the_trail_of_the_competition(complete_bid, bidder):
    submissions.submit(complete_bid, by=bidder, at=BEFORE)
    submissions.withdraw(complete_bid, by=bidder, at=BEFORE)

    assert set(TrailEvent.objects.values_list("trail", flat=True)) == {complete_bid.reference}
    assert not Letter.objects.exclude(trail=complete_bid.reference).exists()


def test_what_is_missing_takes_as_many_queries_for_many_criteria(complete_bid, django_assert_num_queries):
    complete_bid.competition.criteria.exclude(kind="formula").first()
    with django_assert_num_queries(4):
        submissions.what_is_missing(complete_bid, BEFORE)
