"""For the page's script: a file comes in pieces, and goes on where it stopped. The plain form does without."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import UserRequest, requires
from accounts.domain.refusals import Refusal
from partners.actions import pieces, uploads
from partners.actions.completeness import places_for_files
from partners.domain.uploads import LARGEST_PIECE
from partners.models import Bid, Upload
from partners.views.pages import check_sender

HEX = frozenset("0123456789abcdef")


@require_POST
@requires("partners.write_bid", Bid)
def begin(request: UserRequest, bid: Bid) -> JsonResponse:
    """Begin a file, or find out how much of it is here already."""
    check_sender(request)
    size, mark = request.POST.get("size", ""), request.POST.get("mark", "")
    if not (size.isdecimal() and len(size) < 16 and len(mark) == 64 and HEX.issuperset(mark)):
        raise Refusal(
            "The page did not say which file it is about to send. Load the page again, and choose the file again."
        )
    asked = places_for_files(bid.competition)
    upload = uploads.begin(
        bid,
        name=request.POST.get("name", ""),
        size=int(size),
        mark=mark,
        title=request.POST.get("title", ""),
        criterion=next((each for each in asked if each.reference == request.POST.get("criterion")), None),
        by=request.user,
        at=timezone.now(),
    )
    return JsonResponse(_told(upload), status=HTTPStatus.CREATED)


@require_http_methods(["GET", "PATCH"])
@requires("partners.send_upload", Upload)
def upload(request: UserRequest, upload: Upload) -> JsonResponse:
    """How much is here; or the next piece, which says in `Upload-Offset` where it begins.

    The answer names the offset from which to go on, and only ever counts bytes that are stored. A piece that is not
    the next one changes nothing (409). The last piece makes the document; an empty one after it tries that again.
    """
    if request.method == "GET":
        return JsonResponse(_told(upload))
    start, size = _number(request, "Upload-Offset"), _number(request, "Content-Length")
    if start is None or size is None or size > LARGEST_PIECE:
        return JsonResponse(_told(upload), status=HTTPStatus.BAD_REQUEST)
    if upload.ended_at is not None or start != upload.received or start + size > upload.size:
        return JsonResponse(_told(upload), status=HTTPStatus.CONFLICT)
    if size:
        checksum = request.headers.get("Upload-Checksum", "")
        piece = pieces.store(upload, start, request, size=size, checksum=checksum)
        if piece is None:
            return JsonResponse(_told(upload), status=HTTPStatus.CONFLICT)
        upload = uploads.take(piece, at=timezone.now())
    if upload.whole_at is not None:
        upload = uploads.finish(upload, at=timezone.now())
    return JsonResponse(_told(upload))


@require_POST
@requires("partners.send_upload", Upload)
def stop(request: UserRequest, upload: Upload) -> HttpResponse:
    """Give the upload up."""
    uploads.stop(upload, by=request.user, at=timezone.now())
    messages.success(request, f"“{upload.name}” is not sent any more, and what had arrived is forgotten.")
    return redirect("partners:bid_documents", reference=upload.bid.reference)


def _number(request: UserRequest, header: str) -> int | None:
    text = request.headers.get(header, "")
    return int(text) if text.isdecimal() and len(text) < 16 else None


def _told(upload: Upload) -> dict[str, Any]:
    state = "coming" if upload.ended_at is None else "stored" if upload.document_id else "refused"
    return {
        "state": state,
        "address": reverse("partners:upload", args=[upload.reference]),
        "offset": upload.received,
        "size": upload.size,
        "largest_piece": LARGEST_PIECE,
        "message": upload.problem,
    }
