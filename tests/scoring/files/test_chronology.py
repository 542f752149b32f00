import pytest

from accounts.domain.refusals import Refusal
from scoring.files.loading import text_of
from scoring.files.reading import read
from tests.scoring.files.examples import MYCSP


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "registered: {by: oliver.fern@demo.example, at: '2011-10-05",
            "registered: {by: oliver.fern@demo.example, at: '2011-11-05",
            "bids.1.started: the start of the bid, 10:15am on Tuesday 11 October 2011",
        ),
        ("published: {by", "drafted_by: {by", "competition.drafted_by: the format has no such field"),
        (
            "asked: {by: ewan.drummond@demo.example, at: '2011-10",
            "asked: {by: ewan.drummond@demo.example, at: '2011-09",
            "",
        ),
        ("locked_at: 2011-11-21 11:30+00:00", "locked_at: 2011-11-11 11:30+00:00", "panel.2.locked_at: the lock, "),
        (
            "ranked: {by: joan.ferris@demo.example, at: '2011-12",
            "ranked: {by: joan.ferris@demo.example, at: '2011-11",
            "",
        ),
        (
            "proposed: {by: martin.okafor@demo.example, at: '2012-02",
            "proposed: {by: martin.okafor@demo.example, at: '2012-04",
            "award.approved: the approval, ",
        ),
    ],
)
def test_a_deed_before_another_that_it_needs_is_told(old, new, said):
    text = text_of(MYCSP)
    assert old in text

    with pytest.raises(Refusal) as caught:
        read(text.replace(old, new, 1), "file.yaml")

    assert said in str(caught.value)
    assert "comes before" in str(caught.value) or "no such field" in str(caught.value)


def test_what_follows_something_that_the_file_does_not_tell_of_is_told():
    start, end = text_of(MYCSP).split("opened:\n")
    without = start + end[end.index("panel:\n") :]

    with pytest.raises(Refusal) as caught:
        read(without, "file.yaml")

    assert (
        "panel.1.interests.1: the declaration comes after the opening of the bids by two officers, "
        "of which this file does not tell."
    ) in str(caught.value)
