from datetime import timedelta

import pytest

from accounts.domain.refusals import Refusal
from accounts.models import TrailEvent
from procurement.actions import deadlines
from procurement.models import Competition, DeadlineChange
from tests import world

WEEK = timedelta(days=7)
QUESTIONS = world.DEADLINE - timedelta(days=14)


def extend(competition, by, **changed):
    typed = {
        "bid_deadline": world.DEADLINE + WEEK,
        "questions_deadline": QUESTIONS,
        "reasons": "Site visits took longer.",
        "at": world.BEFORE,
    }
    return deadlines.extend(competition, **(typed | changed), by=by)


def test_deadlines_are_put_off_for_everybody_and_the_change_is_kept(published, lead_officer):
    extend(published, lead_officer)

    published.refresh_from_db()
    assert (published.bid_deadline, published.questions_deadline) == (world.DEADLINE + WEEK, QUESTIONS)
    assert published.takes_bids(world.DEADLINE + timedelta(days=1))
    change = DeadlineChange.objects.get()
    assert (change.bid_deadline_before, change.bid_deadline) == (world.DEADLINE, world.DEADLINE + WEEK)
    assert TrailEvent.objects.get().details["reasons"] == "Site visits took longer."


def test_a_second_press_changes_nothing(published, lead_officer):
    extend(published, lead_officer)

    assert extend(published, lead_officer) is None
    assert DeadlineChange.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"at": world.AFTER}, "it has passed: it can’t be extended any more"),
        ({"bid_deadline": world.DEADLINE - WEEK}, "deadline for bids can only move to later than midday on Monday 2"),
        ({"questions_deadline": QUESTIONS - WEEK}, "deadline for questions can only move to later"),
        ({"questions_deadline": world.DEADLINE + WEEK}, "must come before the deadline for bids"),
        ({"reasons": " "}, "Say why"),
    ],
)
def test_what_would_be_unfair_is_refused(published, lead_officer, changed, said):
    with pytest.raises(Refusal, match=said):
        extend(published, lead_officer, **changed)

    assert Competition.objects.get().bid_deadline == world.DEADLINE


def test_a_draft_is_simply_changed(draft, lead_officer):
    with pytest.raises(Refusal, match="Only a published competition"):
        extend(draft, lead_officer)
