"""Two people, or two clicks, at the very same moment: on two connections to the database."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from accounts.actions.signing import signing_key
from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.actions import bids, submissions
from partners.actions.openings import confirm_opening
from partners.models import Answer, AnswerVersion, Bid, LateAttempt, OpeningConfirmation, Submission
from procurement.models import CompetitionKey
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


def test_no_bid_waits_for_another_to_come_in(published):
    first, second = [
        complete(world.bid(published, *world.organisation(name)), User.objects.get(name=f"Ada of {name}"))
        for name in ("Harbour Care", "Quayside Partners")
    ]
    # Made by the publication, and by the first submission of all.
    CompetitionKey.objects.of(published.pk)
    signing_key(at=BEFORE)

    def submit_second():
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '5s'")
        return submissions.submit(second, by=second.started_by, at=BEFORE)

    with transaction.atomic():
        submissions.submit(first, by=first.started_by, at=BEFORE)
        (submission,) = at_once(submit_second)

    assert [submission.bid, *Submission.objects.exclude(pk=submission.pk).values_list("bid", flat=True)] == [
        second,
        first.pk,
    ]


def test_no_bid_comes_in_while_the_bids_are_opened(bid, bidder, officer, lead_officer):
    complete(bid, bidder)
    confirm_opening(bid.competition, by=officer, at=AFTER)

    def submit():
        return submissions.submit(bid, by=bidder, at=BEFORE)

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            confirm_opening(bid.competition, by=lead_officer, at=AFTER)
            waiting = pool.submit(at_once, submit)
            wait_for_a_lock()
        (outcome,) = waiting.result(10)

    assert "opened before this reached us" in str(outcome)
    assert not Submission.objects.exists()


def wait_for_a_lock():
    """Until another connection waits for one that this one holds."""
    waits = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    end = time.monotonic() + 10
    with connection.cursor() as cursor:
        while time.monotonic() < end:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(waits)
            if cursor.fetchone()[0]:
                return
            time.sleep(0.02)
    pytest.fail("Nobody waits.")


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
