from decimal import Decimal

import pytest
from django.db import InternalError, ProgrammingError, transaction

from accounts.domain.refusals import Refusal
from accounts.models import TrailEvent
from scoring.actions import meetings, moderation, moderation_rules, panels
from scoring.domain.meetings import Presence
from scoring.domain.roles import Interest
from scoring.models import Attendance, Meeting, ModerationRules, Reveal
from tests.scoring.judging import AT, REASONS, assign_all, criterion, reveal, score_and_lock


def set_rules(opened, by, quorum=2, quorum_of=None, why=""):
    return moderation_rules.set_rules(
        opened.competition, quorum=quorum, quorum_of=quorum_of or {}, why=why, by=by, at=AT
    )


def mark(meeting, member, state=Presence.PRESENT):
    meetings.mark(meeting, member, state, by=meeting.opened_by, at=AT)


@pytest.fixture
def locked(opened):
    assign_all(opened, references=["service"])
    for member in opened.panel.evaluators:
        score_and_lock(member)
    return opened


@pytest.fixture
def meeting(locked):
    return meetings.open_meeting(locked.competition, by=locked.panel.chair.user, at=AT)


def test_a_meeting_is_opened_once_and_its_chair_is_there(locked, meeting):
    again = meetings.open_meeting(locked.competition, by=locked.panel.chair.user, at=AT)

    assert again == meeting
    assert Attendance.objects.present(meeting) == [locked.panel.chair]
    meetings.close_meeting(meeting, by=locked.panel.chair.user, at=AT)
    assert meetings.open_meeting(locked.competition, by=locked.panel.chair.user, at=AT).number == 2


def test_who_comes_and_goes_is_kept_with_its_time_and_on_the_record(locked, meeting):
    eve = locked.panel.evaluators[0]
    for state in (Presence.ABSENT, Presence.PRESENT, Presence.PRESENT, Presence.LEFT):
        mark(meeting, eve, state)

    assert list(Attendance.objects.filter(member=eve).values_list("state", flat=True)) == ["absent", "present", "left"]
    assert eve not in Attendance.objects.present(meeting)
    marked = TrailEvent.objects.filter(verb="scoring.mark_attendance", subject="Eve Evaluator, meeting 1")
    assert [each.details for each in marked] == [{"state": "absent"}, {"state": "present"}, {"state": "left"}]
    with pytest.raises(Refusal, match="was not marked present"):
        mark(meeting, locked.panel.evaluators[1], Presence.LEFT)
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        Attendance.objects.update(state="present")


def test_a_closed_meeting_stays_as_it_was(locked, meeting):
    meetings.close_meeting(meeting, by=locked.panel.chair.user, at=AT)

    with pytest.raises(Refusal, match="closed"):
        mark(meeting, locked.panel.evaluators[0])
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        Meeting.objects.update(closed_at=None)


def test_without_a_quorum_nothing_is_revealed_or_agreed_and_the_refusal_says_what_to_do(locked, officer):
    set_rules(locked, officer)
    eve, evan, _ = locked.panel.evaluators
    with pytest.raises(Refusal, match="no moderation meeting is open"):
        reveal(locked)
    meeting = meetings.open_meeting(locked.competition, by=locked.panel.chair.user, at=AT)
    mark(meeting, eve)
    with pytest.raises(Refusal, match="1 of its 3 evaluators is present, and 2 are needed") as refusal:
        reveal(locked)
    assert "Mark who has come of Edie Evaluator, Evan Evaluator" in str(refusal.value)
    mark(meeting, evan)
    reveal(locked)
    mark(meeting, eve, Presence.LEFT)

    agreed = {"value": Decimal(3), "reasons": REASONS, "dissent": "", "by": locked.panel.chair.user, "at": AT}
    with pytest.raises(Refusal, match="There is no quorum"):
        moderation.agree(locked.bids[0], criterion(locked), **agreed)
    mark(meeting, eve)
    moderation.agree(locked.bids[0], criterion(locked), **agreed)


def test_a_member_with_a_conflict_does_not_count_for_that_bid(locked, meeting, officer):
    set_rules(locked, officer, 3)
    *here, away = locked.panel.evaluators
    for member in here:
        mark(meeting, member)
    panels.declare(away, locked.bids[0], Interest.ACTUAL, "A trustee there.", by=away.user, at=AT)

    assert reveal(locked)
    with pytest.raises(Refusal, match="2 of its 3 evaluators are present, and 3 are needed"):
        reveal(locked, bid=1)


def test_the_quorum_is_on_the_record_and_changes_with_a_reason_once_scores_are_revealed(locked, officer):
    set_rules(locked, officer, None, {"employees": 1})
    reveal(locked)

    with pytest.raises(Refusal, match="say why it is changed"):
        set_rules(locked, officer, 3)
    with pytest.raises(Refusal, match="“price” is not a criterion that evaluators score"):
        set_rules(locked, officer, 3, {"price": 1})
    set_rules(locked, officer, 3, why="Two have fallen ill.")

    assert ModerationRules.objects.get().quorum == 3
    assert Reveal.objects.count() == 1
    last = TrailEvent.objects.filter(verb="scoring.set_moderation_rules").last()
    assert (last.details["quorum"], last.details["before_of"], last.details["why"]) == (
        3,
        {"employees": "1"},
        "Two have fallen ill.",
    )
