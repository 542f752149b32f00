import hashlib
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.domain.refusals import Refusal
from accounts.models import Letter, TrailEvent
from procurement.actions import papers
from procurement.models import Clarification, Document
from tests import world

NOW = world.PUBLISHED


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def asker(db):
    return world.person("Asa Asker")


def upload(content=b"Terms", name="terms.txt"):
    return SimpleUploadedFile(name, content)


def test_a_document_is_stored_with_its_fingerprint(draft, officer):
    document = papers.publish_document(draft, title="Draft contract", upload=upload(), by=officer, at=NOW)

    with document.file.open() as stored:
        assert stored.read() == b"Terms"
    assert (document.name, document.size, document.sha256) == ("terms.txt", 5, hashlib.sha256(b"Terms").hexdigest())


def test_the_same_file_sent_twice_is_added_once(draft, officer):
    for _ in range(2):
        papers.publish_document(draft, title="Draft contract", upload=upload(), by=officer, at=NOW)

    assert Document.objects.count() == 1
    assert TrailEvent.objects.count() == 1


def test_an_empty_file_is_refused(draft, officer):
    with pytest.raises(Refusal, match=r"“terms.txt” is empty \(0 bytes\)"):
        papers.publish_document(draft, title="Draft contract", upload=upload(b""), by=officer, at=NOW)


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (upload(b"MZ", "setup.exe"), "“setup.exe” is of a type that is not taken"),
        (upload(b"Terms", "terms.pdf"), "“terms.pdf” is not a PDF, though its name says so"),
    ],
)
def test_a_file_of_a_type_that_no_bidder_could_open_is_refused(draft, officer, file, says):
    with pytest.raises(Refusal, match=says):
        papers.publish_document(draft, title="Draft contract", upload=file, by=officer, at=NOW)


def test_a_file_above_the_limit_is_refused(draft, officer, settings):
    settings.UPLOAD_LIMIT_BYTES = 4

    with pytest.raises(Refusal, match="larger than"):
        papers.publish_document(draft, title="Draft contract", upload=upload(), by=officer, at=NOW)


def test_a_name_of_400_characters_with_an_emoji_is_kept_as_far_as_it_fits(draft, officer, tmp_path):
    name = f"{'contract 🏛 ' * 40}.txt"

    document = papers.publish_document(draft, title="", upload=upload(name=name), by=officer, at=NOW)

    assert document.name.startswith("contract 🏛 ")
    assert document.name.endswith("….txt") or document.name.endswith(".txt")
    assert len(document.name) <= 255
    assert len(document.title) <= 200


def test_a_document_can_be_added_after_publication_but_not_removed(published, officer):
    later = NOW + timedelta(days=1)
    document = papers.publish_document(published, title="Corrections", upload=upload(), by=officer, at=later)

    assert document.came_later
    with pytest.raises(Refusal, match="published"):
        papers.remove_document(document, by=officer, at=later)


def test_a_document_of_a_draft_can_be_removed(draft, officer, django_capture_on_commit_callbacks):
    document = papers.publish_document(draft, title="Draft contract", upload=upload(), by=officer, at=NOW)
    storage, stored = document.file.storage, document.file.name

    with django_capture_on_commit_callbacks(execute=True):
        papers.remove_document(document, by=officer, at=NOW)

    assert not Document.objects.exists()
    assert not storage.exists(stored)


def test_a_question_is_recorded_without_its_asker(published, asker):
    papers.ask(published, "Are the minibuses included?", by=asker, at=NOW)

    event = TrailEvent.objects.get()
    assert (event.verb, event.by) == ("procurement.ask", None)
    for letter in Letter.objects.all():
        assert letter.to == "partnerships@barchester.example"
        assert asker.name not in letter.body
        assert asker.email not in letter.body


def test_the_same_question_sent_twice_is_asked_once(published, asker):
    for _ in range(2):
        papers.ask(published, "Are the minibuses included?", by=asker, at=NOW)

    assert Clarification.objects.count() == 1
    assert Letter.objects.count() == 1


def test_a_question_is_in_time_until_the_deadline_to_the_microsecond(published, asker):
    papers.ask(published, "In time?", by=asker, at=published.questions_deadline)

    with pytest.raises(Refusal, match="The deadline for questions was 1pm on Monday 19 October 2026"):
        papers.ask(published, "Late?", by=asker, at=published.questions_deadline + timedelta(microseconds=1))

    assert Clarification.objects.count() == 1


@pytest.mark.parametrize("text", ["", " \n", "x" * 5001])
def test_a_question_that_says_nothing_or_too_much_is_refused(published, asker, text):
    with pytest.raises(Refusal):
        papers.ask(published, text, by=asker, at=NOW)


def test_a_draft_takes_no_questions(draft, asker):
    with pytest.raises(Refusal, match="takes no questions now"):
        papers.ask(draft, "When?", by=asker, at=NOW)


def test_an_answer_is_published_once_and_its_asker_is_told_off_the_trail(published, asker, officer, lead_officer):
    question = papers.ask(published, "Are the minibuses included?", by=asker, at=NOW)
    papers.answer(question, "Yes, all nine.", by=officer, at=NOW)
    papers.answer(question, "Yes, all nine.", by=officer, at=NOW)

    assert list(Clarification.objects.answered()) == [question]
    assert [each.trail for each in Letter.objects.all() if each.to == asker.email] == [""]
    with pytest.raises(Refusal, match=r"Yes, all nine\."):
        papers.answer(question, "No.", by=lead_officer, at=NOW)


def test_an_empty_answer_is_refused(published, asker, officer):
    question = papers.ask(published, "Are the minibuses included?", by=asker, at=NOW)

    with pytest.raises(Refusal, match="Enter the answer"):
        papers.answer(question, " ", by=officer, at=NOW)
