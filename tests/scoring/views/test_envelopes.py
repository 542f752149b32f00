import pytest
from django.urls import reverse

from scoring.actions import envelopes
from tests.scoring import deciding, judging
from tests.scoring.actions.test_envelopes import AT
from tests.scoring.waiting import make_offers_wait


@pytest.fixture
def waiting(opened):
    return make_offers_wait(opened)


def page(client, competition):
    return client.get(reverse("scoring:offers_opening", args=[competition.reference]))


def test_the_page_says_what_is_missing_and_offers_no_button(sign_in, waiting, officer):
    judging.assign_all(waiting)

    text = page(sign_in(officer), waiting.competition).content.decode()

    assert "Eve Evaluator has not locked their scores yet." in text
    assert "Confirm that the offers be opened" not in text


def test_two_officers_open_the_offers_by_their_buttons(sign_in, waiting, officer, lead_officer):
    deciding.agree_all(waiting)
    url = reverse("scoring:offers_confirm", args=[waiting.competition.reference])

    for by in (officer, lead_officer):
        assert "Confirm that the offers be opened" in page(sign_in(by), waiting.competition).content.decode()
        sign_in(by).post(url)

    waiting.competition.refresh_from_db()
    assert waiting.competition.shows_offers
    text = page(sign_in(officer), waiting.competition).content.decode()
    assert "The offers were opened at" in text
    assert "Olive Officer and Leo Lead" in text


def test_who_sees_the_page_and_who_opens(sign_in, waiting, officer, auditor, other_officer):
    deciding.agree_all(waiting)
    url = reverse("scoring:offers_confirm", args=[waiting.competition.reference])
    people = (auditor, waiting.panel.chair.user, waiting.panel.evaluators[0].user, other_officer)

    assert [page(sign_in(each), waiting.competition).status_code for each in people] == [200, 200, 403, 403]
    assert [sign_in(each).post(url).status_code for each in people] == [403] * 4
    assert "Two officers or lead officers open" in page(sign_in(auditor), waiting.competition).content.decode()


def test_an_officer_who_confirmed_waits_and_a_second_press_is_told_why(sign_in, waiting, officer):
    deciding.agree_all(waiting)
    url = reverse("scoring:offers_confirm", args=[waiting.competition.reference])
    sign_in(officer).post(url)

    text = sign_in(officer).post(url, follow=True).content.decode()

    assert "You confirmed already" in text
    assert "You have confirmed. A second officer has to" in text


def test_the_board_says_that_offers_are_closed_and_then_shows_them(sign_in, waiting, officer, lead_officer):
    deciding.agree_all(waiting)
    url = reverse("scoring:board", args=[waiting.competition.reference])

    before = sign_in(officer).get(url).content.decode()
    for by in (officer, lead_officer):
        envelopes.confirm_opening(waiting.competition, by=by, at=AT)
    after = sign_in(officer).get(url).content.decode()

    assert before.count("<td>closed</td>") == 4
    assert "£500,000" not in before
    assert "£500,000" in after


def test_the_form_asks_why_once_the_offers_are_known(sign_in, waiting, officer, lead_officer):
    deciding.agree_all(waiting)
    url = reverse("scoring:moderate", args=[waiting.competition.reference, "service"])
    label = "Why is it recorded now that the offers are known?"
    assert label not in sign_in(waiting.panel.chair.user).get(url).content.decode()
    for by in (officer, lead_officer):
        envelopes.confirm_opening(waiting.competition, by=by, at=AT)

    client = sign_in(waiting.panel.chair.user)
    answer = client.post(
        reverse("scoring:moderate_agree", args=[waiting.competition.reference, "service"]),
        {"bid": waiting.bids[0].reference, "value": "3", "evidence": "Page 4.", "strengths": "A", "weaknesses": "B"}
        | {"why_not_higher": "C", "seen": "1"},
    ).content.decode()

    assert label in answer
    assert "Say why this score is recorded now that the offers are known." in answer
