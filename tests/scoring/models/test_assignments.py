"""An assignment counts while its member sits and has declared no interest in the bidder: the database keeps that."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction

from accounts.domain.refusals import Refusal
from scoring.actions import assignments, panels
from scoring.domain.roles import Interest, PanelRole
from scoring.models import Assignment, InterestDeclaration, Score, ScoreVersion, Tally
from tests.partners.actions.test_at_once import at_once
from tests.scoring.judging import AT, assign_all, assignment, criterion, save, score_all


def by_member_and_criterion(rows):
    found = {}
    for each in rows:
        found.setdefault((each.member_id, each.criterion_id), []).append(each)
    return found


def tallied():
    """How many are scored, and how many there are, as the database keeps it; without the pairs that have none."""
    rows = Tally.objects.filter(total__gt=0).values_list("member", "criterion", "done", "total")
    return {(member, criterion): (done, total) for member, criterion, done, total in rows}


def counting():
    """Those that count, by what the database keeps; after a look at what was declared, which must say the same."""
    kept = set(Assignment.objects.counting())
    declared = set(
        InterestDeclaration.objects.filter(
            superseded_at=None, interest=Interest.NONE.value, member__left_at=None
        ).values_list("member", "bid")
    )
    assert kept == {each for each in Assignment.objects.all() if (each.member_id, each.bid_id) in declared}
    assert tallied() == {
        pair: (sum(each.is_scored for each in held), len(held)) for pair, held in by_member_and_criterion(kept).items()
    }
    return {(each.member.user.name.split()[0], each.bid_id) for each in kept}


def test_what_counts_follows_each_declaration_departure_and_return(opened, lead_officer):
    first, second = (bid.pk for bid in opened.bids)
    eve, evan, edie = opened.panel.evaluators
    panels.declare(edie, opened.bids[0], Interest.ACTUAL, "My employer.", by=edie.user, at=AT)

    assign_all(opened, references=["service"])
    everything = {("Eve", first), ("Eve", second), ("Evan", first), ("Evan", second), ("Edie", second)}
    assert counting() == everything

    panels.declare(eve, opened.bids[0], Interest.PERCEIVED, "A friend.", by=eve.user, at=AT)
    assert counting() == everything - {("Eve", first)}
    panels.declare(eve, opened.bids[0], Interest.NONE, "", by=eve.user, at=AT + timedelta(hours=1))
    assert counting() == everything
    panels.stand_down(evan, by=lead_officer, at=AT)
    assert counting() == everything - {("Evan", first), ("Evan", second)}
    panels.appoint(opened.competition, evan.user, PanelRole.EVALUATOR, by=lead_officer, at=AT)
    assert counting() == everything


def test_the_tallies_follow_each_score_and_what_the_chair_takes_away(opened):
    chair = opened.panel.chair.user
    eve, evan, edie = opened.panel.evaluators
    assign_all(opened)
    score_all(eve)
    save(assignment(evan, opened.bids[0]), 3)
    save(assignment(evan, opened.bids[1]), None, "Not scored yet.")
    counting()
    assert tallied()[evan.pk, criterion(opened).pk] == (1, 2)

    panels.declare(eve, opened.bids[0], Interest.ACTUAL, "My employer.", by=eve.user, at=AT)
    assignments.assign(opened.competition, [(evan, criterion(opened))], by=chair, at=AT)
    counting()
    assert tallied()[eve.pk, criterion(opened).pk] == (1, 1)
    assert (edie.pk, criterion(opened).pk) not in tallied()


def test_nothing_that_is_written_makes_an_assignment_count_that_does_not(opened):
    assign_all(opened)
    eve = opened.panel.evaluators[0]
    before = assignment(eve, opened.bids[0])
    panels.declare(eve, opened.bids[0], Interest.ACTUAL, "My employer.", by=eve.user, at=AT)

    before.save()
    Assignment.objects.update(counts=True)

    assert ("Eve", opened.bids[0].pk) not in counting()


def test_a_score_is_saved_no_more_once_the_chair_has_taken_the_criterion_away(opened):
    assign_all(opened)
    mine = assignment(opened.panel.evaluators[0], opened.bids[0])
    assignments.assign(opened.competition, [], by=opened.panel.chair.user, at=AT)

    with pytest.raises(Refusal, match="taken this off your list"):
        save(mine)


@pytest.mark.django_db(transaction=True)
def test_an_assignment_made_while_a_conflict_is_being_declared_does_not_count(opened):
    """The declaration is not committed yet when the assignment is written: the database lets it wait."""
    edie = opened.panel.evaluators[2]

    def assign():
        try:
            Assignment.objects.create(
                member=edie, bid=opened.bids[0], criterion=criterion(opened), assigned_by=edie.user, assigned_at=AT
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            panels.declare(edie, opened.bids[0], Interest.ACTUAL, "My employer.", by=edie.user, at=AT)
            assigning = pool.submit(assign)
            with pytest.raises(TimeoutError):
                assigning.result(timeout=0.5)
        assigning.result(timeout=10)

    assert Assignment.objects.count() == 1
    assert counting() == set()


@pytest.mark.django_db(transaction=True)
def test_two_tabs_that_save_together_keep_both_texts(opened):
    assign_all(opened)
    mine = assignment(opened.panel.evaluators[0], opened.bids[0])

    outcomes = at_once(*[lambda text=text: save(mine, 3, text, version=0) for text in ("One.", "Two.")])

    assert sorted(outcome.state for outcome in outcomes) == ["conflict", "saved"]
    assert Score.objects.count() == 1
    assert sorted(ScoreVersion.objects.values_list("reasons", flat=True)) == ["One.", "Two."]
