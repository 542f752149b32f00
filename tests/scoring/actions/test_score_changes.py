from decimal import Decimal

import pytest
from django.db import InternalError, ProgrammingError, transaction

from accounts.domain.fingerprints import fingerprint
from accounts.domain.refusals import Refusal
from accounts.models import Letter, TrailEvent
from procurement.domain.lifecycle import CompetitionState
from scoring.actions import moderation, panels, score_changes, scores
from scoring.domain.roles import Interest
from scoring.models import Score, ScoreChange, ScoreVersion
from tests.scoring.judging import AT, REASONS, assign_all, assignment, criterion, reveal, score_and_lock

WHY = "I had overlooked the transport plan on page 9."
NEW = "Nine minibuses and who drives them stand on page 9."


@pytest.fixture
def eve(opened):
    assign_all(opened, opened.panel.evaluators[:2], ["service"])
    for member in opened.panel.evaluators[:2]:
        score_and_lock(member)
    return opened.panel.evaluators[0]


@pytest.fixture
def mine(opened, eve):
    return assignment(eve, opened.bids[0])


def change(each, value=4, reasons=NEW, why=WHY, seen=None):
    seen = str(Score.objects.get(assignment=each).version) if seen is None else seen
    return score_changes.change(
        each, value=Decimal(value), reasons=reasons, why=why, seen=seen, by=each.member.user, at=AT
    )


def test_a_locked_score_changes_to_a_new_version_and_what_it_was_is_kept(opened, eve, mine):
    locked = TrailEvent.objects.get(verb="scoring.lock", by=eve.user).details["fingerprint"]
    made = change(mine)

    score = Score.objects.get(assignment=mine)
    assert (score.value, score.reasons, score.version) == (4, NEW, 2)
    assert (made.value_before, made.reasons_before, made.why, made.by) == (3, REASONS, WHY, eve.user)
    assert [(each.version, each.value) for each in ScoreVersion.objects.filter(score=score).order_by("pk")] == [
        (1, 3),
        (2, 4),
    ]
    assert fingerprint(scores.content_of(eve)) == locked


def test_a_change_is_on_the_trail_without_a_word_of_it_and_the_chair_is_told(opened, mine):
    Letter.objects.all().delete()
    made = change(mine)

    event = TrailEvent.objects.get(verb="scoring.change_score")
    assert event.subject == "Eve Evaluator: How the service will run of Harbour Care"
    assert event.details == {"number": 1, "fingerprint": fingerprint(score_changes.content_of(made))}
    letter = Letter.objects.get()
    assert letter.to == opened.panel.chair.user.email
    assert all(word not in letter.body for word in (WHY, NEW, "4"))


def test_what_is_incomplete_or_no_change_is_refused(mine):
    for given, said in (
        ({"why": " "}, "Say why"),
        ({"reasons": "\n"}, "Give your reasons"),
        ({"value": "3.5"}, "not on the published scale"),
        ({"value": 3, "reasons": REASONS}, "Nothing is different"),
        ({"seen": "0"}, "another window"),
    ):
        with pytest.raises(Refusal, match=said):
            change(mine, **given)

    assert not ScoreChange.objects.exists()


def test_the_same_change_twice_is_one(mine):
    assert change(mine, seen="1") == change(mine, seen="1")


def test_once_the_score_is_agreed_or_the_bids_are_ranked_it_stays(opened, eve, mine):
    reveal(opened)
    moderation.agree(
        opened.bids[0],
        criterion(opened),
        value=Decimal(3),
        reasons=REASONS,
        dissent="",
        by=opened.panel.chair.user,
        at=AT,
    )
    with pytest.raises(Refusal, match="ask the chair to record your dissent"):
        change(mine)
    rival = assignment(eve, opened.bids[1])
    change(rival)
    opened.competition.state = CompetitionState.RANKED.value
    opened.competition.save()

    with pytest.raises(Refusal, match="scores stay as they are"):
        change(rival, 5)


def test_before_the_lock_and_with_a_conflict_there_is_nothing_to_change(opened, eve, mine):
    evan = opened.panel.evaluators[1]
    evan.locked_at = None
    evan.save()
    panels.declare(eve, opened.bids[0], Interest.ACTUAL, "Offered a job there.", by=eve.user, at=AT)

    with pytest.raises(Refusal, match="declared an interest"):
        change(mine)
    with pytest.raises(Refusal, match="not locked"):
        change(assignment(evan, opened.bids[0]))


def test_the_database_keeps_changes_and_takes_none_without_its_reason(mine):
    change(mine)

    for rewrite in (
        lambda: ScoreChange.objects.update(why="Another."),
        lambda: ScoreChange.objects.all().delete(),
        lambda: Score.objects.update(value=5),
        lambda: Score.objects.update(version=9),
    ):
        with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
            rewrite()
