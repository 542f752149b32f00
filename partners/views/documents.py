from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import Truncator
from django.views.decorators.http import require_GET, require_POST

from accounts.access import UserRequest, requires
from accounts.actions.virus_scan import is_connected
from accounts.domain.refusals import Refusal
from partners.actions import document_checks, documents
from partners.actions.completeness import places_for_files
from partners.actions.earlier_files import earlier_bid, files_to_take_over
from partners.domain.last_day import Deed
from partners.domain.presence import DOCUMENTS
from partners.domain.uploads import VERDICTS, FileState
from partners.models import Bid, BidDocument, LateAttempt, Upload
from partners.views import earlier_files
from partners.views.downloads import download_of
from partners.views.pages import is_sent_knowingly_late, page
from partners.views.presences import company_at
from partners.views.standing import standing_of
from procurement.domain.lifecycle import CompetitionState
from procurement.models import Criterion

Errors = list[tuple[str, str]]
FIELD = "id_files"
MOST_NAMED = 8
SENT_LATE = "Sent late, and kept with {its} time: {names}. {It} no part of your bid."


@requires("partners.write_bid", Bid)
def add(request: UserRequest, bid: Bid) -> HttpResponse:
    """The documents of the bid, and a form for more. Each file is taken or refused by itself."""
    asked = places_for_files(bid.competition)
    errors: Errors = []
    if request.method == "POST":
        added, late, errors = _take(request, bid, asked)
        _say_what_came(request, added, late)
        if not errors:
            return redirect("partners:bid_documents", reference=bid.reference)
    return page(request, "partners/document_list.html", _context(request, bid, asked, errors), errors)


def _context(request: UserRequest, bid: Bid, asked: list[Criterion], errors: Errors) -> dict[str, Any]:
    # Read once, so that the list and its count are of the same instant.
    rows = BidDocument.objects.listed().filter(bid=bid).select_related("criterion", "uploaded_by")
    is_shut = bid.is_sealed_shut
    listed = [] if is_shut else list(rows)
    standing = standing_of(bid, timezone.now())
    return {
        "bid": bid,
        "criteria": asked,
        "documents": listed,
        "is_shut": is_shut,
        "file_errors": [each for each in errors if each[0] == FIELD],
        "earlier_errors": [each for each in errors if each[0] == earlier_files.FIELD],
        "earlier_files": [] if is_shut else files_to_take_over(bid),
        "came_from": earlier_bid(bid) if any(document.came_from for document in listed) else None,
        "unfinished": Upload.objects.unfinished().filter(bid=bid).select_related("begun_by"),
        "checking": sum(document.stands not in VERDICTS for document in listed),
        "limits": documents.limits_in_words(),
        "accept": ",".join(settings.UPLOAD_ENDINGS),
        "has_scanner": is_connected(),
        "takes_late": not standing.takes_bids and bid.competition.state == CompetitionState.PUBLISHED.value,
        "late_files": LateAttempt.objects.of(bid).filter(kind=Deed.DOCUMENT.value),
        "standing": standing,
        "typed": request.POST,
        **company_at(request, bid, DOCUMENTS),
    }


def _take(request: UserRequest, bid: Bid, asked: list[Criterion]) -> tuple[list[BidDocument], list[str], Errors]:
    """What was added, the names of what came late, and what is wrong."""
    if "take" in request.POST:
        added, errors = earlier_files.take_over(request, bid)
        return added, [], errors
    files = request.FILES.getlist("files")
    return _add_each(request, bid, files, asked) if files else ([], [], [(FIELD, "Choose at least one file.")])


def _say_what_came(request: UserRequest, added: list[BidDocument], late: list[str]) -> None:
    if added:
        is_late = request.POST.get("late") == "yes"
        titles = _listed([each.title for each in added])
        messages.success(request, f"{'Stored already, in time' if is_late else 'Stored'}: {titles}.")
    if late:
        its, it = ("its", "It is") if len(late) == 1 else ("their", "They are")
        names = _listed([documents.kept_name(name) for name in late])
        messages.success(request, SENT_LATE.format(its=its, names=names, It=it))


def _listed(names: list[str]) -> str:
    """The first few, cut short: a message travels in a cookie, which holds little."""
    shown = ", ".join(f"“{Truncator(name).chars(60)}”" for name in names[:MOST_NAMED])
    more = len(names) - MOST_NAMED
    return f"{shown} and {more} more" if more > 0 else shown


def _add_each(
    request: UserRequest,
    bid: Bid,
    files: list[UploadedFile[bytes]],
    asked: list[Criterion],
) -> tuple[list[BidDocument], list[str], Errors]:
    """The documents that were added, the names of files that were sent late by somebody who knew it, what is wrong."""
    criterion = next((each for each in asked if each.reference == request.POST.get("criterion")), None)
    # One title can't name several files: they take their own names.
    title = request.POST.get("title", "") if len(files) == 1 else ""
    added: list[BidDocument] = []
    late: list[str] = []
    errors: Errors = []
    for upload in files:
        try:
            added.append(
                documents.add_document(
                    bid, title=title, upload=upload, criterion=criterion, by=request.user, at=timezone.now()
                )
            )
        except Refusal as refusal:
            # One that is too large to be kept is an error all the same.
            if is_sent_knowingly_late(request, bid, refusal) and documents.fits(upload):
                late.append(upload.name or "file")
                continue
            errors += [(FIELD, sentence) for sentence in refusal.sentences if (FIELD, sentence) not in errors]
    return added, late, errors


@requires("partners.read_document", BidDocument)
def download(request: UserRequest, document: BidDocument) -> FileResponse:
    if document.stands == FileState.REFUSED:
        document_checks.check_readable(document)
    return download_of(document.file, document.name)


@require_GET
@requires("partners.read_late_attempt", LateAttempt)
def late_file(request: UserRequest, attempt: LateAttempt) -> FileResponse:
    """The file of a late attempt, for those who sent it."""
    if not attempt.file:
        raise Http404
    return download_of(attempt.file, attempt.file_name)


@require_POST
@requires("partners.write_document", BidDocument)
def remove(request: UserRequest, document: BidDocument) -> HttpResponse:
    documents.remove_document(document, by=request.user, at=timezone.now())
    messages.success(request, f"“{document.title}” is removed from the bid.")
    return redirect("partners:bid_documents", reference=document.bid.reference)


@require_POST
@requires("partners.write_document", BidDocument)
def check_again(request: UserRequest, document: BidDocument) -> HttpResponse:
    document_checks.check_again(document, by=request.user, at=timezone.now())
    messages.success(request, f"“{document.title}” is checked again.")
    return redirect("partners:bid_documents", reference=document.bid.reference)
