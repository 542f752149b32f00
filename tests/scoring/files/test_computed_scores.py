"""A criterion whose score is published to be a mean, as a file tells of it."""

from io import StringIO

import pytest
from django.core.management import call_command

from scoring.files.loading import load
from scoring.files.reading import read
from scoring.files.writing import file_of
from spinouts.files.yaml_out import dumped
from tests.scoring.files import small


def content():
    found = small.content()
    evenings = found["competition"]["sections"][0]["criteria"][0]
    evenings |= {"result": "mean", "result_because": "The panel can’t meet."}
    # The chair gave Quayside 1 and the evaluator 2: a mean that is not on the scale.
    found["panel"][1]["scores"][1]["score"] = 2
    found["moderation"][1]["score"] = "1.5"
    return found


@pytest.mark.django_db
def test_it_is_loaded_computed_anew_and_dumped(tmp_path):
    path = tmp_path / "mean.yaml"
    path.write_text(dumped(content(), ()), encoding="utf-8")

    competition = load(path)

    assert file_of(competition) == read(path.read_text(encoding="utf-8"), "mean")


def test_the_ranking_from_the_file_alone_computes_it(tmp_path):
    path, out = tmp_path / "mean.yaml", StringIO()
    path.write_text(dumped(content(), ()), encoding="utf-8")

    call_command("rank", path, stdout=out)

    assert "The mean of 1 and 2 is 1.5. The score 1.5 of 2 earns 1.5 ÷ 2 of 60 marks = 45.00." in out.getvalue()
