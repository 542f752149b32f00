"""Where in an offer a sentence belongs, and the few phrases that sentences about offers share."""

from collections.abc import Sequence

from spinouts.domain.forms import LegalForm

Place = tuple[str, int, str]
"""A kind of row, its place from 1, and the part of it; or "", 0 and a single field of the form."""
Placed = tuple[Place, str]


def single(field: str) -> Place:
    """The place of a field that is in no row."""
    return ("", 0, field)


def form_name(form: LegalForm) -> str:
    """The form's name within a sentence."""
    return form.label[0].lower() + form.label[1:]


def in_list(things: Sequence[str], last: str = "and") -> str:
    """ "a, b and c"."""
    return f" {last} ".join(filter(None, [", ".join(things[:-1]), *things[-1:]]))


def number_of(count: int, noun: str) -> str:
    """ "1 vote", "3 votes"."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
