from hashlib import sha256
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.domain.refusals import Refusal
from partners.actions.documents import add_document, remove_document
from partners.domain.deadlines import TooLate
from partners.models import BidDocument, LateAttempt
from tests import world
from tests.world import AFTER, BEFORE

CONTENT = b"%PDF-1.7 our accounts"


def upload(name="accounts.pdf", content=CONTENT):
    return SimpleUploadedFile(name, content)


def add(bid, by, file=None, title="Accounts", criterion=None, at=BEFORE):
    return add_document(bid, title=title, upload=file or upload(), criterion=criterion, by=by, at=at)


def on_disk(row):
    return Path(row.file.path).read_bytes()


def test_a_document_is_stored_with_its_size_hash_and_time(bid, bidder, criteria):
    document = add(bid, bidder, criterion=criteria.service)

    document.refresh_from_db()
    assert (document.title, document.name, document.size) == ("Accounts", "accounts.pdf", len(CONTENT))
    assert (document.sha256, document.uploaded_at) == (sha256(CONTENT).hexdigest(), BEFORE)
    assert (document.criterion, document.uploaded_by) == (criteria.service, bidder)
    assert on_disk(document) == CONTENT


def test_a_document_without_a_title_takes_the_name_of_its_file(bid, bidder):
    assert add(bid, bidder, title=" ").title == "accounts.pdf"


def test_the_same_file_sent_twice_is_stored_once(bid, bidder):
    assert add(bid, bidder) == add(bid, bidder)
    assert BidDocument.objects.count() == 1


def test_a_file_of_0_bytes_is_refused(bid, bidder):
    with pytest.raises(Refusal, match=r"“accounts.pdf” is empty \(0 bytes\)"):
        add(bid, bidder, upload(content=b""))

    assert not BidDocument.objects.exists()


def test_a_file_over_the_limit_is_refused_with_the_limit(bid, bidder, settings):
    settings.UPLOAD_LIMIT_BYTES = 1024 * 1024

    with pytest.raises(Refusal, match=r"is 1\.5 MB; a file may be at most 1 MB"):
        add(bid, bidder, upload(content=b"x" * (1024 * 1024 * 3 // 2)))


@pytest.mark.parametrize("name", ["😀" * 400 + ".pdf", "a" * 400 + ".pdf", "..\\..\\évil/ name 😀.pdf", "😀.pdf"])
def test_a_name_of_any_length_with_any_sign_is_kept_and_stored(bid, bidder, name):
    document = add(bid, bidder, upload(name))

    assert 0 < len(document.name) <= 255
    assert document.name.endswith(name[-4:])
    assert on_disk(document) == CONTENT


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("no ending", "has no ending that says what it is"),
        (".pdf", "has no ending"),
        ("page.html", r"is of a type that is not taken \(.html\). Files may be: PDF \(.pdf\), Word \(.docx\)"),
        ("letter.DOC", "older format of Office.*save it as .docx"),
        ("sums.xlsm", "macros.*Save it as .xlsx"),
    ],
)
def test_a_file_of_a_type_that_is_not_taken_is_refused_by_its_name(bid, bidder, name, why):
    with pytest.raises(Refusal, match=why):
        add(bid, bidder, upload(name))

    assert not BidDocument.objects.exists()


def test_a_bid_holds_only_so_much_and_a_removed_file_makes_room(bid, bidder, settings):
    settings.BID_LIMIT_BYTES = 2 * len(CONTENT)
    first = add(bid, bidder)
    add(bid, bidder, upload("b.pdf", CONTENT[:-1]), title="")

    with pytest.raises(Refusal, match="is 21 bytes, and there is room for 1 byte more"):
        add(bid, bidder, upload("c.pdf"), title="")
    remove_document(first, by=bidder, at=BEFORE)
    add(bid, bidder, upload("c.pdf"), title="")

    assert {each.name for each in BidDocument.objects.present()} == {"b.pdf", "c.pdf"}


def test_a_title_that_is_too_long_is_refused(bid, bidder):
    with pytest.raises(Refusal, match="The title has 400 characters; it may have 200"):
        add(bid, bidder, title="😀" * 400)


def test_a_document_for_another_competitions_question_is_refused(bid, bidder, service):
    elsewhere = world.draft_competition(service, "Another").criteria.get(reference="service")

    with pytest.raises(Refusal, match="no such question"):
        add(bid, bidder, criterion=elsewhere)


def test_a_removed_document_is_kept_but_not_present(bid, bidder):
    document = add(bid, bidder)

    remove_document(document, by=bidder, at=BEFORE)
    remove_document(document, by=bidder, at=BEFORE)

    document.refresh_from_db()
    assert document.removed_at == BEFORE
    assert on_disk(document) == CONTENT
    assert list(BidDocument.objects.present()) == []


def test_a_late_document_is_refused_and_kept_with_its_file(bid, bidder):
    with pytest.raises(TooLate):
        add(bid, bidder, at=AFTER)

    late = LateAttempt.objects.get()
    assert late.content == {
        "title": "Accounts",
        "name": "accounts.pdf",
        "size": len(CONTENT),
        "sha256": sha256(CONTENT).hexdigest(),
    }
    assert on_disk(late) == CONTENT
    assert not BidDocument.objects.exists()


def test_a_late_removal_is_refused(bid, bidder):
    document = add(bid, bidder)

    with pytest.raises(TooLate):
        remove_document(document, by=bidder, at=AFTER)

    document.refresh_from_db()
    assert document.removed_at is None
