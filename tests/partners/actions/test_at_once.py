"""Two people, or two clicks, at the very same moment: on two connections to the database."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from accounts.domain.refusals import Refusal
from partners.actions import bids, submissions
from partners.actions.openings import confirm_opening
from partners.models import Answer, AnswerVersion, Bid, LateAttempt, OpeningConfirmation, Submission
from tests import world
from tests.partners.conftest import complete
from tests.world import AFTER, BEFORE

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds):
    """What each deed gives or raises, when all start together."""
    together = Barrier(len(deeds))

    def do(deed):
        try:
            together.wait(10)
            return deed()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(do, deeds))


def test_two_clicks_start_one_bid(published):
    organisation, ada = world.organisation("Harbour Care")

    first, second = at_once(*[lambda: bids.start(published, organisation, by=ada, at=BEFORE)] * 2)

    assert first == second == Bid.objects.get()


def test_two_clicks_submit_once(bid, bidder):
    complete(bid, bidder)

    first, second = at_once(*[lambda: submissions.submit(bid, by=bidder, at=BEFORE)] * 2)

    assert first == second == Submission.objects.get()


def test_two_tabs_that_save_together_keep_both_texts(bid, bidder, criteria):
    def save(text):
        return lambda: bids.save_answer(bid, criteria.service, text, version=0, by=bidder, at=BEFORE)

    outcomes = at_once(save("One."), save("Two."))

    assert sorted(outcome.state for outcome in outcomes) == ["conflict", "saved"]
    assert Answer.objects.count() == 1
    assert sorted(AnswerVersion.objects.values_list("text", flat=True)) == ["One.", "Two."]


def test_two_officers_who_confirm_together_open_the_bids_once(published, officer, lead_officer):
    outcomes = at_once(*[lambda by=by: confirm_opening(published, by=by, at=AFTER) for by in (officer, lead_officer)])

    assert sorted(outcomes) == [False, True]
    published.refresh_from_db()
    assert published.opened_at == AFTER


def test_a_double_click_of_one_officer_confirms_once(published, officer):
    outcomes = at_once(*[lambda: confirm_opening(published, by=officer, at=AFTER)] * 2)

    assert sorted(str(outcome)[:13] for outcome in outcomes) == ["False", "You confirmed"]
    assert OpeningConfirmation.objects.count() == 1


def test_two_late_clicks_are_one_late_attempt(bid, bidder):
    at_once(*[lambda: submissions.submit(bid, by=bidder, at=AFTER)] * 2)

    assert LateAttempt.objects.count() == 1
