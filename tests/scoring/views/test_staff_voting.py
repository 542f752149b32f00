import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from accounts.domain.paper_codes import new_code
from scoring.models import StaffBallot, StaffCode, StaffPaper
from scoring.views.staff_voting import COOKIE
from tests.scoring import voting

ENTER = reverse("scoring:staff_vote")


@pytest.fixture(autouse=True)
def no_attempts():
    cache.clear()


@pytest.fixture
def held(opened):
    """A ballot that is open now, and its sheets."""
    voting.ask_staff(opened.competition)
    ballot, sheets = voting.ready(opened.competition)
    now = timezone.now()
    StaffBallot.objects.update(opens_at=now - timedelta(hours=1), closes_at=now + timedelta(days=1))
    ballot.refresh_from_db()
    return ballot, sheets


@pytest.fixture
def voter(client, held):
    _, sheets = held
    assert client.post(ENTER, {"code": sheets[0].code}).url == reverse("scoring:staff_bids")
    return client


def chosen(rating="4"):
    return {"voice.0": rating, "voice.1": "2"}


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_somebody_of_the_staff_reads_rates_checks_and_casts(voter):
    listed = words(voter.get(reverse("scoring:staff_bids")))
    assert "How well would this partner work with you?" in listed
    assert "Partner A" in listed
    assert "Partner B" in listed

    read = words(voter.get(reverse("scoring:staff_bid", args=[0])))
    assert "[struck out] will keep all eleven centres open." in read

    checked = words(voter.post(reverse("scoring:staff_rate"), chosen()))
    assert "Nothing is cast yet" in checked
    assert "Partner A 4 Good Partner B 2 Weak" in checked
    assert not StaffPaper.objects.exists()

    cast = voter.post(reverse("scoring:staff_cast"), chosen())
    assert cast.url == reverse("scoring:staff_voted")
    assert cast.cookies[COOKIE].value == ""
    assert "Your ballot is counted" in words(voter.get(cast.url))
    assert StaffPaper.objects.count() == 1


def test_no_name_of_a_bidder_is_read(voter):
    pages = [reverse("scoring:staff_bids"), reverse("scoring:staff_rate")]
    pages += [reverse("scoring:staff_bid", args=[place]) for place in (0, 1)]

    for page in pages:
        content = voter.get(page).content.decode()
        assert "Harbour" not in content
        assert "Quayside" not in content


def test_names_are_read_where_that_was_published(client, opened):
    voting.ask_staff(opened.competition, partners_named=True)
    _, sheets = voting.ready(opened.competition)
    now = timezone.now()
    StaffBallot.objects.update(opens_at=now - timedelta(hours=1), closes_at=now + timedelta(days=1))
    client.post(ENTER, {"code": sheets[0].code})

    assert "Harbour Care" in words(client.get(reverse("scoring:staff_bids")))


def test_a_ballot_that_lacks_a_rating_is_told_where_and_keeps_what_was_chosen(voter):
    page = voter.post(reverse("scoring:staff_rate"), {"voice.1": "2"})

    assert "Choose a rating for Partner A." in words(page)
    assert re.search(r'name="voice.1" value="2" checked', page.content.decode())


def test_what_was_chosen_can_be_changed_after_the_check(voter):
    page = voter.post(reverse("scoring:staff_rate"), chosen() | {"change": "yes"}).content.decode()

    assert "There is a problem" not in page
    assert re.search(r'name="voice.0" value="4" checked', page)


def test_a_second_press_casts_nothing_more_and_says_that_the_code_is_used(voter, held):
    _, sheets = held
    voter.post(reverse("scoring:staff_cast"), chosen())

    again = voter.post(ENTER, {"code": sheets[0].code})

    assert "This code has been used. If you used it, your ballot is counted" in words(again)
    assert StaffPaper.objects.count() == 1


def test_whatever_opens_nothing_is_told_in_the_same_words(client, held):
    _, sheets = held
    StaffCode.objects.filter(number=sheets[1].number).update(is_cancelled=True)

    answers = {words(client.post(ENTER, {"code": code})).replace(code, "") for code in (new_code(), sheets[1].code)}

    assert len(answers) == 1
    assert "This code opens no ballot" in answers.pop()


def test_a_slip_is_told_with_its_group(client, held):
    _, sheets = held
    wrong = "0" if sheets[0].code[7] != "0" else "1"

    page = client.post(ENTER, {"code": sheets[0].code[:7] + wrong + sheets[0].code[8:]})

    assert "There is a slip in group 2 of the code" in words(page)


def test_codes_are_not_tried_without_end_and_those_that_hold_are_not_counted(client, held):
    _, sheets = held
    for _ in range(31):
        client.post(ENTER, {"code": new_code()})

    refused = client.post(ENTER, {"code": sheets[0].code})

    assert refused.status_code == 429
    assert "Too many codes were tried" in words(refused)


def test_a_whole_place_of_work_may_vote_from_one_address(client, opened):
    voting.ask_staff(opened.competition)
    _, sheets = voting.ready(opened.competition, [voting.Group("", 40)])
    now = timezone.now()
    StaffBallot.objects.update(opens_at=now - timedelta(hours=1), closes_at=now + timedelta(days=1))

    assert {client.post(ENTER, {"code": sheet.code}).status_code for sheet in sheets} == {302}


def test_before_it_opens_and_after_it_has_closed_it_is_told_when(client, held):
    _, sheets = held
    now = timezone.now()
    StaffBallot.objects.update(opens_at=now + timedelta(hours=1), closes_at=now + timedelta(hours=2))
    assert "It opens at" in words(client.post(ENTER, {"code": sheets[0].code}))
    StaffBallot.objects.update(opens_at=now - timedelta(hours=2), closes_at=now - timedelta(hours=1))

    assert "The ballot closed at" in words(client.post(ENTER, {"code": sheets[0].code}))


def test_a_ballot_that_closes_meanwhile_casts_nothing(voter):
    now = timezone.now()
    StaffBallot.objects.update(opens_at=now - timedelta(hours=2), closes_at=now - timedelta(hours=1))

    refused = voter.post(reverse("scoring:staff_cast"), chosen())

    assert refused.status_code == 409
    assert "The ballot closed at" in words(refused)
    assert not StaffPaper.objects.exists()


def test_the_code_travels_in_a_cookie_of_these_pages_alone_and_can_be_forgotten(voter):
    kept = voter.cookies[COOKIE]
    assert (kept["path"], bool(kept["httponly"]), kept["samesite"]) == (ENTER, True, "Strict")

    voter.post(reverse("scoring:staff_leave"))

    assert voter.get(reverse("scoring:staff_rate")).url == ENTER


@pytest.mark.parametrize("name", ["scoring:staff_bids", "scoring:staff_rate"])
def test_without_a_code_there_is_nothing_to_see(client, held, name):
    assert client.get(reverse(name)).url == ENTER
    client.cookies[COOKIE] = held[1][0].code
    assert client.get(reverse(name)).url == ENTER


def test_pages_are_kept_nowhere_on_their_way(voter):
    for page in (ENTER, reverse("scoring:staff_bids"), reverse("scoring:staff_rate"), reverse("scoring:staff_voted")):
        assert "no-store" in voter.get(page)["Cache-Control"]
