from dataclasses import replace
from decimal import Decimal

from procurement.domain.methodology import Methodology
from procurement.domain.panel_results import PanelResult
from scoring.domain.ranking import rank
from scoring.domain.sheet import BidFigures
from scoring.domain.stage_results import read_result, result_of
from tests.procurement.domain.methodologies import condition, scored, section


def test_a_bidder_is_told_a_published_mean_of_its_own_bid_whole_and_an_agreed_score_with_its_label():
    mean = replace(scored("service", 60), result=PanelResult.MEAN)
    methodology = Methodology((section("quality", 100, mean, scored("staff", 40), condition("insurance")),))
    given = tuple(map(Decimal, (2, 3, 5)))
    bid = BidFigures("a", "A", {"staff": Decimal(4), "insurance": Decimal(1)}, given={"service": given})

    told = read_result(result_of(rank(methodology, [bid]), "a", {}))

    assert [each.score for each in told.criteria] == ["about 3.33, exactly 10/3", "4 Score 4", "Pass"]
