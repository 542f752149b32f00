"""A bidder is asked what its bid means: the chair reads every question first, and nobody learns more than they may."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from accounts.domain.refusals import Refusal
from accounts.models import Letter, TrailEvent
from partners.models import Enquiry
from scoring.actions import assignments, enquiries, evidence, scores
from scoring.domain.enquiries import EnquiryState
from scoring.domain.evidence import Bearing, Marking
from scoring.models import EnquiryDraft
from tests.scoring import asking
from tests.scoring.judging import AT, assignment, criterion, save, score_all


def seen(user):
    return list(EnquiryDraft.objects.visible_to(user))


def test_a_draft_is_known_to_its_author_the_chair_and_the_auditor_until_it_is_sent(opened, mine, officer, auditor):
    drafted = asking.draft(mine)
    evan = opened.panel.evaluators[1].user

    assert seen(mine.member.user) == seen(opened.panel.chair.user) == seen(auditor) == [drafted]
    assert seen(evan) == seen(officer) == seen(opened.panel.observer.user) == []
    assert not TrailEvent.objects.of(opened.competition.reference).filter(verb__contains="enquiry").exists()

    asking.approve(opened, drafted)

    assert seen(officer) == [drafted]
    assert seen(evan) == []

    enquiries.send(drafted, asking.DUE, by=officer, at=AT)

    assert seen(evan) == seen(opened.panel.observer.user) == [drafted]


def test_only_those_who_score_the_criterion_learn_what_was_asked(opened, officer):
    first, second, third = opened.panel.evaluators
    pairs = [(first, "service"), (second, "service"), (third, "insurance")]
    asked = [(member, criterion(opened, reference)) for member, reference in pairs]
    assignments.assign(opened.competition, asked, by=opened.panel.chair.user, at=AT)

    asking.send(opened, assignment(first, opened.bids[0]), officer)

    assert len(seen(second.user)) == 1
    assert seen(third.user) == []


def test_the_bidder_is_told_and_answers_once_and_the_rival_knows_nothing(opened, mine, officer):
    sent = asking.send(opened, mine, officer)
    bidder, rival = opened.bids[0].started_by, opened.bids[1].started_by

    asking.answer(sent)

    sent.refresh_from_db()
    assert (sent.answer, sent.counts, sent.is_late) == (asking.ANSWER, True, False)
    assert list(Enquiry.objects.visible_to(bidder)) == [sent]
    assert not Enquiry.objects.visible_to(rival).exists()
    told = [each for each in Letter.objects.all() if asking.QUESTION in each.body]
    assert {each.to for each in told} == {bidder.email}
    assert not any("Eve" in each.body for each in told)
    assert asking.answer(sent) == sent
    with pytest.raises(Refusal, match="can be answered once"):
        asking.answer(sent, text="Twelve.")


def test_a_late_answer_is_kept_and_counts_only_if_an_officer_accepts_it(opened, mine, officer):
    sent = asking.send(opened, mine, officer)

    late = asking.answer(sent, at=asking.DUE + timedelta(seconds=1))

    assert (late.is_late, late.counts, late.waits_for_decision) == (True, False, True)
    decide = {"by": officer, "at": asking.DUE + timedelta(hours=1)}
    with pytest.raises(Refusal, match="Give your reasons"):
        enquiries.decide_late(asking.of(sent), accepts=True, reasons=" ", **decide)
    enquiries.decide_late(asking.of(sent), accepts=True, reasons="Our site was down.", **decide)
    late.refresh_from_db()
    assert late.counts
    with pytest.raises(Refusal, match="decided already"):
        enquiries.decide_late(asking.of(sent), accepts=False, reasons="On second thoughts.", **decide)
    told = [each.to for each in Letter.objects.all() if "Our site was down." in each.body]
    assert told == [opened.bids[0].started_by.email]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (" ", "Write the question"),
        ("We scored this 2. Why?", "says nothing of scores"),
        ("Is it as with Quayside Partners?", "Quayside Partners"),
    ],
)
def test_a_wording_that_tells_too_much_is_refused_from_evaluator_and_chair(opened, mine, text, told):
    with pytest.raises(Refusal, match=told):
        asking.draft(mine, text)
    drafted = asking.draft(mine)
    with pytest.raises(Refusal, match=told):
        enquiries.approve(drafted, text, only_clarifies=True, by=opened.panel.chair.user, at=AT)


def test_the_chair_confirms_that_it_only_clarifies_and_gives_reasons_for_a_refusal(opened, mine, officer):
    drafted, chair = asking.draft(mine), opened.panel.chair.user

    with pytest.raises(Refusal, match="only asks what the bid means"):
        enquiries.approve(drafted, drafted.text, only_clarifies=False, by=chair, at=AT)
    with pytest.raises(Refusal, match="Say why"):
        enquiries.refuse(drafted, "", by=chair, at=AT)
    with pytest.raises(Refusal, match="Before the chair"):
        enquiries.send(drafted, asking.DUE, by=officer, at=AT)
    enquiries.refuse(drafted, "Page 9 says it.", by=chair, at=AT)

    drafted.refresh_from_db()
    assert drafted.stands is EnquiryState.REFUSED
    with pytest.raises(Refusal, match="Refused by the chair"):
        enquiries.take_back(drafted, by=mine.member.user, at=AT)
    trail = TrailEvent.objects.of(drafted.reference).order_by("sequence").values_list("verb", flat=True)
    assert list(trail) == ["scoring.draft_enquiry", "scoring.refuse_enquiry"]


def test_the_same_question_twice_is_one_and_a_time_that_has_passed_is_refused(opened, mine, officer):
    drafted = asking.draft(mine)

    assert asking.draft(mine) == drafted
    asking.approve(opened, drafted)
    with pytest.raises(Refusal, match="has passed"):
        enquiries.send(drafted, AT, by=officer, at=AT)
    with pytest.raises(Refusal, match="not one that belongs"):
        asking.draft(mine, "Which page?", document="unknown")


def test_what_was_sent_stays_as_it_was(opened, mine, officer):
    sent = asking.send(opened, mine, officer)
    asking.answer(sent)

    for change in ({"question": "Another one?"}, {"answered_at": AT}):
        with pytest.raises(DatabaseError, match="stays as it was sent"), transaction.atomic():
            Enquiry.objects.filter(pk=sent.pk).update(**change)


def test_a_passage_of_the_clarification_can_be_cited(opened, mine, officer):
    sent = asking.send(opened, mine, officer)
    marking = Marking(Bearing.STRENGTH, "leaves out the centre", enquiry=sent.reference)
    with pytest.raises(Refusal, match="not one of this answer"):
        evidence.mark(mine, marking, by=mine.member.user, at=AT)
    asking.answer(sent)
    save(mine)

    made = evidence.mark(mine, marking, by=mine.member.user, at=AT)
    with pytest.raises(Refusal, match="does not stand in the clarification"):
        evidence.mark(mine, Marking(Bearing.WEAKNESS, "Twelve", enquiry=sent.reference), by=mine.member.user, at=AT)

    assert (made.quote, made.where) == ("leaves out the centre", "The clarification")
    mine.refresh_from_db()
    score_all(mine.member)
    content = next(each for each in scores.content_of(mine.member) if "evidence" in each)
    assert content["evidence"][0]["enquiry"] == sent.reference


def letters_of(subject):
    return [each for each in Letter.objects.all() if each.subject.startswith(subject)]


def told_of_an_answer():
    return sorted(each.to for each in letters_of("A bidder has answered"))


def test_those_who_score_it_are_told_once_that_there_is_an_answer_and_nothing_of_it(opened, officer):
    first, second, third = opened.panel.evaluators
    pairs = [(first, "service"), (second, "service"), (third, "insurance")]
    asked = [(member, criterion(opened, reference)) for member, reference in pairs]
    assignments.assign(opened.competition, asked, by=opened.panel.chair.user, at=AT)
    sent = asking.send(opened, assignment(first, opened.bids[0]), officer)

    asking.answer(sent)
    asking.answer(sent, at=AT + timedelta(days=2))

    assert told_of_an_answer() == sorted([first.user.email, second.user.email])
    for letter in letters_of("A bidder has answered"):
        assert not any(each in letter.body for each in (asking.ANSWER, asking.QUESTION, "Harbour Care"))


def test_nobody_who_judges_is_told_of_a_late_answer_before_it_counts(opened, mine, officer):
    sent = asking.send(opened, mine, officer)
    asking.answer(sent, at=asking.DUE + timedelta(seconds=1))
    assert told_of_an_answer() == []

    enquiries.decide_late(
        asking.of(sent), accepts=True, reasons="Our site was down.", by=officer, at=asking.DUE + timedelta(hours=1)
    )

    assert told_of_an_answer() == sorted(each.user.email for each in opened.panel.evaluators)


def test_a_chair_who_scores_nothing_drafts_a_question_and_is_told_of_the_answer(opened, mine, officer):
    drafted, chair = asking.draft_as_chair(opened), opened.panel.chair.user
    assert letters_of("A question to a bidder") == []
    assert asking.draft_as_chair(opened) == drafted

    asking.approve(opened, drafted)
    asking.answer(enquiries.send(drafted, asking.DUE, by=officer, at=AT))

    assert chair.email in told_of_an_answer()


def test_nobody_else_drafts_as_the_chair_nor_a_chair_who_may_not_read_the_bid(opened, mine):
    eve = mine.member
    with pytest.raises(Refusal, match="do not chair"):
        enquiries.draft_as_chair(
            enquiries.About(eve, mine.bid, mine.criterion), "Which?", asking.WHY, by=eve.user, at=AT
        )
    opened.panel.chair.declarations.filter(bid=opened.bids[0]).update(superseded_at=AT)
    with pytest.raises(Refusal, match="may not read this bid"):
        asking.draft_as_chair(opened)


def test_a_question_that_was_not_sent_has_no_late_answer_to_decide_on(opened, mine, officer):
    drafted = asking.draft(mine)

    with pytest.raises(Refusal, match="is not sent"):
        enquiries.decide_late(drafted, accepts=True, reasons="Why not.", by=officer, at=AT)
