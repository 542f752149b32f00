"""Scores given offline: the file to take along, and what a file that comes back would change."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import UserRequest, requires
from accounts.domain.refusals import Refusal
from partners.actions.kits import MOST_BYTES, UNSEEN, Choice
from partners.domain.uploads import in_words
from partners.views.downloads import download_of, made_download
from partners.views.kit_parts import FROM_FILE, chosen_of
from scoring.actions import score_sheets
from scoring.actions.score_sheets import ComparedScore
from scoring.domain.score_sheets import FilledSheet
from scoring.files.score_sheets import read_sheet, written
from scoring.models import FilledScoreSheet, PanelMember

FIELD = "id_file"
Problems = Sequence[tuple[str, str]]


@require_http_methods(["GET", "POST"])
@requires("scoring.lock_scores", PanelMember)
def offline(request: UserRequest, member: PanelMember) -> HttpResponse:
    """The workbook to take along, and a form to bring it in again."""
    problems: Problems = []
    if request.method == "POST":
        upload = request.FILES.get("file")
        if upload is None:
            problems = [(FIELD, "Choose the file that you filled in.")]
        else:
            try:
                brought = score_sheets.bring(member, upload, by=request.user, at=timezone.now())
                _read(brought)
            except Refusal as refusal:
                problems = [(FIELD, sentence) for sentence in refusal.sentences]
            else:
                return redirect("scoring:filled_score_sheet", reference=brought.reference)
    context = {
        "member": member,
        "competition": member.competition,
        "brought": FilledScoreSheet.objects.visible_to(request.user).filter(member=member),
        "limit": in_words(MOST_BYTES),
        "problems": problems,
    }
    return render(request, "scoring/score_sheet.html", context, status=422 if problems else 200)


@require_GET
@requires("scoring.lock_scores", PanelMember)
def workbook(request: UserRequest, member: PanelMember) -> HttpResponse:
    made = written(score_sheets.sheet_of(member, at=timezone.now()))
    return made_download(made, f"{member.competition.reference}-scores.xlsx")


@require_GET
@requires("scoring.take_score_sheet", FilledScoreSheet)
def file(request: UserRequest, sheet: FilledScoreSheet) -> FileResponse:
    """The file as it was brought in."""
    return download_of(sheet.file, sheet.name)


@require_http_methods(["GET", "POST"])
@requires("scoring.take_score_sheet", FilledScoreSheet)
def filled(request: UserRequest, sheet: FilledScoreSheet) -> HttpResponse:
    """What stands beside what is in the file, score by score, and a choice between them where they differ."""
    try:
        rows, flaws = score_sheets.comparison(sheet.member, _read(sheet))
    except Refusal as refusal:
        return _page(request, sheet, [], [], [("", sentence) for sentence in refusal.sentences])
    if request.method != "POST":
        return _page(request, sheet, rows, flaws, [])
    chosen = {row.assignment.reference: _chosen(request, row) for row in rows if row.is_to_choose}
    if missing := [row for row in rows if row.is_to_choose and not chosen[row.assignment.reference]]:
        return _page(request, sheet, rows, flaws, [_not_chosen(row) for row in missing])
    choices = {name: Choice(which == FROM_FILE, _version(request, name)) for name, which in chosen.items()}
    try:
        saved, clashed = score_sheets.take(sheet, rows, choices, by=request.user, at=timezone.now())
    except Refusal as refusal:
        return _page(request, sheet, rows, flaws, [("", sentence) for sentence in refusal.sentences])
    for each in clashed:
        sentence = "was changed online while you looked at this page, so it was not replaced. Both are kept."
        messages.error(request, f"{each.criterion}, {each.bid.organisation} {sentence}")
    if clashed:
        return redirect("scoring:filled_score_sheet", reference=sheet.reference)
    count = len(saved)
    said = f"{count} score{'' if count == 1 else 's'} saved from the file." if count else "Nothing was changed."
    messages.success(request, f"{said} The file is kept.")
    return redirect("scoring:seat", reference=sheet.member.reference)


def _read(sheet: FilledScoreSheet) -> FilledSheet:
    with sheet.file.open("rb") as stored:
        found = read_sheet(stored.read(), sheet.name)
    member = sheet.member
    if (found.competition, found.seat) != (member.competition.reference, member.reference):
        raise Refusal(
            f"{sheet.name}: this file was taken from another competition, or by somebody else. "
            "Choose the one that you took from this page."
        )
    return found


def _chosen(request: UserRequest, row: ComparedScore) -> str:
    return chosen_of(request, row.assignment.reference, row.standing)


def _version(request: UserRequest, name: str) -> int:
    version = request.POST.get(f"version-{name}", "")
    return int(version) if version.isdecimal() and len(version) < 10 else UNSEEN


def _not_chosen(row: ComparedScore) -> tuple[str, str]:
    where = f"“{row.assignment.criterion}” of {row.assignment.bid.organisation}"
    return f"choice-{row.assignment.reference}", f"Choose which score of {where} is to stand."


def _page(
    request: UserRequest,
    sheet: FilledScoreSheet,
    rows: list[ComparedScore],
    flaws: Sequence[str],
    problems: Problems,
) -> HttpResponse:
    said = dict(problems)
    to_choose = [
        (row, _chosen(request, row), said.get(f"choice-{row.assignment.reference}", ""))
        for row in rows
        if row.is_to_choose
    ]
    # Where both were changed a person has to think: those come first.
    to_choose.sort(key=lambda shown: shown[0].standing != "both")
    context = {
        "sheet": sheet,
        "member": sheet.member,
        "competition": sheet.member.competition,
        "to_choose": to_choose,
        "same": sum(1 for row in rows if row.standing == "same"),
        "empty": sum(1 for row in rows if row.standing == "empty"),
        "only_online": [row for row in rows if row.standing == "only in the bid"],
        "flaws": flaws,
        "problems": problems,
    }
    return render(request, "scoring/filled_score_sheet.html", context, status=422 if problems else 200)
