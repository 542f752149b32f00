"""A score sheet filled in as a person would, in a spreadsheet program."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from scoring.actions import score_sheets
from scoring.files.score_sheets import written
from tests.scoring.judging import AT


def taken(member):
    return written(score_sheets.sheet_of(member, at=AT))


def filled(content, typed):
    """`typed`: by the reference of an assignment what is written into its two cells."""
    book = load_workbook(BytesIO(content))
    for row in book["Scores"].iter_rows(min_row=2):
        if row[0].value in typed:
            row[-2].value, row[-1].value = typed[row[0].value]
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def upload(content, name="scores.xlsx"):
    return SimpleUploadedFile(name, content)
