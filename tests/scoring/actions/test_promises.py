from datetime import UTC, date, datetime

import pytest

from accounts.domain.refusals import Refusal
from accounts.models import TrailEvent
from procurement.models import Criterion
from scoring.actions.promises import answer_of, end, make_promise, review
from scoring.domain.promises import Outcome, Rating
from scoring.models import Promise, PromiseReview

AT = datetime(2028, 4, 3, 9, 0, tzinfo=UTC)
FIRST = date(2028, 3, 31)


def promised(award, criterion, by, reference="page-1", **changed):
    texts = {
        "quote": answer_of(award, criterion)[:20],
        "words": "Every centre stays open.",
        "measure": "Hours a week at each centre; at least 40.",
        "owner": "The managing director",
    }
    given = {"first_review_on": FIRST, "review_months": 12, "is_kpi": False, "is_material": False} | {
        name: value for name, value in changed.items() if name not in texts
    }
    texts |= {name: value for name, value in changed.items() if name in texts}
    return make_promise(award, criterion, texts=texts, reference=reference, by=by, at=AT, **given)


def reviewed(promise, by, reference="page-1", on=FIRST, rating=Rating.GOOD, evidence="The rota of March."):
    return review(promise, on=on, rating=rating, evidence=evidence, reference=reference, by=by, at=AT)


def test_a_passage_of_the_winning_answer_becomes_a_promise_on_the_record(award, answered, officer):
    promise = promised(award, answered, officer)

    assert (promise.criterion, promise.due_on(None)) == (answered.reference, FIRST)
    event = TrailEvent.objects.get(trail=award.competition.reference, verb="scoring.make_promise")
    assert (event.by, event.details["promise"]) == (officer, promise.reference)


def test_pressing_twice_enters_it_once(award, answered, officer):
    assert promised(award, answered, officer) == promised(award, answered, officer)
    assert Promise.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"quote": "We promise the moon."}, "does not stand in the answer"),
        ({"quote": "  "}, "Choose the passage"),
        ({"words": ""}, "in your own words"),
        ({"measure": " "}, "how it is measured"),
        ({"owner": ""}, "who answers for it"),
        ({"is_material": True}, "Only a key performance indicator"),
    ],
)
def test_what_is_no_promise_is_refused_with_the_reason(award, answered, officer, changed, why):
    with pytest.raises(Refusal, match=why):
        promised(award, answered, officer, **changed)

    assert not Promise.objects.exists()


def test_no_more_than_three_are_the_most_material(award, answered, officer):
    for number in range(3):
        promised(award, answered, officer, f"page-{number}", is_kpi=True, is_material=True)

    with pytest.raises(Refusal, match="as many as are published"):
        promised(award, answered, officer, "page-4", is_kpi=True, is_material=True)


def test_nothing_is_promised_before_the_award_is_approved(proposal, officer):
    criterion = Criterion.objects.filter(competition=proposal.competition).first()

    with pytest.raises(Refusal, match="not been approved"):
        promised(proposal, criterion, officer, quote="x")


def test_a_review_moves_the_next_one_on_and_a_second_press_changes_nothing(award, answered, officer):
    promise = promised(award, answered, officer)

    assert reviewed(promise, officer) == reviewed(promise, officer)

    assert PromiseReview.objects.count() == 1
    assert promise.due_on(FIRST) == date(2029, 3, 31)


def test_a_review_has_evidence_and_lies_in_the_past(award, answered, officer):
    promise = promised(award, answered, officer)

    with pytest.raises(Refusal, match="the evidence"):
        reviewed(promise, officer, evidence=" ")
    with pytest.raises(Refusal, match="in the future"):
        reviewed(promise, officer, on=date(2028, 4, 4))


def test_a_promise_that_has_ended_takes_nothing_more(award, answered, officer, lead_officer):
    promise = end(promised(award, answered, officer), outcome=Outcome.KEPT, reason="Two years.", by=officer, at=AT)

    assert (promise.outcome, promise.due_on(None)) == ("kept", None)
    assert end(promise, outcome=Outcome.KEPT, reason="Two years.", by=officer, at=AT) == promise
    with pytest.raises(Refusal, match="has ended: kept"):
        reviewed(promise, officer)
    with pytest.raises(Refusal, match="has ended: kept"):
        end(promise, outcome=Outcome.NOT_KEPT, reason="No.", by=lead_officer, at=AT)


def test_an_end_has_reasons(award, answered, officer):
    with pytest.raises(Refusal, match="Give the reasons"):
        end(promised(award, answered, officer), outcome=Outcome.DROPPED, reason=" ", by=officer, at=AT)
