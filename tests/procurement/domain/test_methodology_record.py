import json
from dataclasses import replace
from decimal import Decimal

from hypothesis import given

from procurement.domain.methodology_record import from_content, to_content
from tests.procurement.domain.methodologies import methodologies, sound


@given(methodologies())
def test_a_methodology_is_read_back_from_json_as_it_was_written(methodology):
    assert from_content(json.loads(json.dumps(to_content(methodology)))) == methodology


def test_the_zeros_that_a_database_adds_make_no_difference():
    sections = tuple(replace(section, weight=Decimal(f"{section.weight}.0000")) for section in sound().sections)

    assert to_content(replace(sound(), sections=sections)) == to_content(sound())
