import re
from enum import EnumType
from typing import get_args

import pytest
from pydantic import BaseModel

from scoring.files.loading import load
from scoring.files.reading import read
from scoring.files.schema import CompetitionFile
from tests.scoring.files.examples import EXAMPLES

DOCS = EXAMPLES.parent / "docs" / "file-format.md"


def test_the_documented_example_is_valid():
    assert read(_example(), "docs").competition.reference == "libraries-partner"


@pytest.mark.django_db
def test_the_documented_example_can_be_loaded(tmp_path):
    path = tmp_path / "libraries.yaml"
    path.write_text(_example(), encoding="utf-8")

    assert load(path).stage.value == "published"


def test_every_field_and_every_value_that_the_format_knows_is_documented():
    known = {name for part in _parts(CompetitionFile) for name in part.model_fields} | set(_values())
    documented = set(re.findall(r"`([\w/-]+)", DOCS.read_text(encoding="utf-8")))

    assert known - documented == {"by"} - documented


def _example() -> str:
    return re.search(r"```yaml\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)[1]


def _parts(part: type[BaseModel], seen: set[type] | None = None) -> set[type[BaseModel]]:
    seen = set() if seen is None else seen
    if part not in seen:
        seen.add(part)
        for field in part.model_fields.values():
            for inner in _types(field.annotation):
                if isinstance(inner, type) and issubclass(inner, BaseModel):
                    _parts(inner, seen)
    return seen


def _values() -> list[str]:
    return [
        member.value
        for part in _parts(CompetitionFile)
        for field in part.model_fields.values()
        for inner in _types(field.annotation)
        if isinstance(inner, EnumType)
        for member in inner
    ]


def _types(annotation: object) -> list[object]:
    return [annotation, *(inner for each in get_args(annotation) for inner in _types(each))]
