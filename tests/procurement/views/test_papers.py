from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import TrailEvent
from procurement.actions import papers
from procurement.models import Clarification, Competition, Document
from tests import world
from tests.pages import errors


def council(competition, page):
    return f"/council/competitions/{competition.reference}/{page}"


def upload(content=b"Terms", name="terms.txt"):
    return SimpleUploadedFile(name, content, content_type="text/html")


@pytest.fixture
def open_now(published):
    published.questions_deadline = timezone.now() + timedelta(days=30)
    published.bid_deadline = timezone.now() + timedelta(days=60)
    published.save()
    return published


@pytest.fixture
def asker(db):
    """The browser of somebody from outside the council."""
    client = Client()
    client.force_login(world.person("Asa Asker"))
    return client


def test_the_limit_is_said_beforehand_and_an_upload_is_acknowledged_when_stored(at, draft):
    page = council(draft, "documents/")
    assert "Up to 500 MB." in at.get(page).content.decode()

    for _ in range(2):
        response = at.post(page, {"title": "Draft contract", "upload": upload()}, follow=True)

    assert "“terms.txt” (5 bytes) is stored." in response.content.decode()
    assert Document.objects.count() == 1


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (upload(b""), "“terms.txt” is empty (0 bytes), so it was not added. Check the file and choose it again."),
        (None, "Choose the file."),
    ],
)
def test_an_upload_that_can_not_be_is_said_and_its_title_stays(at, draft, file, said):
    typed = {"title": "Draft contract 🏛"} | ({"upload": file} if file else {})

    response = at.post(council(draft, "documents/"), typed)

    assert errors(response) == [said]
    assert "Draft contract 🏛" in response.content.decode()


def test_a_title_of_400_characters_is_said(at, draft):
    response = at.post(council(draft, "documents/"), {"title": "🏛" * 400, "upload": upload()})

    assert errors(response) == ["Title of the document must be 200 characters or fewer; yours has 400."]


def test_a_file_is_saved_and_never_shown_in_place(at, open_now, officer):
    name = f"{'contract 🏛 ' * 20}.txt"
    document = papers.publish_document(
        open_now, title="Contract", upload=upload(b"<script>", name), by=officer, at=timezone.now()
    )

    response = Client().get(f"/competitions/{open_now.reference}/documents/{document.reference}/")

    assert b"".join(response.streaming_content) == b"<script>"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''contract%20")
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]


def test_a_document_of_a_draft_is_for_its_council_only(at, draft, officer, other_officer):
    document = papers.publish_document(draft, title="Contract", upload=upload(), by=officer, at=timezone.now())
    file = f"/competitions/{draft.reference}/documents/{document.reference}/"

    stranger = Client()
    stranger.force_login(other_officer)
    assert Client().get(file).status_code == 404
    assert stranger.get(file).status_code == 404
    own = at.get(file)
    assert own.status_code == 200
    own.close()


def test_a_document_is_not_found_under_another_competition(at, draft, service, officer):
    document = papers.publish_document(draft, title="Contract", upload=upload(), by=officer, at=timezone.now())
    other = world.publish(world.draft_competition(service, "Another"))

    assert at.get(f"/competitions/{other.reference}/documents/{document.reference}/").status_code == 404


def test_a_document_of_a_draft_is_removed_once(at, draft, officer):
    document = papers.publish_document(draft, title="Contract", upload=upload(), by=officer, at=timezone.now())
    for _ in range(2):
        assert at.post(council(draft, f"documents/{document.reference}/remove/")).status_code == 302

    assert not Document.objects.exists()


def test_somebody_asks_and_only_they_see_it_until_it_is_answered_for_everybody(at, asker, open_now):
    public = f"/competitions/{open_now.reference}/"
    for _ in range(2):
        asker.post(f"{public}ask/", {"question": "Is the roof sound?"})

    assert "roof" in asker.get(public).content.decode()
    assert "roof" not in Client().get(public).content.decode()

    question = Clarification.objects.get()
    for _ in range(2):
        answered = at.post(f"/council/questions/{question.reference}/", {"answer": "Yes, as new 🏠."}, follow=True)

    assert answered.status_code == 200
    content = Client().get(public).content.decode()
    assert "Is the roof sound?" in content
    assert "Yes, as new 🏠." in content


def test_nothing_anywhere_tells_the_council_who_asked(at, asker, open_now):
    asker.post(f"/competitions/{open_now.reference}/ask/", {"question": "Who pays for the roof?"})

    question = Clarification.objects.get()
    for address in (council(open_now, "questions/"), f"/council/questions/{question.reference}/"):
        content = at.get(address).content.decode()
        assert "roof" in content
        assert "Asa" not in content
        assert "asa.asker" not in content
    assert [event.by for event in TrailEvent.objects.filter(verb="procurement.ask")] == [None]


def test_a_late_question_is_refused_and_stays_typed(asker, open_now):
    Competition.objects.update(questions_deadline=timezone.now() - timedelta(seconds=1))

    response = asker.post(f"/competitions/{open_now.reference}/ask/", {"question": "Too late?"})

    assert "so your question was not sent." in errors(response)[0]
    assert "Too late?" in response.content.decode()
    assert not Clarification.objects.exists()


def test_a_council_does_not_ask_itself_and_the_public_signs_in_first(at, open_now):
    ask = f"/competitions/{open_now.reference}/ask/"

    assert at.get(ask).status_code == 403
    assert Client().get(ask).status_code == 302


def test_two_officers_answer_and_the_second_is_told_the_first_answer(at, open_now, lead_officer):
    question = papers.ask(open_now, "Who pays for the roof?", by=world.person("Asa Asker"), at=timezone.now())
    papers.answer(question, "The council.", by=lead_officer, at=timezone.now())

    response = at.post(f"/council/questions/{question.reference}/", {"answer": "The partner."})

    assert "The council." in errors(response)
    assert "The partner." in response.content.decode()


def test_a_question_to_another_council_is_not_found(client, other_officer, open_now):
    question = papers.ask(open_now, "Who pays for the roof?", by=world.person("Asa Asker"), at=timezone.now())
    client.force_login(other_officer)

    assert client.get(f"/council/questions/{question.reference}/").status_code == 404
