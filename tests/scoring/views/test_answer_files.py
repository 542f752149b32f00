"""Files that come with answers about a bid: who sends them, who reads them, and that they are no part of the bid."""

import hashlib
import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import Letter
from partners.actions import document_checks, submissions
from partners.models import BidDocument, Enquiry
from scoring.actions import enquiries, low_offers
from scoring.models import LowOfferAnswer
from tests.scoring import asking
from tests.scoring.actions.test_low_offers import ABOUT, priced_at
from tests.scoring.judging import AT, assignment

LIST = b"Eleven centres, Marsh Lane among them."


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def asked(opened, mine, officer):
    return asking.send(opened, mine, officer)


def a_file(name="centres.txt", content=LIST):
    return SimpleUploadedFile(name, content)


def answered(asked, *files, at=AT + timedelta(days=1)):
    from_bidder = files or (a_file(),)
    return asking.answer(asked, at=at, files=from_bidder)


def kept():
    return [(each.name, stored(each), each.sha256, each.is_part) for each in BidDocument.objects.all()]


def stored(document):
    with document.file.open("rb") as file:
        return file.read()


def downloaded(response):
    """What came, to the end, so that the file is shut again; None where nothing did."""
    return b"".join(response.streaming_content) if response.status_code == 200 else None


def checked(document):
    document_checks.check(document.pk, at=timezone.now())
    return document


def letters_with(subject):
    return [each for each in Letter.objects.all() if each.subject.startswith(subject)]


def text_of(response):
    return response.content.decode()


def opened_file(document):
    return reverse("scoring:opened_document", args=[document.bid.reference, document.reference])


def test_a_bidder_sends_files_with_its_answer_and_reads_them_again(sign_in, opened, asked):
    bidder, page = sign_in(opened.bids[0].started_by), reverse("scoring:enquiry_answer", args=[asked.reference])
    before = submissions.content_of(opened.bids[0])
    assert "Each may be at most 500 MB" in text_of(bidder.get(page))

    files = [io.BytesIO(LIST), io.BytesIO(b"Marsh Lane: page 4.")]
    files[0].name, files[1].name = "centres.txt", "pages.txt"
    stored = bidder.post(page, {"answer": asking.ANSWER, "attached": files}, follow=True)

    assert "Your answer is stored" in text_of(stored)
    assert hashlib.sha256(LIST).hexdigest() in text_of(stored)
    assert kept() == [
        ("centres.txt", LIST, hashlib.sha256(LIST).hexdigest(), False),
        ("pages.txt", b"Marsh Lane: page 4.", hashlib.sha256(b"Marsh Lane: page 4.").hexdigest(), False),
    ]
    first = BidDocument.objects.first()
    assert downloaded(bidder.get(reverse("partners:document", args=[first.reference]))) == LIST
    assert submissions.content_of(opened.bids[0]) == before
    assert "centres.txt" not in text_of(bidder.get(reverse("partners:bid_documents", args=[asked.bid.reference])))
    (letter,) = letters_with("Your answer about your bid")
    assert f"centres.txt, 38 bytes, SHA-256 {hashlib.sha256(LIST).hexdigest()}" in letter.body


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (("run.exe", b"MZ"), "is of a type that is not taken (.exe)"),
        (("plan.pdf", b"Not one."), "is not a PDF, though its name says so"),
        (("empty.txt", b""), "is empty (0 bytes)"),
    ],
)
def test_a_file_that_can_not_be_taken_stops_the_answer_and_keeps_the_words(sign_in, opened, asked, file, words):
    page = reverse("scoring:enquiry_answer", args=[asked.reference])
    bad = io.BytesIO(file[1])
    bad.name = file[0]
    good = io.BytesIO(LIST)
    good.name = "centres.txt"

    refused = text_of(sign_in(opened.bids[0].started_by).post(page, {"answer": asking.ANSWER, "attached": [good, bad]}))

    assert words in refused
    assert "Choose your files again" in refused
    assert asking.ANSWER in refused
    assert BidDocument.objects.count() == 0
    assert Enquiry.objects.get().answered_at is None


def test_files_that_are_too_large_alone_or_together_are_refused(opened, asked, settings):
    settings.UPLOAD_LIMIT_BYTES, settings.BID_LIMIT_BYTES = 40, 60
    with pytest.raises(enquiries.Refusal, match="a file may be at most 40 bytes"):
        answered(asked, a_file(content=b"x" * 41))
    with pytest.raises(enquiries.Refusal, match="at most 60 bytes together"):
        answered(asked, a_file(), a_file("more.txt"))

    assert BidDocument.objects.count() == 0


def test_an_answer_is_sent_once_with_the_same_files(opened, asked):
    answered(asked)
    answered(asked)
    with pytest.raises(enquiries.Refusal, match="can be answered once"):
        answered(asked, a_file("another.txt", b"Twelve."))

    assert [each.name for each in BidDocument.objects.all()] == ["centres.txt"]


def test_who_scores_the_answer_reads_its_files_once_they_are_checked(sign_in, opened, mine, asked, officer, auditor):
    answered(asked)
    document = BidDocument.objects.get()
    evaluator = sign_in(mine.member.user)
    page = text_of(evaluator.get(reverse("scoring:score", args=[mine.reference])))
    assert "centres.txt" in page
    assert "and no part of the bid" in page
    assert "still being checked" in text_of(evaluator.get(opened_file(document)))

    checked(document)

    for reader in (mine.member.user, opened.panel.chair.user, officer, auditor):
        response = sign_in(reader).get(opened_file(document))
        assert downloaded(response) == LIST
        assert response["Content-Disposition"].startswith("attachment")


def test_nobody_else_reads_them(sign_in, opened, mine, asked):
    answered(asked)
    document = checked(BidDocument.objects.get())
    other = assignment(opened.panel.evaluators[1], opened.bids[0])
    other.delete()

    for reader in (other.member.user, opened.bids[1].started_by):
        assert sign_in(reader).get(opened_file(document)).status_code == 404
    own = reverse("partners:document", args=[document.reference])
    assert sign_in(opened.bids[1].started_by).get(own).status_code == 404


def test_files_of_a_late_answer_are_the_officers_until_it_counts(sign_in, opened, mine, asked, officer):
    answered(asked, at=asking.DUE + timedelta(hours=1))
    document = checked(BidDocument.objects.get())
    assert sign_in(mine.member.user).get(opened_file(document)).status_code == 404
    assert sign_in(opened.panel.chair.user).get(opened_file(document)).status_code == 404
    assert downloaded(sign_in(officer).get(opened_file(document))) == LIST

    enquiries.decide_late(asking.of(asked), accepts=True, reasons="By an hour.", by=officer, at=timezone.now())

    assert downloaded(sign_in(mine.member.user).get(opened_file(document))) == LIST


def test_a_file_that_is_refused_by_its_check_is_told_to_the_bidder(sign_in, opened, mine, asked, monkeypatch):
    answered(asked)
    document = BidDocument.objects.get()
    document.file.storage.store.delete(document.file.name)
    document.file.save("centres.txt", a_file("centres.txt", b"\x00\x01"), save=False)
    document.save()

    checked(document)

    (told,) = letters_with("A file was refused: centres.txt")
    assert "What you wrote in the answer stands" in told.body
    assert "can’t be downloaded" in text_of(sign_in(mine.member.user).get(opened_file(document)))


def test_a_file_with_an_answer_stays(sign_in, opened, asked):
    answered(asked)
    document = BidDocument.objects.get()

    page = sign_in(opened.bids[0].started_by).post(reverse("partners:document_remove", args=[document.reference]))

    assert "stays with it" in text_of(page)
    assert BidDocument.objects.get().removed_at is None


def test_files_about_a_price_are_read_by_who_reads_the_answer(sign_in, opened, mine, officer):
    priced_at(opened.bids[1], 12_000_000)
    bid, by = opened.bids[1], timezone.localdate() + timedelta(days=5)
    question = low_offers.ask(bid, about=ABOUT, reply_by=by, by=officer, at=timezone.now())
    page, sent = reverse("scoring:low_offer_answer", args=[question.reference]), a_file("pay.txt", b"Two people.")

    stored = sign_in(bid.started_by).post(page, {"text": "See the list.", "attached": [sent]}, follow=True)

    document = checked(BidDocument.objects.get())
    made = LowOfferAnswer.objects.get()
    assert [each["sha256"] for each in made.files] == [hashlib.sha256(b"Two people.").hexdigest()]
    assert "pay.txt" in text_of(stored)
    assert "pay.txt" in text_of(sign_in(officer).get(reverse("scoring:low_offer", args=[bid.reference])))
    assert downloaded(sign_in(officer).get(opened_file(document))) == b"Two people."
    assert sign_in(mine.member.user).get(opened_file(document)).status_code == 404
