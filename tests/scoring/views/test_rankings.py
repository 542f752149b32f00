from datetime import timedelta

import pytest
from django.urls import reverse

from scoring.actions import low_offers, panels
from scoring.domain.roles import Interest
from scoring.models import InterestDeclaration, Ranking
from tests.scoring import deciding, judging
from tests.scoring.actions.test_low_offers import priced_at


def page(client, user, competition, **query):
    client.force_login(user)
    return client.get(reverse("scoring:ranking", args=[competition.reference]), query)


def rank(client, user, competition):
    client.force_login(user)
    return client.post(reverse("scoring:rank", args=[competition.reference]))


def test_the_chair_makes_the_ranking_with_one_button_and_a_second_click_does_no_harm(client, judged):
    chair = judged.panel.chair.user
    assert b"Make the ranking" in page(client, chair, judged.competition).content

    assert rank(client, chair, judged.competition).status_code == 302
    assert rank(client, chair, judged.competition).status_code == 302

    text = page(client, chair, judged.competition).content.decode()
    assert Ranking.objects.count() == 1
    assert "Harbour Care: 70.00 marks, place 1" in text
    assert "The score 4 of 5 earns 4 ÷ 5 of 36 marks = 28.80." in text
    assert "Make the ranking" not in text


def test_what_is_missing_is_listed_instead_of_the_button(client, opened):
    judging.assign_all(opened)

    text = page(client, opened.panel.chair.user, opened.competition).content.decode()

    assert "Eve Evaluator has not locked their scores yet." in text
    assert "has no agreed score for “How the service will run”" in text
    assert "Make the ranking" not in text


def test_a_refused_ranking_says_all_that_is_missing(client, opened):
    judging.assign_all(opened)

    response = rank(client, opened.panel.chair.user, opened.competition)

    assert response.status_code == 409
    assert "Evan Evaluator has not locked their scores yet." in response.content.decode()


def test_checking_again_says_whether_it_is_the_same(client, judged, ranking, auditor):
    assert b"the ranking is the same in every figure" in page(client, auditor, judged.competition, check="yes").content

    with deciding.past_the_database():
        Ranking.objects.filter(pk=ranking.pk).update(fingerprint="0" * 64)
    assert b"does not come out the same" in page(client, auditor, judged.competition, check="yes").content


def test_who_has_a_conflict_sees_neither_name_nor_figure_nor_place_of_that_bid(client, judged, ranking):
    member = judged.panel.evaluators[0]
    InterestDeclaration.objects.filter(member=member, bid=judged.bids[0]).update(superseded_at=deciding.AT)
    InterestDeclaration.objects.create(
        member=member, bid=judged.bids[0], interest=Interest.ACTUAL.value, details="Trustee.", at=deciding.AT
    )

    text = page(client, member.user, judged.competition).content.decode()

    assert "Quayside Partners" in text
    assert "Harbour Care" not in text
    assert "70.00" not in text
    assert "A bid that you may not read" in text


def test_bidders_see_no_ranking(client, judged, ranking, bidder):
    assert page(client, bidder, judged.competition).status_code == 403
    assert rank(client, bidder, judged.competition).status_code == 403


@pytest.mark.parametrize("who", ["auditor", "approver", "officer"])
def test_the_council_reads_it_and_only_the_lead_officer_and_the_chair_make_it(client, judged, request, who):
    user = request.getfixturevalue(who)

    assert rank(client, user, judged.competition).status_code == 403
    assert b"have not been ranked yet" in page(client, user, judged.competition).content


def test_who_may_rank_is_told_of_low_prices_that_nobody_asked_about_and_who_may_not_read_them_all_is_not(
    client, judged, officer
):
    priced_at(judged.bids[1], 12_000_000)
    chair, told = judged.panel.chair, "1 price seems abnormally low"
    before = page(client, chair.user, judged.competition).content.decode()
    panels.declare(chair, judged.bids[0], Interest.ACTUAL, "I own part of it.", by=chair.user, at=deciding.AT)
    hidden = page(client, chair.user, judged.competition).content.decode()
    panels.declare(chair, judged.bids[0], Interest.NONE, "", by=chair.user, at=deciding.AT)
    low_offers.ask(
        judged.bids[1], about="How?", reply_by=(deciding.AT + timedelta(days=7)).date(), by=officer, at=deciding.AT
    )
    after = page(client, chair.user, judged.competition).content.decode()

    assert told in before
    assert "Make the ranking" in before
    assert told not in page(client, judged.panel.evaluators[0].user, judged.competition).content.decode()
    assert told not in hidden
    assert told not in after


def test_a_refusal_leads_back_to_the_page_from_which_it_was_asked_and_to_no_other_place(client, opened):
    client.force_login(opened.panel.chair.user)
    address = reverse("scoring:rank", args=[opened.competition.reference])
    came_from = f"http://testserver{reverse('scoring:ranking', args=[opened.competition.reference])}"

    back = client.post(address, HTTP_REFERER=came_from).content.decode()
    same = client.post(address, HTTP_REFERER=f"http://testserver{address}").content.decode()
    elsewhere = client.post(address, HTTP_REFERER="https://elsewhere.example/").content.decode()

    assert f'href="{came_from}"' in back
    assert "Go back and load the page again" in same
    assert "elsewhere.example" not in elsewhere


def test_the_address_of_a_button_shows_a_page_that_says_so(client, opened):
    client.force_login(opened.panel.chair.user)
    address = reverse("scoring:rank", args=[opened.competition.reference])

    page, script = client.get(address), client.get(address, HTTP_X_REQUESTED_WITH="XMLHttpRequest")

    assert (page.status_code, page["Allow"]) == (405, "POST")
    assert "This is the address of a button" in page.content.decode()
    assert (script.status_code, script.content) == (405, b"")
