import pytest
from django.db import ProgrammingError, transaction

from accounts.domain.fingerprints import fingerprint
from accounts.domain.refusals import Refusal
from accounts.models import TrailEvent
from partners.models import Submission
from scoring.actions import evidence, panels, scores
from scoring.domain.evidence import Bearing, Marking
from scoring.domain.roles import Interest
from scoring.models import Evidence, Score
from tests.scoring.judging import AT, assignment, save, score_all, score_and_lock

PASSAGE = Marking(Bearing.STRENGTH, "all eleven  centres", "How many?")


def mark(each, marking=PASSAGE):
    return evidence.mark(each, marking, by=each.member.user, at=AT)


def paper(opened, reference, criterion, title="Business plan"):
    submission = Submission.objects.get(bid=opened.bids[0])
    told = {"reference": reference, "title": title, "name": "a.pdf", "size": 9, "sha256": "", "criterion": criterion}
    submission.content["documents"].append(told)
    submission.save()


def test_a_passage_is_kept_as_it_stands_in_the_answer_with_its_place(mine):
    made = mark(mine)

    assert (made.quote, made.start, made.end) == ("all eleven centres", 23, 41)
    assert (made.bearing, made.note, made.score.assignment, made.score.value) == ("strength", "How many?", mine, None)
    assert mark(mine) == made
    assert save(mine).state == "saved"


def test_a_page_of_a_document_may_have_words_or_none(opened, mine):
    paper(opened, "A1", "service")
    made = mark(mine, Marking(Bearing.WEAKNESS, document="A1", page=9))

    assert (made.where, made.quote, made.start) == ("Business plan, page 9", "", None)
    assert mark(mine, Marking(Bearing.NEITHER, "Deficit", document="A1", page=9)).quote == "Deficit"


@pytest.mark.parametrize(
    ("marking", "words"),
    [
        (Marking(Bearing.STRENGTH, "All Eleven"), "does not stand in the answer"),
        (Marking(Bearing.STRENGTH, " "), "Copy the passage"),
        (Marking(Bearing.STRENGTH, document="A1"), "number of the page"),
        (Marking(Bearing.STRENGTH, document="A2", page=1), "belongs to this answer"),
        (Marking(Bearing.STRENGTH, "eleven", note="x" * 501), "at most 500"),
    ],
)
def test_what_is_not_there_is_no_evidence(opened, mine, marking, words):
    paper(opened, "A1", "service")
    paper(opened, "A2", "employees")

    with pytest.raises(Refusal, match=words):
        mark(mine, marking)
    assert not Evidence.objects.exists()


def test_what_is_taken_away_is_kept_as_taken_away(mine):
    made = mark(mine)
    evidence.take_away(made, by=mine.member.user, at=AT)

    assert not Evidence.objects.current().exists()
    assert Evidence.objects.get().removed_at == AT
    assert mark(mine) != made


def test_from_the_lock_on_it_stays_and_the_fingerprint_of_the_lock_covers_it(eve, mine):
    made = mark(mine)
    score_all(eve)
    before = scores.content_of(eve)
    scores.lock(eve, by=eve.user, at=AT)

    locked = TrailEvent.objects.get(verb="scoring.lock").details["fingerprint"]
    assert locked == fingerprint(before)
    assert [each["evidence"][0]["quote"] for each in before if "evidence" in each] == ["all eleven centres"]
    with pytest.raises(Refusal, match="locked"):
        mark(mine, Marking(Bearing.WEAKNESS, "eleven"))
    with pytest.raises(Refusal, match="locked"):
        evidence.take_away(made, by=eve.user, at=AT)


def test_the_database_itself_keeps_it(opened, mine):
    made = mark(mine)
    score_and_lock(mine.member)

    def refused(change):
        with pytest.raises(ProgrammingError), transaction.atomic():
            change()
        return True

    rows, other = Evidence.objects.filter(pk=made.pk), assignment(opened.panel.evaluators[1], opened.bids[0])
    save(other)
    assert refused(rows.delete)
    assert refused(lambda: rows.update(removed_at=AT))
    assert refused(lambda: Evidence.objects.create(score=Score.objects.get(assignment=mine), **values(made)))
    theirs = mark(other)
    assert refused(lambda: Evidence.objects.filter(pk=theirs.pk).update(note="Another."))


def values(made):
    return {"bearing": "weakness", "quote": made.quote, "start": made.start, "end": made.end, "marked_at": AT}


def test_who_has_an_interest_since_marks_no_more(opened, eve, mine):
    panels.declare(eve, opened.bids[0], Interest.ACTUAL, "My employer.", by=eve.user, at=AT)

    with pytest.raises(Refusal, match="declared an interest"):
        mark(mine)
