import pytest
from django.urls import reverse
from django.utils import timezone

from config.my_work.council import council_work
from scoring.actions.promises import answer_of
from tests.pages import errors, filled
from tests.scoring.actions.test_promises import promised

TYPED = {
    "words": "Every centre stays open.",
    "measure": "Hours a week; at least 40.",
    "owner": "The managing director",
    "first_review_on_0": "31",
    "first_review_on_1": "3",
    "first_review_on_2": "2026",
    "review_months": "12",
    "is_kpi": "on",
}


def new(award, criterion):
    return reverse("scoring:promise_new", args=[award.reference, criterion.reference])


def ledger(award):
    return reverse("scoring:promises", args=[award.reference])


def test_an_officer_adds_a_promise_beside_the_answer_and_reviews_it(client, award, answered, officer):
    client.force_login(officer)
    answer = answer_of(award, answered)
    page = client.get(new(award, answered))
    assert answer[:30] in page.content.decode()

    client.post(new(award, answered), filled(page, **TYPED, quote=answer[:20]))
    promise = award.promises.get()
    address = reverse("scoring:promise", args=[promise.reference])
    typed = {"on_0": "1", "on_1": "4", "on_2": "2026", "rating": "approaching_target", "evidence": "The rota."}
    client.post(address, filled(client.get(address), **typed))

    text = client.get(address).content.decode()
    assert "Approaching target" in text
    assert "The rota." in text
    assert "1 April 2027" in text


def test_a_passage_that_is_not_there_is_refused_and_nothing_typed_is_lost(client, award, answered, officer):
    client.force_login(officer)

    page = client.post(new(award, answered), filled(client.get(new(award, answered)), **TYPED, quote="The moon"))

    assert errors(page) == ["The passage does not stand in the answer: copy it from there word for word."]
    assert "Hours a week; at least 40." in page.content.decode()


def test_the_ledger_says_what_is_overdue_and_whether_indicators_are_asked_for(client, award, answered, officer):
    promised(award, answered, officer, first_review_on=timezone.localdate().replace(year=2025))
    client.force_login(officer)

    text = client.get(ledger(award)).content.decode()

    assert "Review overdue" in text
    assert "The Act asks for" in text
    assert "the partner does not" in text


def test_the_sheet_has_what_the_ledger_has_and_no_formula(client, award, answered, officer):
    promised(award, answered, officer, owner="=1+1")
    client.force_login(officer)

    text = client.get(reverse("scoring:promises_csv", args=[award.reference])).content.decode("utf-8-sig")

    assert "Every centre stays open." in text
    assert "'=1+1" in text


def test_an_overdue_review_is_among_an_officers_work(award, answered, officer):
    promised(award, answered, officer, first_review_on=timezone.localdate().replace(year=2025))

    (work,) = council_work(officer, timezone.now())

    assert [task.words for task in work.open_tasks if task.tag == "Overdue"] == [
        f"Review 1 promise of {award.bid.organisation}"
    ]


def test_the_ledger_takes_as_many_queries_for_one_promise_as_for_many(
    client,
    award,
    answered,
    officer,
    django_assert_max_num_queries,
):
    client.force_login(officer)
    promised(award, answered, officer)
    client.get(ledger(award))
    with django_assert_max_num_queries(15) as few:
        client.get(ledger(award))
    for number in range(5):
        promised(award, answered, officer, f"more-{number}")

    with django_assert_max_num_queries(len(few)):
        client.get(ledger(award))


def test_how_it_ended_is_recorded_with_reasons(client, award, answered, officer):
    promise = promised(award, answered, officer)
    client.force_login(officer)
    address = reverse("scoring:promise_end", args=[promise.reference])

    assert "Give the reasons" in errors(client.post(address, {"outcome": "kept", "reason": ""}))[0]
    client.post(address, {"outcome": "kept", "reason": "Two years running."})

    text = client.get(reverse("scoring:promise", args=[promise.reference])).content.decode()
    assert "Kept: Two years running." in text
    assert "Record a review" not in text


@pytest.mark.parametrize("who", ["approver", "auditor"])
def test_approver_and_auditor_read_and_change_nothing(client, award, answered, officer, request, who):
    promise = promised(award, answered, officer)
    client.force_login(request.getfixturevalue(who))

    assert "Add a promise" not in client.get(ledger(award)).content.decode()
    assert "Record a review" not in client.get(reverse("scoring:promise", args=[promise.reference])).content.decode()
    assert client.get(new(award, answered)).status_code == 403
    assert client.get(reverse("scoring:promise_end", args=[promise.reference])).status_code == 403


def test_another_council_finds_nothing(client, award, answered, officer, other_officer):
    promise = promised(award, answered, officer)
    client.force_login(other_officer)

    for name, thing in (("promises", award), ("promise", promise), ("promises_csv", award)):
        assert client.get(reverse(f"scoring:{name}", args=[thing.reference])).status_code == 404


def test_there_is_no_ledger_before_the_award(client, proposal, officer):
    client.force_login(officer)

    assert client.get(ledger(proposal)).status_code == 404
