import io
import threading
from base64 import b64encode
from hashlib import sha256

import pytest
from celery import Celery
from django.db import connection
from django.test import Client
from django.urls import reverse
from kombu.exceptions import OperationalError

from partners.models import BidDocument, LateAttempt, Upload
from tests import world
from tests.world import AFTER, BEFORE

CONTENT = b"0123456789" * 1000
SCRIPT = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}


@pytest.fixture
def url(client, bid, bidder, clock):
    clock(BEFORE)
    client.force_login(bidder)
    return reverse("partners:upload_begin", args=[bid.reference])


def begin(client, url, **more):
    about = {"name": "plans.txt", "size": len(CONTENT), "mark": "a" * 64} | more
    return client.post(url, about, **SCRIPT)


def patch(client, address, start, content, **headers):
    return client.patch(
        address,
        content,
        content_type="application/offset+octet-stream",
        headers={"Upload-Offset": str(start), "X-Requested-With": "XMLHttpRequest", **headers},
    )


def test_a_file_in_pieces_with_repeats_arrives_once(client, url):
    address = begin(client, url).json()["address"]
    patch(client, address, 0, CONTENT[:4000])

    repeat = patch(client, address, 0, CONTENT[:4000])
    assert (repeat.status_code, repeat.json()["offset"]) == (409, 4000)
    ahead = patch(client, address, 9000, CONTENT[9000:])
    assert (ahead.status_code, ahead.json()["offset"]) == (409, 4000)
    assert client.get(address).json()["offset"] == 4000
    assert begin(client, url).json() == client.get(address).json()
    last = patch(client, address, 4000, CONTENT[4000:])

    assert (last.status_code, last.json()["state"], last.json()["offset"]) == (200, "stored", len(CONTENT))
    assert BidDocument.objects.get().sha256 == sha256(CONTENT).hexdigest()
    assert patch(client, address, len(CONTENT), b"").json()["state"] == "stored"


def test_a_file_is_stored_and_its_pieces_forgotten_though_no_worker_can_be_waked(
    client, url, monkeypatch, django_capture_on_commit_callbacks, uploads
):
    def fail(*args, **options):
        raise OperationalError("Connection refused.")

    monkeypatch.setattr(Celery, "send_task", fail)
    address = begin(client, url).json()["address"]

    with django_capture_on_commit_callbacks(execute=True):
        answer = patch(client, address, 0, CONTENT)

    assert (answer.status_code, answer.json()["state"]) == (200, "stored")
    stored = [path.relative_to(uploads).as_posix() for path in uploads.rglob("*") if path.is_file()]
    assert stored == [BidDocument.objects.get().file.name]


def test_a_piece_is_checked_against_its_checksum(client, url):
    address = begin(client, url).json()["address"]
    checksum = f"sha256 {b64encode(sha256(b'as sent').digest()).decode()}"

    wrong = patch(client, address, 0, b"changed", **{"Upload-Checksum": checksum})

    assert (wrong.status_code, wrong.json()["offset"]) == (409, 0)
    assert patch(client, address, 0, b"as sent", **{"Upload-Checksum": checksum}).json()["offset"] == 7


@pytest.mark.parametrize("offset", ["", "-1", "x", "9" * 30])
def test_an_offset_that_is_none_changes_nothing(client, url, offset):
    address = begin(client, url).json()["address"]

    assert patch(client, address, offset, b"x").status_code == 400
    assert Upload.objects.get().received == 0


def test_a_piece_that_is_too_large_is_not_read(client, url, settings):
    address = begin(client, url, size=20_000_000).json()["address"]

    assert patch(client, address, 0, bytes(8 * 1024 * 1024 + 1)).status_code == 400


def test_what_cannot_be_taken_is_refused_in_words(client, url):
    answer = begin(client, url, name="virus.exe")

    assert (answer.status_code, answer.json()["state"]) == (409, "refused")
    assert "“virus.exe” is of a type that is not taken (.exe)" in answer.json()["message"]
    for wrong in ({"size": "x"}, {"mark": "short"}, {"size": "9" * 20}):
        assert begin(client, url, **wrong).status_code == 409


def test_who_signed_in_as_somebody_else_meanwhile_is_told(client, url):
    assert "opened by somebody else" in begin(client, url, as_user="999999").json()["message"]


def test_who_is_signed_out_is_told_and_goes_on_after_signing_in(client, url, bidder):
    address = begin(client, url).json()["address"]
    client.logout()

    assert patch(client, address, 0, CONTENT).status_code == 401
    client.force_login(bidder)
    assert patch(client, address, 0, CONTENT).json()["state"] == "stored"


def test_nobody_else_sees_sends_or_stops_it(client, url, officer):
    address = begin(client, url).json()["address"]
    _, rival = world.organisation("Quayside Partners")
    for other in (rival, officer):
        client.force_login(other)
        assert client.get(address).status_code == 404
        assert patch(client, address, 0, CONTENT).status_code == 404
        assert client.post(f"{address}stop/").status_code == 404

    assert Upload.objects.get().received == 0


def test_an_unfinished_one_is_listed_with_how_to_go_on_and_can_be_forgotten(client, url, bid):
    address = begin(client, url).json()["address"]
    patch(client, address, 0, CONTENT[:4000])
    documents = reverse("partners:bid_documents", args=[bid.reference])

    page = client.get(documents).content.decode()
    assert "choose the same file again below" in page
    assert "arrived (40%)" in page
    client.post(f"{address}stop/")

    assert "is not sent any more" in client.get(documents).content.decode()
    assert "choose the same file again below" not in client.get(documents).content.decode()


def test_the_deadline_passes_while_it_is_sent(client, url, clock, bidder):
    address = begin(client, url).json()["address"]
    patch(client, address, 0, CONTENT[:4000])
    clock(AFTER)
    client.force_login(bidder)

    last = patch(client, address, 4000, CONTENT[4000:]).json()

    assert last["state"] == "refused"
    assert "The deadline has passed" in last["message"]
    assert "kept as a late attempt" in last["message"]
    with LateAttempt.objects.get().file.open("rb") as kept:
        assert kept.read() == CONTENT


@pytest.mark.django_db(transaction=True)
def test_pieces_sent_at_once_do_not_spoil_each_other(bid, bidder, clock):
    """Eight clients send different bytes for the same place: one wins, and the whole is its text."""
    clock(BEFORE)
    first = Client()
    first.force_login(bidder)
    address = begin(first, reverse("partners:upload_begin", args=[bid.reference])).json()["address"]
    texts = [str(number).encode() * len(CONTENT) for number in range(8)]
    gate, answers = threading.Barrier(8), []

    def send(text):
        client = Client()
        client.cookies = first.cookies
        gate.wait()
        try:
            answers.append(patch(client, address, 0, text).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=[text]) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(answers) == 8
    with BidDocument.objects.get().file.open("rb") as stored:
        assert stored.read() in texts
    assert Upload.objects.get().pieces.count() == 1


def test_the_form_without_script_takes_a_large_file_from_the_disk(client, url, bid, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10
    upload = io.BytesIO(CONTENT)
    upload.name = "plans.txt"

    client.post(reverse("partners:bid_documents", args=[bid.reference]), {"files": [upload]})

    assert BidDocument.objects.get().sha256 == sha256(CONTENT).hexdigest()
