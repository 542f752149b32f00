from io import BytesIO

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import given
from hypothesis import strategies as st

from accounts.domain.refusals import Refusal
from partners.domain import words
from partners.files import kit_document
from partners.files.kit_document import MOST_PARAGRAPHS
from tests.partners.files.whole import QUESTIONS, kit, texts


def read(document):
    content = BytesIO()
    document.save(content)
    return kit_document.read(content.getvalue(), "kit.docx")


def document(**answers):
    return Document(BytesIO(kit_document.written(kit(**answers))))


def line(made, start):
    return next(each for each in made.paragraphs if each.text.startswith(start))


@given(st.text(max_size=300), st.text(st.sampled_from("ab\n\t []"), max_size=60))
def test_a_written_document_gives_the_same_answers_back(one, other):
    made = kit(service=one, employees=other)

    filled = kit_document.read(kit_document.written(made), "kit.docx")

    assert (filled.competition, filled.bid) == ("day-centres", "b-1")
    whole = {"insurance": "", "service": one, "employees": other}
    assert texts(filled) == {reference: words.normalise(text).strip() for reference, text in whole.items()}
    assert [each.mark for each in filled.answers.values()] == [made.mark(each) for each in QUESTIONS]


def test_an_answer_of_very_many_lines_takes_few_paragraphs_and_comes_back():
    text = "\n".join(f"line {number}" for number in range(MOST_PARAGRAPHS * 5 + 3))

    made = document(service=text)

    assert len(made.paragraphs) < MOST_PARAGRAPHS + 100
    assert texts(read(made))["service"] == text


def test_a_screen_reader_finds_a_title_a_language_headings_and_header_rows():
    made = document()

    properties = made.core_properties
    assert (properties.title, properties.language) == ("Your bid: A partner for our day centres", "en-GB")
    assert properties.author == properties.last_modified_by == "Barchester Council"
    assert {each.get(qn("w:val")) for each in made.styles.element.iter(qn("w:lang"))} == {"en-GB"}
    assert {each.get(qn("w:val")) for each in made.settings.element.iter(qn("w:themeFontLang"))} == {"en-GB"}
    headings = [(each.style.name, each.text) for each in made.paragraphs if each.style.name.startswith("Heading")]
    assert headings == [
        ("Heading 1", "How to use this file"),
        ("Heading 1", "Conditions"),
        ("Heading 2", "Insurance"),
        ("Heading 3", "Your answer: Insurance"),
        ("Heading 1", "Quality"),
        ("Heading 2", "How the service will run"),
        ("Heading 3", "Your answer: How the service will run"),
        ("Heading 2", "Working with employees"),
        ("Heading 3", "Your answer: Working with employees"),
    ]
    assert [len(each.rows[0]._tr.findall(f".//{qn('w:tblHeader')}")) for each in made.tables] == [1]


def test_each_question_is_there_with_its_limit_its_weight_and_its_scale():
    made = document()

    said = [each.text for each in made.paragraphs]

    for sentence in ("Say who does what.", "At most 500 words.", "It weighs 60% of the section “Quality”."):
        assert sentence in said
    assert [[cell.text for cell in row.cells] for row in made.tables[0].rows] == [
        ["Score", "What such an answer shows"],
        ["0 No answer", "Nothing."],
        ["5 Excellent", "All of it."],
    ]


def test_paragraphs_lists_and_tracked_changes_come_in():
    made = document()
    end = line(made, "[Answer ends: service")
    end.insert_paragraph_before("We will run it:")
    end.insert_paragraph_before("by day", style="List Bullet")
    tracked = end.insert_paragraph_before("and ")
    for kind, text in (("ins", "<w:t>by night</w:t>"), ("del", "<w:delText>never</w:delText>")):
        tracked._p.append(parse_xml(f'<w:{kind} {nsdecls("w")} w:id="1" w:author="A"><w:r>{text}</w:r></w:{kind}>'))

    assert texts(read(made))["service"] == "We will run it:\n• by day\nand by night"


def test_a_line_that_was_taken_out_is_told():
    made = document()
    line(made, "[Answer ends: service").clear()

    with pytest.raises(Refusal, match=r"kit.docx, the line “\[Answer ends: service\]” is missing"):
        read(made)


def test_a_document_of_another_kind_is_refused():
    with pytest.raises(Refusal, match=r"kit.docx: the document has no line “\[Kit …\]”"):
        read(Document())
