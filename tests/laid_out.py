"""What a reader of a printed report sees: how full its pages are, and which rows of its tables stand alone."""

from weasyprint.formatting_structure import boxes


def fullness(page):
    """The part of a page's height that is used, from 0 to 1."""
    box = page._page_box
    top, height = box.content_box_y(), box.height
    bottoms = [
        one.position_y + one.height
        for one in box.descendants()
        if isinstance(one, (boxes.LineBox, boxes.ReplacedBox, boxes.TableCellBox)) and _is_body(one, box)
    ]
    return (max(bottoms, default=top) - top) / height


def _is_body(one, page):
    return page.content_box_y() <= one.position_y <= page.content_box_y() + page.height


def thin_pages(document, least=0.5):
    """Numbers of pages, but the last, that are less full than `least`."""
    return [number for number, page in enumerate(document.pages[:-1], start=1) if fullness(page) < least]


def lonely_rows(document):
    """Page number and words of each row that a table left alone on a page although it has more rows elsewhere."""
    rows = {}
    for number, page in enumerate(document.pages, start=1):
        for table in page._page_box.descendants():
            if isinstance(table, boxes.TableBox):
                groups = [group for group in table.children if not group.is_header]
                rows.setdefault(id(table.element), []).append(
                    (number, [row for each in groups for row in each.children])
                )
    return [
        (number, _words(part[0]))
        for parts in rows.values()
        if len({row.element for _, part in parts for row in part}) > 1
        for number, part in parts
        if len(part) == 1
    ]


def _words(row):
    return " ".join(one.text for one in row.descendants() if isinstance(one, boxes.TextBox))


def outside_of_cells(document):
    """Words that run out of the cell of the table in which they stand."""
    return [
        box.text
        for page in document.pages
        for cell in page._page_box.descendants()
        if isinstance(cell, boxes.TableCellBox)
        for box in cell.descendants()
        if isinstance(box, boxes.TextBox) and box.position_x + box.width > cell.position_x + cell.border_width() + 0.5
    ]
