from datetime import date
from io import BytesIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import load_workbook

from accounts.domain.refusals import Refusal
from partners.domain import words
from partners.domain.kit_fields import MEMBER as MEMBERS
from partners.domain.kit_fields import KitField, members_mark
from partners.domain.kits import version_of
from partners.files import kit_workbook
from partners.files.kit_cells import MOST_OF_A_CELL
from partners.files.kit_workbook import MOST_PIECES
from tests.partners.files.whole import QUESTIONS, changed, kit, saved, texts

answers = st.text(max_size=300) | st.text(st.sampled_from("_x0D5Fé=+-@'\"<&\n\t 𝄞"), max_size=80)


def read(content):
    return kit_workbook.read(content, "kit.xlsx")


@given(answers, answers)
@example("=1+1", "_x000D_ and _x005F_x0041_")
@example("a" * (MOST_OF_A_CELL + 5), " 𝄞" * MOST_OF_A_CELL)
def test_a_written_workbook_gives_the_same_answers_back(one, other):
    made = kit(service=one, employees=other)

    filled = read(kit_workbook.written(made))

    assert (filled.competition, filled.bid) == ("day-centres", "b-1")
    assert texts(filled) == {"insurance": "", "service": words.normalise(one), "employees": words.normalise(other)}
    assert [each.mark for each in filled.answers.values()] == [made.mark(each) for each in QUESTIONS]


def test_no_cell_holds_more_than_excel_can():
    book = load_workbook(BytesIO(kit_workbook.written(kit(service="𝄞" * MOST_OF_A_CELL))))

    sizes = [len(cell.encode("utf-16-le")) // 2 for row in book["Answers"].values for cell in row if cell]

    assert max(sizes) == MOST_OF_A_CELL


def test_an_answer_longer_than_a_workbook_can_hold_is_named():
    with pytest.raises(Refusal, match="“How the service will run” is longer than a workbook can hold"):
        kit_workbook.written(kit(service="a" * (MOST_OF_A_CELL * MOST_PIECES + 1)))


def test_text_never_becomes_a_formula():
    book = load_workbook(BytesIO(kit_workbook.written(kit(service="=HYPERLINK(1)", employees="@x"))))

    cells = [book["Answers"][place] for place in ("H3", "H4")]

    assert [(each.data_type, each.quotePrefix, each.number_format) for each in cells] == [("s", True, "@")] * 2


def test_a_screen_reader_finds_a_title_a_language_and_headers_and_only_answers_can_be_changed():
    book = load_workbook(BytesIO(kit_workbook.written(kit())))
    sheet = book["Answers"]

    assert (book.properties.title, book.properties.language) == ("Your bid: A partner for our day centres", "en-GB")
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.protection.sheet) == ("A2", "$1:$1", True)
    locked = {cell.coordinate for row in sheet["A1:I4"] for cell in row if not cell.protection.locked}
    assert locked == {f"{column}{row}" for column in "HI" for row in (2, 3, 4)}


def test_answers_that_somebody_types_come_in():
    filled = read(
        changed(kit_workbook.written(kit()), H2="Yes.", H3="One.\nTwo._x000D_\nThree", I3=", and more", H4=180)
    )

    assert texts(filled) == {"insurance": "Yes.", "service": "One.\nTwo.\nThree, and more", "employees": "180"}
    assert filled.answers["service"].place == "Answers, cell H3"


def test_a_question_of_another_competition_is_kept_to_be_told():
    filled = read(changed(kit_workbook.written(kit()), A5="wine", H5="Red."))

    assert (filled.answers["wine"].text, filled.answers["wine"].place) == ("Red.", "Answers, cell H5")


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"H3": "=1+1"}, "kit.xlsx, Answers, cell H3: this is a formula, which is not taken in."),
        ({"H3": date(2026, 1, 2)}, "kit.xlsx, Answers, cell H3: this is a date, which is not taken in."),
        ({"I3": 0.5}, "kit.xlsx, Answers, cell I3: this is a number with a point, which"),
        ({"H3": True}, "kit.xlsx, Answers, cell H3: this is a yes or no of the spreadsheet, which"),
        ({"H3": "#REF!"}, "kit.xlsx, Answers, cell H3: this is an error of the spreadsheet, which"),
        ({"A3": None, "H3": "Text"}, "kit.xlsx, Answers, cell H3: the column “Reference” is empty in this row"),
        ({"A3": "insurance"}, "kit.xlsx, Answers, row 3: “insurance” is there twice"),
        ({"H1": "Text"}, "kit.xlsx, Answers: the first row has no column “Answer”"),
    ],
)
def test_what_is_amiss_is_told_with_its_sheet_and_cell(cells, sentence):
    with pytest.raises(Refusal) as refusal:
        read(changed(kit_workbook.written(kit()), **cells))

    assert refusal.value.sentences[0].startswith(sentence)


@pytest.mark.parametrize(
    ("sheet", "sentence"), [("Answers", "there is no sheet “Answers”"), ("Read me", "the sheet “Read me” has no line")]
)
def test_a_workbook_without_its_sheets_is_refused(sheet, sentence):
    book = load_workbook(BytesIO(kit_workbook.written(kit())))
    del book[sheet]

    with pytest.raises(Refusal, match=sentence):
        read(saved(book))


def offered(**cells):
    """A workbook with two fields of the offer and a member, with these cells of its sheets changed: `Offer_F2="9"`."""
    fields = [
        KitField("company_name", "Owners", "Name of the company", value="=Harbour"),
        KitField("legal_form", "Owners", "Legal form", "Of those permitted.", [("cic", "A, B"), ("llp", "LLP")], "llp"),
    ]
    book = load_workbook(BytesIO(kit_workbook.written(kit(), fields, [MEMBER])))
    for place, value in cells.items():
        sheet, cell = place.split("_")
        book[sheet][cell] = value
    return book


MEMBER = {name: "" for name, _, _ in MEMBERS} | {"name": "Tide Trust", "kind": "charity", "role": "associated"}


def test_the_offer_and_the_consortium_come_back_as_they_went():
    book = offered()
    filled = read(saved(book))

    marks = [version_of("=Harbour"), version_of("llp")]
    assert [(each.text, each.mark) for each in filled.offer.values()] == list(
        zip(["=Harbour", "LLP"], marks, strict=True)
    )
    assert (filled.members, filled.members_mark) == ([MEMBER], members_mark([MEMBER]))
    cells = [book["Offer"][place] for place in ("F2", "F3", "A2")]
    assert [(each.data_type, each.protection.locked) for each in cells] == [("s", False), ("s", False), ("s", True)]
    assert book["Offer"]["E3"].value == "Of those permitted. One of: A, B; LLP."
    # A list can't hold a choice with a comma; the kinds and roles of members are listed.
    assert len(book["Consortium"].data_validations.dataValidation) == 2


def test_numbers_with_a_point_are_fields_and_a_workbook_of_answers_alone_is_one_too():
    filled = read(saved(offered(Offer_F2=33.5, Consortium_A3="Shore Trust", Consortium_E3=12.5)))
    assert (filled.offer["company_name"].text, filled.members[1]["share"]) == ("33.5", "12.5")
    assert filled.members[1]["role"] == "member"

    book = offered()
    del book["Offer"], book["Consortium"]
    alone = read(saved(book))
    assert (alone.offer, list(alone.members)) == ({}, [])


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"Offer_F2": date(2026, 1, 2)}, "kit.xlsx, Offer, cell F2: this is a date"),
        ({"Offer_A3": "company_name"}, "kit.xlsx, Offer, cell F3: “company_name” is there twice"),
        ({"Offer_A3": None}, "kit.xlsx, Offer, cell F3: the column “Reference” is empty in this row."),
        ({"Offer_F1": "Text"}, "kit.xlsx, Offer: the first row has no column “What you offer”"),
        ({"Consortium_A2": "=1+1"}, "kit.xlsx, Consortium, cell A2: this is a formula"),
        ({"Consortium_B1": "Text"}, "kit.xlsx, Consortium: the first row has no column “Kind”"),
    ],
)
def test_what_is_amiss_in_them_is_told_with_its_cell(cells, sentence):
    with pytest.raises(Refusal) as refusal:
        read(saved(offered(**cells)))

    assert refusal.value.sentences[0].startswith(sentence)
