from decimal import Decimal

import pytest
from django.db import InternalError, ProgrammingError, transaction

from accounts.actions.trail import broken_links
from accounts.domain.fingerprints import fingerprint
from accounts.domain.refusals import Refusal
from accounts.models import Letter, TrailEvent
from scoring.actions import panels, scores
from scoring.domain.roles import Interest
from scoring.models import Assignment, Score, ScoreVersion
from tests.scoring.judging import AT, REASONS, assign_all, assignment, save, score_all, score_and_lock


@pytest.fixture
def eve(opened):
    assign_all(opened, opened.panel.evaluators[:2])
    return opened.panel.evaluators[0]


@pytest.fixture
def mine(opened, eve):
    return assignment(eve, opened.bids[0])


def test_a_score_is_saved_as_far_as_it_has_come(mine):
    first = save(mine, None, "Eleven centres…")
    second = save(mine, 4, "Eleven centres, named.", version=first.version)

    assert (first.state, second.state, second.version) == ("saved", "saved", 2)
    score = Score.objects.get()
    assert (score.value, score.reasons, score.version) == (4, "Eleven centres, named.", 2)
    assert [(each.version, each.value, each.reasons) for each in ScoreVersion.objects.order_by("pk")] == [
        (1, None, "Eleven centres…"),
        (2, 4, "Eleven centres, named."),
    ]


def test_the_database_keeps_what_a_score_was_however_it_is_written(mine):
    save(mine, 4, "As saved.")
    Score.objects.update(reasons="As written past the action.")

    assert list(ScoreVersion.objects.order_by("pk").values_list("value", "reasons", "was_in_conflict")) == [
        (4, "As saved.", False),
        (4, "As written past the action.", False),
    ]


def test_the_same_save_twice_is_one(mine):
    save(mine, 4)
    again = save(mine, 4, version=0)

    assert (again.state, again.version) == ("saved", 1)
    assert ScoreVersion.objects.count() == 1


def test_a_second_tab_does_not_overwrite_and_both_texts_are_kept(mine):
    save(mine, 4, "From the first tab.", version=0)
    late = save(mine, 2, "From the second tab.", version=0)

    assert (late.state, late.version, late.score.reasons) == ("conflict", 1, "From the first tab.")
    assert Score.objects.get().value == 4
    assert [(each.reasons, each.was_in_conflict) for each in ScoreVersion.objects.order_by("pk")] == [
        ("From the first tab.", False),
        ("From the second tab.", True),
    ]


@pytest.mark.parametrize("value", ["3.5", "6", "-1", "NaN", "Infinity", "1e9"])
def test_a_score_off_the_scale_is_refused(mine, value):
    with pytest.raises(Refusal, match="0, 1, 2, 3, 4 or 5"):
        scores.save(mine, value=Decimal(value), reasons=REASONS, version=0, by=mine.member.user, at=AT)

    assert not Score.objects.exists()


def test_a_condition_is_passed_or_failed(opened, eve):
    condition = assignment(eve, opened.bids[0], "insurance")

    with pytest.raises(Refusal, match="0 or 1"):
        save(condition, 3)
    save(condition, 1)

    assert Score.objects.get().value == 1


def test_scores_lie_open_until_they_are_locked_and_then_stay(opened, eve, mine):
    score_and_lock(eve)

    with pytest.raises(Refusal, match="locked"):
        save(assignment(eve, opened.bids[0]), 5)
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        Score.objects.update(value=5)

    assert set(Score.objects.values_list("value", flat=True)) == {1, 3}


def test_locking_needs_a_score_and_reasons_for_everything(opened, eve):
    score_all(eve)
    save(assignment(eve, opened.bids[0]), 3, " \n ")
    save(assignment(eve, opened.bids[1], "employees"), None, "Two directors.")

    with pytest.raises(Refusal) as refusal:
        scores.lock(eve, by=eve.user, at=AT)

    assert refusal.value.sentences[1:] == (
        "Harbour Care, How the service will run: no reasons.",
        "Quayside Partners, Working with employees: no score.",
    )
    eve.refresh_from_db()
    assert eve.locked_at is None


def test_the_trail_proves_the_locked_scores_without_showing_them(opened, eve):
    score_and_lock(eve)

    event = TrailEvent.objects.get(verb="scoring.lock")
    assert event.details == {"scores": 6, "fingerprint": fingerprint(scores.content_of(eve))}
    assert REASONS not in str([each.details for each in TrailEvent.objects.all()])
    assert broken_links(opened.competition.reference) == []


def test_locking_twice_does_no_harm(eve):
    score_and_lock(eve)
    scores.lock(eve, by=eve.user, at=AT)

    assert TrailEvent.objects.filter(verb="scoring.lock").count() == 1


def test_the_chair_hears_when_the_last_one_has_locked(opened, eve):
    score_and_lock(eve)
    before = list(Letter.objects.all())
    score_and_lock(opened.panel.evaluators[1])

    assert before == []
    assert [letter.to for letter in Letter.objects.all()] == [opened.panel.chair.user.email]


def test_who_scores_nothing_locks_nothing(opened):
    edie = opened.panel.evaluators[2]

    with pytest.raises(Refusal, match="nothing to score"):
        scores.lock(edie, by=edie.user, at=AT)


def test_a_conflict_declared_later_keeps_the_scores_but_they_count_no_longer(opened, eve, mine):
    score_all(eve)
    panels.declare(eve, opened.bids[0], Interest.ACTUAL, "Offered a job there.", by=eve.user, at=AT)

    with pytest.raises(Refusal, match="declared an interest"):
        save(assignment(eve, opened.bids[0]), 5)
    scores.lock(eve, by=eve.user, at=AT)

    assert Score.objects.filter(assignment__bid=opened.bids[0]).count() == 3
    assert {each.bid for each in Assignment.objects.of(opened.competition).filter(member=eve)} == {opened.bids[1]}


def test_line_ends_of_windows_are_no_change(mine):
    save(mine, 3, "One\nTwo")
    again = save(mine, 3, "One\r\nTwo", version=1)

    assert again.version == 1
