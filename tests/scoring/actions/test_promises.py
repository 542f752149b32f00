from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from accounts.actions import fields
from accounts.domain.refusals import Refusal
from accounts.domain.stale import Stale
from accounts.models import TrailEvent
from procurement.models import Criterion
from scoring.actions.promises import answer_of, change_promise, content_of, end
from scoring.domain.promises import Outcome
from scoring.models import Promise, PromiseVersion
from scoring.models.promises import TERMS
from spinouts.models import Party
from tests.scoring.promising import AT, FIRST, agreed, promised, reviewed

WORDS = "Every centre stays open on Saturdays too."


def test_a_passage_of_the_winning_answer_becomes_a_promise_on_the_record(award, answered, officer):
    promise = promised(award, answered, officer)

    assert (promise.criterion, promise.review_by(None)) == (answered.reference, FIRST)
    event = TrailEvent.objects.get(trail=award.competition.reference, verb="scoring.make_promise")
    assert (event.by, event.details["promise"]) == (officer, promise.reference)


def test_the_trail_has_no_word_of_the_bid_as_people_read_it_who_may_not_read_the_bid(award, answered, officer):
    promise = promised(award, answered, officer)
    change_promise(promise, quote=answer_of(award, answered)[:25], words=WORDS, by=officer, at=AT)

    told = [f"{event.subject} {event.details}" for event in TrailEvent.objects.filter(verb__endswith="_promise")]

    assert len(told) == 2
    assert not any(answer_of(award, answered)[:20] in each or "centre" in each for each in told)


def test_pressing_twice_enters_it_once(award, answered, officer):
    assert promised(award, answered, officer) == promised(award, answered, officer)
    assert (Promise.objects.count(), PromiseVersion.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"quote": "We promise the moon."}, "does not stand in the answer"),
        ({"quote": "  "}, "Choose the passage"),
        ({"words": ""}, "in your own words"),
        ({"measure": " "}, "how it is measured"),
        ({"owner": ""}, "who answers for it"),
        ({"is_material": True}, "Only a key performance indicator"),
        ({"target_number": Decimal(40)}, "what the target is counted in"),
        ({"review_months": 13}, "less than or equal to 12"),
    ],
)
def test_what_is_no_promise_is_refused_with_the_reason(award, answered, officer, changed, why):
    with pytest.raises(Refusal, match=why):
        promised(award, answered, officer, **changed)

    assert not Promise.objects.exists()


def test_an_owner_of_the_company_answers_for_it_with_or_without_a_role(award, answered, officer):
    party = Party.objects.filter(venture=award.venture).first()

    alone = promised(award, answered, officer, party=party, owner="")
    with_role = promised(award, answered, officer, "page-2", party=party)

    assert alone.answerable == party.name
    assert with_role.answerable == f"{party.name}, The managing director"


def test_an_owner_of_another_company_answers_for_nothing(award, answered, officer):
    other = Party(venture_id=award.venture_id + 1, name="Somebody")

    with pytest.raises(Refusal, match="no owner of this company"):
        promised(award, answered, officer, party=other)


def test_no_more_than_three_are_the_most_material(award, answered, officer):
    for number in range(3):
        promise = promised(award, answered, officer, f"page-{number}", is_kpi=True, is_material=True)

    with pytest.raises(Refusal, match="as many as are published"):
        promised(award, answered, officer, "page-4", is_kpi=True, is_material=True)
    change_promise(promise, words=WORDS, is_kpi=True, is_material=True, by=officer, at=AT)


def test_nothing_is_promised_before_the_award_is_approved(proposal, officer):
    criterion = Criterion.objects.filter(competition=proposal.competition).first()

    with pytest.raises(Refusal, match="not been approved"):
        promised(proposal, criterion, officer, quote="x")


def test_a_promise_is_worded_anew_and_each_wording_is_kept(award, answered, officer, lead_officer):
    promise = promised(award, answered, officer)
    before = content_of(promise)

    changed = change_promise(promise, words=WORDS, due_on=date(2029, 3, 31), by=lead_officer, at=AT)
    again = change_promise(promise, words=WORDS, by=lead_officer, at=AT)

    assert (again.words, again.due_on) == (changed.words, changed.due_on) == (WORDS, date(2029, 3, 31))
    assert [(each.number, each.by) for each in promise.versions.all()] == [(2, lead_officer), (1, officer)]
    assert promise.versions.get(number=1).content == before
    event = TrailEvent.objects.get(verb="scoring.change_promise")
    assert event.details["changed"] == ["due_on", "words"]


def test_a_change_that_would_make_it_no_promise_is_refused_and_changes_nothing(award, answered, officer):
    promise = promised(award, answered, officer)

    with pytest.raises(Refusal, match="does not stand in the answer"):
        change_promise(promise, quote="The moon.", by=officer, at=AT)

    assert Promise.objects.get().quote == promise.quote
    assert promise.versions.count() == 1


def test_what_somebody_else_changed_meanwhile_is_not_overwritten_unseen(award, answered, officer, lead_officer):
    promise = promised(award, answered, officer)
    seen = fields.seen(promise, TERMS)
    change_promise(promise, words=WORDS, by=lead_officer, at=AT)
    mine = {name: getattr(promise, name) for name in TERMS} | {"words": "Mine."}

    with pytest.raises(Stale, match="on Saturdays too"):
        change_promise(promise, seen=seen, by=officer, at=AT, **mine)


def _copy_of(promise):
    copy = Promise.objects.get(pk=promise.pk)
    copy.pk, copy.reference = None, "a-copy"
    return copy


def test_once_agreed_nothing_is_added_or_changed_not_even_past_the_actions(award, answered, officer, lead_officer):
    promise = promised(award, answered, officer)
    agreed(award, lead_officer)

    with pytest.raises(Refusal, match="agreed: none can be added or changed"):
        promised(award, answered, officer, "page-2")
    with pytest.raises(Refusal, match="agreed: none can be added or changed"):
        change_promise(promise, words=WORDS, by=officer, at=AT)
    for deed in (
        lambda: Promise.objects.update(words=WORDS),
        lambda: Promise.objects.bulk_create([_copy_of(promise)]),
        lambda: PromiseVersion.objects.update(content={}),
        lambda: type(award.promise_ledger).objects.update(why_fewer="No."),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()


def test_a_promise_that_has_ended_takes_nothing_more(award, answered, officer, lead_officer):
    promise = promised(award, answered, officer)
    agreed(award, lead_officer)
    promise = end(promise, outcome=Outcome.KEPT, reason="Two years.", by=officer, at=AT)

    assert (promise.outcome, promise.review_by(None)) == ("kept", None)
    assert end(promise, outcome=Outcome.KEPT, reason="Two years.", by=officer, at=AT) == promise
    with pytest.raises(Refusal, match="has ended: kept"):
        reviewed(promise, officer)
    with pytest.raises(Refusal, match="has ended: kept"):
        end(promise, outcome=Outcome.NOT_KEPT, reason="No.", by=lead_officer, at=AT)
    with pytest.raises(DatabaseError), transaction.atomic():
        Promise.objects.update(outcome="not_kept")


def test_what_was_never_agreed_is_neither_kept_nor_broken(award, answered, officer):
    promise = promised(award, answered, officer)

    with pytest.raises(Refusal, match="not agreed yet"):
        end(promise, outcome=Outcome.NOT_KEPT, reason="Closed.", by=officer, at=AT)

    assert end(promise, outcome=Outcome.DROPPED, reason="Entered twice.", by=officer, at=AT).outcome == "dropped"


def test_an_end_has_reasons(award, answered, officer):
    with pytest.raises(Refusal, match="Give the reasons"):
        end(promised(award, answered, officer), outcome=Outcome.DROPPED, reason=" ", by=officer, at=AT)
