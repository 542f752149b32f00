"""What goes into the cell of a spreadsheet, such that none takes it for a formula, and what comes out of it again."""

import re

_LIKE_A_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def plain_cell(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet could take for a formula."""
    return f"'{text}" if _LIKE_A_FORMULA.match(text) else text


def text_of_cell(text: str) -> str:
    """The text that `plain_cell` was given."""
    return text[1:] if text.startswith("'") and _LIKE_A_FORMULA.match(text) else text
