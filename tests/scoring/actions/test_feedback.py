from datetime import date

import pytest
from django.db import DatabaseError, transaction

from accounts.domain.refusals import Refusal
from accounts.domain.stale import Stale
from accounts.models import Letter, TrailEvent
from procurement.domain.lifecycle import CompetitionState
from scoring.actions import feedback
from scoring.models import Feedback, NegotiationNote
from tests.scoring import staging

SAID = "Say how transport would run on Sundays."


@pytest.fixture
def ended(two_stages):
    """Both bids go on, and the final tenders have not begun."""
    two_stages.competition.most_going_on = 2
    two_stages.competition.save()
    staging.shortlist(two_stages.competition)
    two_stages.competition.refresh_from_db()
    for bid in two_stages.bids:
        bid.refresh_from_db()
    return two_stages


def write(ended, bid, text=SAID, **more):
    officer = staging.lead(ended.competition)
    return feedback.write(bid, texts={"service": text}, general="", by=officer, at=staging.AT, **more)


def send(ended):
    feedback.send(ended.competition, by=staging.lead(ended.competition), at=staging.AT)


def letters_about(bid):
    letters = Letter.objects.filter(trail=bid.reference)
    return [letter.body for letter in letters if letter.subject.startswith("Feedback")]


def test_feedback_is_sent_to_all_who_go_on_at_once_each_on_their_own_bid(ended):
    write(ended, ended.bids[0], "Only for the first.")
    write(ended, ended.bids[1], "Only for the second.")
    assert [letters_about(bid) for bid in ended.bids] == [[], []]

    send(ended)
    send(ended)

    first, second = (letters_about(bid) for bid in ended.bids)
    assert len(first) == len(second) == 1
    assert "How the service will run\nOnly for the first." in first[0]
    assert "second" not in first[0]
    assert TrailEvent.objects.filter(verb="scoring.send_feedback").count() == 1


def test_nobody_gets_feedback_before_all_have_some(ended):
    write(ended, ended.bids[0])

    with pytest.raises(Refusal, match="There is no feedback for Quayside Partners yet"):
        send(ended)
    with pytest.raises(Refusal, match="all are treated alike"):
        staging.invite(ended.final)

    write(ended, ended.bids[0], "")
    staging.invite(ended.final)
    assert staging.fresh(ended.final).stage == CompetitionState.PUBLISHED


def test_what_was_sent_stays_and_once_the_next_stage_begins_none_is_written(ended):
    for bid in ended.bids:
        write(ended, bid)
    send(ended)

    with pytest.raises(Refusal, match="sent already"):
        write(ended, ended.bids[0], "Another word.")
    for deed in (Feedback.objects.first().save, Feedback.objects.first().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()
    staging.invite(ended.final)
    with pytest.raises(Refusal, match="has begun"):
        write(ended, ended.bids[0], "Another word.")


def test_two_who_write_the_same_feedback_are_told_apart(ended):
    before = feedback.seen(None)
    write(ended, ended.bids[0], "One.", seen_before=before)

    with pytest.raises(Stale):
        write(ended, ended.bids[0], "Two.", seen_before=before)

    assert Feedback.objects.get().texts == {"service": "One."}


def test_who_does_not_go_on_gets_no_feedback_for_a_next_stage(two_stages):
    staging.shortlist(two_stages.competition)
    bid = two_stages.bids[1]
    bid.refresh_from_db()

    with pytest.raises(Refusal, match="does not go on"):
        write(two_stages, bid)


def test_a_meeting_is_noted_once_and_never_changed(ended):
    about = {"held_on": date(2026, 11, 3), "who": "Leo Lead, Ada", "text": "Transport.", "at": staging.AT}
    for _ in range(2):
        feedback.note_meeting(ended.bids[0], **about, by=staging.lead(ended.competition))

    with pytest.raises(DatabaseError), transaction.atomic():
        NegotiationNote.objects.get().save()
    with pytest.raises(Refusal, match="lies ahead"):
        feedback.note_meeting(
            ended.bids[0], **about | {"held_on": date(2027, 1, 1)}, by=staging.lead(ended.competition)
        )
