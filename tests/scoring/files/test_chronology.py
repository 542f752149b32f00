import json

import pytest

from accounts.domain.refusals import Refusal
from scoring.files.loading import text_of
from scoring.files.reading import read
from tests.scoring.files import small
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


def small_with(change):
    content = small.content()
    change(content)
    return json.dumps(content)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            lambda file: file["briefings"][1].update(at="2026-02-28 10:00"),
            "briefings.2: the briefing, 10am on Saturday 28 February 2026 (GMT), comes before the briefing",
        ),
        (
            lambda file: file["briefings"][0]["acknowledged"][0].update(at="2026-03-01 09:59"),
            "briefings.1.acknowledged.1: the acknowledgement",
        ),
        (
            lambda file: file["panel"][2]["interests"][0]["reopened"].update(at="2026-03-07 08:59"),
            "panel.3.interests.1.reopened: the asking again",
        ),
        (
            lambda file: file["panel"][2]["interests"][2].update(at="2026-03-08 11:59"),
            "panel.3.interests.3: the declaration, ",
        ),
        (
            lambda file: file["panel"][2]["advice"][0].update(at="2026-03-01 11:00"),
            "panel.3.advice.1: the advice, ",
        ),
        (lambda file: file["scores_due"].update(at="2026-03-06 09:00"), "scores_due: the day for the scores"),
        (lambda file: file["links"][0].update(at="2026-03-06 09:00"), "links.1: what was found of this link"),
        (
            lambda file: file["assignment_changes"][1].update(at="2026-03-06 09:00"),
            "assignment_changes.2: the change of the assignment",
        ),
        (
            lambda file: file["panel"][2]["advice"][0].update(criterion="stake"),
            "“stake” is not one of the criteria on which this seat advises",
        ),
        (
            lambda file: file["briefings"][0]["acknowledged"].append({"person": small.LEAD, "at": "2026-03-01 11:00"}),
            f"“{small.LEAD}” has no seat on the panel",
        ),
    ],
)
def test_what_surrounds_the_scores_has_its_order_and_names_whom_the_file_knows(change, said):
    with pytest.raises(Refusal) as caught:
        read(small_with(change), "file.yaml")

    assert said in str(caught.value)
