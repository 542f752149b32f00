from dataclasses import replace
from decimal import Decimal

import pytest

from accounts.domain.refusals import Refusal
from procurement.domain.methodology import Methodology
from procurement.domain.staff_ratings import TOO_FEW, StaffRatings
from scoring.domain import ranking_record
from scoring.domain.ranking import rank
from scoring.domain.sensitivity.leaving_out import PanelScore, mark_of_a_point
from scoring.domain.sensitivity.study import study
from tests.procurement.domain.methodologies import by_staff, scored, section, shown_to_staff
from tests.scoring.domain.bids import figures, places, totals


def methodology(weight=40):
    answer = shown_to_staff(scored("answer", 100 - weight))
    return Methodology((section("quality", 100, answer, by_staff("voice", weight)),))


def rated(name, answer, ballots, total):
    return replace(figures(name, answer=answer), ratings={"voice": StaffRatings(ballots, Decimal(total))})


BETTER_WRITTEN, BETTER_LIKED = rated("Written", 5, 10, 20), rated("Liked", 4, 10, 45)


def test_what_staff_say_counts_with_its_published_weight():
    ranking = rank(methodology(), [BETTER_WRITTEN, BETTER_LIKED])

    assert totals(ranking) == {"Liked": "84.00", "Written": "76.00"}
    assert ranking.bids[0].marks["voice"].explained == (
        "10 ballots of staff gave 45 together, 4.5 of 5 on average: 45 ÷ (10 × 5) of 40 marks = 36.00."
    )


def test_what_is_advisory_counts_for_nothing_and_needs_no_count():
    ranking = rank(methodology(0), [figures("Written", answer=5), figures("Liked", answer=4)])

    assert totals(ranking) == {"Written": "100.00", "Liked": "80.00"}
    assert ranking.bids[0].marks["voice"].explained == "Advisory: what staff said earns no marks."


def test_too_few_ballots_leave_the_order_to_everything_else():
    few = [replace(each, ratings={"voice": TOO_FEW}) for each in (BETTER_WRITTEN, BETTER_LIKED)]

    assert places(rank(methodology(), few)) == {"Written": 1, "Liked": 2}


def test_a_bid_that_staff_did_not_rate_cannot_be_ranked():
    with pytest.raises(Refusal, match="“Liked” has no count of the ballot of staff, which “Voice” needs"):
        rank(methodology(), [BETTER_WRITTEN, figures("Liked", answer=4)])


def test_a_stranger_ranks_again_from_the_record_alone():
    content = ranking_record.to_content(rank(methodology(), [BETTER_WRITTEN, BETTER_LIKED]))

    assert content["figures"][0]["ratings"] == {"voice": {"ballots": 10, "total": "45"}}
    assert ranking_record.recompute(content) == content
    assert ranking_record.to_content(ranking_record.from_content(content)) == content


def test_how_sure_the_ranking_is_takes_what_staff_said_as_it_is():
    ranking = rank(methodology(), [BETTER_WRITTEN, BETTER_LIKED])
    scores = [PanelScore("eve", "written", "answer", Decimal(5)), PanelScore("eve", "liked", "answer", Decimal(4))]

    found = study(ranking, "a" * 64, scores, {"eve": "Eve"}, lambda percent, step: None)

    assert "voice" not in mark_of_a_point(methodology())
    assert found
