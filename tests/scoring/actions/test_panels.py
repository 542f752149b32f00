from datetime import timedelta

import pytest

from accounts.domain.refusals import Refusal
from accounts.models import Letter, TrailEvent
from partners.domain.organisations import OrganisationRole
from partners.models import OrganisationMember
from scoring.actions import panels
from scoring.domain.roles import Interest, PanelRole
from scoring.models import InterestDeclaration, OpenedBid, PanelMember
from tests import world
from tests.scoring.judging import AT, assign_all, score_and_lock


def test_an_officer_appoints_people_who_are_told_and_recorded(published, officer):
    eve = world.person("Eve Evaluator")

    seat = panels.appoint(published, eve, PanelRole.EVALUATOR, by=officer, at=AT)

    assert list(PanelMember.objects.sitting(published)) == [seat]
    assert (seat.user, seat.role, seat.appointed_by, seat.appointed_at) == (eve, "evaluator", officer, AT)
    assert [letter.to for letter in Letter.objects.all()] == [eve.email]
    event = TrailEvent.objects.get(trail=published.reference)
    assert (event.verb, event.subject, event.details) == (
        "scoring.appoint",
        "Eve Evaluator",
        {"role": "evaluator", "before": None},
    )


def test_appointing_twice_does_no_harm(published, officer):
    eve = world.person("Eve Evaluator")

    first = panels.appoint(published, eve, PanelRole.EVALUATOR, by=officer, at=AT)
    second = panels.appoint(published, eve, PanelRole.EVALUATOR, by=officer, at=AT)

    assert first == second
    assert Letter.objects.count() == TrailEvent.objects.count() == 1


def test_a_panel_has_one_chair(opened, officer):
    with pytest.raises(Refusal, match="Clare Chair is the chair"):
        panels.appoint(opened.competition, world.person("Second"), PanelRole.CHAIR, by=officer, at=AT)

    panels.appoint(opened.competition, opened.panel.chair.user, PanelRole.EVALUATOR, by=officer, at=AT)
    second = panels.appoint(opened.competition, world.person("Third"), PanelRole.CHAIR, by=officer, at=AT)

    assert [seat for seat in PanelMember.objects.sitting(opened.competition) if seat.role == "chair"] == [second]


def test_who_left_may_come_back_to_the_same_seat(opened, officer):
    eve = opened.panel.evaluators[0]
    panels.stand_down(eve, by=officer, at=AT)

    again = panels.appoint(opened.competition, eve.user, PanelRole.OBSERVER, by=officer, at=AT)

    assert (again.pk, again.left_at, again.role) == (eve.pk, None, "observer")


def test_once_scores_are_locked_only_the_chair_may_change(opened, officer):
    assign_all(opened)
    score_and_lock(opened.panel.evaluators[0])

    with pytest.raises(Refusal, match="only the chair can be changed"):
        panels.appoint(opened.competition, world.person("Late"), PanelRole.EVALUATOR, by=officer, at=AT)
    with pytest.raises(Refusal, match="has locked their scores"):
        panels.stand_down(opened.panel.evaluators[0], by=officer, at=AT)
    panels.stand_down(opened.panel.chair, by=officer, at=AT)
    chair = panels.appoint(opened.competition, world.person("New Chair"), PanelRole.CHAIR, by=officer, at=AT)

    assert chair.role == "chair"
    assert not PanelMember.objects.filter(user__name="Late").exists()


def test_an_evaluator_with_criteria_to_score_is_no_observer(opened, officer):
    assign_all(opened)

    with pytest.raises(Refusal, match="scores nothing"):
        panels.appoint(opened.competition, opened.panel.evaluators[0].user, PanelRole.OBSERVER, by=officer, at=AT)


def test_somebody_of_a_bidder_is_refused_after_the_opening_but_not_before(opened, published, officer):
    bidder = opened.bids[0].started_by

    with pytest.raises(Refusal, match="belongs to an organisation that bids"):
        panels.appoint(opened.competition, bidder, PanelRole.EVALUATOR, by=officer, at=AT)


def test_before_the_opening_no_refusal_tells_that_somebody_bids(published, bid, officer):
    world.submission(bid)

    seat = panels.appoint(published, bid.started_by, PanelRole.EVALUATOR, by=officer, at=world.BEFORE)

    assert seat.role == "evaluator"


def test_standing_down_twice_does_no_harm(opened, officer):
    panels.stand_down(opened.panel.observer, by=officer, at=AT)
    panels.stand_down(opened.panel.observer, by=officer, at=AT)

    assert [event.verb for event in TrailEvent.objects.all()] == ["scoring.stand_down"]


def test_a_declaration_clears_or_bars_from_one_bid(opened):
    eve, (bid, rival) = opened.panel.evaluators[0], opened.bids
    later = AT + timedelta(days=1)

    panels.declare(eve, bid, Interest.PERCEIVED, "My cousin works there.", by=eve.user, at=AT)
    barred = list(OpenedBid.objects.visible_to(eve.user))
    panels.declare(eve, bid, Interest.NONE, "", by=eve.user, at=later)

    assert [each.pk for each in barred] == [rival.pk]
    assert {each.pk for each in OpenedBid.objects.visible_to(eve.user)} == {bid.pk, rival.pk}
    kept = InterestDeclaration.objects.filter(member=eve, bid=bid).order_by("at")
    assert [(each.interest, each.details, each.superseded_at) for each in kept] == [
        ("none", "", AT),
        ("perceived", "My cousin works there.", later),
        ("none", "", None),
    ]
    assert [event.details for event in TrailEvent.objects.filter(verb="scoring.declare").order_by("sequence")] == [
        {"interest": "perceived", "before": "none"},
        {"interest": "none", "before": "perceived"},
    ]


def test_the_chair_and_the_officer_hear_of_a_conflict(opened, lead_officer):
    eve = opened.panel.evaluators[0]

    panels.declare(eve, opened.bids[0], Interest.ACTUAL, "I own part of it.", by=eve.user, at=AT)

    letters = sorted(Letter.objects.all(), key=lambda letter: letter.to)
    assert [letter.to for letter in letters] == sorted([lead_officer.email, opened.panel.chair.user.email])
    assert "I own part of it" not in letters[0].body


def test_a_conflict_of_the_chair_asks_for_another_chair(opened):
    chair = opened.panel.chair

    panels.declare(chair, opened.bids[0], Interest.ACTUAL, "A trustee there.", by=chair.user, at=AT)

    assert "another chair" in Letter.objects.get().body


def test_the_same_declaration_twice_is_one(opened):
    eve = opened.panel.evaluators[0]
    for _ in range(2):
        panels.declare(eve, opened.bids[0], Interest.POTENTIAL, "Applied for a job.", by=eve.user, at=AT)

    assert InterestDeclaration.objects.filter(member=eve, bid=opened.bids[0], interest="potential").count() == 1
    assert TrailEvent.objects.count() == 1


def test_a_conflict_says_what_it_is(opened):
    eve = opened.panel.evaluators[0]

    with pytest.raises(Refusal, match="your own words"):
        panels.declare(eve, opened.bids[0], Interest.ACTUAL, "  \n", by=eve.user, at=AT)


def test_nothing_is_declared_before_the_opening(published, bid, officer):
    world.submission(bid)
    seat = world.seat(published, PanelRole.EVALUATOR, "Early", officer)

    with pytest.raises(Refusal, match="not opened yet"):
        panels.declare(seat, bid, Interest.NONE, "", by=seat.user, at=world.BEFORE)


def test_somebody_of_a_bidder_cannot_declare_to_have_no_interest_and_reads_no_bid(opened):
    eve, bid = opened.panel.evaluators[0], opened.bids[0]
    OrganisationMember.objects.create(organisation=bid.organisation, user=eve.user, role=OrganisationRole.WRITER.value)

    with pytest.raises(Refusal, match="actual conflict"):
        panels.declare(eve, bid, Interest.NONE, "", by=eve.user, at=AT)

    assert list(OpenedBid.objects.visible_to(eve.user)) == []


def test_who_left_the_panel_with_a_conflict_stays_barred_at_the_council(opened, officer):
    seat = PanelMember.objects.create(
        competition=opened.competition,
        user=officer,
        role=PanelRole.EVALUATOR.value,
        appointed_by=officer,
        appointed_at=AT,
    )
    panels.declare(seat, opened.bids[0], Interest.ACTUAL, "My brother's firm.", by=officer, at=AT)
    panels.stand_down(seat, by=officer, at=AT)

    assert [each.pk for each in OpenedBid.objects.visible_to(officer)] == [opened.bids[1].pk]


def test_the_database_keeps_declarations(opened):
    from django.db import InternalError, ProgrammingError, transaction

    for rewrite in (
        lambda: InterestDeclaration.objects.all().delete(),
        lambda: InterestDeclaration.objects.update(interest="actual"),
    ):
        with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
            rewrite()
