from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from accounts.domain.refusals import Refusal
from accounts.domain.stale import Stale
from accounts.models import Letter, TrailEvent
from procurement.actions.refinements import changes_of
from procurement.domain.methodology_record import from_content, to_content
from procurement.models import Criterion, Refinement, Section, methodology_of
from scoring.actions import refinements
from scoring.domain import ranking_record
from tests.scoring import refining, staging


@pytest.fixture
def final(two_stages):
    """The final tenders, after it is decided that the first bid goes on and the second does not."""
    refining.allow(two_stages.competition)
    staging.shortlist(two_stages.competition)
    return staging.fresh(two_stages.final)


def test_what_is_proposed_changes_nothing_and_tells_nobody_outside(final):
    before, letters = methodology_of(final), Letter.objects.count()

    refining.propose(final)

    assert (methodology_of(final), Letter.objects.count()) == (before, letters)


def test_a_second_person_publishes_it_with_what_stood_before_beside_it(final):
    before = methodology_of(final)
    question = Criterion.objects.get(competition=final, reference="service").question
    refining.propose(final)

    made = refining.publish(final)

    after = methodology_of(final)
    assert Section.objects.get(competition=final, reference="quality").weight == Decimal(65)
    criterion = Criterion.objects.get(competition=final, reference="service")
    assert criterion.question == f"{question}\n\nRefined on Thursday 5 November 2026:\n{refining.ADDED}"
    assert made.number == 2
    assert [
        (each.reference, each.weight_before, each.weight, each.text_before, each.added) for each in changes_of(made)
    ] == [
        ("quality", Decimal(60), Decimal(65), "", ""),
        ("service", Decimal(60), Decimal(60), question, refining.ADDED),
        ("offer", Decimal(40), Decimal(35), "", ""),
    ]
    made.refresh_from_db()
    assert from_content(made.content["before"]) == before
    assert made.content["after"] == to_content(after)


def test_the_earlier_stage_its_bids_and_its_ranking_stay_as_they_are(final, two_stages):
    before = methodology_of(two_stages.competition)
    refining.propose(final)

    refining.publish(final)

    assert methodology_of(two_stages.competition) == before


def test_everybody_who_goes_on_gets_one_letter_and_nobody_else(final, two_stages):
    refining.propose(final)

    refining.publish(final)

    letters = [each for each in Letter.objects.all() if each.subject.startswith("The criteria are refined")]
    on, out = two_stages.bids
    assert {letter.trail for letter in letters} == {on.reference}
    (body,) = {letter.body for letter in letters}
    assert "Weight: 65% (before: 60%)" in body
    assert f"Added: {refining.ADDED}" in body
    assert refining.WHY in body
    assert refining.STATEMENT not in body
    assert str(out.organisation) not in body


def test_who_proposed_it_can_t_publish_it_and_the_database_keeps_that_too(final):
    row = refining.propose(final)

    with pytest.raises(Refusal, match="somebody else publishes it"):
        refining.publish(final, by=row.proposed_by)
    with pytest.raises(IntegrityError), transaction.atomic():
        Refinement.objects.filter(pk=row.pk).update(published_by=row.proposed_by, published_at=staging.AT, number=2)


def test_a_second_press_publishes_and_writes_nothing_more(final):
    row = refining.propose(final)
    seen, by = refinements.seen(row), refining.approver(final)
    first = refinements.publish(final, seen_before=seen, by=by, at=staging.AT)
    letters = Letter.objects.count()

    again = refinements.publish(final, seen_before=seen, by=by, at=staging.AT)

    assert (again, Letter.objects.count()) == (first, letters)


def test_what_was_changed_since_it_was_read_is_not_published(final, officer):
    row = refining.propose(final)
    read = refinements.seen(row)
    refining.propose(final, reasons="Another reason.", by=officer)

    with pytest.raises(Refusal, match="changed after you opened it"):
        refinements.publish(final, seen_before=read, by=refining.approver(final), at=staging.AT)


def test_a_proposal_is_not_overwritten_unseen(final, officer):
    read = refinements.seen(refining.propose(final))
    refining.propose(final, reasons="Another reason.", by=officer, seen=read)

    with pytest.raises(Stale):
        refining.propose(final, reasons="A third one.", seen=read)
    first, second = Refinement.objects.order_by("pk")
    assert (first.reasons, first.set_aside_because) == (refining.WHY, "Replaced by another proposal.")
    assert (second.reasons, second.set_aside_at) == ("Another reason.", None)


def test_a_weight_with_which_a_dropped_supplier_would_have_gone_on_is_refused_with_the_arithmetic(final, two_stages):
    """The second bid is made to be the better one in its offer alone, so that more weight there would put it first."""
    shortlist = two_stages.competition.shortlist
    ranking = ranking_record.from_content(shortlist.ranking.content)
    first, second = ranking.bids
    quality = [bid.marks["quality"].earned / 60 for bid in (first, second)]
    offer = [bid.marks["offer"].earned / 40 for bid in (first, second)]
    better, worse = ("offer", "quality") if offer[1] > offer[0] else ("quality", "offer")
    assert max(offer[1] - offer[0], quality[1] - quality[0]) > 0

    with pytest.raises(Refusal) as refused:
        refining.propose(final, weights=((better, 99), (worse, 1)))

    sentence = refused.value.sentences[0]
    assert sentence.startswith(f"{second.name} did not go on from “A partner for our day centres”, with ")
    assert f"with {second.published_total} of 100 marks" in sentence
    assert "would have gone on by the published rule" in sentence
    assert not Refinement.objects.exists()


def test_what_can_t_be_computed_is_stated_by_a_named_person_on_the_record(final):
    with pytest.raises(Refusal, match="was not assessed in that stage"):
        refining.propose(final, statement=" ")

    refining.propose(final)
    refining.publish(final)

    row = Refinement.objects.get()
    assert (row.statement, row.proposed_by) == (refining.STATEMENT, staging.lead(final))
    event = TrailEvent.objects.get(verb="scoring.publish_refinement")
    assert event.details["proposed_by"] == str(staging.lead(final))
    assert refining.STATEMENT not in str(event.details)
    assert event.details["methodology"] != event.details["methodology_before"]
    (tested,) = row.tested
    assert [each["name"] for each in tested["dropped"]] == ["Quayside Partners"]
    assert tested["unknown"] == ["What is added to “How the service will run” was not assessed in that stage."]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"added": ()}, "only in consequence of that"),
        ({"weights": (("quality", 70),)}, "add up to 110%"),
        ({"added": (("insurance", "More."),)}, "can’t be refined in its words"),
        ({"reasons": ""}, "Say why the criteria are refined"),
    ],
)
def test_what_is_no_refinement_is_refused(final, changed, words):
    with pytest.raises(Refusal, match=words):
        refining.propose(final, **changed)


def test_without_a_published_sentence_nothing_is_refined(two_stages):
    staging.shortlist(two_stages.competition)

    with pytest.raises(Refusal, match="Nothing was published that may be refined"):
        refining.propose(staging.fresh(two_stages.final))


def test_before_the_shortlist_nothing_is_refined(two_stages):
    refining.allow(two_stages.competition)

    with pytest.raises(Refusal, match="Decide first who goes on"):
        refining.propose(staging.fresh(two_stages.final))


def test_once_the_final_tenders_are_invited_nothing_is_refined(final):
    staging.invite(final)

    with pytest.raises(Refusal, match="Bids were invited"):
        refining.propose(staging.fresh(final))


def test_a_stage_does_not_begin_while_refined_criteria_wait(final):
    refining.propose(final)

    with pytest.raises(Refusal, match="Publish them or set them aside"):
        staging.invite(final)

    refinements.set_aside(final, reasons="Not needed.", by=staging.lead(final), at=staging.AT)
    staging.invite(final)
    assert Refinement.objects.get().set_aside_because == "Not needed."


def test_a_second_refinement_is_the_next_version(final):
    refining.propose(final)
    refining.publish(final)

    refining.propose(final, weights=(), added=(("employees", "And their unions."),))
    made = refining.publish(final)

    assert made.number == 3
    assert [each.reference for each in changes_of(made)] == ["employees"]


def test_what_is_published_or_set_aside_is_never_rewritten(final):
    refining.propose(final)
    row = refining.publish(final)

    with pytest.raises(DatabaseError), transaction.atomic():
        Refinement.objects.filter(pk=row.pk).update(reasons="Others.")
    with pytest.raises(DatabaseError), transaction.atomic():
        row.delete()
