"""Scores given offline are compared before they change anything, and neither text is lost."""

from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from accounts.domain.refusals import Refusal
from accounts.models import TrailEvent
from partners.actions.kits import Choice
from partners.domain.kits import Standing
from scoring.actions import score_sheets
from scoring.files.score_sheets import read_sheet
from scoring.models import Assignment, FilledScoreSheet, Score, ScoreVersion
from tests.scoring import asking
from tests.scoring.judging import AT, assignment, save, score_and_lock
from tests.scoring.sheets import filled, taken, upload

TYPED = "Offline: eleven centres, and nothing of transport."


@pytest.fixture
def member(mine):
    save(mine, 3)
    return mine.member


def back(member, typed):
    """The file brought in, and its comparison."""
    content = filled(taken(member), typed)
    rows, flaws = score_sheets.comparison(member, read_sheet(content, "scores.xlsx"))
    sheet = score_sheets.bring(member, upload(content), by=member.user, at=AT)
    return sheet, {row.assignment.reference: row for row in rows}, flaws


def test_the_file_holds_ones_own_scores_and_nobody_elses_nor_the_offer(member, mine, opened):
    other = assignment(opened.panel.evaluators[1], opened.bids[0])
    save(other, 1, "evan-keeps-this")

    book = load_workbook(BytesIO(taken(member)))

    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not any("evan-keeps-this" in each or other.reference in each for each in cells)
    assert not any("24000000" in each.replace(",", "") or "500000" in each.replace(",", "") for each in cells)
    rows = list(book["Scores"].iter_rows(min_row=2, values_only=True))
    assert {row[0] for row in rows} == set(Assignment.objects.filter(member=member).values_list("reference", flat=True))
    own = next(row for row in rows if row[0] == mine.reference)
    assert (own[-2], own[5]) == ("3", "Harbour Care will keep all eleven centres open.")
    assert book["Scores"].column_dimensions["A"].hidden
    assert [each.formula1 for each in book["Scores"].data_validations.dataValidation] == ['"0,1"', '"0,1,2,3,4,5"']


def test_the_file_holds_what_the_bidder_answered_as_its_page_does_and_no_question_of_another(opened, mine, officer):
    other = assignment(opened.panel.evaluators[1], opened.bids[1])
    asking.answer(asking.send(opened, mine, officer))
    asking.send(opened, other, officer, "Not answered yet?")

    rows = load_workbook(BytesIO(taken(mine.member)))["Scores"].iter_rows(min_row=2, values_only=True)

    told = {row[0]: row[6] for row in rows}
    assert told.pop(mine.reference) == f"Asked: {asking.QUESTION}\nAnswered: {asking.ANSWER}"
    assert set(told.values()) == {None}


def test_what_was_changed_in_the_file_is_taken_once_it_is_chosen(member, mine):
    sheet, rows, flaws = back(member, {mine.reference: ("4", TYPED)})
    row = rows[mine.reference]

    assert (row.standing, row.value, flaws) == (Standing.ONLY_FILE, Decimal(4), [])
    assert Score.objects.get(assignment=mine).value == 3

    saved, clashed = score_sheets.take(
        sheet, rows.values(), {mine.reference: Choice(True, row.version)}, by=member.user, at=AT
    )

    score = Score.objects.get(assignment=mine)
    assert ([each.pk for each in saved], clashed) == ([mine.pk], [])
    assert (score.value, score.reasons) == (4, TYPED)
    verbs = (
        TrailEvent.objects.of(member.competition.reference)
        .filter(verb__contains="sheet")
        .values_list("verb", flat=True)
    )
    assert set(verbs) == {"scoring.bring_score_sheet", "scoring.take_score_sheet"}


def test_a_score_changed_in_both_is_chosen_by_a_person_and_neither_is_lost(member, mine):
    content = filled(taken(member), {mine.reference: ("4", TYPED)})
    save(mine, 2, "Online, meanwhile.", version=1)
    rows, _ = score_sheets.comparison(member, read_sheet(content, "scores.xlsx"))
    row = next(each for each in rows if each.assignment == mine)
    sheet = score_sheets.bring(member, upload(content), by=member.user, at=AT)

    assert row.standing is Standing.BOTH
    score_sheets.take(sheet, rows, {mine.reference: Choice(False, row.version)}, by=member.user, at=AT)

    assert Score.objects.get(assignment=mine).reasons == "Online, meanwhile."
    assert ScoreVersion.objects.filter(reasons=TYPED, was_in_conflict=True).exists()


def test_what_was_changed_online_while_the_page_was_open_is_not_replaced(member, mine):
    sheet, rows, _ = back(member, {mine.reference: ("4", TYPED)})
    save(mine, 2, "From another window.", version=1)

    saved, clashed = score_sheets.take(sheet, rows.values(), {mine.reference: Choice(True, 1)}, by=member.user, at=AT)

    assert (saved, [each.pk for each in clashed]) == ([], [mine.pk])
    assert Score.objects.get(assignment=mine).value == 2
    assert ScoreVersion.objects.filter(reasons=TYPED, was_in_conflict=True).exists()


@pytest.mark.parametrize(
    ("score", "reasons", "told"),
    [
        ("7", TYPED, "not on the published scale. Choose one of 0, 1, 2, 3, 4, 5"),
        ("good", TYPED, "not on the published scale"),
        ("=1+2", TYPED, "a formula"),
        ("3", "=HYPERLINK(1)", "a formula"),
        (True, TYPED, "a yes or no"),
    ],
)
def test_a_cell_that_cant_be_used_is_named_and_the_others_are_taken(member, mine, opened, score, reasons, told):
    other = assignment(mine.member, opened.bids[1])

    _, rows, flaws = back(member, {mine.reference: (score, reasons), other.reference: (5, "Clear.")})

    assert len(flaws) == 1
    assert told in flaws[0]
    assert "Scores, cell " in flaws[0]
    assert mine.reference not in rows
    assert (rows[other.reference].standing, rows[other.reference].value) == (Standing.ONLY_FILE, 5)


def test_reasons_that_look_like_a_formula_stay_text_and_empty_cells_change_nothing(mine):
    save(mine, 3, "=SUM(A1) is what they wrote.")
    member = mine.member

    book = load_workbook(BytesIO(taken(member)))
    [cell] = [row[-1] for row in book["Scores"].iter_rows(min_row=2) if row[0].value == mine.reference]
    _, rows, flaws = back(member, {mine.reference: (None, None)})

    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert (rows[mine.reference].standing, flaws) == (Standing.EMPTY, [])


def test_once_locked_nothing_is_taken_along_or_brought_in(member, mine):
    content = filled(taken(member), {mine.reference: ("4", TYPED)})
    score_and_lock(member)

    for deed in (
        lambda: taken(member),
        lambda: score_sheets.bring(member, upload(content), by=member.user, at=AT),
    ):
        with pytest.raises(Refusal, match="You have locked your scores"):
            deed()


def test_the_same_file_is_stored_once_and_an_empty_one_refused(member, mine):
    content = filled(taken(member), {mine.reference: ("4", TYPED)})

    first = score_sheets.bring(member, upload(content), by=member.user, at=AT)

    assert score_sheets.bring(member, upload(content), by=member.user, at=AT) == first
    assert FilledScoreSheet.objects.count() == 1
    with pytest.raises(Refusal, match="0 bytes"):
        score_sheets.bring(member, upload(b""), by=member.user, at=AT)
    with pytest.raises(Refusal):
        read_sheet(b"no workbook", "scores.xlsx")
