import csv
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from io import BytesIO

import pytest
from django.db import InternalError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.domain.refusals import Refusal
from procurement.models import Criterion
from scoring.actions import interests, meetings, moderation, panels, rankings, reveals, scores
from scoring.actions.minutes_content import content_of
from scoring.domain.award_report import award_report
from scoring.domain.minutes import minutes_of
from scoring.domain.summary_material import summary_material
from scoring.models import ConsensusScore
from tests.scoring import deciding, judging
from tests.scoring.judging import criterion

AT = deciding.AT


@pytest.fixture
def averaged(opened):
    """The first criterion is published to be the mean of what evaluators lock: 2, 3 and 5 for the first bid."""
    Criterion.objects.filter(competition=opened.competition, reference="service").update(
        result="mean", result_because="The panel is too large to meet."
    )
    judging.assign_all(opened)
    for member, value in zip(opened.panel.evaluators, (2, 3, 5), strict=True):
        judging.score_all(member, value)
    return opened


@pytest.fixture
def locked(averaged):

    for member in averaged.panel.evaluators:
        scores.lock(member, by=member.user, at=AT)
    return averaged


def record(opened, bid=0, reference="service", value=None):
    return moderation.agree(
        opened.bids[bid],
        criterion(opened, reference),
        value=value,
        reasons=deciding.REASONS,
        dissent="",
        by=opened.panel.chair.user,
        at=AT,
    )


def agree_the_rest(opened):
    for bid, marks in zip(opened.bids, (deciding.GOOD, deciding.FAIR), strict=True):
        for reference, value in marks.items():
            if reference == "service":
                reveals.reveal(bid, criterion(opened), by=opened.panel.chair.user, at=AT)
                record(opened, opened.bids.index(bid))
            else:
                deciding.agree(opened, bid, reference, value)


def test_nothing_is_computed_before_everybody_has_locked_and_it_is_revealed(averaged):
    with pytest.raises(Refusal, match="Not everybody who scores"):
        record(averaged)

    assert not ConsensusScore.objects.exists()


def test_the_mean_is_exact_whatever_is_typed_and_keeps_what_it_is_of(locked):
    with pytest.raises(Refusal, match="are not revealed"):
        record(locked)
    reveals.reveal(locked.bids[0], criterion(locked), by=locked.panel.chair.user, at=AT)

    agreed = record(locked, value=Decimal(5))

    agreed.refresh_from_db()
    assert (agreed.value, agreed.given) == (Decimal("3.33"), ["2", "3", "5"])
    assert moderation.content_of(agreed)["given"] == "2, 3, 5"
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        ConsensusScore.objects.filter(pk=agreed.pk).update(given=["5"])


def test_a_mean_that_stays_the_same_is_recorded_anew_once_it_is_of_other_scores(averaged, officer):
    judging.score_all(averaged.panel.evaluators[2], 4)
    for member in averaged.panel.evaluators:
        scores.lock(member, by=member.user, at=AT)
    reveals.reveal(averaged.bids[0], criterion(averaged), by=averaged.panel.chair.user, at=AT)
    first = record(averaged)
    evan = averaged.panel.evaluators[1]
    interests.ask_again(averaged.bids[0], [evan], "A new post.", by=officer, at=AT)
    panels.stand_down(evan, why="No answer.", by=officer, at=AT)

    again = record(averaged)

    assert (first.value, again.value) == (3, 3)
    assert (first.given, again.given) == (["2", "3", "4"], ["2", "4"])
    assert record(averaged) == again


def test_the_ranking_marks_the_exact_fraction_and_unfolds_it(locked):
    agree_the_rest(locked)

    made = deciding.rank(locked)

    first = next(bid for bid in made.content["bids"] if bid["name"] == "Harbour Care")
    (mark,) = [each for each in first["marks"] if each["reference"] == "service"]
    assert Fraction(mark["earned"]) == Fraction(10, 3) / 5 * 36
    assert mark["explained"].startswith("The mean of 2, 3 and 5 is about 3.3333. The score about 3.3333 of 5 earns")
    figures = next(each for each in made.content["figures"] if each["name"] == "Harbour Care")
    assert figures["given"] == {"service": ["2", "3", "5"]}
    assert "service" not in figures["scores"]
    assert rankings.is_same_again(made)


def test_a_least_score_is_applied_to_the_exact_mean(locked):
    Criterion.objects.filter(competition=locked.competition, reference="service").update(minimum_score=4)
    agree_the_rest(locked)

    made = deciding.rank(locked)

    assert all(
        "was scored about 3.3333, below the least score of 4" in bid["failures"][0] for bid in made.content["bids"]
    )


def test_the_report_and_the_record_tell_it(locked, approver):
    agree_the_rest(locked)
    deciding.rank(locked)
    award = deciding.approve(deciding.propose(locked))

    recorded = award.content["consensus"][locked.bids[0].reference]["service"]
    assert (recorded["given"], recorded["value"]) == (["2", "3", "5"], "10/3")
    (material,) = [each for each in summary_material(award.content) if each.name == "Harbour Care"]
    assert "about 3.33, exactly 10/3" in [each.score for each in material.criteria]
    rows = [row for row in award_report(award.content).parts if row.title == "How the service will run"]
    assert "The mean of the evaluators’ locked scores" in rows[0].marking


def test_minutes_and_who_moved_tell_the_mean_and_the_way_to_it_whole(client, locked, auditor):
    meeting = meetings.open_meeting(locked.competition, by=locked.panel.chair.user, at=AT)
    reveals.reveal(locked.bids[0], criterion(locked), by=locked.panel.chair.user, at=AT)
    record(locked)
    meetings.close_meeting(meeting, by=locked.panel.chair.user, at=AT + timedelta(hours=1))
    meeting.refresh_from_db()

    content = content_of(meeting)
    (item,) = minutes_of(content).items
    client.force_login(auditor)
    page = client.get(reverse("scoring:movement", args=[locked.competition.reference])).content.decode()

    assert content["items"][0]["agreed"][0]["value"] == "10/3"
    assert item.agreed[0].value == "about 3.33, exactly 10/3"
    ways = ["up about 1.33, exactly 4/3", "up about 0.33, exactly 1/3", "down about 1.67, exactly 5/3"]
    assert [each.moved for each in item.scores] == ways
    assert all(way in page for way in ways)


def test_the_chair_is_shown_the_mean_and_no_choice_and_nothing_is_rounded_away(client, locked):
    reveals.reveal(locked.bids[0], criterion(locked), by=locked.panel.chair.user, at=AT)
    client.force_login(locked.panel.chair.user)
    at = [locked.competition.reference, "service"]

    page = client.get(reverse("scoring:moderate", args=at)).content.decode()
    assert "the mean of 2, 3 and 5 is about 3.3333" in page
    assert 'name="value"' not in page
    typed = {"evidence": "Page 4.", "strengths": "A", "weaknesses": "B", "why_not_higher": "C", "seen": "0"}
    client.post(reverse("scoring:moderate_agree", args=at), {"bid": locked.bids[0].reference, **typed})

    assert ConsensusScore.objects.get().value == Decimal("3.33")
    assert (
        "The published mean: about 3.33, exactly 10/3."
        in client.get(reverse("scoring:moderate", args=at)).content.decode()
    )
    overview = client.get(reverse("scoring:moderation", args=at[:1])).content.decode()
    assert "about 3.33, exactly 10/3" in overview
    assert "published to be the mean or the median" in overview


def test_the_board_and_each_of_its_files_hold_the_exact_mean(client, locked, auditor):
    agree_the_rest(locked)
    client.force_login(auditor)
    words, reference = "about 3.33, exactly 10/3", locked.competition.reference

    def taken(kind):
        return client.get(reverse(f"scoring:board{kind}", args=[reference]))

    assert f"<td>{words} <small>2–5</small></td>" in taken("").content.decode()
    lines = list(csv.reader(taken("_csv").content.decode("utf-8-sig").splitlines()))
    book = load_workbook(BytesIO(taken("_xlsx").content))["Board"]
    assert lines[1][2] == book["C2"].value == f"{words} (2–5)"
    assert taken("_json").json()["bids"][0]["cells"]["service"] == {
        "shown": words,
        "waits": False,
        "value": "10/3",
        "scores": {"shown": "2–5", "lowest": "2", "highest": "5"},
    }


def test_the_board_asks_no_more_often_for_many_means_than_for_one(client, locked, auditor):
    agree_the_rest(locked)
    client.force_login(auditor)
    address = reverse("scoring:board_json", args=[locked.competition.reference])
    with CaptureQueriesContext(connection) as of_one_criterion:
        client.get(address)
    Criterion.objects.filter(competition=locked.competition, reference="employees").update(
        result="median", result_because="The panel is too large to meet."
    )
    for bid in locked.bids:
        record(locked, locked.bids.index(bid), "employees")

    with CaptureQueriesContext(connection) as of_two:
        found = client.get(address).json()

    assert found["bids"][0]["cells"]["employees"]["value"] == "3"
    assert len(of_two) == len(of_one_criterion)
