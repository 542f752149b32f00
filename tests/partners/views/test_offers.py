import pytest
from django.urls import reverse

from partners.actions.offers import offer_of, save_offer
from tests.partners.conftest import typed_offer
from tests.world import BEFORE


@pytest.fixture
def url(client, bid, bidder, clock):
    clock(BEFORE)
    client.force_login(bidder)
    return reverse("partners:bid_offer", kwargs={"reference": bid.reference})


@pytest.fixture
def script(client, url):
    def send(typed, version="0"):
        return client.post(url, {**typed, "version": version}, headers={"x-requested-with": "XMLHttpRequest"}).json()

    return send


def words(answer):
    return " ".join(answer.content.decode().split())


def test_the_script_saves_the_whole_form_and_is_given_the_next_version(script, bid):
    answer = script(typed_offer(**{"price-1": "three milli"}))

    assert answer == {"state": "saved", "message": "Saved at midday", "version": 1, "words": 0}
    assert offer_of(bid).typed["price-1"] == "three milli"


def test_the_script_is_told_what_stands_in_each_field_that_clashes(script):
    script(typed_offer(notes="Before"))
    script(typed_offer(notes="First"), "1")

    answer = script(typed_offer(notes="Second"), "1")

    assert (answer["state"], answer["theirs"]) == ("conflict", {"notes": "First"})


def test_the_script_is_told_that_others_changed_other_fields(script):
    script(typed_offer())
    script(typed_offer(notes="First"), "1")

    answer = script(typed_offer(company_name="New Limited"), "1")

    assert answer["state"] == "saved"
    assert "Somebody else changed other parts" in answer["message"]


def test_without_script_what_is_wrong_is_listed_and_said_at_its_field(client, url):
    wrong = {"holding-1-percent": "26", "price-2": "-£5", "money-loan-3": "ten", "total_shares": "many"}

    page = words(client.post(url, {**typed_offer(**wrong), "version": "0"}, follow=True))

    assert "Saved. These are to put right before you can submit" in page
    for field, sentence in {
        "holding-1-percent": "The stakes add up to 101%, and must add up to exactly 100%: take 1% off.",
        "price-2": "The price for year 2 is below zero (−£5): enter 0 or more.",
        "money-loan-3": "The investment in year 3 (Loan) is not a number",
        "total_shares": "Enter how many shares the company would have as a whole number. “many” is none.",
    }.items():
        assert f'<a href="#id_{field}">{sentence}' in page
        assert page.count(f'id="id_{field}_error"') == 1
        assert f'id="id_{field}_error"><span class="govuk-visually-hidden">Error:</span> {sentence}' in page
    for typed in wrong.values():
        assert f'value="{typed}"' in page


def test_without_script_a_complete_offer_leads_back_to_the_bid(client, url, bid):
    answer = client.post(url, {**typed_offer(), "version": "0"})

    assert answer.url == reverse("partners:bid", kwargs={"reference": bid.reference})


def test_without_script_another_holder_can_be_added(client, url):
    page = words(client.post(url, {**typed_offer(), "version": "0", "add": "partner"}, follow=True))

    assert 'name="holding-5-name"' in page
    assert 'name="holding-6-name"' not in page


def test_without_script_a_clash_shows_both_texts_and_saving_again_takes_mine(client, url, bid, bidder):
    save_offer(bid, typed_offer(notes="Before"), version=0, by=bidder, at=BEFORE)
    save_offer(bid, typed_offer(notes="Theirs"), version=1, by=bidder, at=BEFORE)

    answer = client.post(url, {**typed_offer(notes="Mine"), "version": "1"})

    page = words(answer)
    assert answer.status_code == 422
    assert "Theirs" in page
    assert "Mine</textarea>" in page
    version = answer.context["version"]
    client.post(url, {**typed_offer(notes="Mine"), "version": str(version)})
    assert offer_of(bid).typed["notes"] == "Mine"


def test_the_ownership_that_results_stands_beside_the_form(client, url, bid, bidder):
    save_offer(bid, typed_offer(), version=0, by=bidder, at=BEFORE)

    page = words(client.get(url))

    assert "Who owns Barchester Day Centres Limited" in page
    assert "Employee trust" in page
    assert "The offer is complete, and within the council’s terms." in page


def test_the_piece_for_the_script_follows_what_is_saved(client, url, bid, bidder):
    save_offer(bid, typed_offer(**{"holding-1-percent": "25.1"}), version=0, by=bidder, at=BEFORE)

    piece = words(client.get(f"{url}check/"))

    assert "The stakes add up to 100.1%" in piece
    assert "<html" not in piece


@pytest.mark.parametrize(
    "changes",
    [
        {"total_shares": "0"},
        {"total_shares": "-1"},
        {"total_shares": "9" * 30},
        {"holding-1-percent": "-25", "holding-2-percent": "90"},
        {"holding-1-percent": "1e5"},
        {"holding-1-votes": "-1"},
        {"holding-1-votes": "½"},
        {"holding-1-kind": "nobody"},
        {"legal_form": "kingdom"},
        {"legal_form": "llp"},
        {"price-1": "NaN"},
        {"price-1": "1,2,3"},
        {"price-9": "5"},
        {"money-equity-7": "9" * 60},
        {"company_name": "ä" * 299 + "😀"},
        {"holding-2-name": "Employee trust"},
        {"holding-1-name": "", "holding-1-percent": "25"},
        {"holding-4-seats": "2"},
    ],
)
def test_whatever_is_typed_the_page_says_what_is_wrong_and_keeps_it(client, url, bid, changes):
    client.post(url, {**typed_offer(**changes), "version": "0"})
    page = client.get(f"{url}?check=1")

    assert page.status_code == 200
    assert page.context["check"].problems
    assert offer_of(bid).typed.items() >= changes.items()
