"""The panel scores a made-up answer blind before real ones; nothing of it counts."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from accounts.domain.refusals import Refusal
from accounts.models import Letter, TrailEvent
from procurement.domain.methodology import CriterionKind
from procurement.models import Criterion
from scoring.actions import calibrations, panels, scores
from scoring.domain.roles import PanelRole
from scoring.models import Assignment, PanelMember, Sample, SampleScore, Score
from tests import world
from tests.scoring.judging import AT, assign_all, assignment, criterion, save, score_all

TEXT = "We would open on two evenings, and see how many people come."
WHY = "Two evenings of four are named."


def write(opened, *references, is_required=False, text=TEXT, is_made_up=True):
    criteria = [criterion(opened, each) for each in references or ("service",)]
    chair = opened.panel.chair.user
    return calibrations.write(
        opened.competition, criteria, text, is_required=is_required, is_made_up=is_made_up, by=chair, at=AT
    )


def give(sample, member, value=3, reasons=WHY):
    return calibrations.give(sample, member, Decimal(value), reasons, by=member.user, at=AT)


def seen(sample, member):
    sample.refresh_from_db()
    return [each.member for each in SampleScore.objects.visible_to(member, sample)]


def test_scores_are_seen_by_nobody_else_before_all_have_given_theirs(opened):
    [sample] = write(opened)
    first, second, third = opened.panel.evaluators
    chair, observer = opened.panel.chair, opened.panel.observer

    give(sample, first, 2)
    give(sample, second, 4)

    assert seen(sample, first) == [first]
    assert seen(sample, third) == seen(sample, chair) == seen(sample, observer) == seen(sample, None) == []

    give(sample, third)

    for member in (first, third, chair, observer, None):
        assert seen(sample, member) == [first, second, third]
    assert sample.revealed_by is None


def test_the_chair_may_close_it_and_whoever_came_late_still_scores_it_blind(opened):
    [sample] = write(opened)
    first, second, _ = opened.panel.evaluators
    give(sample, first)

    calibrations.reveal(sample, by=opened.panel.chair.user, at=AT)

    assert seen(sample, first) == [first]
    assert seen(sample, second) == []
    give(sample, second)
    assert seen(sample, second) == [first, second]


def test_where_it_is_required_real_scoring_opens_for_each_who_has_scored_it(opened):
    assign_all(opened)
    [sample] = write(opened, is_required=True)
    first, second, _ = opened.panel.evaluators
    mine, other = assignment(first, opened.bids[0]), assignment(first, opened.bids[0], "employees")

    with pytest.raises(Refusal, match="Score the sample answer"):
        save(mine)
    save(other)
    give(sample, first)
    save(Assignment.objects.get(pk=mine.pk))

    assert Score.objects.get(assignment=mine).value == 3
    with pytest.raises(Refusal, match="Score the sample answer"):
        save(assignment(second, opened.bids[0]))
    calibrations.require(sample, is_required=False, by=opened.panel.chair.user, at=AT)
    save(assignment(second, opened.bids[0]))


def test_who_is_appointed_later_has_to_score_it_too(opened, lead_officer):
    [sample] = write(opened, is_required=True)

    late = panels.appoint(opened.competition, world.person("Lara Late"), PanelRole.EVALUATOR, by=lead_officer, at=AT)

    late.refresh_from_db()
    assert late.uncalibrated == [sample.criterion_id]
    PanelMember.objects.filter(pk=late.pk).update(uncalibrated=[])
    late.refresh_from_db()
    assert late.uncalibrated == [sample.criterion_id]


def test_it_is_not_required_once_bids_are_being_scored(opened):
    assign_all(opened)
    save(assignment(opened.panel.evaluators[0], opened.bids[0]))

    with pytest.raises(Refusal, match="being scored by “How the service will run” already"):
        write(opened, is_required=True)
    [sample] = write(opened)
    with pytest.raises(Refusal, match="already"):
        calibrations.require(sample, is_required=True, by=opened.panel.chair.user, at=AT)


def test_none_of_it_counts(opened):
    assign_all(opened)
    [sample] = write(opened)
    for member in opened.panel.evaluators:
        give(sample, member, 5)
    first = opened.panel.evaluators[0]

    assert not Score.objects.exists()
    assert Assignment.objects.filter(member=first).progress()[first.pk] == (0, 6)
    score_all(first)
    before = scores.content_of(first)
    [another] = write(opened, text="Another answer, that nobody sent.")
    give(another, first, 0)
    assert scores.content_of(first) == before


@pytest.mark.parametrize(
    ("more", "told"), [({"text": " "}, "Write the sample answer"), ({"is_made_up": False}, "made up")]
)
def test_what_a_sample_must_not_be(opened, more, told):
    with pytest.raises(Refusal, match=told):
        write(opened, **more)


def test_a_part_of_a_bid_is_refused(opened):
    submission = opened.bids[0].submissions.get()
    submission.content["answers"]["service"] = (
        "On each day of the week two of us open the doors at eight and close them at six."
    )
    submission.save()

    with pytest.raises(Refusal, match="A bid has these words too"):
        write(
            opened,
            text="Two things: each day of the week two of us open the doors at eight and close them. Nothing else.",
        )


def test_a_score_is_on_the_scale_has_reasons_and_is_given_once(opened):
    [sample] = write(opened)
    eve = opened.panel.evaluators[0]

    with pytest.raises(Refusal, match="not on the published scale"):
        give(sample, eve, "2.5")
    with pytest.raises(Refusal, match="Give your reasons"):
        give(sample, eve, reasons=" ")
    with pytest.raises(Refusal, match="You score nothing"):
        give(sample, opened.panel.observer)
    made = give(sample, eve)
    assert give(sample, eve) == made
    with pytest.raises(Refusal, match="scored once"):
        give(sample, eve, 4)
    with pytest.raises(DatabaseError, match="stays as it was given"), transaction.atomic():
        SampleScore.objects.update(value=5)


def test_the_note_comes_after_the_reveal_and_adds_nothing_and_all_are_kept(opened):
    [sample] = write(opened)
    who = {"by": opened.panel.chair.user, "at": AT}

    with pytest.raises(Refusal, match="not revealed yet"):
        calibrations.note(sample, "Good means four.", adds_nothing=True, **who)
    calibrations.reveal(sample, **who)
    with pytest.raises(Refusal, match="bidders were not told of"):
        calibrations.note(sample, "Good means four.", adds_nothing=False, **who)
    calibrations.note(sample, "Good means four.", adds_nothing=True, **who)
    calibrations.note(sample, "Good means all that is asked.", adds_nothing=True, **who)

    assert [each.text for each in sample.notes.all()] == ["Good means all that is asked.", "Good means four."]


def test_the_panel_is_told_and_the_trail_says_nothing_of_scores(opened):
    [sample, _] = write(opened, "service", "employees")
    give(sample, opened.panel.evaluators[0], reasons="only-eve-knows-this")

    told = {each.to for each in Letter.objects.all() if "made-up answer" in each.body}
    assert told == {each.user.email for each in opened.panel.evaluators}
    events = TrailEvent.objects.of(opened.competition.reference).filter(verb__contains="sample")
    assert [each.verb for each in events.order_by("sequence")] == [
        *["scoring.write_sample"] * 2,
        "scoring.score_sample",
    ]
    assert not any("only-eve" in str(each.details) for each in events)
    assert Sample.objects.count() == 2
    assert write(opened)[0] == sample


def test_a_criterion_that_staff_rate_or_a_formula_marks_takes_no_sample(opened):
    Criterion.objects.filter(competition=opened.competition, reference="employees").update(
        kind=CriterionKind.STAFF.value, least_ballots=5
    )

    for reference in ("employees", "price"):
        with pytest.raises(Refusal, match="that the panel scores"):
            write(opened, reference)
