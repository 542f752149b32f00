"""Tables as a terminal shows them: columns stand under their heads, and long sentences go on below."""

import textwrap
from collections.abc import Iterable, Iterator

from spinouts.files.tables import Cell, Table

WIDEST = 44


def as_text(tables: Iterable[Table]) -> str:
    """The tables one below the other; numbers stand to the right."""
    return "\n\n".join("\n".join(_lines(table)) for table in tables)


def _lines(table: Table) -> Iterator[str]:
    numeric = [all(isinstance(row[column], int) for row in table.rows) for column in range(len(table.header))]
    rows = [[_folded(cell) for cell in row] for row in (table.header, *table.rows)]
    widths = [max(len(line) for row in rows for line in row[column]) for column in range(len(table.header))]
    yield table.title.upper()
    for place, row in enumerate(rows):
        for line in range(max(len(cell) for cell in row)):
            parts = (
                _aligned(cell[line] if line < len(cell) else "", width, is_number)
                for cell, width, is_number in zip(row, widths, numeric, strict=True)
            )
            yield "  ".join(parts).rstrip()
        if place == 0:
            yield "  ".join("-" * width for width in widths)


def _folded(cell: Cell) -> list[str]:
    if isinstance(cell, int):
        return [f"{cell:,}"]
    return textwrap.wrap(cell, WIDEST) or [""]


def _aligned(text: str, width: int, is_number: bool) -> str:
    return text.rjust(width) if is_number else text.ljust(width)
