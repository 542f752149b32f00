import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from config.my_work import work_of
from scoring.actions.promises import answer_of
from scoring.models import PromiseLedger
from tests.pages import errors
from tests.scoring.promising import agreed, not_light_touch, promised, reviewed


def at(name, award):
    return reverse(f"scoring:{name}", args=[award.reference])


def text(response):
    return response.content.decode()


def long_ago():
    return timezone.localdate() - timedelta(days=400)


def tasks(user):
    return [(task.words, task.tag) for work in work_of(user, timezone.now()) for task in work.open_tasks]


def test_the_ledger_says_what_is_overdue_and_that_the_partner_does_not_see_it(
    sign_in, award, answered, officer, lead_officer
):
    promised(award, answered, officer, first_review_on=long_ago())
    agreed(award, lead_officer)

    page = text(sign_in(officer).get(at("promises", award)))

    assert "<strong>Review overdue</strong>" in page
    assert "1 review is overdue." in page
    assert "the partner does not" in page


def test_the_ledger_says_why_the_act_asks_for_none(sign_in, award, officer):
    page = text(sign_in(officer).get(at("promises", award)))

    assert "The ledger has none." in page
    assert "this is a light touch contract" in page
    assert "Procurement Act 2023, s.52" in page


def test_what_is_next_to_be_done_stands_first(sign_in, award, answered, officer):
    day = timezone.localdate()
    promised(award, answered, officer, "a", words="Later", first_review_on=day + timedelta(days=90))
    promised(award, answered, officer, "b", words="Soon", first_review_on=day + timedelta(days=30))
    due = day + timedelta(days=10)
    promised(award, answered, officer, "c", words="First", first_review_on=day + timedelta(days=300), due_on=due)

    lines = sign_in(officer).get(at("promises", award)).context["lines"]

    assert [line.promise.words for line in lines] == ["First", "Soon", "Later"]


def test_the_ledger_is_filtered_by_owner_and_state(sign_in, award, answered, officer, lead_officer):
    promised(award, answered, officer, "a", words="Hers", owner="The chair", first_review_on=long_ago())
    promised(award, answered, officer, "b", words="His", owner="The director")
    agreed(award, lead_officer)
    client = sign_in(officer)

    def shown(**asked):
        return [line.promise.words for line in client.get(at("promises", award), asked).context["lines"]]

    assert shown(owner="The chair") == ["Hers"]
    assert shown(state="overdue") == ["Hers"]
    assert shown(owner="The director", state="overdue") == []
    assert "Show all 2" in text(client.get(at("promises", award), {"owner": "Nobody"}))


def test_the_answers_stand_beside_what_was_agreed_of_them(sign_in, award, answered, officer):
    page = text(sign_in(officer).get(at("promise_pick", award)))

    assert answer_of(award, answered) in page
    assert "What the panel agreed of it" in page


def test_only_the_lead_officer_agrees(sign_in, award, answered, officer, lead_officer, approver):
    promised(award, answered, officer)
    assert sign_in(officer).get(at("promises_agree", award)).status_code == 403
    assert sign_in(approver).get(at("promises_agree", award)).status_code == 403
    client = sign_in(lead_officer)
    assert "Every centre stays open." in text(client.get(at("promises_agree", award)))

    assert client.post(at("promises_agree", award)).url == at("promises", award)
    assert client.post(at("promises_agree", award)).url == at("promises", award)

    assert PromiseLedger.objects.get().agreed_by == lead_officer
    page = text(client.get(at("promises", award)))
    assert "Agreed by Leo Lead" in page
    assert "Add a promise" not in page


def test_too_few_indicators_are_told_and_agreed_with_a_reason(sign_in, award, answered, officer, lead_officer):
    not_light_touch(award)
    promised(award, answered, officer, is_kpi=True)
    client = sign_in(lead_officer)
    assert "at least three before signing: the ledger has one." in text(client.get(at("promises", award)))

    page = client.post(at("promises_agree", award), {"why_fewer": ""})
    assert errors(page) == ["The Act asks for at least three before signing: the ledger has one. Give the reason."]
    client.post(at("promises_agree", award), {"why_fewer": "Quality can't be counted."})

    assert "The recorded reason for fewer: Quality can&#x27;t be counted." in text(client.get(at("promises", award)))


def test_the_sheet_has_the_whole_ledger_and_no_formula(sign_in, award, answered, officer):
    promised(award, answered, officer, owner="=1+1", target_number=40, unit="hours")

    sheet = sign_in(officer).get(at("promises_csv", award)).content.decode("utf-8-sig")

    (row,) = csv.DictReader(io.StringIO(sheet))
    assert (row["Owner"], row["Target"], row["State"]) == ("'=1+1", "40", "Not agreed yet")


def test_the_json_has_reviews_wordings_and_what_was_agreed(sign_in, award, answered, officer, lead_officer):
    promise = promised(award, answered, officer)
    ledger = agreed(award, lead_officer)
    reviewed(promise, officer)

    whole = sign_in(officer).get(at("promises_json", award)).json()

    (told,) = whole["promises"]
    assert whole["format"] == "promise-ledger/1"
    assert whole["agreed"]["fingerprint"] == ledger.fingerprint
    assert [each["rating"] for each in told["reviews"]] == ["good"]
    assert [each["content"]["words"] for each in told["versions"]] == ["Every centre stays open."]


@pytest.mark.parametrize("name", ["promises", "promises_csv", "promises_json"])
def test_many_promises_take_no_more_queries_than_one(
    sign_in, award, answered, officer, django_assert_max_num_queries, name
):
    client = sign_in(officer)
    promised(award, answered, officer)
    client.get(at(name, award))
    with django_assert_max_num_queries(15) as few:
        client.get(at(name, award))
    for number in range(5):
        promised(award, answered, officer, f"more-{number}")

    with django_assert_max_num_queries(len(few)):
        client.get(at(name, award))


def test_whoever_is_not_of_the_council_finds_no_ledger(sign_in, award, other_officer, bidder, judged):
    for outsider in (other_officer, bidder):
        for name in ("promises", "promises_csv", "promises_json", "promise_pick", "promises_agree"):
            assert sign_in(outsider).get(at(name, award)).status_code == 404, name
    # A panel member sees the award, but is not of the council.
    assert sign_in(judged.panel.chair.user).get(at("promises", award)).status_code == 403


def test_there_is_no_ledger_before_the_award(sign_in, proposal, lead_officer):
    for name in ("promises", "promises_csv", "promises_json", "promise_pick", "promises_agree"):
        assert sign_in(lead_officer).get(at(name, proposal)).status_code == 404


# My work


def test_the_lead_officer_is_asked_to_agree_and_then_officers_to_review(award, answered, officer, lead_officer):
    promised(award, answered, officer, first_review_on=long_ago())
    assert ("Agree 1 promise of Harbour Care", "") in tasks(lead_officer)
    assert not any("promise" in words for words, _ in tasks(officer))

    agreed(award, lead_officer)

    for user in (officer, lead_officer):
        assert ("Review 1 promise of Harbour Care", "Overdue") in tasks(user)


@pytest.mark.parametrize(("days", "told"), [(14, True), (15, False)])
def test_a_review_is_among_the_work_a_fortnight_before(award, answered, officer, lead_officer, days, told):
    promised(award, answered, officer, first_review_on=timezone.localdate() + timedelta(days=days))
    agreed(award, lead_officer)

    assert (("Review 1 promise of Harbour Care", "Due soon") in tasks(officer)) is told


def test_approver_and_auditor_have_no_such_work(award, answered, officer, lead_officer, approver, auditor):
    promised(award, answered, officer, first_review_on=long_ago())
    agreed(award, lead_officer)

    assert not any("promise" in words for user in (approver, auditor) for words, _ in tasks(user))
