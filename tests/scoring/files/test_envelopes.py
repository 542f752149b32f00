"""A competition whose offers wait, as a file: it tells who opened them, and nothing of them before."""

from datetime import timedelta

import pytest

from accounts.domain.refusals import Refusal
from partners.models import Submission
from procurement.domain.lifecycle import CompetitionState
from scoring.actions import envelopes
from scoring.files.loading import load
from scoring.files.reading import read
from scoring.files.writing import file_of, to_yaml
from scoring.models import ConsensusScore
from spinouts.files.yaml_out import dumped
from tests.scoring.files import small
from tests.scoring.files.examples import forgotten

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


def moments():
    """Just before the first officer confirmed, and between the two."""
    first, second = read(dumped(content(), ()), "x").offers_opened
    return first.at - timedelta(seconds=1), second.at - timedelta(seconds=1)


@pytest.mark.parametrize("until", moments(), ids=["before", "one has confirmed"])
def test_what_is_written_while_they_are_closed_is_loaded_to_where_it_stands_with_the_offers_still_closed(
    tmp_path, until
):
    with forgotten():
        text = to_yaml(file_of(load(written(tmp_path, content()), until=until)))
    path = tmp_path / "closed.yaml"
    path.write_text(text, encoding="utf-8")

    competition = load(path)

    assert to_yaml(file_of(competition)) == text
    assert (competition.stage, competition.shows_offers) == (CompetitionState.OPENED, False)
    assert ConsensusScore.objects.current(competition).count() == 2
    assert [set(each.content) & {"offer"} for each in Submission.objects.all()] == [set(), set()]


def test_offers_that_are_not_in_the_file_are_never_opened_and_it_says_what_to_do(tmp_path):
    with forgotten():
        text = to_yaml(file_of(load(written(tmp_path, content()), until=moments()[0])))
    path = tmp_path / "closed.yaml"
    path.write_text(text, encoding="utf-8")
    competition = load(path)
    officer, lead = (competition.council.members.get(user__email=email).user for email in (small.OFFICER, small.LEAD))
    envelopes.confirm_opening(competition, by=officer, at=moments()[1])

    with pytest.raises(Refusal, match=r"loaded from a file that was written while they were closed.*load that one"):
        envelopes.confirm_opening(competition, by=lead, at=moments()[1])

    competition.refresh_from_db()
    assert competition.offers_opened_at is None


def test_a_bid_without_an_offer_is_told_only_while_offers_are_closed(tmp_path):
    found = content()
    del found["bids"][0]["offer"]

    with pytest.raises(Refusal, match=r"bids\.1\.submitted: "):
        load(written(tmp_path, found))


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
