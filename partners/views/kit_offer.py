"""The offer's form as a list of fields, in the order of its pages: for a workbook to take along, and to compare."""

from collections.abc import Iterator, Mapping

from partners.domain.instruments import Instrument
from partners.domain.kit_fields import TICK, YES_OR_NO, Choices, KitField
from partners.domain.typed_fields import OF_HOLDING, OF_TERMS, ROWS, blank, is_known, is_tick, label_of, rows_in
from partners.views.offer_form import OfferForm
from partners.views.offer_parts import Fields, Part, TypedField, part_of
from procurement.models import Competition
from spinouts.domain.terms import Matter

SPARE = 2
"""So many empty rows of each kind go along, for others to be added."""
_LABELS = {
    "company_name": "Name of the company",
    "legal_form": "Legal form",
    "total_shares": "How many shares it would have",
    "notes": "Anything else about the offer",
    "support": "Support to fall back on",
    "step_in": "Stepping in",
    "exit": "Exit",
}
_HINTS = {
    "percent": "In percent, such as 40 or 33.5. The holdings add up to 100.",
    "share_class": "Ordinary, unless there are several classes",
    "votes": "For each share; 1 is usual",
    "seats": "How many directors it chooses",
}


def fields_of(competition: Competition, typed: Mapping[str, str], brought: Mapping[str, str]) -> dict[str, KitField]:
    """Each field of the offer by its name, with what stands in it; with rows for what a file brought, if it has more.

    `brought` also says whose names may be chosen: the file's, where it names somebody.
    """
    standing = {**blank(), **typed}
    known = {name: text for name, text in brought.items() if is_known(name)}
    wide = {**_spare_rows({**standing, **known}), **standing}
    for name, text in known.items():
        if text.strip() or name not in wide:
            wide[name] = text
    form = Fields(wide, {}, {})
    found = {each.reference: each for each in _in_order(form, OfferForm(form, competition))}
    found |= {name: _field(form.field(name), label_of(name)) for name in wide if name not in found and is_known(name)}
    return {
        name: KitField(name, each.part, each.label, each.hint, each.choices, standing.get(name, ""))
        for name, each in found.items()
    }


def _spare_rows(typed: Mapping[str, str]) -> dict[str, str]:
    empty: dict[str, str] = {}
    for kind, parts in ROWS.items():
        for row in range(1, rows_in(typed, kind) + SPARE):
            empty |= {f"{kind}-{row}-{part}": "" for part in parts}
    return empty


def _in_order(form: Fields, first: OfferForm) -> Iterator[KitField]:
    yield from _owners(form, first)
    yield from _rows(form, "class")
    for instrument in Instrument:
        for part in OF_TERMS:
            yield _field(form.field(f"terms-{instrument}-{part}"))
    yield from _rows(form, "loan")
    for field in form.answers():
        yield _field(field, field.label)
    for matter in Matter:
        for place in (*range(1, len(first.holders) + 1), "note"):
            yield _field(form.field(f"reserved-{matter}-{place}"))
    for row in range(1, len(first.holders) + 1):
        yield _field(form.field(f"dilution-{row}"))
    for kind in ("lock", "right", "vesting"):
        yield from _rows(form, kind)
    for field in form.texts().values():
        yield _field(field)
    yield from _rows(form, "confidential")


def _owners(form: Fields, first: OfferForm) -> Iterator[KitField]:
    """The first page: the company, who would own it, the money by year."""
    yield _field(first.company_name)
    yield _field(first.legal_form, choices=list(first.forms))
    yield _field(first.total_shares)
    for row in range(1, len(first.holders) + 1):
        for part in OF_HOLDING:
            kinds: Choices = first.kinds if part == "kind" else ()
            yield _field(form.field(f"holding-{row}-{part}"), hint=_HINTS.get(part, ""), choices=kinds)
    for instrument in Instrument:
        for each in first.years:
            yield _field(form.field(f"money-{instrument}-{each.year}"), hint="In pounds")
    for each in first.years:
        yield _field(each.price, hint="In pounds, for that year")
    yield _field(first.notes)


def _rows(form: Fields, kind: str) -> Iterator[KitField]:
    for row in form.rows(kind).rows:
        for field in (*row.first, *row.later):
            yield _field(field, f"{row.title}: {field.label}")


def _field(field: TypedField, label: str = "", *, hint: str = "", choices: Choices = ()) -> KitField:
    widget = field.widget
    allowed = choices or (TICK if is_tick(field.name) else YES_OR_NO if widget.choices == "yes" else field.choices)
    hints = [
        hint or field.hint,
        f"In {_units(widget.prefix, widget.suffix)}." if widget.prefix or widget.suffix else "",
    ]
    return KitField(
        field.name,
        Part(part_of(field.name)).label,
        label or _LABELS.get(field.name) or label_of(field.name),
        " ".join(filter(None, hints)),
        allowed,
        field.value,
    )


def _units(prefix: str, suffix: str) -> str:
    return {"£": "pounds", "%": "percent"}.get(prefix or suffix, prefix or suffix)
