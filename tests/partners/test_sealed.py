"""Before the opening a copy of the database, the files, Redis or the logs has no word of a bid; afterwards it has."""

import base64
import logging

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.domain.sealing import CannotOpen
from accounts.models import Letter
from partners.actions import (
    bids,
    consents,
    consortia,
    declarations,
    intentions,
    kits,
    member_declarations,
    organisations,
    submissions,
    supplier_information,
)
from partners.actions.openings import confirm_opening
from partners.domain.deadlines import TooLate
from partners.domain.offers import from_content
from partners.domain.typed_offers import typed_of
from partners.models import Answer, Bid, BidDocument, Submission
from scoring.models.reading import content_of
from tests import scanning, world
from tests.partners.conftest import complete
from tests.partners.informing import confirmed
from tests.world import AFTER, BEFORE

OFFLINE = "zanzibar-on-a-train"
WORDS = ("zanzibar-in-the-answer", "zanzibar-in-the-offer", "zanzibar-on-the-file", "zanzibar-in-the-file")
MEMBER, LATE, GUEST, NAME = "Zanzibar Member Trust", "zanzibar-came-late", "zanzibar@example.org", "Zanzibar Care"
WHY = "zanzibar-declines-because"
DECLARED = "zanzibar-was-warned"
SECRETS = (*WORDS, MEMBER, LATE, GUEST, OFFLINE, WHY, DECLARED)


@pytest.fixture
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def logs(caplog):
    caplog.set_level(logging.DEBUG)
    return caplog


@pytest.fixture
def full_bid(published, files, logs):
    organisation, ada = world.organisation(NAME)
    bid = complete(bids.start(published, organisation, by=ada, at=BEFORE), ada)
    criterion = published.sections.get(reference="quality").criteria.get(reference="service")
    version = Answer.objects.get(bid=bid, criterion=criterion).version
    for text in (f"Before it was {WORDS[0]}.", f"Now it is {WORDS[0]}."):
        saved = bids.save_answer(bid, criterion, text, version=version, by=ada, at=BEFORE)
        version = saved.version
    offer = typed_of(from_content(world.offer_content(NAME))) | {"notes": WORDS[1]}
    bids.save_offer(bid, offer, version=bid.offer.version, by=ada, at=BEFORE)
    upload = SimpleUploadedFile(f"{WORDS[2]}.txt", WORDS[3].encode() * 10_000)
    bids.add_document(bid, title=WORDS[2], upload=upload, by=ada, at=BEFORE)
    kits.bring(bid, SimpleUploadedFile(f"{OFFLINE}.xlsx", OFFLINE.encode()), by=ada, at=BEFORE)
    bids.name_consortium(bid, [{"name": MEMBER, "kind": "charity", "part": WORDS[0]}], by=ada, at=BEFORE)
    member_declares(bid, ada)
    organisations.invite(organisation, GUEST, "writer", by=ada, at=BEFORE)
    submissions.submit(Bid.objects.get(pk=bid.pk), by=ada, at=BEFORE)
    with pytest.raises(TooLate):
        bids.add_document(bid, title=LATE, upload=SimpleUploadedFile(LATE, LATE.encode()), by=ada, at=AFTER)
    other, bea = world.organisation("Quayside Partners")
    intentions.decline(published, other, reason=WHY, by=bea, at=BEFORE)
    return Bid.objects.get(pk=bid.pk)


def member_declares(bid, by):
    """A member of the bid agrees, and declares a ground of itself."""
    tide, tia = world.organisation("Tide Trust")
    confirmed(tide, tia)
    declarations.save_ground(tide, "7-11", goes_on=True, what_happened=DECLARED, by=tia, at=BEFORE)
    supplier_information.confirm(tide, by=tia, at=BEFORE)
    tides = {"name": "Tide Trust", "kind": "charity", "email": tia.email}
    bids.name_consortium(bid, [*consortia.members_of(bid), tides], by=by, at=BEFORE)
    asked = consents.consent_for(consents.ask(bid, "Tide Trust", by=by, at=BEFORE))
    agreed = consents.answer(asked, tide, agrees=True, by=tia, at=BEFORE)
    member_declarations.declare(agreed, is_shown=False, by=tia, at=BEFORE)


def opened(competition, officer, lead_officer):
    confirm_opening(competition, by=officer, at=AFTER)
    confirm_opening(competition, by=lead_officer, at=AFTER)


def test_nothing_is_found_before_the_opening(full_bid, logs):
    assert scanning.hits(SECRETS) == set()
    assert [word for word in SECRETS if word in logs.text] == []
    # Who is registered stands in the register of organisations and their people; that they bid, nowhere in words.
    register = {"partners_organisation", "accounts_user", "accounts_trailevent"}
    assert {place for place, _ in scanning.hits([NAME])} <= register


def test_the_scan_finds_what_the_opening_makes_plain(full_bid, published, officer, lead_officer):
    opened(published, officer, lead_officer)

    in_content = [*WORDS[:3], MEMBER]
    assert {word for place, word in scanning.hits(SECRETS) if place == "partners_submission"} == set(in_content)


def test_the_scan_finds_words_in_files_and_in_rows_of_any_kind(published, files, tmp_path):
    (tmp_path / "copy").write_bytes(b"..." + base64.b64encode(WORDS[0].encode()))
    published.summary = f"{WORDS[1]} and {WORDS[2].encode().hex()}"
    published.save()

    found = {(place.split()[0], word) for place, word in scanning.hits(WORDS)}
    assert found == {("file", WORDS[0]), ("procurement_competition", WORDS[1]), ("procurement_competition", WORDS[2])}


def test_what_was_opened_is_what_was_receipted(full_bid, published, officer, lead_officer):
    before = Submission.objects.get()
    assert before.content is None

    opened(published, officer, lead_officer)

    after = Submission.objects.get()
    assert after.content == before.whole() == content_of(full_bid)
    assert after.fingerprint == before.fingerprint


def test_a_submission_that_was_changed_stops_the_opening(full_bid, published, officer, lead_officer):
    submission = Submission.objects.get()
    spoiled = bytearray(bytes(submission.sealed))
    spoiled[40] ^= 1
    Submission.objects.update(sealed=bytes(spoiled))

    confirm_opening(published, by=officer, at=AFTER)
    with pytest.raises(CannotOpen, match="changed, damaged or moved"):
        confirm_opening(published, by=lead_officer, at=AFTER)

    published.refresh_from_db()
    assert published.opened_at is None


def test_without_the_key_a_sentence_says_what_to_do(full_bid, settings):
    settings.SEALING_KEY = base64.b64encode(bytes(32)).decode()

    for read in (Answer.objects.first, Letter.objects.first, BidDocument.objects.first):
        with pytest.raises(CannotOpen, match="has to give it the key again"):
            read()
    with pytest.raises(CannotOpen):
        Submission.objects.get().whole()
