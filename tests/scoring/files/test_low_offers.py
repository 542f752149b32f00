"""A price that seemed abnormally low, as a file tells of it: lived, dumped, and out of the file's own ranking."""

from io import StringIO

import pytest
from django.core.management import call_command

from scoring.files.loading import load
from scoring.files.reading import read
from scoring.files.writing import file_of
from spinouts.files.yaml_out import dumped
from tests.scoring.files import small


def content(outcome="disregarded"):
    found = small.content()
    found["competition"] |= {"low_below_others_percent": 5, "low_below_estimate_percent": 50}
    return found | {
        "low_offers": [
            {
                "organisation": "Quayside",
                "about": "Show how two people come for this price.",
                "reply_by": "2026-03-21",
                "asked": small.deed(small.OFFICER, "03-20 14:00"),
                "answers": [
                    {
                        **small.deed(small.BIDDERS["Quayside"], "03-20 18:00"),
                        "text": "They volunteer.",
                        "files": [small.LIST],
                    }
                ],
                "decided": {
                    **small.deed(small.LEAD, "03-21 09:00"),
                    "outcome": outcome,
                    "reasons": "Nobody says who they are.",
                },
            }
        ]
    }


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "low.yaml"
    path.write_text(dumped(content(), ()), encoding="utf-8")
    return path


@pytest.mark.django_db
def test_it_is_loaded_and_dumped(path):
    competition = load(path)

    assert file_of(competition) == read(path.read_text(encoding="utf-8"), "low")
    assert competition.rankings.get().content["disregarded"]


@pytest.mark.parametrize(("outcome", "said"), [("disregarded", "none: Quayside"), ("satisfied", "2: Quayside")])
def test_the_ranking_from_the_file_alone_carries_it(tmp_path, outcome, said):
    path, out = tmp_path / "low.yaml", StringIO()
    path.write_text(dumped(content(outcome), ()), encoding="utf-8")

    call_command("rank", path, stdout=out)

    assert said in out.getvalue()
    assert ("Disregarded: its price is abnormally low" in out.getvalue()) is (outcome == "disregarded")
