"""Receipts to take away, and the page, the program and the keys with which anybody checks one."""

import json
import re
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import UserRequest, public, requires
from accounts.actions import signing
from accounts.actions.uploads import sent_name, sha256_of
from accounts.models import SigningKey
from partners.actions import receipts
from partners.domain import receipt_check
from partners.domain.receipts import as_file
from partners.models import Submission
from procurement.domain.dates import to_the_second

MOST_OF_A_RECEIPT = 2 * 1024 * 1024
_KEYS = re.compile(r"^KNOWN_KEYS: dict\[str, str\] = \{\}", re.MULTILINE)


@public
def check(request: HttpRequest) -> HttpResponse:
    """Says whether a receipt is right, and which files are its parts. Nothing that is sent is stored."""
    context: dict[str, object] = {"keys": _keys(), "program_sha256": sha256(_program()).hexdigest()}
    if request.method == "POST":
        try:
            context |= _checked(request)
        except receipt_check.Unreadable as unreadable:
            context["errors"] = [("receipt", str(unreadable))]
    return render(request, "partners/receipt_check.html", context, status=422 if "errors" in context else 200)


@public
@require_GET
def program(request: HttpRequest) -> HttpResponse:
    """The program that checks a receipt without this service, with the keys of this installation written into it."""
    return HttpResponse(
        _program(),
        content_type="text/x-python; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="check_receipt.py"'},
    )


@public
@require_GET
def keys(request: HttpRequest) -> JsonResponse:
    """The public keys of this installation, for programs."""
    listed = [{"id": key.name, "kind": "Ed25519", "public": key.public} for key in _keys()]
    return JsonResponse({"keys": listed})


@require_GET
@requires("partners.read_receipt", Submission)
def file(request: UserRequest, submission: Submission) -> HttpResponse:
    receipt = receipts.signed(submission)
    if receipt is None:
        return redirect("partners:receipt", reference=submission.reference)
    name = f"receipt-{submission.reference}.json"
    return HttpResponse(
        as_file(receipt),
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"},
    )


@require_GET
@requires("partners.read_receipt", Submission)
def parcel(request: UserRequest, submission: Submission) -> FileResponse:
    """The receipt with all its parts, as a ZIP."""
    response = FileResponse(
        receipts.parcel(submission, _program()), as_attachment=True, filename=f"bid-{submission.reference}.zip"
    )
    response["Cache-Control"] = "private, no-store"
    return response


def _checked(request: HttpRequest) -> dict[str, object]:
    """What the page says of the receipt that was sent; raises Unreadable."""
    upload = request.FILES.get("receipt")
    data = upload.read(MOST_OF_A_RECEIPT) if upload else request.POST.get("text", "").encode()
    if not data.strip():
        raise receipt_check.Unreadable("Choose the file of a receipt, or paste the text of the letter that it came in.")
    if data.startswith(b"PK\x03\x04"):
        raise receipt_check.Unreadable(
            "This is the bid with all its parts. Unpack it, and choose receipt.json out of it."
        )
    receipt = receipt_check.read(data)
    files = [(sent_name(each.name), sha256_of(each)) for each in request.FILES.getlist("parts")]
    signature = receipt_check.check_signature(receipt, signing.known_keys())
    return {
        "signature": signature,
        "says": receipt_check.says(receipt, _in_words),
        "parts": receipt_check.check_parts(receipt, files) if files else [],
        "listed": receipt["parts"],
    }


def _in_words(text: str) -> str:
    """An instant on the clock here, as all pages tell it; the words of the program, for what is none."""
    try:
        return to_the_second(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        return receipt_check.instant_in_words(text)


def _keys() -> list[SigningKey]:
    """All keys, the one that signs now among them, also before it has signed anything.

    Since when is not told: the first use of a key is the submission of a bid.
    """
    signing.signing_key(at=timezone.now())
    return list(SigningKey.objects.all())


def _program() -> bytes:
    source = Path(receipt_check.__file__).read_text(encoding="utf-8")
    known = json.dumps({key.name: key.public for key in _keys()})
    return _KEYS.sub(f"KNOWN_KEYS: dict[str, str] = {known}", source, count=1).encode()
