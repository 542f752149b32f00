from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import UserRequest, requires
from accounts.domain.refusals import Refusal
from partners.actions import kits
from partners.actions.consortia import members_of
from partners.actions.kits import Choice, Compared
from partners.actions.offers import offer_of
from partners.domain import words
from partners.domain.differences import Piece, differences
from partners.domain.kits import Brought, Filled, Kit, Standing, check_kit
from partners.domain.presence import KIT
from partners.domain.uploads import in_words
from partners.files import kit_document, kit_workbook
from partners.files.kits import read
from partners.models import Bid, FilledKit
from partners.views import shut
from partners.views.downloads import download_of, made_download
from partners.views.kit_offer import fields_of
from partners.views.kit_parts import CONSORTIUM, FROM_FILE, Parts, chosen_of
from partners.views.pages import as_errors, check_sender, page
from partners.views.presences import company_at
from partners.views.standing import standing_of

FIELD = "id_file"
_TO_CHOOSE = {Standing.BOTH, Standing.ONLY_FILE, Standing.ONLY_BID}


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
                if (told := shut.refused_late(request, bid, refusal)) is not None:
                    return told
                errors = as_errors(refusal, FIELD)
            else:
                return redirect("partners:filled_kit", reference=brought.reference)
    if bid.is_sealed_shut:
        return shut.part(request, bid, "Answer offline")
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
    made = kit_document.written(_kit_of(request, bid))
    return made_download(made, f"{bid.competition.reference}-questions.docx")


@require_GET
@requires("partners.write_bid", Bid)
def workbook(request: UserRequest, bid: Bid) -> HttpResponse:
    offer = offer_of(bid)
    fields = fields_of(bid.competition, offer.typed if offer else {}, {})
    asked = list(fields.values()) if bid.competition.asks_offer else []
    made = kit_workbook.written(_kit_of(request, bid), asked, members_of(bid))
    return made_download(made, f"{bid.competition.reference}-answers.xlsx")


def _kit_of(request: UserRequest, bid: Bid) -> Kit:
    address = request.build_absolute_uri(reverse("partners:bid", kwargs={"reference": bid.reference}))
    return replace(kits.kit_of(bid, at=timezone.now()), address=address)


@require_GET
@requires("partners.take_kit", FilledKit)
def file(request: UserRequest, kit: FilledKit) -> FileResponse:
    """The file as it was brought in."""
    return download_of(kit.file, kit.name)


@requires("partners.take_kit", FilledKit)
def filled(request: UserRequest, kit: FilledKit) -> HttpResponse:
    """What stands beside what is in the file, part by part, and a choice between them where they differ."""
    try:
        found = _read(kit)
        rows, unknown = kits.comparison(kit.bid, found)
    except Refusal as refusal:
        return _page(request, kit, [], [], None, as_errors(refusal))
    parts = Parts(request, kit.bid, found)
    unknown += parts.unknown
    if request.method != "POST":
        return _page(request, kit, rows, unknown, parts)
    errors = [_not_chosen(row) for row in rows if row.standing in _TO_CHOOSE and not _chosen(request, row)]
    if errors := [*errors, *(each.not_chosen for each in parts.asked if not each.chosen)]:
        return _page(request, kit, rows, unknown, parts, errors)
    try:
        check_sender(request)
    except Refusal as refusal:
        return _page(request, kit, rows, unknown, parts, as_errors(refusal))
    saved, clashed, errors = _take(request, kit, rows, parts)
    for title in clashed:
        messages.error(
            request, f"{title} was changed while you looked at this page, so it was not replaced. Both texts are kept."
        )
    if errors:
        # What could be saved is: the comparison is made anew, and shows what is left.
        rows, _ = kits.comparison(kit.bid, found)
        return _page(request, kit, rows, unknown, Parts(request, kit.bid, found), errors)
    if clashed:
        return redirect("partners:filled_kit", reference=kit.reference)
    messages.success(request, _said(saved))
    return redirect("partners:bid", reference=kit.bid.reference)


def _take(
    request: UserRequest, kit: FilledKit, rows: list[Compared], parts: Parts
) -> tuple[list[str], list[str], list[tuple[str, str]]]:
    """Take in what was chosen, each part by itself, so that one which is refused stops no other.

    Returns what was saved, and what somebody else had changed meanwhile, in words; and why anything was refused.
    """
    who: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    saved, clashed, refused = list[str](), list[str](), list[str]()
    try:
        if chosen := {row.criterion.reference: choice for row in rows if (choice := _choice(request, row))}:
            taken = kits.take(kit, rows, chosen, **who)
            saved += [f"“{each}”" for each in taken.saved]
            clashed += [f"“{each}”" for each in taken.clashed]
    except Refusal as refusal:
        refused += refusal.sentences
    try:
        fields = parts.from_file
        if offer := kits.take_offer(kit, parts.rows, fields, version=_number(request, "version-offer."), **who):
            clashed += [f"“{row.field.label}”" for row in parts.rows if row.field.reference in offer.clashes]
            if left := len(fields) - len(offer.clashes):
                saved.append(f"{left} field{'' if left == 1 else 's'} of the offer")
    except Refusal as refusal:
        refused += refusal.sentences
    try:
        if parts.members and parts.members.chosen == FROM_FILE:
            seen_before = request.POST.get(f"version-{CONSORTIUM}", "")
            kits.take_members(kit, parts.brought_members, seen_before=seen_before, **who)
            saved.append("who stands behind the bid")
    except Refusal as refusal:
        refused += refusal.sentences
    return saved, clashed, [("main-content", sentence) for sentence in dict.fromkeys(refused)]


def _read(kit: FilledKit) -> Filled:
    with kit.file.open("rb") as stored:
        found = read(stored.read(), kit.name)
    check_kit(found, kit.bid.competition.reference, kit.bid.reference, kit.name)
    return found


def _said(saved: list[str]) -> str:
    if not saved:
        return "Nothing was changed. The file is kept."
    return f"Saved from the file: {', '.join(saved)}. What stood there before is kept."


def _chosen(request: UserRequest, row: Compared) -> str:
    return chosen_of(request, row.criterion.reference, row.standing)


def _choice(request: UserRequest, row: Compared) -> Choice | None:
    if not (chosen := _chosen(request, row)):
        return None
    return Choice(chosen == FROM_FILE, _number(request, f"version-{row.criterion.reference}"))


def _number(request: UserRequest, name: str) -> int:
    version = request.POST.get(name, "")
    return int(version) if version.isdecimal() and len(version) < 10 else kits.UNSEEN


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
    parts: Parts | None,
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
        "parts": parts,
        "differing": len(to_choose) + (len(list(parts.asked)) if parts else 0),
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
