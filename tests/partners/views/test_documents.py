import secrets

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from partners.models import BidDocument, LateAttempt
from procurement.models import Competition
from tests import world
from tests.world import AFTER, BEFORE

EMOJI = "Plans 😀 für alle.pdf"


@pytest.fixture
def url(client, bid, bidder, clock):
    clock(BEFORE)
    client.force_login(bidder)
    return reverse("partners:bid_documents", kwargs={"reference": bid.reference})


def file(name, content=b"content"):
    return SimpleUploadedFile(name, content)


def test_the_limit_is_named_before_anything_is_chosen(client, url):
    page = client.get(url).content.decode()

    assert "Each file may be at most 500 MB, and must not be empty." in page
    assert "All files of your bid together may be at most 2 GB." in page
    assert "A file may be: PDF (.pdf), Word (.docx), " in page
    assert "No virus scanner is connected to this service" in page


def test_one_bad_file_does_not_stop_the_others(client, url):
    files = [file("good.pdf"), file("empty.pdf", b""), file(EMOJI, b"other")]

    answer = client.post(url, {"files": files})

    assert answer.status_code == 422
    assert "“empty.pdf” is empty (0 bytes)" in answer.content.decode()
    assert [document.name for document in BidDocument.objects.all()] == ["good.pdf", EMOJI]
    assert "Stored: “good.pdf”, “Plans 😀 für alle.pdf”." in answer.content.decode()


def test_the_names_of_many_files_are_told_in_short_and_stand_in_no_session(client, url):
    names = [f"{secrets.token_hex(90)}.pdf" for _ in range(20)]

    client.post(url, {"files": [file(name) for name in names]})

    sessions = repr([session.get_decoded() for session in Session.objects.all()])
    assert [name for name in names if name[:20] in sessions] == []
    page = client.get(url).content.decode()
    assert f"Stored: “{names[0][:59]}…”, " in page
    assert " and 12 more." in page


@pytest.mark.parametrize("name", ["a" * 396 + ".pdf", "😀" * 200 + ".pdf"])
def test_a_very_long_name_is_stored_and_shown(client, url, name):
    client.post(url, {"files": [file(name)]})

    document = BidDocument.objects.get()
    assert document.name.endswith(name[-5:])
    assert client.get(url).status_code == 200


def test_a_name_longer_than_any_disk_holds_is_refused_before_anything_is_read(client, url):
    answer = client.post(url, {"files": [file("😀" * 396 + ".pdf")]})

    assert answer.status_code == 400
    assert "Nothing was changed" in answer.content.decode()


def test_no_file_is_said(client, url):
    assert "Choose at least one file." in client.post(url).content.decode()


def test_a_double_click_stores_it_once(client, url):
    for _ in range(2):
        client.post(url, {"files": [file("a.pdf")], "title": "Accounts"})

    assert BidDocument.objects.count() == 1


def test_a_download_is_a_file_that_no_browser_runs(client, url):
    client.post(url, {"files": [file("page.txt", b"<script>alert(1)</script>")], "title": "Page"})

    answer = client.get(reverse("partners:document", kwargs={"reference": BidDocument.objects.get().reference}))

    assert b"".join(answer.streaming_content) == b"<script>alert(1)</script>"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == 'attachment; filename="page.txt"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    answer.close()


def test_a_removed_document_is_gone_from_the_page(client, url):
    client.post(url, {"files": [file("a.pdf")], "title": "Accounts of the year"})
    document = BidDocument.objects.get()

    client.post(reverse("partners:document_remove", kwargs={"reference": document.reference}))

    client.get(url)  # The page that still says that it was removed.
    assert "Accounts of the year" not in client.get(url).content.decode()
    assert BidDocument.objects.count() == 1


def test_a_late_file_is_refused_kept_and_said(client, url, bidder, clock):
    clock(AFTER)
    client.force_login(bidder)

    page = client.post(url, {"files": [file("late.pdf")]}).content.decode()

    assert "The deadline has passed" in page
    assert LateAttempt.objects.get().content["name"] == "late.pdf"


def test_after_the_deadline_a_plain_form_sends_a_file_late_and_says_that_it_is_no_part_of_the_bid(
    client, url, bid, bidder, clock
):
    client.post(url, {"files": [file("good.pdf", b"good")]})
    clock(AFTER)
    client.force_login(bidder)
    shown = client.get(url).content.decode()
    assert "A file that you send now is not part of your bid" in shown
    assert "data-uploads=" not in shown

    again = client.post(url, {"files": [file("good.pdf", b"good")], "late": "yes"}, follow=True).content.decode()
    assert "Stored already, in time: “good.pdf”." in again

    sent = {"files": [file("late.pdf"), file("later.pdf", b"other"), file("none.pdf", b"")], "late": "yes"}
    page = client.post(url, sent).content.decode()

    assert "Sent late, and kept with their time: “late.pdf”, “later.pdf”. They are no part of your bid." in page
    assert page.count("Download the file “late") == 2
    assert [each.name for each in BidDocument.objects.all()] == ["good.pdf"]
    assert "The deadline has passed" in page  # Of the empty one, which is not kept, this is an error.

    Competition.objects.update(state="opened", opened_at=AFTER)
    assert "Send a file late" not in client.get(url).content.decode()


def test_those_who_sent_a_late_file_can_download_it_and_nobody_else(client, url, bid, bidder, officer, clock):
    clock(AFTER)
    _, rival = world.organisation("Quayside Partners")
    client.force_login(bidder)
    client.post(url, {"files": [file("late “accounts”.pdf")]})
    late = LateAttempt.objects.get()
    at = reverse("partners:late_file", args=[late.reference])

    page = client.get(reverse("partners:bid", args=[bid.reference])).content.decode()
    answer = client.get(at)

    assert at in page
    with late.file.open("rb") as kept:
        assert b"".join(answer.streaming_content) == kept.read()
    assert answer["Content-Type"] == "application/octet-stream"
    for other in (rival, officer):
        client.force_login(other)
        assert client.get(at).status_code == 404


def test_an_officer_of_the_council_does_not_download_it_by_way_of_a_bidder(client, url, bid, bidder, officer, clock):
    clock(AFTER)
    client.force_login(bidder)
    client.post(url, {"files": [file("late.pdf")]})
    bid.organisation.members.create(user=officer, role="writer")
    client.force_login(officer)

    assert client.get(reverse("partners:late_file", args=[LateAttempt.objects.get().reference])).status_code == 404


def test_where_offers_wait_a_file_may_be_added_for_the_offer(client, bid, bidder, clock):
    clock(world.BEFORE)
    url = reverse("partners:bid_documents", kwargs={"reference": bid.reference})
    client.force_login(bidder)
    assert "For the offer: Price" not in client.get(url).content.decode()
    bid.competition.offers_wait = True
    bid.competition.save()

    assert "For the offer: Price" in client.get(url).content.decode()
    client.post(url, {"files": SimpleUploadedFile("prices.txt", b"1, 2, 3"), "criterion": "price"})

    assert bid.documents.get().criterion.reference == "price"
