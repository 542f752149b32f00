import re
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import get_args, get_type_hints

from spinouts.domain.company import Company
from spinouts.files import sheet, sheet_in
from spinouts.files.companies import read
from spinouts.files.sheet import WHICH

DOCS = Path(__file__).resolve().parents[3] / "docs" / "company-file.md"


def test_the_documented_file_is_read():
    (company,) = read(_example("yaml"), "docs")

    assert company.register(date(2026, 12, 1)).capital == {"partner": 400, "council": 350, "staff": 250}


def test_the_documented_sheet_is_read():
    company = sheet_in.read_csv(_example("csv"), "docs")

    assert company.register(date(2026, 12, 1)).capital == {"staff": 600, "partner": 400}


def test_every_field_and_every_value_that_the_format_knows_is_documented():
    kinds = set(_kinds(Company))
    known = {each.name for kind in kinds if is_dataclass(kind) for each in fields(kind)}
    known |= {member.value for kind in kinds if issubclass(kind, StrEnum) for member in kind}
    documented = set(re.findall(r"`([\w/.-]+)", DOCS.read_text(encoding="utf-8")))

    assert known - documented == set()


def test_every_sheet_is_documented():
    text = DOCS.read_text(encoding="utf-8")

    assert all(name in text for name in (*sheet.SHEETS, WHICH))


def _example(kind):
    return re.search(rf"```{kind}\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)[1]


def _kinds(kind, seen=None):
    """The kind and all kinds that its fields hold."""
    seen = set() if seen is None else seen
    if not isinstance(kind, type) or kind in seen:
        for inner in get_args(kind):
            _kinds(inner, seen)
        return seen
    seen.add(kind)
    if is_dataclass(kind):
        for hint in get_type_hints(kind).values():
            _kinds(hint, seen)
    for inner in get_args(kind):
        _kinds(inner, seen)
    return seen
