"""Who sees whose scores: each person, at each moment of the judging."""

import pytest

from accounts.models import User
from scoring.actions import assignments, moderation, panels
from scoring.domain.roles import Interest, PanelRole
from scoring.models import Assignment, ConsensusScore, OpenedBid, PanelMember, Score
from tests import world
from tests.scoring.judging import AT, REASONS, criterion, reveal, reveal_all, score_all, score_and_lock


def seen(user, opened):
    """The authors and criteria of the scores that the person sees, of the first bid."""
    scores = Score.objects.visible_to(user, opened.competition).filter(assignment__bid=opened.bids[0])
    rows = scores.values_list("assignment__member__user__name", "assignment__criterion__reference")
    return {f"{name.split()[0]} {reference}" for name, reference in rows}


@pytest.fixture
def scored(opened):
    """Eve and Evan score the service; Eve scores the employees alone. Both have scored all, nobody has locked."""
    eve, evan, _ = opened.panel.evaluators
    pairs = [(eve, criterion(opened)), (evan, criterion(opened)), (eve, criterion(opened, "employees"))]
    assignments.assign(opened.competition, pairs, by=opened.panel.chair.user, at=AT)
    score_all(eve)
    score_all(evan)
    return opened


@pytest.fixture
def others(scored, officer, lead_officer, approver, auditor, other_officer):
    superuser = User.objects.create_superuser("root@example.org", "Root", "x")
    return [scored.panel.observer.user, officer, lead_officer, approver, auditor, other_officer, superuser]


def lock(member):
    member.locked_at = AT
    member.save()


def test_before_anybody_locks_each_sees_their_own_and_nobody_else_any(scored, others):
    eve, evan, edie = (each.user for each in scored.panel.evaluators)

    assert seen(eve, scored) == {"Eve service", "Eve employees"}
    assert seen(evan, scored) == {"Evan service"}
    assert [seen(user, scored) for user in (edie, scored.panel.chair.user, *others)] == [set()] * 9


def test_who_locked_and_the_chair_see_what_is_revealed_and_nothing_before(scored, others):
    eve, evan, edie = scored.panel.evaluators
    lock(eve)

    assert seen(eve.user, scored) == {"Eve service", "Eve employees"}
    assert seen(evan.user, scored) == {"Evan service"}
    assert [seen(user, scored) for user in (scored.panel.chair.user, edie.user, *others)] == [set()] * 9
    reveal(scored, reference="employees")
    assert seen(scored.panel.chair.user, scored) == {"Eve employees"}
    assert seen(evan.user, scored) == {"Evan service"}
    assert [seen(user, scored) for user in (edie.user, *others)] == [set()] * 8


def test_once_all_have_locked_the_council_and_the_observers_see_what_is_revealed(scored, others, other_officer):
    eve, evan, edie = scored.panel.evaluators
    *council, _, superuser = others
    lock(eve)
    lock(evan)
    assert seen(eve.user, scored) == {"Eve service", "Eve employees"}
    assert [seen(user, scored) for user in (scored.panel.chair.user, *council)] == [set()] * 6
    reveal_all(scored, "service")

    for user in (scored.panel.chair.user, *council):
        assert seen(user, scored) == {"Eve service", "Evan service"}
    assert seen(eve.user, scored) == {"Eve service", "Eve employees", "Evan service"}
    assert seen(evan.user, scored) == {"Eve service", "Evan service"}
    # An evaluator to whom nothing is assigned could still be; strangers and superusers take no part.
    assert [seen(user, scored) for user in (edie.user, other_officer, superuser)] == [set()] * 3


def test_a_chair_who_scores_sees_nothing_before_locking(scored):
    chair = scored.panel.chair
    eve, evan, _ = scored.panel.evaluators
    pairs = [(eve, criterion(scored, "employees")), (evan, criterion(scored)), (chair, criterion(scored))]
    assignments.assign(scored.competition, pairs, by=chair.user, at=AT)
    lock(eve)
    reveal(scored, reference="employees")
    before = seen(chair.user, scored)
    score_and_lock(chair, 5)

    assert before == set()
    assert seen(chair.user, scored) == {"Eve employees", "Clare service"}


def test_who_counts_again_after_the_reveal_is_seen_by_nobody_before_they_lock(scored, auditor):
    eve, evan, _ = scored.panel.evaluators
    panels.declare(evan, scored.bids[0], Interest.POTENTIAL, "An uncle.", by=evan.user, at=AT)
    lock(eve)
    reveal(scored)
    panels.declare(evan, scored.bids[0], Interest.NONE, "", by=evan.user, at=AT)

    assert seen(scored.panel.chair.user, scored) == {"Eve service"}
    assert seen(evan.user, scored) == {"Evan service"}


def test_a_conflict_hides_all_scores_of_that_bid(scored):
    eve, evan, _ = scored.panel.evaluators
    chair = scored.panel.chair
    lock(eve)
    lock(evan)
    reveal_all(scored, "service", "employees")
    panels.declare(chair, scored.bids[0], Interest.ACTUAL, "A trustee.", by=chair.user, at=AT)

    assert seen(chair.user, scored) == set()
    assert Score.objects.visible_to(chair.user, scored.competition).count() == 3


def test_scores_of_who_has_a_conflict_or_left_do_not_count(scored, officer):
    eve, evan, _ = scored.panel.evaluators
    panels.declare(evan, scored.bids[0], Interest.PERCEIVED, "A friend.", by=evan.user, at=AT)
    lock(eve)
    reveal_all(scored, "service", "employees")

    assert seen(scored.panel.chair.user, scored) == {"Eve service", "Eve employees"}
    panels.stand_down(evan, by=officer, at=AT)
    assert seen(officer, scored) == {"Eve service", "Eve employees"}


def test_an_officer_on_the_panel_sees_as_the_panel_does(scored, officer):
    seat = PanelMember.objects.create(
        competition=scored.competition, user=officer, role=PanelRole.EVALUATOR, appointed_by=officer, appointed_at=AT
    )
    world.declare_nothing(seat)
    lock(scored.panel.evaluators[0])
    lock(scored.panel.evaluators[1])
    reveal_all(scored, "service", "employees")

    assert seen(officer, scored) == set()


def test_agreed_scores_are_hidden_from_who_still_scores(scored, others):
    eve, evan, edie = scored.panel.evaluators
    chair = scored.panel.chair.user
    lock(eve)
    reveal(scored, reference="employees")
    moderation.agree(
        scored.bids[0],
        criterion(scored, "employees"),
        value=world.Decimal(3),
        reasons=REASONS,
        dissent="",
        by=chair,
        at=AT,
    )

    def agreed(user):
        return ConsensusScore.objects.visible_to(user, scored.competition).count()

    assert [agreed(user) for user in (eve.user, chair)] == [1, 1]
    assert [agreed(user) for user in (evan.user, edie.user, *others)] == [0] * 9


def test_the_door_to_assignments_is_as_wide_as_the_door_to_bids(scored, lead_officer):
    """`Assignment.visible_to` says for its bids, in fewer words, what `OpenedBid.visible_to` says."""

    def same():
        for user in User.objects.all():
            readable = OpenedBid.objects.visible_to(user).values("pk")
            own = Assignment.objects.filter(member__user=user, member__left_at=None, bid__in=readable)
            assert set(Assignment.objects.visible_to(user)) == set(own)
        return Assignment.objects.visible_to(eve.user).count()

    eve, evan, _ = scored.panel.evaluators
    assert same() == 4
    panels.declare(eve, scored.bids[0], Interest.ACTUAL, "My employer.", by=eve.user, at=AT)
    assert same() == 2
    scored.bids[0].organisation.members.create(user=evan.user, role="writer")
    same()
    panels.stand_down(eve, by=lead_officer, at=AT)
    assert same() == 0
    scored.competition.opened_at = None
    scored.competition.save()
    same()
