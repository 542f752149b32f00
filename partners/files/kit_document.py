"""The questions as a document for a word processor, with a place for each answer between two marked lines."""

from collections.abc import Iterator
from io import BytesIO

from docx import Document
from docx.document import Document as Written
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from partners.domain import words
from partners.domain.kits import Filled, Kit, Question, begins, between_marks, ends, kit_in, refuse

MOST_PARAGRAPHS = 1_000
_HOW = (
    "Write each answer between its two lines in square brackets, and leave those lines as they are.",
    "You may use paragraphs and lists. Colours, pictures and footnotes are not taken in.",
    "Save the file as a Word document (.docx), then bring it in on the page from which you took it.",
    "You see what it would change before anything is changed. An answer that is empty here changes nothing.",
    "Only the written answers are in this file. The workbook also takes the offer and the consortium along.",
    "Documents, supplier information and declarations are given online.",
)
_PASSED_OVER = {
    qn("w:moveFrom"),
    qn("w:pPr"),
    qn("w:rPr"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
_SIGNS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}


def written(kit: Kit) -> bytes:
    """The document, with headings to move by, in British English, and with no author but the council."""
    made = Document()
    properties = made.core_properties
    properties.title, properties.language, properties.comments = _property(f"Your bid: {kit.title}"), "en-GB", ""
    properties.author = properties.last_modified_by = _property(kit.council)
    properties.created = properties.modified = kit.taken_at.replace(tzinfo=None)
    for language in (
        *made.styles.element.iter(qn("w:lang")),
        *made.settings.element.iter(qn("w:themeFontLang")),
    ):
        language.set(qn("w:val"), "en-GB")
    made.add_heading(_plain(f"Your bid: {kit.title}"), 0)
    made.add_paragraph(_plain(f"{kit.council}. The deadline is {kit.deadline}."))
    made.add_heading("How to use this file", 1)
    for sentence in _HOW:
        made.add_paragraph(sentence, style="List Bullet")
    if kit.address:
        made.add_paragraph(f"Online, with all its pages: {kit.address}")
    made.add_paragraph(kit.line)
    section = ""
    for each in kit.questions:
        if each.section != section:
            section = each.section
            made.add_heading(_plain(section), 1)
        _question(made, each, kit)
    content = BytesIO()
    made.save(content)
    return content.getvalue()


def _property(text: str) -> str:
    """The text as a property of a document, of which none may be longer."""
    return _plain(text)[:255]


def _question(made: Written, question: Question, kit: Kit) -> None:
    made.add_heading(_plain(question.title), 2)
    for line in _plain(question.question).splitlines():
        made.add_paragraph(line)
    if question.word_limit is not None:
        made.add_paragraph(f"At most {question.word_limit:,} words.")
    for sentence in question.guidance:
        made.add_paragraph(_plain(sentence))
    if question.scale:
        _table(made, question)
    made.add_heading(_plain(f"Your answer: {question.title}"), 3)
    made.add_paragraph(begins(question.reference, kit.mark(question)))
    for paragraph in _paragraphs(kit.answers.get(question.reference, "")):
        made.add_paragraph(paragraph)
    made.add_paragraph(ends(question.reference))


def _paragraphs(text: str) -> Iterator[str]:
    """A paragraph for each line; of a text with very many, which would take minutes, for several lines together."""
    lines = _plain(text).split("\n")
    step = 1 + len(lines) // MOST_PARAGRAPHS
    for start in range(0, len(lines), step):
        yield "\n".join(lines[start : start + step])


def _table(made: Written, question: Question) -> None:
    table = made.add_table(rows=1, cols=2, style="Table Grid")
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Score", "What such an answer shows"
    # A header row is read aloud with each cell, and is there again on the next page.
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for step, descriptor in question.scale:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = _plain(step), _plain(descriptor)


def _plain(text: str) -> str:
    """The text without what the format can't hold."""
    return words.normalise(text)


def read(content: bytes, name: str) -> Filled:
    """What was filled in. Raises Refusal with a sentence for each fault; the caller has checked size and kind."""
    lines = list(_lines(Document(BytesIO(content)).element.body))
    competition, bid = kit_in(lines, name, "the document")
    answers, faults = between_marks(lines)
    refuse(faults, name)
    return Filled(competition, bid, answers)


def _lines(body: BaseOxmlElement) -> Iterator[str]:
    """The lines of the document in order, those in tables too; an item of a list with its bullet."""
    for paragraph in body.iter(qn("w:p")):
        if any(above.tag in _PASSED_OVER for above in paragraph.iterancestors()):
            continue
        yield from (_bullet(paragraph) + _text(paragraph)).split("\n")


def _bullet(paragraph: BaseOxmlElement) -> str:
    properties = paragraph.find(qn("w:pPr"))
    if properties is None:
        return ""
    style = properties.find(qn("w:pStyle"))
    is_item = properties.find(qn("w:numPr")) is not None or (style is not None and "List" in style.get(qn("w:val"), ""))
    return "• " if is_item else ""


def _text(element: BaseOxmlElement) -> str:
    """The text as it would be printed, with changes that are tracked accepted."""
    found = ""
    for child in element:
        if child.tag in _PASSED_OVER or child.tag == qn("w:p"):
            continue
        if child.tag == qn("w:t"):
            found += child.text or ""
        else:
            found += _SIGNS.get(child.tag, "") or _text(child)
    return found
