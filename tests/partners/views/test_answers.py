from datetime import timedelta

import pytest
from django.urls import reverse

from partners.actions import bids
from partners.models import Answer, AnswerVersion, LateAttempt
from tests import world
from tests.world import AFTER, BEFORE


@pytest.fixture(autouse=True)
def before_the_deadline(clock):
    clock(BEFORE)


@pytest.fixture
def url(bid):
    return reverse("partners:bid_answer", kwargs={"reference": bid.reference, "criterion": "service"})


@pytest.fixture
def typing(client, bidder, url):
    """What the page's script sends."""
    client.force_login(bidder)

    def send(text, version="0", **changes):
        data = {"text": text, "version": version, "field": "text", "as_user": bidder.pk, **changes}
        return client.post(url, data, headers={"x-requested-with": "XMLHttpRequest"})

    return send


def test_the_script_saves_and_is_told_so(typing):
    answer = typing("We will – and can – run it.")

    assert answer.status_code == 200
    assert answer.json() == {"state": "saved", "message": "Saved at midday", "version": 1, "words": 6}


def test_over_the_limit_is_saved_and_said(typing):
    answer = typing("word " * 502)

    assert answer.json()["state"] == "saved"
    assert "It has 2 words too many: take them out before you submit." in answer.json()["message"]


def test_two_tabs_the_second_is_told_the_text_of_the_first(typing):
    typing("The first tab.")

    answer = typing("The second tab.")

    assert answer.json() == {
        "state": "conflict",
        "message": "Not saved: somebody else changed this while you were writing. Both texts are kept.",
        "theirs": "The first tab.",
        "version": 1,
        "words": 3,
    }


def test_an_expired_session_is_told_to_the_script_so_that_it_keeps_the_text(client, typing):
    client.logout()

    answer = typing("Typed after the session ended.")

    assert (answer.status_code, answer.json()["state"]) == (401, "signed-out")


def test_an_expired_session_gives_the_text_back_without_script_too(client, url):
    answer = client.post(url, {"text": "Typed after the <session> ended.", "version": "0"})

    assert answer.status_code == 401
    assert "Typed after the &lt;session&gt; ended." in answer.content.decode()


def test_somebody_else_who_signed_in_since_does_not_save_it_as_theirs(typing, bidder):
    answer = typing("Ada’s text.", as_user=bidder.pk + 1)

    assert (answer.status_code, answer.json()["state"]) == (409, "refused")
    assert "opened by somebody else" in answer.json()["message"]
    assert not Answer.objects.exists()


def test_after_the_deadline_the_script_is_told_to_stop_and_the_text_is_kept(client, bidder, typing, clock):
    clock(AFTER)
    client.force_login(bidder)

    answer = typing("Too late.")

    assert (answer.status_code, answer.json()["state"]) == (409, "late")
    assert "The deadline has passed" in answer.json()["message"]
    assert LateAttempt.objects.get().content["text"] == "Too late."


def test_without_script_the_button_saves_and_goes_on(client, bidder, bid, url):
    client.force_login(bidder)

    answer = client.post(url, {"text": "Typed.", "version": "0", "go_on": "1"})

    assert answer.url == reverse("partners:bid_answer", kwargs={"reference": bid.reference, "criterion": "employees"})
    assert Answer.objects.get().text == "Typed."


def test_without_script_a_conflict_shows_both_texts(client, bidder, bid, url, criteria):
    bids.save_answer(bid, criteria.service, "Theirs & saved.", version=0, by=bidder, at=BEFORE)
    client.force_login(bidder)

    answer = client.post(url, {"text": "Mine <unsaved>.", "version": "0"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Theirs &amp; saved." in page
    assert "Mine &lt;unsaved&gt;." in page
    assert 'name="version" value="1"' in page
    assert client.post(url, {"text": "Mine <unsaved>.", "version": "1"}).status_code == 302
    assert Answer.objects.get().text == "Mine <unsaved>."


def test_without_script_a_late_text_is_shown_again_with_the_sentence(client, bidder, url, clock):
    clock(AFTER)
    client.force_login(bidder)

    page = client.post(url, {"text": "My late text.", "version": "0"}).content.decode()

    assert "The deadline has passed" in page
    assert "My late text." in page


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999999", "²"])
def test_a_page_that_does_not_know_its_version_overwrites_nothing(typing, version):
    typing("Saved.")

    assert typing("Other.", version=version).json()["state"] == "conflict"
    assert Answer.objects.get().text == "Saved."


@pytest.mark.parametrize("criterion", ["price", "nonsense"])
def test_a_question_that_is_not_asked_is_not_found(client, bidder, bid, criterion):
    client.force_login(bidder)

    url = reverse("partners:bid_answer", kwargs={"reference": bid.reference, "criterion": criterion})
    assert client.get(url).status_code == 404


def test_an_earlier_text_can_be_made_the_answer_again(client, bidder, bid, criteria, django_user_model):
    bids.save_answer(bid, criteria.service, "The first text of all.", version=0, by=bidder, at=BEFORE)
    bids.save_answer(bid, criteria.service, "", version=1, by=bidder, at=BEFORE)
    client.force_login(bidder)
    at = {"reference": bid.reference, "criterion": "service"}

    assert "The first text of all." in client.get(reverse("partners:bid_answer_history", kwargs=at)).content.decode()
    client.post(reverse("partners:bid_answer_restore", kwargs=at), {"place": "1", "version": "2"})

    assert Answer.objects.get().text == "The first text of all."


def test_what_stood_when_a_text_was_restored_stays_in_the_history(client, bidder, bid, criteria):
    bids.save_answer(bid, criteria.service, "One text, by Ada.", version=0, by=bidder, at=BEFORE - timedelta(hours=1))
    bids.save_answer(bid, criteria.service, "Another, by Ada.", version=1, by=bidder, at=BEFORE)
    client.force_login(bidder)
    at = {"reference": bid.reference, "criterion": "service"}

    client.post(reverse("partners:bid_answer_restore", kwargs=at), {"place": "1", "version": "2"})

    texts = AnswerVersion.objects.order_by("pk").values_list("text", flat=True)
    assert list(texts) == ["One text, by Ada.", "Another, by Ada.", "One text, by Ada."]


def test_a_text_that_takes_the_place_of_another_at_once_does_not_push_it_out_of_the_history(bidder, bid, criteria):
    bids.save_answer(bid, criteria.service, "A whole page of hard work.", version=0, by=bidder, at=BEFORE)
    bids.save_answer(bid, criteria.service, "Something else, pasted over.", version=1, by=bidder, at=BEFORE)
    bids.save_answer(bid, criteria.service, "Something else, pasted over it.", version=2, by=bidder, at=BEFORE)

    texts = AnswerVersion.objects.order_by("pk").values_list("text", flat=True)
    assert list(texts) == ["A whole page of hard work.", "Something else, pasted over it."]


def test_the_page_shows_question_scale_and_limit_with_as_many_queries_for_long_scales(
    client, bidder, url, criteria, django_assert_num_queries, django_assert_max_num_queries
):
    client.force_login(bidder)
    client.get(url)
    with django_assert_max_num_queries(20) as before:
        page = client.get(url).content.decode()
    for value in range(6, 30):
        criteria.service.scale.steps.create(value=value, label=f"Step {value}")

    with django_assert_num_queries(len(before)):
        client.get(url)
    assert "How will you run the day centres?" in page
    assert "Excellent: what such an answer shows." in page
    assert "0 of 500 words" in page


def test_after_the_deadline_the_page_says_what_becomes_of_an_answer(client, bidder, bid, url, clock):
    client.force_login(bidder)
    client.post(url, {"text": "In time.", "version": "0"})
    assert "Save and go on" in client.get(url).content.decode()
    clock(AFTER)
    client.force_login(bidder)

    late = client.get(url).content.decode()
    world.open_bids(bid.competition)
    opened = client.get(url).content.decode()

    nothing = "Nothing can be changed or sent any more."
    assert [("Send late" in page, nothing in page) for page in (late, opened)] == [(True, False), (False, True)]
    assert [("Save and go on" in page, "In time." in page) for page in (late, opened)] == [(False, True)] * 2
    assert (" readonly" in late, " readonly" in opened) == (False, True)
