"""An interest is decided on by a named person, with what is done about it and why; the member may then take part."""

from datetime import timedelta

import pytest
from django.db import InternalError, ProgrammingError, transaction

from accounts.domain.refusals import Refusal
from accounts.models import Letter, TrailEvent
from scoring.actions import declarations, interests, panels, scores
from scoring.domain.interests import Declared
from scoring.domain.roles import Interest
from scoring.models import Assignment, InterestDecision, InterestEntry, OpenedBid
from tests.scoring.judging import AT, assign_all, assignment, save

LATER = AT + timedelta(days=1)
DONE = "Another member scores the same criteria."
WHY = "They left ten years ago."


@pytest.fixture
def declared(opened):
    """Eve was assigned everything, and has declared an interest in the first bidder since."""
    eve = opened.panel.evaluators[0]
    assign_all(opened, [eve], ["service"])
    return panels.declare(eve, opened.bids[0], Interest.PERCEIVED, "I worked there.", by=eve.user, at=AT)


def decide(declaration, by, *, may_take_part=True, mitigation=DONE, reasons=WHY):
    return declarations.decide(
        declaration, may_take_part=may_take_part, mitigation=mitigation, reasons=reasons, by=by, at=LATER
    )


def readable(member):
    return {each.pk for each in OpenedBid.objects.visible_to(member.user)}


def test_who_may_take_part_reads_and_scores_and_no_longer_once_it_is_decided_otherwise(declared, opened, lead_officer):
    eve, (bid, rival) = declared.member, opened.bids
    barred = readable(eve)
    decide(declared, lead_officer)

    assert (barred, readable(eve)) == ({rival.pk}, {bid.pk, rival.pk})
    assert assignment(eve, bid) in Assignment.objects.counting()

    decide(declared, lead_officer, may_take_part=False, mitigation="")

    assert readable(eve) == {rival.pk}
    assert assignment(eve, bid) not in Assignment.objects.counting()
    assert [(each.may_take_part, each.superseded_at) for each in InterestDecision.objects.all()] == [
        (True, LATER),
        (False, None),
    ]


def test_a_new_declaration_and_being_asked_again_end_what_was_decided(declared, opened, lead_officer):
    eve, (bid, rival) = declared.member, opened.bids
    decide(declared, lead_officer)

    interests.ask_again(bid, [eve], "Others are behind it.", by=lead_officer, at=LATER)
    asked = readable(eve)
    panels.declare(eve, bid, Interest.PERCEIVED, "I worked there.", by=eve.user, at=LATER)

    assert asked == readable(eve) == {rival.pk}


def test_the_member_and_the_chair_are_told_and_the_record_names_who_decided(declared, opened, lead_officer):
    Letter.objects.all().delete()

    for _ in range(2):
        decide(declared, lead_officer)

    told = Letter.objects.all()
    assert {each.to for each in told} == {declared.member.user.email, opened.panel.chair.user.email}
    assert len(told) == 2
    assert all(DONE in each.body and WHY in each.body for each in told)
    event = TrailEvent.objects.get(verb="scoring.decide_interest")
    assert (event.by, event.subject, event.details["may_take_part"]) == (
        lead_officer,
        "Eve Evaluator about Harbour Care",
        True,
    )


def test_what_cannot_be_decided(declared, opened, lead_officer):
    nothing = opened.panel.evaluators[1].declarations.get(bid=opened.bids[0])

    for how, sentence in (
        ({"by": declared.member.user}, "your own declaration"),
        ({"by": lead_officer, "reasons": " "}, "Give the reasons"),
        ({"by": lead_officer, "mitigation": ""}, "what is done about the interest"),
    ):
        with pytest.raises(Refusal, match=sentence):
            decide(declared, **how)
    with pytest.raises(Refusal, match="nothing to decide"):
        decide(nothing, lead_officer)
    opened.bids[0].organisation.members.create(user=declared.member.user, role="writer")
    with pytest.raises(Refusal, match="belongs to Harbour Care"):
        decide(declared, lead_officer)


def test_an_interest_in_the_company_is_told_in_words(opened):
    eve = opened.panel.evaluators[0]

    with pytest.raises(Refusal, match="what part of the company"):
        declarations.declare(eve, opened.bids[0], Declared((), True, False), by=eve.user, at=AT)


def test_the_database_keeps_entries_and_decisions(declared, lead_officer):
    decide(declared, lead_officer)

    for rewrite in (
        lambda: InterestEntry.objects.update(details="Nothing."),
        lambda: InterestDecision.objects.update(reasons="None."),
        lambda: InterestDecision.objects.all().delete(),
    ):
        with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
            rewrite()


def test_whoever_locked_without_scoring_the_bid_is_not_let_in_afterwards(opened, declared, lead_officer):
    save(assignment(declared.member, opened.bids[1]), 3)
    scores.lock(declared.member, by=declared.member.user, at=AT)

    with pytest.raises(Refusal, match="has locked their scores and gave this bid none"):
        decide(declared, lead_officer)
    decide(declared, lead_officer, may_take_part=False, mitigation="")

    assert not Assignment.objects.counting().filter(member=declared.member, bid=declared.bid).exists()


def test_whoever_scored_the_bid_before_they_declared_and_locked_may_be_let_in(opened, declared, lead_officer):
    member, mine = declared.member, assignment(declared.member, opened.bids[0])
    panels.declare(member, opened.bids[0], Interest.NONE, "", by=member.user, at=AT)
    save(mine, 4)
    again = panels.declare(member, opened.bids[0], Interest.PERCEIVED, "I worked there.", by=member.user, at=AT)
    save(assignment(member, opened.bids[1]), 3)
    scores.lock(member, by=member.user, at=AT)

    decide(again, lead_officer)

    assert Assignment.objects.counting().filter(pk=mine.pk, is_scored=True).exists()
