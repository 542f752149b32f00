"""A kit of three questions, to be written, changed by hand and read again."""

from io import BytesIO

from openpyxl import load_workbook

from partners.domain.kits import Kit, Question
from tests.world import BEFORE

QUESTIONS = (
    Question("insurance", "Conditions", "Insurance", "Will you hold insurance?", ["Pass or fail."]),
    Question(
        "service",
        "Quality",
        "How the service will run",
        "How will you run the day centres?\nSay who does what.",
        ["It weighs 60% of the section “Quality”."],
        [("0 No answer", "Nothing."), ("5 Excellent", "All of it.")],
        500,
    ),
    Question("employees", "Quality", "Working with employees", "How will employees share?", word_limit=500),
)


def kit(**answers):
    return Kit(
        competition="day-centres",
        bid="b-1",
        title="A partner for our day centres",
        council="Barchester Council",
        deadline="midday on 2 November 2026",
        taken_at=BEFORE,
        questions=QUESTIONS,
        answers=answers,
    )


def changed(content, **cells):
    """The workbook with other values in cells of the sheet of answers: `changed(content, H2="Yes.")`."""
    book = load_workbook(BytesIO(content))
    for place, value in cells.items():
        book["Answers"][place] = value
    return saved(book)


def saved(book):
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def texts(filled):
    return {reference: each.text for reference, each in filled.answers.items()}
