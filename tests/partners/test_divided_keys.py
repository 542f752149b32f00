"""A key divided among officers: until enough of them have entered their codes, nobody opens a bid."""

import base64
import io
import json
from contextlib import suppress
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from accounts.domain.paper_codes import new_code
from accounts.domain.refusals import Refusal
from accounts.domain.roles import CouncilRole
from accounts.domain.sealing import CannotOpen
from accounts.models import TrailEvent, WorkingKey, key_ring
from accounts.models.sealed_tables import sealed_tables
from partners.actions import (
    bids,
    document_checks,
    key_codes,
    pieces,
    receipts,
    shutting,
    submissions,
    uploads,
)
from partners.actions.openings import confirm_opening
from partners.domain.deadlines import TooLate
from partners.models import Answer, BidDocument, LateAttempt, Submission, Upload
from procurement.models import Competition, CompetitionKey, KeyShare
from tests import world
from tests.partners.dividing import FILE, WORDS, divided, submitted
from tests.world import AFTER, BEFORE


@pytest.fixture
def holders(draft, officer, lead_officer):
    return [officer, lead_officer, world.council_member(draft.council, CouncilRole.APPROVER, "Ann Approver")]


@pytest.fixture
def maker(draft):
    """An officer without a share, who makes the envelope."""
    return world.council_member(draft.council, CouncilRole.OFFICER, "Otto Other")


@pytest.fixture
def codes(draft, holders, maker, lead_officer):
    return divided(draft, holders, maker, by=lead_officer)


@pytest.fixture
def competition(codes):
    return Competition.objects.get()


@pytest.fixture
def bid(competition):
    return submitted(competition)


@pytest.fixture
def shut(bid):
    assert shutting.shut_due(at=AFTER) == 1
    return bid


def share_of(number):
    return KeyShare.objects.get(number=number)


def enter(number, codes, by=None, at=AFTER):
    share = share_of(number)
    return key_codes.enter(share, codes[number], by=by or share.holder, at=at)


def opened_by_the_installation():
    """Every sealed value and file that somebody with the installation's key and a copy of all of it can open."""
    found = []
    for table in sealed_tables():
        for row in table.rows([*table.columns, *table.files], after=None, most=10_000):
            for field, stored in zip([*table.columns, *table.files], row.stored, strict=True):
                with suppress(CannotOpen):
                    if isinstance(stored, str) and stored:
                        with field.storage.open(stored) as file:
                            found.append(file.read())
                    elif stored:
                        found.append(key_ring().open(bytes(stored), field.place))
    return b"\n".join(found)


def test_before_the_deadline_all_is_as_ever_for_who_writes_the_bid(bid, competition):
    assert Submission.objects.get().whole()["answers"]
    assert not submissions.changed_since(bid, Submission.objects.get())
    assert WORDS.encode() in opened_by_the_installation()
    assert CompetitionKey.objects.get().private_hex == ""


def test_between_deadline_and_opening_the_installation_s_key_opens_no_word_of_a_bid(shut):
    found = opened_by_the_installation()

    assert WORDS.encode() not in found
    assert FILE not in found
    with pytest.raises(CannotOpen, match="until the council opens the bids"):
        Answer.objects.first()
    with pytest.raises(CannotOpen):
        Submission.objects.get().whole()
    # What is known of it: the receipt, as its bidder has it too.
    assert receipts.signed(Submission.objects.get())["bidder"] == "Zanzibar Care"


@pytest.mark.parametrize("pair", [(1, 3), (2, 4)])
def test_any_two_codes_and_two_officers_open_the_bids(shut, competition, codes, officer, lead_officer, pair):
    confirm_opening(competition, by=officer, at=AFTER)
    for number in pair:
        assert not enter(number, codes, by=share_of(number).holder or lead_officer)

    assert confirm_opening(competition, by=lead_officer, at=AFTER)

    submission = Submission.objects.get()
    assert WORDS in json.dumps(submission.content)
    assert WORDS in [answer.text for answer in Answer.objects.all()]
    with BidDocument.objects.get().file.open("rb") as file:
        assert file.read() == FILE
    assert not KeyShare.objects.filter(opened_hex__isnull=False).exists()
    assert CompetitionKey.objects.get().is_held


def test_the_last_code_opens_them_too_and_the_trail_names_shares_and_no_codes(
    shut, codes, officer, lead_officer, maker
):
    competition = shut.competition
    confirm_opening(competition, by=officer, at=AFTER)
    assert not confirm_opening(competition, by=lead_officer, at=AFTER)
    with pytest.raises(Refusal, match="What is missing now are codes"):
        confirm_opening(
            competition, by=world.council_member(competition.council, CouncilRole.OFFICER, "Third"), at=AFTER
        )
    assert not enter(1, codes)
    with pytest.raises(Refusal, match="entered already"):
        enter(1, codes)

    assert enter(4, codes, by=lead_officer)

    assert Competition.objects.get().opened_at == AFTER
    events = TrailEvent.objects.of(competition.reference)
    entered = [event.details["share"] for event in events if event.verb == "partners.enter_key_code"]
    assert entered == [1, 4]
    assert [event.details["shut_at"] for event in events if event.verb == "partners.open_bids"] == [AFTER.isoformat()]
    said = json.dumps([event.details for event in events])
    assert not any(code in said for code in codes.values())


def test_a_wrong_code_is_refused_and_so_is_one_before_the_deadline(shut, codes, officer):
    with pytest.raises(Refusal, match="not the one of this share"):
        key_codes.enter(share_of(1), codes[2], by=officer, at=AFTER)
    with pytest.raises(Refusal, match="not the one of this share"):
        key_codes.enter(share_of(1), new_code(), by=officer, at=AFTER)
    with pytest.raises(Refusal, match="only after the deadline"):
        enter(1, codes, at=BEFORE)

    assert not KeyShare.objects.entered().exists()


def test_nothing_is_shut_while_a_file_waits_for_its_check(bid):
    BidDocument.objects.update(state="received")
    assert shutting.shut_due(at=AFTER) == 0
    assert shutting.shut_due(at=BEFORE) == 0

    document_checks.check(BidDocument.objects.get().pk, at=AFTER)
    assert shutting.shut_due(at=AFTER + timedelta(minutes=1)) == 1
    assert shutting.shut_due(at=AFTER + timedelta(minutes=2)) == 0


def test_what_comes_after_the_bids_are_shut_is_kept_as_late(shut, competition, codes, officer, lead_officer):
    ada = shut.started_by
    with pytest.raises(TooLate):
        submissions.submit(shut, by=ada, at=AFTER)
    with pytest.raises(TooLate):
        bids.add_document(shut, title="Late", upload=SimpleUploadedFile("late.txt", b"late"), by=ada, at=AFTER)

    upload = uploads.begin(shut, name="f.txt", size=4, mark="a" * 64, title="", criterion=None, by=ada, at=AFTER)
    uploads.take(pieces.store(upload, 0, io.BytesIO(b"late"), size=4), at=AFTER)
    uploads.finish(Upload.objects.get(), at=AFTER)

    assert LateAttempt.objects.count() == 3


def test_the_keys_can_be_checked_and_changed_while_bids_are_shut(shut, codes, officer, lead_officer, settings, capsys):
    competition = shut.competition
    settings.OLDER_SEALING_KEYS, settings.SEALING_KEY = [settings.SEALING_KEY], base64.b64encode(bytes(32)).decode()

    call_command("rotate_sealing_key")
    settings.OLDER_SEALING_KEYS = []
    call_command("check_keys")

    assert "sealed until bids are opened" in capsys.readouterr().out
    confirm_opening(competition, by=officer, at=AFTER)
    confirm_opening(competition, by=lead_officer, at=AFTER)
    enter(1, codes)
    assert enter(2, codes)


def test_a_working_key_of_another_place_is_not_taken(bid):
    with pytest.raises(ValueError, match="another key"):
        WorkingKey.objects.get().give_again(bytes(32))
