from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.access import UserRequest, requires
from accounts.actions.virus_scan import is_connected
from accounts.domain.refusals import Refusal
from partners.actions import document_checks, documents
from partners.actions.completeness import questions_of
from partners.domain.presence import DOCUMENTS
from partners.domain.uploads import VERDICTS, FileState
from partners.models import Bid, BidDocument, LateAttempt, Upload
from partners.views.downloads import download_of
from partners.views.pages import page
from partners.views.presences import company_at
from partners.views.standing import standing_of
from procurement.models import Criterion

FIELD = "id_files"


@requires("partners.write_bid", Bid)
def add(request: UserRequest, bid: Bid) -> HttpResponse:
    """The documents of the bid, and a form for more. Each file is taken or refused by itself."""
    asked = questions_of(bid.competition)
    errors: list[tuple[str, str]] = []
    if request.method == "POST":
        files = request.FILES.getlist("files")
        if not files:
            errors = [(FIELD, "Choose at least one file.")]
        added, errors = _add_each(request, bid, files, asked, errors)
        if added:
            titles = ", ".join(f"“{each.title}”" for each in added)
            messages.success(request, f"Stored: {titles}.")
        if not errors:
            return redirect("partners:bid_documents", reference=bid.reference)
    # Read once, so that the list and its count are of the same instant.
    listed = list(BidDocument.objects.listed().filter(bid=bid).select_related("criterion", "uploaded_by"))
    context = {
        "bid": bid,
        "criteria": asked,
        "documents": listed,
        "unfinished": Upload.objects.unfinished().filter(bid=bid).select_related("begun_by"),
        "checking": sum(document.stands not in VERDICTS for document in listed),
        "limits": documents.limits_in_words(),
        "accept": ",".join(settings.UPLOAD_ENDINGS),
        "has_scanner": is_connected(),
        "standing": standing_of(bid, timezone.now()),
        "typed": request.POST,
        **company_at(request, bid, DOCUMENTS),
    }
    return page(request, "partners/document_list.html", context, errors)


def _add_each(
    request: UserRequest,
    bid: Bid,
    files: list[UploadedFile[bytes]],
    asked: list[Criterion],
    errors: list[tuple[str, str]],
) -> tuple[list[BidDocument], list[tuple[str, str]]]:
    criterion = next((each for each in asked if each.reference == request.POST.get("criterion")), None)
    # One title can't name several files: they take their own names.
    title = request.POST.get("title", "") if len(files) == 1 else ""
    added: list[BidDocument] = []
    for upload in files:
        try:
            added.append(
                documents.add_document(
                    bid, title=title, upload=upload, criterion=criterion, by=request.user, at=timezone.now()
                )
            )
        except Refusal as refusal:
            errors += [(FIELD, sentence) for sentence in refusal.sentences if (FIELD, sentence) not in errors]
    return added, errors


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
