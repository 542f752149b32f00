"""Somebody who declared is asked again: their declaration counts no longer until they declare anew."""

from datetime import timedelta

import pytest
from django.db import InternalError, ProgrammingError, transaction

from accounts.domain.refusals import Refusal
from accounts.models import Letter, TrailEvent
from partners.models import Submission
from scoring.actions import interests, panels, rankings, scores
from scoring.domain.roles import Interest, PanelRole
from scoring.models import Assignment, InterestDeclaration, InterestReopening, OpenedBid, PanelMember, Score
from tests.scoring.judging import AT, assign_all, assignment, save, score_and_lock

LATER = AT + timedelta(days=1)
WHY = "Tide Housing has taken the place of Quay Homes."


def ask(opened, members, officer, reason=WHY):
    return interests.ask_again(opened.bids[0], members, reason, by=officer, at=LATER)


def readable(member):
    return {each.pk for each in OpenedBid.objects.visible_to(member.user)}


def test_whoever_is_asked_again_neither_reads_nor_scores_that_bid_until_they_declare_anew(opened, officer):
    eve, (bid, rival) = opened.panel.evaluators[0], opened.bids
    assign_all(opened)
    kept = assignment(eve, bid)
    save(kept, 4)

    ask(opened, [eve], officer)

    assert readable(eve) == {rival.pk}
    assert not Assignment.objects.visible_to(eve.user).filter(bid=bid).exists()
    with pytest.raises(Refusal, match="was not saved"):
        save(kept, 2)
    assert Score.objects.get(assignment=kept).value == 4

    panels.declare(eve, bid, Interest.NONE, "", by=eve.user, at=LATER)

    assert readable(eve) == {bid.pk, rival.pk}
    assert Assignment.objects.counting().filter(pk=kept.pk, is_scored=True).exists()
    both = InterestDeclaration.objects.filter(member=eve, bid=bid).order_by("pk")
    assert [(each.superseded_at, hasattr(each, "reopening")) for each in both] == [(LATER, True), (None, False)]


def test_they_and_the_chair_get_a_letter_and_the_record_keeps_no_word_of_the_reason(opened, officer):
    eve, other = opened.panel.evaluators[:2]

    ask(opened, [eve, other], officer)

    letters = Letter.objects.all()
    assert sorted(each.to for each in letters) == sorted(
        [eve.user.email, other.user.email, opened.panel.chair.user.email]
    )
    assert all(WHY in each.body for each in letters)
    events = TrailEvent.objects.filter(trail=opened.competition.reference)
    assert [(each.verb, each.subject, each.by) for each in events] == [
        ("scoring.reopen_interest", f"{eve.user} about Harbour Care", officer),
        ("scoring.reopen_interest", f"{other.user} about Harbour Care", officer),
    ]
    assert not any("Tide" in str(each.details) for each in events)


def test_asking_twice_asks_once_and_a_reason_and_a_member_are_needed(opened, officer):
    eve = opened.panel.evaluators[0]
    for _ in range(2):
        ask(opened, [eve], officer)

    assert InterestReopening.objects.count() == 1
    assert [each.to for each in Letter.objects.all()].count(eve.user.email) == 1
    with pytest.raises(Refusal, match="Say why"):
        ask(opened, [eve], officer, "  ")
    with pytest.raises(Refusal, match="at least one member"):
        ask(opened, [], officer)


def test_nobody_is_ranked_while_somebody_has_to_declare_anew(judged, officer):
    eve = judged.panel.evaluators[0]
    ask(judged, [eve], officer)

    with pytest.raises(Refusal, match="asked again about their interests in Harbour Care"):
        rankings.rank(judged.competition, by=judged.panel.chair.user, at=LATER)
    panels.declare(eve, judged.bids[0], Interest.NONE, "", by=eve.user, at=LATER)

    assert rankings.rank(judged.competition, by=judged.panel.chair.user, at=LATER).number == 1


def test_whoever_has_locked_and_does_not_answer_may_be_taken_off_the_panel(opened, officer):
    eve = opened.panel.evaluators[0]
    assign_all(opened)
    score_and_lock(eve)
    ask(opened, [eve], officer)

    panels.stand_down(eve, by=officer, at=LATER)

    assert not Assignment.objects.counting().filter(member=eve).exists()
    assert interests.unanswered(opened.competition) == []


def test_an_officer_who_was_asked_again_and_left_the_panel_stays_barred(opened, officer):
    seat = PanelMember.objects.create(
        competition=opened.competition,
        user=officer,
        role=PanelRole.EVALUATOR.value,
        appointed_by=officer,
        appointed_at=AT,
    )
    bid, rival = opened.bids
    panels.declare(seat, bid, Interest.ACTUAL, "My brother's firm.", by=officer, at=AT)
    ask(opened, [seat], opened.panel.chair.user)
    panels.stand_down(seat, by=officer, at=LATER)

    assert readable(seat) == {rival.pk}


def test_everybody_who_declared_is_asked_again_if_others_are_behind_the_bid(opened, officer):
    bid = opened.bids[0]
    before = Submission.objects.get(bid=bid).whole()
    after = before | {"consortium": [{"name": "Tide Housing"}]}
    who = {"by": officer, "at": LATER}

    assert interests.ask_about_new_people(bid, before, before, **who) == ()
    assert interests.ask_about_new_people(bid, None, after, **who) == ()
    asked = interests.ask_about_new_people(bid, before, after, **who)

    assert len(asked) == 5
    assert {each.reason for each in asked} == {"Tide Housing (member of the consortium) has come in."}
    assert not any(bid.pk in readable(member) for member in opened.panel.evaluators)


def test_the_database_keeps_what_was_asked_again(opened, officer):
    ask(opened, [opened.panel.evaluators[0]], officer)

    for rewrite in (
        lambda: InterestReopening.objects.all().delete(),
        lambda: InterestReopening.objects.update(reason="Nothing."),
    ):
        with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
            rewrite()


def test_nobody_locks_before_they_have_declared_anew(opened, officer):
    """Or else what comes back to them then could be scored no more."""
    eve = opened.panel.evaluators[0]
    assign_all(opened, [eve], ["service"])
    save(assignment(eve, opened.bids[1]))
    ask(opened, [eve], officer)

    with pytest.raises(Refusal, match="has not declared anew"):
        scores.lock(eve, by=eve.user, at=LATER)
