"""Those who score are reminded of the day, once before it and once after it; the chair hears who is overdue."""

from datetime import timedelta

import pytest

from accounts.domain.refusals import Refusal
from accounts.models import Letter, TrailEvent
from partners.actions.supplier_information import day_of
from scoring.actions import scoring_deadlines
from scoring.models import ScoringReminder
from tests.scoring.judging import AT, assign_all, score_and_lock

DAY = timedelta(days=1)


def set_day(opened, days):
    who = {"by": opened.panel.chair.user, "at": AT}
    return scoring_deadlines.set_day(opened.competition, day_of(AT) + days * DAY, **who)


def told():
    return sorted((each.to, each.subject.partition(":")[0]) for each in Letter.objects.all())


def test_each_is_reminded_once_before_and_once_after_the_day_and_whoever_locked_is_not(opened):
    eve, evan, edie = opened.panel.evaluators
    assign_all(opened)
    score_and_lock(edie)
    Letter.objects.all().delete()
    set_day(opened, 10)

    sent = [scoring_deadlines.remind(at=AT + days * DAY) for days in (1, 6, 7, 7, 10, 11, 30)]

    assert sent == [0, 0, 2, 0, 0, 2, 0]
    assert told() == sorted(
        [(member.user.email, f"Your scores are {when}") for member in (eve, evan) for when in ("due soon", "overdue")]
        + [(opened.panel.chair.user.email, "Scores are overdue")]
    )
    events = TrailEvent.objects.filter(verb="scoring.remind_of_scores")
    assert [(each.by, each.details["kind"]) for each in events] == [(None, "soon"), (None, "overdue")]


def test_another_day_is_reminded_of_anew(opened):
    assign_all(opened, opened.panel.evaluators[:1])
    set_day(opened, 1)
    scoring_deadlines.remind(at=AT)
    set_day(opened, 2)

    assert scoring_deadlines.remind(at=AT) == 1
    assert ScoringReminder.objects.count() == 2


def test_a_day_that_has_passed_is_refused_and_the_same_day_is_no_change(opened):
    with pytest.raises(Refusal, match="has passed"):
        set_day(opened, -1)
    set_day(opened, 5)
    set_day(opened, 5)

    assert TrailEvent.objects.filter(verb="scoring.set_scoring_deadline").count() == 1
