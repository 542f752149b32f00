"""A subject expert reads what the chair names, advises on it, and neither scores nor sees a score."""

from datetime import timedelta

import pytest

from accounts.domain.refusals import Refusal
from accounts.models import TrailEvent
from scoring.actions import advice, assignments, briefings, panels
from scoring.domain.roles import Interest, PanelRole
from scoring.models import Advice, OpenedBid
from scoring.models.advice import bids_to_advise_on
from scoring.models.blindness import Sight, sight_of
from tests import world
from tests.scoring.judging import AT, assign_all, criterion, score_and_lock

TEXT = "Nine minibuses serve eleven centres; that is enough."


@pytest.fixture
def expert(opened, lead_officer):
    seat = world.seat(opened.competition, PanelRole.EXPERT, "Xenia Expert", lead_officer)
    world.declare_nothing(seat)
    advice.name_criteria(seat, [criterion(opened)], by=opened.panel.chair.user, at=AT)
    return seat


def advise(expert, opened, text=TEXT, reference="service"):
    asked = criterion(opened, reference)
    return advice.advise(expert, opened.bids[0], asked, text, by=expert.user, at=AT)


def test_an_expert_advises_and_those_who_may_read_the_bid_see_it(expert, opened):
    advise(expert, opened)
    later = advice.advise(
        expert, opened.bids[0], criterion(opened), "On second thoughts, ten.", by=expert.user, at=AT + timedelta(days=1)
    )
    eve = opened.panel.evaluators[0]
    panels.declare(eve, opened.bids[0], Interest.ACTUAL, "My employer.", by=eve.user, at=AT)

    def seen(user):
        return list(Advice.objects.visible_to(user, opened.competition).current())

    assert seen(opened.panel.evaluators[1].user) == seen(expert.user) == [later]
    assert seen(eve.user) == []
    assert Advice.objects.count() == 2
    assert not any(TEXT in str(each.details) for each in TrailEvent.objects.all())


def test_an_expert_reads_no_whole_bid_sees_no_score_and_gets_nothing_to_score(expert, opened):
    assign_all(opened)
    for member in opened.panel.evaluators:
        score_and_lock(member)

    assert not OpenedBid.objects.visible_to(expert.user).exists()
    assert sight_of(expert.user, opened.competition) is Sight.OWN
    with pytest.raises(Refusal, match="subject expert, and scores nothing"):
        assignments.assign(
            opened.competition, [(expert, criterion(opened, "insurance"))], by=opened.panel.chair.user, at=AT
        )


def test_an_interest_a_briefing_or_another_criterion_shuts_the_answer(expert, opened):
    with pytest.raises(Refusal, match="do not advise on"):
        advise(expert, opened, reference="employees")
    panels.declare(expert, opened.bids[0], Interest.POTENTIAL, "Asked to join.", by=expert.user, at=AT)
    with pytest.raises(Refusal, match="may not read this bid"):
        advise(expert, opened)

    briefings.write(opened.competition, "Read first.", by=opened.panel.chair.user, at=AT)

    assert list(bids_to_advise_on(expert)) == []


def test_only_an_expert_is_named_and_only_for_what_people_judge(expert, opened):
    chair = opened.panel.chair.user

    with pytest.raises(Refusal, match="no subject expert"):
        advice.name_criteria(opened.panel.evaluators[0], [criterion(opened)], by=chair, at=AT)
    with pytest.raises(Refusal, match="judged by people"):
        advice.name_criteria(expert, [criterion(opened, "price")], by=chair, at=AT)
