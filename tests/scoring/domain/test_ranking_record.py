import json
from copy import deepcopy
from decimal import Decimal

import pytest
from hypothesis import given

from scoring.domain.ranking import rank
from scoring.domain.ranking_record import from_content, recompute, to_content
from tests.scoring.domain.bids import TIED, figures, quality_only
from tests.scoring.domain.oracle import competitions


@given(competitions())
def test_a_ranking_is_read_back_from_json_as_it_was_written(competition):
    ranking = rank(*competition)

    assert from_content(json.loads(json.dumps(to_content(ranking), sort_keys=True))) == ranking


@given(competitions())
def test_a_record_can_be_computed_again_from_its_inputs(competition):
    content = json.loads(json.dumps(to_content(rank(*competition)), sort_keys=True))

    assert recompute(content) == content


def test_a_record_that_was_tampered_with_differs_from_what_is_computed_again():
    content = to_content(rank(quality_only(), TIED))
    changed_result, changed_input = deepcopy(content), deepcopy(content)
    changed_result["bids"][0]["total"] = "57/1"
    changed_input["figures"][0]["scores"]["a"] = "5"

    assert recompute(changed_result) != changed_result
    assert recompute(changed_input) != changed_input


def test_the_zeros_that_a_database_adds_make_no_difference():
    written = rank(quality_only(), [figures("Harbour", 5, a=4, b=1)])
    stored = rank(quality_only(), [figures("Harbour", "5.00", a=Decimal("4.00"), b=Decimal("1.00"))])

    assert json.dumps(to_content(stored)) == json.dumps(to_content(written))


def test_marks_are_kept_as_exact_fractions():
    content = to_content(rank(quality_only(), TIED))

    assert [(bid["total"], bid["published_total"]) for bid in content["bids"]] == [("56/1", "56.00"), ("56/1", "56.00")]


def test_a_record_of_another_version_is_not_guessed_at():
    content = to_content(rank(quality_only(), TIED)) | {"version": 2}

    with pytest.raises(ValueError, match="version 2"):
        from_content(content)
    with pytest.raises(ValueError, match="version 2"):
        recompute(content)
