"""Before the opening a copy of the database, the files, Redis or the logs has no word of a bid; afterwards it has."""

import base64
import logging

import pytest
from django.db import connection

from accounts.domain.sealing import CannotOpen
from accounts.models import Letter
from partners.actions.openings import confirm_opening
from partners.models import Answer, BidDocument, Submission
from scoring.models.reading import content_of
from tests import scanning, world
from tests.partners.rich import declined, rich_bid
from tests.world import AFTER

NAME = "Zanzibar Care"


@pytest.fixture
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def logs(caplog):
    caplog.set_level(logging.DEBUG)
    return caplog


@pytest.fixture
def full(published, files, logs):
    """A bid with a word in each of its places; somebody else declined, and says why."""
    full = rich_bid(published, "zanzibar", *world.organisation(NAME))
    declined(published, "zanzibar-no", *world.organisation("Quayside Partners"))
    return full


def opened(competition, officer, lead_officer):
    confirm_opening(competition, by=officer, at=AFTER)
    confirm_opening(competition, by=lead_officer, at=AFTER)


def test_nothing_is_found_before_the_opening(full, logs):
    assert len(full.words.all) > 40
    assert {place for place, _ in scanning.hits(["zanzibar-"])} == set()
    assert scanning.hits(full.words.all) == set()
    assert "zanzibar-" not in logs.text.lower()
    # Who is registered stands in the register of organisations and their people; that they bid, nowhere in words.
    register = {"partners_organisation", "accounts_user", "accounts_trailevent"}
    assert {place for place, _ in scanning.hits([NAME])} <= register


@pytest.mark.django_db(transaction=True)
def test_a_plain_dump_is_the_same_with_no_bid_and_with_a_full_one(published, files):
    before = scanning.plain_dump()

    full = rich_bid(published, "zanzibar", *world.organisation(NAME))
    declined(published, "zanzibar-no", *world.organisation("Quayside Partners"))

    after = scanning.plain_dump()
    assert (after.out, after.rows, after.refused) == (before.out, [], False)
    assert scanning.finder([NAME, "Quayside Partners", *full.words.all])(after.out.encode()) == set()
    # It is there for who has the key: who bids, and how many rows there are.
    opened = scanning.plain_dump(env=connection.client.door())
    assert NAME in opened.out
    assert len(opened.rows) > 100


def test_the_scan_finds_what_the_opening_makes_plain(full, published, officer, lead_officer):
    opened(published, officer, lead_officer)

    content = str(Submission.objects.get().content)
    submitted = {word for word in full.words.all if word in content}
    assert len(submitted) > 25
    assert {word for place, word in scanning.hits(full.words.all) if place == "partners_submission"} == submitted


def test_the_scan_finds_words_in_files_and_in_rows_of_any_kind(published, files, tmp_path):
    words = ("zanzibar-in-a-file", "zanzibar-in-a-row", "zanzibar-in-hex")
    (tmp_path / "copy").write_bytes(b"..." + base64.b64encode(words[0].encode()))
    published.summary = f"{words[1]} and {words[2].encode().hex()}"
    published.save()

    found = {(place.split()[0], word) for place, word in scanning.hits(words)}
    assert found == {("file", words[0]), ("procurement_competition", words[1]), ("procurement_competition", words[2])}


def test_what_was_opened_is_what_was_receipted(full, published, officer, lead_officer):
    before = Submission.objects.get()
    assert before.content is None

    opened(published, officer, lead_officer)

    after = Submission.objects.get()
    assert after.content == before.whole() == content_of(full.bid)
    assert after.fingerprint == before.fingerprint


def test_a_submission_that_was_changed_stops_the_opening(full, published, officer, lead_officer):
    submission = Submission.objects.get()
    spoiled = bytearray(bytes(submission.sealed))
    spoiled[40] ^= 1
    Submission.objects.update(sealed=bytes(spoiled))

    confirm_opening(published, by=officer, at=AFTER)
    with pytest.raises(CannotOpen, match="changed, damaged or moved"):
        confirm_opening(published, by=lead_officer, at=AFTER)

    published.refresh_from_db()
    assert published.opened_at is None


def test_without_the_key_a_sentence_says_what_to_do(full, settings):
    settings.SEALING_KEY = base64.b64encode(bytes(32)).decode()

    for read in (Answer.objects.first, Letter.objects.first, BidDocument.objects.first):
        with pytest.raises(CannotOpen, match="has to give it the key again"):
            read()
    with pytest.raises(CannotOpen):
        Submission.objects.get().whole()
