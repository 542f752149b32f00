"""A competition whose offers wait, as a file: it tells who opened them, and nothing of them before."""

import pytest

from accounts.domain.refusals import Refusal
from scoring.files.loading import load
from scoring.files.reading import read
from scoring.files.writing import file_of, to_yaml
from spinouts.files.yaml_out import dumped
from tests.scoring.files import small

pytestmark = pytest.mark.django_db
OPENED = [small.deed(small.OFFICER, "03-20 14:00"), small.deed(small.LEAD, "03-20 14:10")]


def content(**more):
    found = small.content()
    found["competition"]["offers_wait"] = True
    return found | {"offers_opened": OPENED} | more


def written(tmp_path, found):
    path = tmp_path / "waiting.yaml"
    path.write_text(dumped(found, ()), encoding="utf-8")
    return path


def test_it_is_loaded_and_dumped(tmp_path):
    path = written(tmp_path, content())

    competition = load(path)

    assert competition.shows_offers
    assert file_of(competition) == read(path.read_text(encoding="utf-8"), "waiting")


def test_a_score_that_was_changed_once_the_offers_were_known_stands_beside_what_it_was(tmp_path):
    changed = {
        **small.deed(small.CHAIR, "03-20 15:00"),
        "organisation": "Quayside",
        "criterion": "evenings",
        "score": 0,
        "reasons": "The rota on page 2 names people who have left, which the panel had overlooked.",
        "why_then": "The offers play no part in it.",
        "checks": [{**small.deed(small.OFFICER, "03-20 16:00"), "signed_off": True}],
    }
    found = content()
    found["moderation"].append(changed)
    found["meetings"][0]["closed"] = small.deed(small.CHAIR, "03-20 17:00")
    path = written(tmp_path, found)

    competition = load(path)

    assert file_of(competition) == read(path.read_text(encoding="utf-8"), "waiting")


def test_before_they_are_opened_a_dump_tells_nothing_of_an_offer(tmp_path):
    competition = load(written(tmp_path, content()), until=read(dumped(content(), ()), "x").offers_opened[0].at)

    text = to_yaml(file_of(competition))

    assert "Four evenings a week" in text
    assert "offer:" not in text
    assert "Barchester Libraries Limited" not in text


@pytest.mark.parametrize(
    ("opened", "words"),
    [
        (OPENED[:1], "comes after the opening of the offers by two officers"),
        ([*OPENED[:1], small.deed(small.LEAD, "03-22 10:00")], "comes before the opening of the offers"),
    ],
)
def test_bids_are_ranked_only_after_it(opened, words):
    with pytest.raises(Refusal, match=words):
        read(dumped(content(offers_opened=opened), ()), "waiting")
