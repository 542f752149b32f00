import pytest
from django.urls import reverse

from partners.models import BidDocument
from tests.scoring import staging
from tests.scoring.actions.test_earlier_files import add_earlier


@pytest.fixture
def tender(shortlisted, clock):
    clock(staging.AT)
    add_earlier(shortlisted.bids[0], "plan.txt")
    add_earlier(shortlisted.bids[0], "map.txt", b"A map.")
    add_earlier(shortlisted.bids[1], "rival.txt", b"Of the rival.")
    return staging.final_tender(shortlisted)


@pytest.fixture
def url(tender):
    return reverse("partners:bid_documents", kwargs={"reference": tender.reference})


def names(bid):
    return list(BidDocument.objects.present().filter(bid=bid).values_list("came_from", flat=True))


def test_the_files_of_the_stage_before_are_offered_and_the_chosen_one_is_taken_over(sign_in, tender, url):
    client = sign_in(tender.started_by)
    page = client.get(url).content.decode()
    assert "plan.txt" in page
    assert "Take over all 2 files" in page
    assert "rival" not in page
    chosen = BidDocument.objects.get(
        bid__competition=tender.competition.follows, bid__organisation=tender.organisation, size=6
    )

    answer = client.post(url, {"take": "chosen", "earlier": [chosen.reference]}, follow=True)

    assert names(tender) == [chosen.reference]
    assert "Stored: “map”." in answer.content.decode()
    assert "Taken over from your bid in “A partner for our day centres”" in answer.content.decode()


def test_all_are_taken_over_at_once_and_then_none_is_offered(sign_in, tender, url):
    client = sign_in(tender.started_by)

    answer = client.post(url, {"take": "all"}, follow=True)

    assert len(names(tender)) == 2
    assert "Files from the stage before" not in answer.content.decode()


def test_with_none_chosen_the_page_says_so(sign_in, tender, url):
    answer = sign_in(tender.started_by).post(url, {"take": "chosen"})

    assert answer.status_code == 422
    assert "Choose at least one file of the stage before." in answer.content.decode()


def test_the_file_of_somebody_else_is_not_taken_over_whatever_is_sent(sign_in, tender, url, shortlisted):
    rival = BidDocument.objects.get(bid=shortlisted.bids[1])

    sign_in(tender.started_by).post(url, {"take": "chosen", "earlier": [rival.reference]})

    assert names(tender) == []


def test_one_file_that_there_is_no_room_for_does_not_stop_the_others(sign_in, tender, url, settings):
    settings.BID_LIMIT_BYTES = 10

    answer = sign_in(tender.started_by).post(url, {"take": "all"})

    assert answer.status_code == 422
    assert "“plan.txt” is 28 bytes, and there is room for" in answer.content.decode()
    assert len(names(tender)) == 1


def test_after_the_deadline_none_is_offered(sign_in, tender, url, clock):
    clock(staging.OPENS)
    client = sign_in(tender.started_by)

    assert "Files from the stage before" not in client.get(url).content.decode()
    assert client.post(url, {"take": "all"}).status_code == 422
    assert names(tender) == []


def test_the_page_asks_no_more_questions_for_many_files(
    sign_in, tender, url, django_assert_max_num_queries, shortlisted
):
    client = sign_in(tender.started_by)
    client.get(url)
    with django_assert_max_num_queries(100) as few:
        client.get(url)
    for number in range(9):
        add_earlier(shortlisted.bids[0], f"more-{number}.txt", b"x" * (100 + number))

    with django_assert_max_num_queries(len(few)):
        client.get(url)
