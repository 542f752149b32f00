from decimal import Decimal

import pytest

from accounts.domain.refusals import Refusal
from accounts.models import TrailEvent
from procurement.domain.lifecycle import CompetitionState
from scoring.actions import rankings
from scoring.domain import ranking_record
from scoring.models import Ranking
from tests.scoring import deciding, judging


def test_bids_are_ranked_from_agreed_scores_and_the_figures_of_their_offers(judged):
    ranking = deciding.rank(judged)

    first, second = ranking_record.from_content(ranking.content).bids
    # Quality 60: 4/5 of 36 and of 24; offer 40: half of 20 for £500,000 of £1m, 6/10 of 20 for £24m of £30m to £20m.
    assert (first.bid, first.place, first.total) == (judged.bids[0].reference, 1, 48 + 10 + 12)
    assert (second.place, second.published_total) == (2, Decimal("55.20"))


def test_the_competition_is_ranked_and_its_trail_says_so(judged):
    ranking = deciding.rank(judged)

    judged.competition.refresh_from_db()
    event = TrailEvent.objects.filter(trail=judged.competition.reference).last()
    assert judged.competition.state == CompetitionState.RANKED
    assert (event.verb, event.details["fingerprint"]) == ("scoring.rank", ranking.fingerprint)


def test_everything_that_is_missing_is_said_at_once(opened):
    judging.assign_all(opened)
    judging.score_and_lock(opened.panel.evaluators[0])

    with pytest.raises(Refusal) as refused:
        deciding.rank(opened)

    sentences = refused.value.sentences
    assert "Evan Evaluator has not locked their scores yet." in sentences
    assert "Edie Evaluator has not locked their scores yet." in sentences
    assert "“Harbour Care” has no agreed score for “How the service will run”." in sentences
    assert len(sentences) == 2 + 2 * 3


def test_what_is_missing_can_be_asked_for_beforehand(opened):
    assert len(rankings.problems(opened.competition)) == 6


def test_nothing_is_ranked_before_the_opening(published, lead_officer):
    with pytest.raises(Refusal, match="open them once the deadline has passed"):
        rankings.rank(published, by=lead_officer, at=deciding.AT)


def test_a_second_click_makes_no_second_ranking(judged):
    first = deciding.rank(judged)

    assert deciding.rank(judged) == first
    assert Ranking.objects.count() == 1


def test_a_score_agreed_anew_makes_the_ranking_out_of_date_and_a_new_one_gets_the_next_number(judged, ranking):
    deciding.correct(judged, judged.bids[0], "service", 2)

    assert not rankings.is_current(ranking)
    again = deciding.rank(judged)
    assert again.number == 2
    assert rankings.is_current(again)
    assert Ranking.objects.count() == 2


def test_bids_are_not_ranked_again_while_an_award_stands(judged, proposal):
    with pytest.raises(Refusal, match="proposed from the last ranking"):
        deciding.rank(judged)


def test_a_bid_below_a_least_score_has_no_place(opened):
    deciding.agree_all(opened, {"insurance": 1, "service": 1, "employees": 5}, deciding.FAIR)

    first, last = ranking_record.from_content(deciding.rank(opened).content).bids
    assert (first.bid, first.place) == (opened.bids[1].reference, 1)
    assert last.place is None
    assert last.failures == ("“How the service will run” was scored 1, below the least score of 2.",)


def test_checking_again_computes_the_same_from_the_frozen_record(ranking):
    assert rankings.is_same_again(Ranking.objects.get(pk=ranking.pk))


@pytest.mark.parametrize("tamper", ["total", "inputs", "fingerprint"])
def test_checking_again_finds_a_record_that_was_changed(ranking, tamper):
    if tamper == "total":
        ranking.content["bids"][0]["published_total"] = "99.00"
    elif tamper == "inputs":
        ranking.content["figures"][0]["scores"]["service"] = "5"
    else:
        ranking.fingerprint = "0" * 64

    assert not rankings.is_same_again(ranking)


def test_later_changes_of_live_rows_change_nothing_in_the_ranking(judged, ranking):
    judged.competition.criteria.filter(reference="service").update(title="Something else")

    assert rankings.is_same_again(Ranking.objects.get(pk=ranking.pk))
    assert "Something else" not in str(Ranking.objects.get(pk=ranking.pk).content)
