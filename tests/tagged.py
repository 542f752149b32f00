"""What PDF/UA-1 asks of a document, as far as its tags can be checked without a validator."""

from itertools import pairwise

import pikepdf

STANDARD = (
    "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI "
    "Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby Warichu Figure "
    "Formula Form"
)
TYPES = {f"/{name}" for name in STANDARD.split()}


def faults(pdf):
    """Sentences that say what is wrong with the tags; none if all is well."""
    elements = [each for each in walk(pdf.Root.StructTreeRoot) if "/S" in each]
    roles = pdf.Root.StructTreeRoot.get("/RoleMap", {})
    found = [] if pdf.Root.get("/Lang") == "en-GB" else ["The document says no language."]
    found += [] if pdf.Root.MarkInfo.Marked else ["The document is not marked as tagged."]
    found += [] if pdf.Root.ViewerPreferences.DisplayDocTitle else ["The window would not show the title."]
    with pdf.open_metadata() as metadata:
        found += [] if metadata["pdfuaid:part"] == "1" else ["It does not say that it is PDF/UA-1."]
        found += ["It names an author."] if "dc:creator" in metadata else []
    found += [f"{each.S} is no standard type." for each in elements if str(each.S) not in TYPES and each.S not in roles]
    found += [f"A page has no tab order: {number}" for number, page in enumerate(pdf.pages, 1) if not _tabs(page)]
    found += [f"A figure says nothing: {each}" for each in elements if each.S == "/Figure" and not each.get("/Alt")]
    found += _heading_faults(elements)
    for each in elements:
        if each.S == "/Table":
            found += _table_faults(each)
    return found


def walk(element):
    """The elements below one, in the order in which they are read aloud."""
    for child in children(element):
        yield child
        yield from walk(child)


def children(element):
    kids = element.get("/K", [])
    kids = kids if isinstance(kids, pikepdf.Array) else [kids]
    return [each for each in kids if isinstance(each, pikepdf.Dictionary) and "/S" in each]


def scope(header):
    """What a table header heads: "/Column" or "/Row"."""
    attributes = header.get("/A")
    attributes = attributes if isinstance(attributes, pikepdf.Array) else [attributes]
    return next((str(each.Scope) for each in attributes if each is not None and "/Scope" in each), None)


def _tabs(page):
    return "/Annots" not in page or page.get("/Tabs") == "/S"


def _heading_faults(elements):
    levels = [int(str(each.S)[2]) for each in elements if str(each.S) in {f"/H{level}" for level in range(1, 7)}]
    is_one_first = levels[:1] == [1] and levels.count(1) == 1
    return [
        *([] if is_one_first else [f"The headings do not begin with their only H1: {levels}"]),
        *(f"H{one} is followed by H{two}." for one, two in pairwise(levels) if two > one + 1),
    ]


def _table_faults(table):
    rows = [each for each in walk(table) if each.S == "/TR"]
    cells = [[each for each in children(row) if each.S in ("/TH", "/TD")] for row in rows]
    headers = [each for row in cells for each in row if each.S == "/TH"]
    widths = {len(row) for row in cells}
    found = [] if len(widths) == 1 else [f"Rows of a table have {sorted(widths)} cells."]
    found += [f"A header heads {scope(each)}." for each in headers if scope(each) not in ("/Column", "/Row")]
    found += [] if cells and all(scope(each) == "/Column" for each in cells[0]) else ["The first row heads no columns."]
    found += [] if all(any(each.S == "/TH" for each in row) for row in cells) else ["A row has no header."]
    return found
