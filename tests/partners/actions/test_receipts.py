import base64
import json
import subprocess
import sys
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.actions import signing
from accounts.models import Letter
from partners.actions import bids, receipts, submissions
from partners.domain.receipt_check import check_signature, read
from partners.domain.receipts import as_file
from tests.world import AFTER, BEFORE, submission


@pytest.fixture
def submitted(complete_bid, bidder):
    for name in ("plan.pdf", "../plan.pdf"):
        upload = SimpleUploadedFile(name, name.encode() * 10)
        bids.add_document(complete_bid, title=f"Plans {name}", upload=upload, by=bidder, at=BEFORE)
    return submissions.submit(complete_bid, by=bidder, at=BEFORE)


def test_a_submission_has_a_signed_receipt_and_so_has_its_letter(submitted):
    submitted.refresh_from_db()
    receipt = receipts.signed(submitted)

    assert check_signature(receipt, signing.known_keys()).is_right
    assert read(Letter.objects.get().body.encode()) == receipt
    assert (receipt["submission"], receipt["bidder"]) == (1, "Harbour Care")
    assert receipt["submitted_at"] == "2026-11-01T12:00:00.000000+00:00"
    assert [part["name"] for part in receipt["parts"]] == [
        "answers/employees.txt",
        "answers/insurance.txt",
        "answers/service.txt",
        "bid.json",
        "consortium.json",
        "documents/01-plan.pdf",
        "documents/02-plan.pdf",
        "offer.json",
        "organisation.json",
    ]


def test_a_receipt_stays_right_when_the_bid_goes_on_and_the_key_is_replaced(submitted, bidder, criteria, settings):
    before = receipts.signed(submitted)
    bids.save_answer(submitted.bid, criteria.service, "Better.", version=1, by=bidder, at=BEFORE)
    settings.OLDER_SEALING_KEYS = [settings.SEALING_KEY]
    settings.SEALING_KEY = base64.b64encode(b"another, once the first is known").decode()
    second = submissions.submit(submitted.bid, by=bidder, at=BEFORE)

    assert receipts.signed(submitted) == before
    keys = signing.known_keys()
    assert len(keys) == 2
    assert [check_signature(each, keys).is_right for each in (before, receipts.signed(second))] == [True, True]


def test_a_changed_row_makes_its_receipt_wrong(submitted):
    submitted.content = submitted.whole()
    submitted.content["answers"]["service"] = "Something else."
    submitted.save()

    assert not check_signature(receipts.signed(submitted), signing.known_keys()).is_right


def test_the_downloaded_program_checks_the_downloaded_parcel_without_the_service(submitted, bidder, client, tmp_path):
    client.force_login(bidder)
    zipped = tmp_path / "parcel.zip"
    zipped.write_bytes(b"".join(client.get(reverse("partners:receipt_parcel", args=[submitted.reference]))))
    zipfile.ZipFile(zipped).extractall(tmp_path / "kept")
    (tmp_path / "check.py").write_bytes(client.get(reverse("partners:receipt_program")).content)

    def run():
        command = [sys.executable, "-I", "check.py", "kept/receipt.json", "kept/parts"]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False)

    first = run()
    assert (first.returncode, first.stdout.count("RIGHT"), first.stderr) == (0, 10, ""), first.stdout
    for path in sorted(each for each in (tmp_path / "kept/parts").rglob("*") if each.is_file()):
        kept = path.read_bytes()
        path.write_bytes(kept + b"x")
        said = run()
        assert (said.returncode, said.stdout.count("WRONG")) == (1, 1), path
        assert "differs" in said.stdout
        path.write_bytes(kept)
    receipt = json.loads((tmp_path / "kept/receipt.json").read_text())
    (tmp_path / "kept/receipt.json").write_text(json.dumps({**receipt, "bidder": "Quayside Partners"}))
    assert "The signature is wrong" in run().stdout


def test_the_page_says_what_is_right_and_wrong_and_stores_nothing(submitted, client, uploads):
    data, place = as_file(receipts.signed(submitted)), reverse("partners:receipt_check")
    stored = sorted(uploads.rglob("*"))

    files = [SimpleUploadedFile("a.txt", b"Our answer on Insurance."), SimpleUploadedFile("service.txt", b"x")]
    right = client.post(
        place,
        {
            "receipt": SimpleUploadedFile("r.json", data),
            "parts": files,
        },
    )
    changed = data.decode().replace("Harbour", "Harbor").replace('"deadline": "2026', '"deadline": "never')
    wrong = client.post(place, {"text": changed})
    nothing = client.post(place, {"text": "Good morning"})

    assert right.status_code == wrong.status_code == 200
    assert "This receipt is right." in right.content.decode()
    said = (
        "In at 12:00:00 on Sunday 1 November 2026 (GMT)",
        "the deadline at 12:00:00 on Monday 2 November 2026 (GMT)",
    )
    assert ", with ".join(said) in right.content.decode()
    assert "is your file “a.txt”" in right.content.decode()
    assert "is not what was submitted: your file “service.txt” differs" in right.content.decode()
    assert "Don’t rely on this receipt." in wrong.content.decode()
    assert "with the deadline at never-11-02T" in wrong.content.decode()
    assert (nothing.status_code, "Good morning" in nothing.content.decode()) == (422, True)
    assert sorted(uploads.rglob("*")) == stored


def test_whoever_chooses_the_whole_parcel_is_told_to_unpack_it(submitted, bidder, client):
    client.force_login(bidder)
    zipped = b"".join(client.get(reverse("partners:receipt_parcel", args=[submitted.reference])))

    answer = client.post(reverse("partners:receipt_check"), {"receipt": SimpleUploadedFile("bid.zip", zipped)})

    assert answer.status_code == 422
    assert "Unpack it, and choose receipt.json out of it." in answer.content.decode()


def test_a_rival_and_the_council_get_no_receipt(submitted, rival_bid, officer, client):
    for user in (rival_bid.started_by, officer):
        client.force_login(user)
        for name in ("receipt", "receipt_file", "receipt_parcel"):
            assert client.get(reverse(f"partners:{name}", args=[submitted.reference])).status_code == 404


def test_a_submission_from_before_receipts_were_signed_is_still_shown(bid, bidder, client):
    old = submission(bid)
    client.force_login(bidder)

    page = client.get(reverse("partners:receipt", args=[old.reference]))

    assert "before this service signed" in page.content.decode()
    assert receipts.signed(old) is None
    assert old.at < AFTER
