import hashlib
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pikepdf
import pytest

from accounts.domain.fingerprints import fingerprint
from accounts.domain.refusals import Refusal
from accounts.domain.reports import ReportState
from accounts.models import TrailEvent
from scoring.actions import meetings, minutes, moderation, quality_checks, score_changes
from scoring.domain.agreed_reasons import AgreedReasons
from scoring.domain.meetings import Presence
from scoring.domain.minutes import minutes_of
from scoring.models import ConsensusScore, MeetingMinutes
from tests import tagged
from tests.scoring.judging import AT, REASONS, assign_all, assignment, criterion, reveal, score_and_lock

REASONED = AgreedReasons("Page 3 names eleven centres.", "Named managers.", "No transport.", "Nobody says who drives.")


@pytest.fixture
def meeting(opened, settings, tmp_path):
    """One score is changed, one agreed with a dissent, one revealed and left open."""
    settings.MEDIA_ROOT = tmp_path
    assign_all(opened, references=["service"])
    for member, value in zip(opened.panel.evaluators, (2, 3, 5), strict=True):
        score_and_lock(member, value)
    chair, (eve, _, edie) = opened.panel.chair.user, opened.panel.evaluators
    made = meetings.open_meeting(opened.competition, by=chair, at=AT)
    for state in (Presence.PRESENT, Presence.LEFT):
        meetings.mark(made, eve, state, by=chair, at=AT)
    reveal(opened)
    reveal(opened, bid=1)
    typed = {"value": Decimal(3), "reasons": "Now with page 9.", "why": "Evan showed me page 9.", "seen": "1"}
    score_changes.change(assignment(eve, opened.bids[0]), **typed, by=eve.user, at=AT)
    agreed = {"value": Decimal(3), "reasons": REASONED, "dissent": "5, for the minibuses.", "dissenters": [edie]}
    moderation.agree(opened.bids[0], criterion(opened), **agreed, by=chair, at=AT)
    return made


def closed(meeting):
    meetings.close_meeting(meeting, by=meeting.opened_by, at=AT + timedelta(hours=1))
    return minutes.request(meeting, by=meeting.opened_by, at=AT + timedelta(hours=1))


def test_minutes_hold_who_was_there_each_score_its_changes_and_what_was_agreed(meeting):
    made = closed(meeting)

    said = minutes_of(made.content)
    assert [(each.name, [state for state, _ in each.states]) for each in said.attendance] == [
        ("Clare Chair", ["Present"]),
        ("Eve Evaluator", ["Present", "Left"]),
        ("Evan Evaluator", []),
        ("Edie Evaluator", []),
        ("Oscar Observer", []),
    ]
    assert said.quorum == ("No quorum was set",)
    first, second = said.items
    assert (first.bidder, first.was_revealed_here) == ("Harbour Care", True)
    assert [(each.name, each.locked, each.moved) for each in first.scores] == [
        ("Eve Evaluator", "2", "up 1"),
        ("Evan Evaluator", "3", "stayed"),
        ("Edie Evaluator", "5", "down 2"),
    ]
    assert [(each.value, each.why) for each in first.scores[0].changes] == [("3", "Evan showed me page 9.")]
    assert first.scores[0].reasons == REASONS
    [agreed] = first.agreed
    assert (agreed.value, agreed.dissenters, agreed.dissent) == ("3", "Edie Evaluator", "5, for the minibuses.")
    assert (second.bidder, second.agreed) == ("Quayside Partners", ())


def test_minutes_hold_what_a_second_person_made_of_each_agreed_score_of_the_last_and_of_those_before(meeting, officer):
    bid, chair = meeting.competition.bids.get(organisation__name="Harbour Care"), meeting.opened_by
    first = ConsensusScore.objects.get(bid=bid, superseded_at=None)
    quality_checks.check(first, signs_off=False, remark="Say why not a 4.", by=officer, at=AT)
    agreed = {"value": Decimal(3), "reasons": REASONED, "dissent": ""}
    again = moderation.agree(bid, criterion_of(meeting), **agreed, by=chair, at=AT + timedelta(minutes=1))
    quality_checks.check(again, signs_off=True, remark="", by=officer, at=AT + timedelta(minutes=2))

    said = minutes_of(closed(meeting).content).items[0].agreed

    assert [[(each.by, each.is_signed_off, each.remark) for each in one.checks] for one in said] == [
        [("Olive Officer", False, "Say why not a 4.")],
        [("Olive Officer", True, "")],
    ]


def test_minutes_are_frozen_when_they_are_asked_for_and_made_as_a_tagged_pdf(meeting):
    made = closed(meeting)
    chair = meeting.opened_by
    moderation.agree(
        made.meeting.competition.bids.get(organisation__name="Harbour Care"),
        criterion_of(meeting),
        value=Decimal(5),
        reasons="Read again.",
        dissent="",
        by=chair,
        at=AT + timedelta(hours=2),
    )
    again = minutes.request(meeting, by=chair, at=AT + timedelta(hours=2))
    minutes.make(made.pk, at=AT + timedelta(hours=2))
    made.refresh_from_db()

    assert again == made
    assert made.state == ReportState.DONE
    assert fingerprint(made.content) == made.fingerprint
    event = TrailEvent.objects.get(verb="scoring.request_minutes")
    assert event.details == {"number": 1, "fingerprint": made.fingerprint}
    with made.file.open() as file:
        content = file.read()
    assert made.sha256 == hashlib.sha256(content).hexdigest()
    with pikepdf.open(BytesIO(content)) as document:
        assert tagged.faults(document) == []


def criterion_of(meeting):
    return meeting.competition.criteria.get(reference="service")


def test_an_open_meeting_has_no_minutes_yet(meeting):
    with pytest.raises(Refusal, match="still open"):
        minutes.request(meeting, by=meeting.opened_by, at=AT)

    assert not MeetingMinutes.objects.exists()
