"""Receipts: issued and signed with each submission, made again from what it froze, handed out with all its parts."""

import zipfile
from datetime import UTC, datetime
from tempfile import TemporaryFile
from typing import IO, Any

from accounts.actions import signing
from partners.actions.completeness import questions_of
from partners.domain import receipts
from partners.domain.receipt_check import signed_bytes
from partners.models import BidDocument, Receipt, Submission


def issue(submission: Submission, *, at: datetime) -> Receipt:
    """Sign the receipt of a submission, in the transaction that makes it. `at` is when; the submission has its own."""
    key = signing.signing_key(at=at)
    competition = submission.bid.competition
    facts = {
        "receipt": submission.reference,
        "competition": {
            "reference": competition.reference,
            "title": competition.title,
            "council": competition.council.name,
        },
        "submission": submission.number,
        "submitted_at": _exactly(submission.at),
        "submitted_by": submission.by.name,
        "deadline": _exactly(competition.bid_deadline or submission.at),
        "issued_at": _exactly(at),
        "came_about": _how(submission),
        "key": {"id": key.name, "public": key.public, "kind": "Ed25519"},
    }
    titles = {each.reference: each.title for each in questions_of(competition)}
    body = receipts.body(facts, submission.whole(), titles)
    return Receipt.objects.create(
        submission=submission,
        facts=facts,
        titles=titles,
        signature=signing.sign(signed_bytes(body)),
        whole=body if submission.bid.working_key_id is not None else None,
    )


def manifest(submission: Submission) -> list[dict[str, Any]]:
    """The parts of a submission, as its receipt lists them."""
    titles = {each.reference: each.title for each in questions_of(submission.bid.competition)}
    return receipts.manifest(submission.whole(), titles)


def signed(submission: Submission) -> dict[str, Any] | None:
    """The whole receipt with its signature; none for a submission from before receipts were signed."""
    receipt = Receipt.objects.filter(submission=submission).first()
    if receipt is None:
        return None
    body = receipt.whole or receipts.body(receipt.facts, submission.whole(), receipt.titles)
    return {**body, "signature": receipt.signature}


def parcel(submission: Submission, program: bytes) -> IO[bytes]:
    """A ZIP with the receipt, every part that it lists, and the program that checks them; read from its start."""
    receipt = signed(submission)
    names = receipts.document_names(submission.whole())
    file = TemporaryFile()  # noqa: SIM115 - whoever sends it closes it.
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parcel:
        if receipt is not None:
            parcel.writestr("receipt.json", receipts.as_file(receipt))
        parcel.writestr("check_receipt.py", program)
        for name, data in receipts.files_of(submission.whole()).items():
            parcel.writestr(f"parts/{name}", data)
        for document in BidDocument.objects.filter(bid=submission.bid, reference__in=names).order_by("pk"):
            with document.file.open("rb") as source, parcel.open(f"parts/{names[document.reference]}", "w") as target:
                for chunk in iter(lambda: source.read(1 << 20), b""):
                    target.write(chunk)
    file.seek(0)
    return file


def _how(submission: Submission) -> str:
    deadline = submission.bid.competition.bid_deadline
    if deadline is not None and submission.at > deadline:
        return receipts.LATE
    return receipts.AGREED if submission.is_by_agreement else receipts.PRESSED


def _exactly(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="microseconds")
