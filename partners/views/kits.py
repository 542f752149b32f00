from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import UserRequest, requires
from accounts.domain.refusals import Refusal
from partners.actions import kits
from partners.actions.kits import Choice, Compared
from partners.domain import words
from partners.domain.differences import Piece, differences
from partners.domain.kits import Brought, Filled, Standing, check_kit
from partners.domain.presence import KIT
from partners.domain.uploads import in_words
from partners.files import kit_document, kit_workbook
from partners.files.kits import read
from partners.models import Bid, FilledKit
from partners.views.downloads import download_of, made_download
from partners.views.pages import as_errors, check_sender, page
from partners.views.presences import company_at
from partners.views.standing import standing_of

FIELD = "id_file"
FROM_FILE, FROM_BID = "file", "bid"
_TO_CHOOSE = {Standing.BOTH, Standing.ONLY_FILE, Standing.ONLY_BID}
_AT_FIRST = {Standing.ONLY_FILE: FROM_FILE, Standing.ONLY_BID: FROM_BID}


@requires("partners.write_bid", Bid)
def kit(request: UserRequest, bid: Bid) -> HttpResponse:
    """Both files to take along, and a form to bring one in again."""
    errors: list[tuple[str, str]] = []
    if request.method == "POST":
        upload = request.FILES.get("file")
        if upload is None:
            errors = [(FIELD, "Choose the file that you filled in.")]
        else:
            try:
                brought = kits.bring(bid, upload, by=request.user, at=timezone.now())
                _read(brought)
            except Refusal as refusal:
                errors = as_errors(refusal, FIELD)
            else:
                return redirect("partners:filled_kit", reference=brought.reference)
    context = {
        "bid": bid,
        "brought": FilledKit.objects.filter(bid=bid).select_related("brought_by", "taken_by"),
        "limit": in_words(kits.MOST_BYTES),
        "standing": standing_of(bid, timezone.now()),
        **company_at(request, bid, KIT),
    }
    return page(request, "partners/kit_detail.html", context, errors)


@require_GET
@requires("partners.write_bid", Bid)
def document(request: UserRequest, bid: Bid) -> HttpResponse:
    made = kit_document.written(kits.kit_of(bid, at=timezone.now()))
    return made_download(made, f"{bid.competition.reference}-questions.docx")


@require_GET
@requires("partners.write_bid", Bid)
def workbook(request: UserRequest, bid: Bid) -> HttpResponse:
    made = kit_workbook.written(kits.kit_of(bid, at=timezone.now()))
    return made_download(made, f"{bid.competition.reference}-answers.xlsx")


@require_GET
@requires("partners.take_kit", FilledKit)
def file(request: UserRequest, kit: FilledKit) -> FileResponse:
    """The file as it was brought in."""
    return download_of(kit.file, kit.name)


@requires("partners.take_kit", FilledKit)
def filled(request: UserRequest, kit: FilledKit) -> HttpResponse:
    """Each answer as it stands beside the one in the file, and a choice between them where they differ."""
    try:
        rows, unknown = kits.comparison(kit.bid, _read(kit))
    except Refusal as refusal:
        return _page(request, kit, [], [], as_errors(refusal))
    if request.method != "POST":
        return _page(request, kit, rows, unknown)
    if errors := [_not_chosen(row) for row in rows if row.standing in _TO_CHOOSE and not _chosen(request, row)]:
        return _page(request, kit, rows, unknown, errors)
    try:
        check_sender(request)
        chosen = {row.criterion.reference: choice for row in rows if (choice := _choice(request, row))}
        taken = kits.take(kit, rows, chosen, by=request.user, at=timezone.now())
    except Refusal as refusal:
        return _page(request, kit, rows, unknown, as_errors(refusal))
    for criterion in taken.clashed:
        messages.error(
            request,
            f"“{criterion}” was changed while you looked at this page, so it was not replaced. Both texts are kept.",
        )
    if taken.clashed:
        return redirect("partners:filled_kit", reference=kit.reference)
    messages.success(request, _said(taken))
    return redirect("partners:bid", reference=kit.bid.reference)


def _read(kit: FilledKit) -> Filled:
    with kit.file.open("rb") as stored:
        found = read(stored.read(), kit.name)
    check_kit(found, kit.bid.competition.reference, kit.bid.reference, kit.name)
    return found


def _said(taken: kits.Taken) -> str:
    if not taken.saved:
        return "No answer was changed. The file is kept."
    titles = ", ".join(f"“{each}”" for each in taken.saved)
    return f"Saved from the file: {titles}. What stood there before is kept in the history."


def _chosen(request: UserRequest, row: Compared) -> str:
    """What was chosen on the page that was sent; the same as is proposed, on a page that is only shown."""
    if request.method == "POST":
        typed = request.POST.get(f"choice-{row.criterion.reference}", "")
        return typed if typed in {FROM_FILE, FROM_BID} else ""
    return _AT_FIRST.get(row.standing, "")


def _choice(request: UserRequest, row: Compared) -> Choice | None:
    if not (chosen := _chosen(request, row)):
        return None
    version = request.POST.get(f"version-{row.criterion.reference}", "")
    is_number = version.isdecimal() and len(version) < 10
    return Choice(chosen == FROM_FILE, int(version) if is_number else kits.UNSEEN)


def _not_chosen(row: Compared) -> tuple[str, str]:
    return f"choice-{row.criterion.reference}", f"Choose which text of “{row.criterion}” is to stand."


@dataclass(frozen=True, slots=True)
class _Shown:
    """A question as the page shows it."""

    row: Compared
    chosen: str
    error: str
    words_now: int
    words_in_file: int
    over: int
    pieces: list[Piece]


def _page(
    request: UserRequest,
    kit: FilledKit,
    rows: list[Compared],
    unknown: list[Brought],
    errors: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    said = dict(errors or [])
    to_choose = [_shown(request, row, said) for row in rows if row.standing in _TO_CHOOSE]
    # Where both were changed a person has to think: those come first.
    to_choose.sort(key=lambda shown: shown.row.standing != Standing.BOTH)
    context: dict[str, Any] = {
        "kit": kit,
        "bid": kit.bid,
        "to_choose": to_choose,
        "same": [row.criterion for row in rows if row.standing == Standing.SAME],
        "empty": [row.criterion for row in rows if row.standing == Standing.EMPTY],
        "unknown": unknown,
        "standing": standing_of(kit.bid, timezone.now()),
        **company_at(request, kit.bid, KIT),
    }
    return page(request, "partners/filled_kit.html", context, errors)


def _shown(request: UserRequest, row: Compared, said: dict[str, str]) -> _Shown:
    return _Shown(
        row=row,
        chosen=_chosen(request, row),
        error=said.get(f"choice-{row.criterion.reference}", ""),
        words_now=words.count(row.now),
        words_in_file=words.count(row.brought.text),
        over=kits.over_limit(row.criterion, row.brought.text),
        pieces=differences(row.now, row.brought.text),
    )
