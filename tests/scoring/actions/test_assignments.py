import pytest

from accounts.domain.refusals import Refusal
from accounts.models import TrailEvent
from scoring.actions import assignments, panels
from scoring.actions.assignments import Assigned
from scoring.domain.roles import Interest, PanelRole
from scoring.models import Assignment
from tests import world
from tests.scoring.judging import AT, assign_all, assignment, criterion, reveal, save, score_and_lock


def rows():
    names = ("member__user__name", "bid__organisation__name", "criterion__reference")
    return sorted(Assignment.objects.values_list(*names))


def test_each_pair_is_for_every_bid_that_the_member_is_cleared_for(opened):
    eve, evan, _ = opened.panel.evaluators
    panels.declare(evan, opened.bids[0], Interest.ACTUAL, "My employer.", by=evan.user, at=AT)

    done = assign_all(opened, [eve, evan], ["service"])

    assert done == Assigned(added=3, removed=0, kept=0)
    assert rows() == [
        ("Evan Evaluator", "Quayside Partners", "service"),
        ("Eve Evaluator", "Harbour Care", "service"),
        ("Eve Evaluator", "Quayside Partners", "service"),
    ]
    event = TrailEvent.objects.filter(verb="scoring.assign").get()
    assert event.details["criteria"] == {"Eve Evaluator": "service", "Evan Evaluator": "service"}


def test_what_is_dropped_goes_unless_it_holds_a_score(opened):
    eve, evan, _ = opened.panel.evaluators
    assign_all(opened, [eve, evan], ["service"])
    save(assignment(eve, opened.bids[0]))

    done = assign_all(opened, [evan], ["employees"])

    assert done == Assigned(added=2, removed=3, kept=1)
    assert rows() == [
        ("Evan Evaluator", "Harbour Care", "employees"),
        ("Evan Evaluator", "Quayside Partners", "employees"),
        ("Eve Evaluator", "Harbour Care", "service"),
    ]


def test_assigning_twice_does_no_harm(opened):
    assign_all(opened)

    again = assign_all(opened)

    assert again == Assigned(0, 0, 0)
    assert TrailEvent.objects.filter(verb="scoring.assign").count() == 1


def test_formulas_observers_and_strangers_score_nothing(opened, draft, officer):
    stranger = world.seat(world.draft_competition(draft.service, "Another"), PanelRole.EVALUATOR, "Stranger", officer)
    chair = opened.panel.chair.user
    service, price = criterion(opened), criterion(opened, "price")
    for pair, why in [
        ((opened.panel.evaluators[0], price), "not scored by evaluators"),
        ((opened.panel.observer, service), "observer, and scores nothing"),
        ((stranger, service), "does not sit"),
    ]:
        with pytest.raises(Refusal, match=why):
            assignments.assign(opened.competition, [pair], by=chair, at=AT)

    assert rows() == []


def test_who_has_not_declared_yet_is_assigned_nothing(opened, officer):
    new = world.seat(opened.competition, PanelRole.EVALUATOR, "Nora New", officer)

    with pytest.raises(Refusal, match="Nora New is cleared for no bid yet"):
        assign_all(opened, [new])


def test_the_chair_may_score_too(opened):
    assign_all(opened, [opened.panel.chair], ["service"])

    assert Assignment.objects.filter(member=opened.panel.chair).count() == 2


def test_who_has_locked_keeps_what_they_have(opened):
    eve, evan, _ = opened.panel.evaluators
    assign_all(opened, [eve, evan], ["service"])
    score_and_lock(eve)

    with pytest.raises(Refusal, match="has locked"):
        assign_all(opened, [eve], ["service", "employees"])
    assign_all(opened, [evan], ["service"])

    assert Assignment.objects.filter(member=eve).count() == 2


def test_after_the_first_lock_nobody_starts_to_score(opened):
    """Who had nothing to score may have seen the scores: the chair sees those that are settled."""
    eve, evan, _ = opened.panel.evaluators
    assign_all(opened, [eve, evan], ["service"])
    score_and_lock(eve)

    with pytest.raises(Refusal, match="had nothing to score"):
        assign_all(opened, [eve, evan, opened.panel.chair], ["service"])
    assignments.assign(
        opened.competition,
        [(eve, criterion(opened)), (evan, criterion(opened)), (evan, criterion(opened, "employees"))],
        by=opened.panel.chair.user,
        at=AT,
    )

    assert Assignment.objects.filter(member=evan).count() == 4


def test_nobody_is_added_to_a_criterion_once_scores_of_it_are_revealed(opened):
    eve, evan, _ = opened.panel.evaluators
    assign_all(opened, [eve], ["service"])
    assignments.assign(
        opened.competition,
        [(eve, criterion(opened)), (evan, criterion(opened, "employees"))],
        by=opened.panel.chair.user,
        at=AT,
    )
    score_and_lock(eve)
    reveal(opened)

    with pytest.raises(Refusal, match="revealed already"):
        assign_all(opened, [evan], ["service", "employees"])
