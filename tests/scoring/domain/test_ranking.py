from decimal import Decimal
from fractions import Fraction

import pytest

from accounts.domain.refusals import Refusal
from procurement.domain.methodology import Measure, Methodology
from scoring.domain.ranking import RankedBid, rank
from scoring.domain.sheet import BidFigures, Mark
from tests.procurement.domain.methodologies import (
    FIVE,
    HUNDRED,
    condition,
    scored,
    section,
    sound,
)
from tests.scoring.domain.bids import TIED, figures, places, quality_and_price, quality_only

# What a ranking holds


def test_every_mark_of_a_bid_is_exact_and_explained():
    bid = BidFigures(
        bid="h",
        name="Harbour",
        scores={"insurance": Decimal(1), "service": Decimal(4), "employees": Decimal(3)},
        measures={Measure.INVESTMENT_TOTAL: Decimal(500_000), Measure.PRICE_TOTAL: Decimal(120)},
    )
    rival = BidFigures(
        "q", "Quayside", bid.scores | {"service": Decimal(2)}, bid.measures | {Measure.PRICE_TOTAL: Decimal(100)}
    )

    ranking = rank(sound(), [rival, bid])

    assert ranking.first == (
        RankedBid(
            bid="h",
            name="Harbour",
            place=1,
            joint=False,
            total=Fraction(28_8 + 14_4 + 10_0, 10) + Fraction(50, 3),
            published_total=Decimal("69.87"),
            marks={
                "conditions": Mark(
                    "conditions", Fraction(0), Fraction(0), "Only conditions of participation, which earn no marks."
                ),
                "insurance": Mark("insurance", Fraction(0), Fraction(0), "Passed."),
                "quality": Mark(
                    "quality",
                    Fraction(60),
                    Fraction(216, 5),
                    "28.80 for “Service” + 14.40 for “Employees” = 43.20 of 60 marks.",
                ),
                "service": Mark(
                    "service", Fraction(36), Fraction(144, 5), "The score 4 of 5 earns 4 ÷ 5 of 36 marks = 28.80."
                ),
                "employees": Mark(
                    "employees", Fraction(24), Fraction(72, 5), "The score 3 of 5 earns 3 ÷ 5 of 24 marks = 14.40."
                ),
                "offer": Mark(
                    "offer",
                    Fraction(40),
                    Fraction(80, 3),
                    "10.00 for “Investment” + 16.67 for “Price” = 26.67 of 40 marks.",
                ),
                "investment": Mark(
                    "investment",
                    Fraction(20),
                    Fraction(10),
                    "£0 earns no marks and £1,000,000 earns all of 20 marks;"
                    " £500,000 earns 500,000 ÷ 1,000,000 of them = 10.00.",
                ),
                "price": Mark(
                    "price",
                    Fraction(20),
                    Fraction(50, 3),
                    "£100 is the lowest total price; £120 earns 100 ÷ 120 of 20 marks = 16.67.",
                ),
            },
            failures=(),
        ),
    )
    assert list(ranking.first[0].marks) == [
        "conditions",
        "insurance",
        "quality",
        "service",
        "employees",
        "offer",
        "investment",
        "price",
    ]


def test_no_bids_make_an_empty_ranking():
    ranking = rank(sound(), [])

    assert (ranking.bids, ranking.notes, ranking.first) == ((), (), ())


# Thresholds and bids set aside


def test_a_least_score_is_enough_and_one_below_it_fails():
    methodology = quality_and_price(60, FIVE, least=2)
    bids = [figures("Enough", 200, answer=2), figures("Below", 100, answer=1)]

    ranking = rank(methodology, bids)

    assert places(ranking) == {"Enough": 1, "Below": None}
    below = ranking.bids[1]
    assert below.failures == ("“Answer” was scored 1, below the least score of 2.",)
    assert (below.total, below.published_total, below.joint) == (None, None, False)
    assert list(below.marks) == ["quality", "answer"]


def test_a_bid_that_fails_is_no_comparator():
    """The failing bid is the cheapest, so the other would otherwise earn half of the marks for price."""
    methodology = quality_and_price(60, FIVE, least=2)

    ranking = rank(methodology, [figures("Enough", 200, answer=2), figures("Below", 100, answer=1)])

    assert ranking.bids[0].marks["price"].earned == 40


def test_a_disregarded_bid_is_no_comparator_and_needs_no_scores():
    methodology = quality_and_price(60, FIVE)
    bids = [figures("In", 200, answer=2), figures("Late")]

    ranking = rank(methodology, bids, {"late": "It came after the deadline (s.19(3)(d))."})

    assert ranking.bids[0].marks["price"].earned == 40
    assert ranking.bids[1] == RankedBid(
        bid="late",
        name="Late",
        place=None,
        joint=False,
        total=None,
        published_total=None,
        marks={},
        failures=("Disregarded: It came after the deadline (s.19(3)(d)).",),
    )


def test_a_failed_condition_is_told_with_every_other_failure():
    methodology = Methodology(
        (section("conditions", 0, condition("insurance")), section("quality", 100, scored("a", 100, least=3)))
    )

    ranking = rank(methodology, [figures("Harbour", insurance=0, a=2)])

    assert ranking.first == ()
    assert ranking.bids[0].failures == (
        "“Insurance” is a condition of participation, and it is not met.",
        "“A” was scored 2, below the least score of 3.",
    )


def test_a_bid_that_fails_a_condition_need_not_be_scored_further():
    ranking = rank(sound(), [figures("Harbour", insurance=0, service=4)])

    assert list(ranking.bids[0].marks) == ["conditions", "insurance", "service"]
    assert ranking.bids[0].marks["insurance"].explained == "Failed."


def test_a_least_share_of_a_section_is_judged_on_exact_marks():
    methodology = Methodology(
        (section("quality", 100, scored("a", "50.01", HUNDRED), scored("b", "49.99", HUNDRED), least=50),)
    )

    ranking = rank(methodology, [figures("Exactly", a=50, b=50), figures("Under", a=0, b=100)])

    assert places(ranking) == {"Exactly": 1, "Under": None}
    assert ranking.bids[1].failures == ("“Quality” earned just under 50% of its marks, below the least share of 50%.",)


# Refusals


def test_everything_missing_is_told_at_once():
    methodology = quality_and_price(60, FIVE)

    with pytest.raises(Refusal) as refused:
        rank(methodology, [figures("Moor", 5, answer="2.5"), figures("Harbour"), figures("Isle", 5, answer=1, other=3)])

    assert refused.value.sentences == (
        "“Harbour” has no agreed score for “Answer”.",
        "“Harbour” has no figure for its total price, which “Price” needs.",
        "“Isle” has a score for “other”, which is not a criterion that is judged.",
        "“Moor” has the score 2.5 for “Answer”, which is not on “0 to 5”.",
    )


def test_a_price_of_zero_cannot_be_ranked_by_a_ratio():
    with pytest.raises(Refusal) as refused:
        rank(quality_and_price(60, FIVE), [figures("Harbour", 0, answer=3), figures("Moor", 5, answer=3)])

    assert refused.value.sentences == (
        (
            "“Harbour” offers £0 as its total price, for which “lowest ÷ figure” has no answer, so “Price” cannot be"
            " marked and the bids cannot be ranked."
        ),
    )


def test_an_unsound_methodology_ranks_nothing():
    with pytest.raises(Refusal, match="There are no criteria yet"):
        rank(Methodology(()), [])


def test_confused_references_are_faults_of_the_program():
    with pytest.raises(ValueError, match="own reference"):
        rank(quality_only(), [TIED[0], TIED[0]])
    with pytest.raises(ValueError, match="nobody"):
        rank(quality_only(), TIED, {"nobody": "Too late."})
