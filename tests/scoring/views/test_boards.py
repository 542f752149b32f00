import csv
from io import BytesIO

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from partners.domain.lifecycle import BidState
from procurement.domain.figures import exactly
from scoring.actions import scores
from scoring.domain.ranking_record import from_content
from scoring.domain.roles import Interest
from scoring.models import InterestDeclaration
from tests import world
from tests.scoring import deciding, judging


def board(client, user, competition):
    client.force_login(user)
    return client.get(reverse("scoring:board", args=[competition.reference]))


def sheet(client, user, competition):
    client.force_login(user)
    response = client.get(reverse("scoring:board_csv", args=[competition.reference]))
    return list(csv.reader(response.content.decode("utf-8-sig").splitlines()))


def cells(client, user, competition):
    return {cell for line in sheet(client, user, competition)[1:] for cell in line[1:]}


def body(response):
    return response.content.decode().partition("<tbody>")[2].partition("</tbody>")[0]


def test_the_council_sees_agreed_scores_and_ranges_once_all_have_locked(client, opened, auditor):
    judging.assign_all(opened)
    for member, value in zip(opened.panel.evaluators, (2, 3, 5), strict=True):
        judging.score_and_lock(member, value)
    deciding.agree(opened, opened.bids[0], "service", 4)

    lines = sheet(client, auditor, opened.competition)
    judging.reveal(opened, reference="employees")

    assert lines[0][:4] == [
        "Bid",
        "Conditions of participation: Insurance",
        "Quality: How the service will run",
        "Quality: Working with employees",
    ]
    assert lines[1] == ["Harbour Care", "to agree", "4 (2–5)", "to agree", "£500,000", "£24,000,000"]
    assert body(board(client, auditor, opened.competition)).count("to agree <small>2–5</small>") == 1


def test_a_condition_shows_the_words_of_its_scale(client, opened, auditor):
    first, second = opened.bids
    judging.assign_all(opened)
    doubter = opened.panel.evaluators[0]
    judging.score_all(doubter)
    judging.save(judging.assignment(doubter, first, "insurance"), 0)
    scores.lock(doubter, by=doubter.user, at=judging.AT)
    for member in opened.panel.evaluators[1:]:
        judging.score_and_lock(member)
    deciding.agree(opened, first, "insurance", 0)
    deciding.agree(opened, second, "insurance", 1)

    lines = sheet(client, auditor, opened.competition)

    assert [line[1] for line in lines[1:]] == ["Fail (Fail–Pass)", "Pass"]


def test_the_screen_shows_what_the_sheet_holds(client, judged, auditor):
    page = board(client, auditor, judged.competition).content.decode()

    for cell in [cell for line in sheet(client, auditor, judged.competition)[1:] for cell in line]:
        assert f">{cell}<" in page


def test_total_and_place_join_the_board_with_the_ranking(client, judged, ranking, auditor):
    lines = sheet(client, auditor, judged.competition)

    assert lines[0][-2:] == ["Total", "Place"]
    assert [line[-2:] for line in lines[1:]] == [["70.00", "1"], ["55.20", "2"]]


@pytest.mark.parametrize("who", ["auditor", "lead_officer", "approver"])
def test_the_council_sees_how_far_the_work_is_and_no_figure_while_somebody_still_scores(client, opened, request, who):
    judging.assign_all(opened)
    judging.score_and_lock(opened.panel.evaluators[0], 5)

    user = request.getfixturevalue(who)
    page = board(client, user, opened.competition).content.decode()

    assert "You see no figures yet" in page
    assert "£500,000" not in page
    assert cells(client, user, opened.competition) == {"1 of 3 locked", ""}


def test_an_evaluator_sees_only_their_own_part_before_they_lock(client, opened):
    judging.assign_all(opened)
    judging.score_and_lock(opened.panel.evaluators[0], 5)
    evaluator = opened.panel.evaluators[1]
    judging.save(judging.assignment(evaluator, opened.bids[0]), 2)

    assert cells(client, evaluator.user, opened.competition) == {"scored by you", "for you to score", ""}
    assert "locked" not in body(board(client, evaluator.user, opened.competition))


def test_a_locked_evaluator_sees_what_is_revealed_and_how_far_the_rest_is(client, opened):
    first, second, third = opened.panel.evaluators
    judging.assign_all(opened, [first, second, third], ["service", "employees"])
    for member, value in ((first, 5), (second, 2)):
        judging.score_and_lock(member, value)

    assert cells(client, second.user, opened.competition) == {
        *("2 of 3 locked", ""),
        *("£500,000", "£800,000", "£24,000,000", "£26,000,000"),
    }
    judging.score_and_lock(third, 3)
    assert "2–5" not in body(board(client, second.user, opened.competition))
    judging.reveal(opened)
    assert "2–5" in body(board(client, second.user, opened.competition))


def test_an_observer_sees_no_progress_of_others_before_all_have_locked(client, opened):
    judging.assign_all(opened)
    judging.score_and_lock(opened.panel.evaluators[0], 5)

    assert cells(client, opened.panel.observer.user, opened.competition) == {""}


def test_a_bid_with_a_conflict_is_left_out_and_the_page_says_so(client, judged):
    member = judged.panel.evaluators[0]
    InterestDeclaration.objects.filter(member=member, bid=judged.bids[0]).update(superseded_at=deciding.AT)
    InterestDeclaration.objects.create(
        member=member, bid=judged.bids[0], interest=Interest.ACTUAL.value, details="Trustee.", at=deciding.AT
    )

    response = board(client, member.user, judged.competition)

    assert "Harbour Care" not in response.content.decode()
    assert "1 bid that you may not read is left out" in response.content.decode()


def test_before_the_opening_there_is_nothing_to_see_or_count(client, published, bid, officer):
    world.submission(bid)

    page = board(client, officer, published).content.decode()

    assert "Harbour Care" not in page
    assert "nobody can see, count or infer" in page


def test_bidders_and_other_councils_stay_outside(client, judged, bidder, other_officer):
    assert board(client, bidder, judged.competition).status_code == 403
    assert board(client, other_officer, judged.competition).status_code == 403


def test_a_name_is_no_formula_and_no_markup(client, judged, auditor):
    organisation = judged.bids[0].organisation
    organisation.name = "=<b>Harbour</b>"
    organisation.save()

    assert sheet(client, auditor, judged.competition)[1][0] == "'=<b>Harbour</b>"
    assert "=&lt;b&gt;Harbour" in board(client, auditor, judged.competition).content.decode()


@pytest.mark.parametrize("is_ranked", [False, True])
def test_as_many_queries_for_two_bids_as_for_twelve(client, judged, auditor, django_assert_num_queries, is_ranked):
    if is_ranked:
        deciding.rank(judged)
    client.force_login(auditor)
    address = reverse("scoring:board", args=[judged.competition.reference])
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    assert len(queries) == 8
    with CaptureQueriesContext(connection) as queries:
        client.get(address, {"state": "finished"})
    of_a_part = len(queries)

    for number in range(10):
        bid = world.bid(judged.competition, *world.organisation(f"Organisation {number}"))
        world.submission(bid)
        bid.state = BidState.SUBMITTED.value
        bid.save()
    cache.clear()
    client.get(address)
    with django_assert_num_queries(8):
        assert b"Organisation 9" in client.get(address).content
    with django_assert_num_queries(of_a_part):
        client.get(address, {"state": "finished"})


def test_unlocked_scores_do_not_count_against_anybody(client, opened, lead_officer):
    """A member with nothing assigned has nothing to lock."""
    judging.assign_all(opened, opened.panel.evaluators[:1])
    judging.score_all(opened.panel.evaluators[0])
    scores.lock(opened.panel.evaluators[0], by=opened.panel.evaluators[0].user, at=judging.AT)

    assert "to agree" in body(board(client, lead_officer, opened.competition))


def test_a_score_agreed_anew_is_on_the_board_at_once(client, judged, auditor):
    assert ">4<" in body(board(client, auditor, judged.competition))

    deciding.correct(judged, judged.bids[0], "service", 5)

    assert ">5<" in body(board(client, auditor, judged.competition))


def test_the_board_is_shown_without_the_cache_too(client, judged, auditor, settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    }

    assert ">4<" in body(board(client, auditor, judged.competition))


@pytest.fixture
def halfway(opened):
    """Service: agreed for the first bid (2–5), open for the second; employees: open, with equal scores for both."""
    judging.assign_all(opened, references=["service", "employees"])
    first, _second = opened.bids
    for member, value in zip(opened.panel.evaluators, (2, 3, 5), strict=True):
        judging.score_all(member, 3)
        judging.save(judging.assignment(member, first, "service"), value)
        scores.lock(member, by=member.user, at=judging.AT)
    judging.reveal(opened, reference="employees")
    deciding.agree(opened, first, "service", 4)
    return opened


def taken(client, competition, kind, **asked):
    return client.get(reverse(f"scoring:board_{kind}", args=[competition.reference]), asked)


def test_what_is_asked_for_is_shown_and_taken_away_alike(client, halfway, auditor):
    organisation = halfway.bids[0].organisation
    organisation.name = "=Harbour"
    organisation.save()
    client.force_login(auditor)
    quality = judging.criterion(halfway).section.reference
    asked = {"section": quality, "spread": "3"}

    page = client.get(reverse("scoring:board", args=[halfway.competition.reference]), asked).content.decode()
    book = load_workbook(BytesIO(taken(client, halfway.competition, "xlsx", **asked).content))
    lines = list(
        csv.reader(taken(client, halfway.competition, "csv", **asked).content.decode("utf-8-sig").splitlines())
    )
    whole = taken(client, halfway.competition, "json").json()
    part = taken(client, halfway.competition, "json", **asked).json()

    heads = ["Bid", "Quality: How the service will run", "Quality: Working with employees"]
    assert lines == [heads, ["'=Harbour", "4 (2–5)", "to agree"]]
    assert [[cell.value for cell in row] for row in book["Board"]] == [heads, ["=Harbour", "4 (2–5)", "to agree"]]
    assert book["Board"]["A2"].data_type == "s"
    assert "1 of 2 bids and 2 criteria" in page
    assert ">=Harbour<" in page
    assert "£500,000" not in page
    assert f"board.json?section={quality}&amp;spread=3" in page
    assert part["bids"][0]["cells"] == {
        "service": {
            "shown": "4",
            "waits": False,
            "value": "4",
            "scores": {"shown": "2–5", "lowest": "2", "highest": "5"},
        },
        "employees": {"shown": "to agree", "waits": True},
    }
    assert len(whole["bids"]) == 2
    assert whole["bids"][0]["cells"]["investment"] == {"shown": "£500,000", "waits": False, "value": "500000"}


def test_a_question_that_cannot_be_understood_is_answered_on_the_page_with_the_whole_board(client, halfway, auditor):
    client.force_login(auditor)

    response = taken(client, halfway.competition, "xlsx", spread="wide", section="none-such")
    page = client.get(response.url).content.decode()
    other = client.get(reverse("scoring:board", args=[halfway.competition.reference]), {"section": "none-such"})

    assert "Give the points that scores are apart as a number above 0" in page
    assert 'value="wide"' in page
    assert "2 bids and" in page
    assert "This competition has no such section" in other.content.decode()


def test_who_sees_no_figures_takes_none_away_and_finds_none_by_filters(client, opened):
    judging.assign_all(opened)
    first, evaluator = opened.panel.evaluators[:2]
    judging.score_and_lock(first, 5)
    client.force_login(evaluator.user)

    content = taken(client, opened.competition, "json").json()

    assert {cell["shown"] for bid in content["bids"] for cell in bid["cells"].values()} == {"for you to score"}
    assert taken(client, opened.competition, "json", spread="0.01").json()["bids"] == []


def test_totals_are_taken_away_exact(client, judged, ranking, auditor):
    client.force_login(auditor)

    bids = taken(client, judged.competition, "json").json()["bids"]

    assert [(bid["total"], bid["published_total"], bid["place"]) for bid in bids] == [
        (exactly(bid.total), f"{bid.published_total:f}", str(bid.place)) for bid in from_content(ranking.content).bids
    ]


LIVE = {"HX-Request": "true", "HX-Target": "board-figures"}


def mark_on(response):
    return response.context["board"].mark


def look_again(client, user, competition, seen, query=""):
    client.force_login(user)
    address = reverse("scoring:board", args=[competition.reference])
    return client.get(f"{address}{query}", headers={**LIVE, "If-None-Match": f'"{seen}"'})


def test_a_board_that_shows_what_there_is_hears_nothing(client, judged, auditor):
    seen = mark_on(board(client, auditor, judged.competition))

    again = look_again(client, auditor, judged.competition, seen)

    assert (again.status_code, again.content) == (304, b"")


def test_a_board_that_somebody_has_before_them_shows_a_change_and_says_so(client, judged, auditor):
    seen = mark_on(board(client, auditor, judged.competition))
    deciding.agree(judged, judged.bids[0], "service", 3)

    again = look_again(client, auditor, judged.competition, seen)

    page = again.content.decode()
    assert again.status_code == 200
    assert again["Cache-Control"] == "no-store"
    assert "The board has changed" in page
    assert "<html" not in page
    assert body(again) == body(board(client, auditor, judged.competition))
    assert look_again(client, auditor, judged.competition, mark_on(again)).status_code == 304


def test_a_board_keeps_to_what_was_asked_for(client, halfway, auditor):
    client.force_login(auditor)
    address = f"{reverse('scoring:board', args=[halfway.competition.reference])}?spread=3"
    asked = client.get(address)

    again = look_again(client, auditor, halfway.competition, "", "?spread=3")

    assert body(again) == body(asked) != body(board(client, auditor, halfway.competition))
    assert look_again(client, auditor, halfway.competition, mark_on(asked), "?spread=3").status_code == 304


def test_a_live_board_tells_an_evaluator_no_more_than_the_page_and_no_scores_by_a_change(client, opened):
    judging.assign_all(opened)
    first, second, _ = opened.panel.evaluators
    seen = mark_on(board(client, first.user, opened.competition))
    judging.score_and_lock(second, 4)

    again = look_again(client, first.user, opened.competition, seen)

    assert again.status_code == 304


def test_a_board_that_somebody_may_no_longer_read_leaves_their_screen(client, judged):
    member = judged.panel.evaluators[0]
    seen = mark_on(board(client, member.user, judged.competition))
    for bid in judged.bids:
        InterestDeclaration.objects.filter(member=member, bid=bid).update(superseded_at=deciding.AT)
        InterestDeclaration.objects.create(
            member=member, bid=bid, interest=Interest.ACTUAL.value, details="Trustee.", at=deciding.AT
        )

    again = look_again(client, member.user, judged.competition, seen)

    assert (again["HX-Refresh"], again.content) == ("true", b"")
