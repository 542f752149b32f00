"""A criterion whose score is published to be a mean, as a file tells of it."""

from copy import deepcopy
from datetime import timedelta
from fractions import Fraction
from io import StringIO

import pytest
from django.core.management import call_command

from accounts.domain.refusals import Refusal
from scoring.actions import interests, panels
from scoring.files.loading import load
from scoring.files.ranking import ranking_in
from scoring.files.reading import read
from scoring.files.writing import file_of, to_yaml
from scoring.models import PanelMember
from spinouts.files.yaml_out import dumped
from tests.scoring.files import small
from tests.scoring.files.examples import forgotten


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


def thirds():
    """A second evaluator, who scores the second bidder as the chair does: 2, 1 and 2."""
    found = content()
    third = deepcopy(found["panel"][0]) | {"person": "third@panel.example", "role": "evaluator"}
    found["people"].append({"email": third["person"], "name": "Theo"})
    found["panel"].append(third)
    sampled = {"person": third["person"], "score": 1, "reasons": "Two of four.", "at": "2026-03-02 11:00"}
    found["samples"][0]["scores"].insert(1, sampled)
    found["panel"][0]["scores"][0]["score"] = third["scores"][0]["score"] = 2
    found["panel"][1]["scores"][1]["score"] = 1
    found["moderation"][1]["score"] = "5/3"
    return found


@pytest.mark.django_db
def test_a_mean_of_thirds_is_written_as_it_is_and_read_again(tmp_path):
    path = tmp_path / "thirds.yaml"
    path.write_text(dumped(thirds(), ()), encoding="utf-8")

    competition = load(path)

    written = to_yaml(file_of(competition))
    assert "score: 5/3\n" in written
    assert file_of(competition) == read(written, "again") == read(path.read_text(encoding="utf-8"), "thirds")
    assert read(written, "again").moderation[1].score == Fraction(5, 3)


@pytest.mark.django_db
def test_a_mean_that_counted_somebody_who_left_is_loaded_again_and_ranked_the_same(tmp_path):
    path, said = tmp_path / "thirds.yaml", thirds()
    del said["award"]
    path.write_text(dumped(said, ()), encoding="utf-8")
    with forgotten():
        competition = load(path)
        seat = PanelMember.objects.get(competition=competition, user__email="third@panel.example")
        bid = competition.bids.get(organisation__name="Quayside")
        officer = competition.council.members.get(user__email=small.OFFICER).user
        at = competition.rankings.get().made_at + timedelta(hours=1)
        interests.ask_again(bid, [seat], "Your new post was in the paper.", by=officer, at=at)
        panels.stand_down(seat, why="They do not answer.", by=officer, at=at)
        text = to_yaml(file_of(competition))

    path.write_text(text, encoding="utf-8")

    told = read(text, "again")
    assert "third@panel.example" not in text
    assert (told.moderation[1].score, told.moderation[1].given) == (Fraction(5, 3), [1, 2, 2])
    assert [bid.marks["evenings"].earned for bid in ranking_in(told).bids] == [Fraction(60), Fraction(50)]
    with forgotten():
        assert to_yaml(file_of(load(path))) == text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        ({"given": [1, 1, 2]}, "leave out 2, which counts"),
        ({"given": [1, 2, 2, 7]}, "7"),
        ({"given": [1, 2, 2, 2]}, "is 1.75, so the score is not 5/3"),
    ],
)
def test_what_a_mean_is_told_to_be_of_holds_what_still_counts_and_makes_it(tmp_path, spoil, words):
    path, said = tmp_path / "thirds.yaml", thirds()
    said["moderation"][1] |= spoil
    path.write_text(dumped(said, ()), encoding="utf-8")

    with pytest.raises(Refusal, match=words):
        load(path)


@pytest.mark.django_db
def test_a_score_that_is_agreed_is_of_no_scores_that_were_given(tmp_path):
    path, said = tmp_path / "agreed.yaml", small.content()
    said["moderation"][1]["given"] = [1]
    path.write_text(dumped(said, ()), encoding="utf-8")

    with pytest.raises(Refusal, match=r"moderation\.2: this criterion’s score is agreed"):
        load(path)


@pytest.mark.django_db
@pytest.mark.parametrize(("score", "words"), [("1.67", ""), ("4/3", "not 4/3"), ("2", "about 1.67, exactly 5/3")])
def test_a_mean_may_be_given_rounded_and_no_other_figure(tmp_path, score, words):
    path, said = tmp_path / "thirds.yaml", thirds()
    said["moderation"][1]["score"] = score
    path.write_text(dumped(said, ()), encoding="utf-8")

    if words:
        with pytest.raises(Refusal, match=words):
            load(path)
    else:
        assert file_of(load(path)).moderation[1].score == Fraction(5, 3)


@pytest.mark.parametrize("score", ["1/0", "x/3", "1/3/5", "-1/3", f"1/{'9' * 40}"])
def test_what_is_no_fraction_is_told_where_it_stands(score):
    said = thirds()
    said["moderation"][1]["score"] = score

    with pytest.raises(Refusal, match=r"moderation\.2\.score"):
        read(dumped(said, ()), "thirds")


@pytest.mark.django_db
def test_an_agreed_score_is_no_fraction(tmp_path):
    path, said = tmp_path / "thirds.yaml", small.content()
    said["moderation"][1]["score"] = "2/3"
    path.write_text(dumped(said, ()), encoding="utf-8")

    with pytest.raises(Refusal, match="only a mean or a median can be 2/3"):
        load(path)
    with pytest.raises(Refusal, match="only a mean or a median can be 2/3"):
        ranking_in(read(path.read_text(encoding="utf-8"), "thirds"))
