from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from spinouts.domain.appraisal import Criterion, OptionScore, appraise, balance, leaders
from spinouts.domain.options import AppraisalOption

IN_HOUSE, MUTUAL, CONTRACT, VENTURE, GROUP = AppraisalOption
COST = Criterion("cost", "Cost", Decimal(30))
CARE = Criterion("care", "Care", Decimal(70))


@st.composite
def weights(draw):
    """Weights to two decimal places that make exactly 100."""
    cuts = sorted(draw(st.lists(st.integers(0, 10_000), max_size=5)))
    return [Decimal(high - low) / 100 for low, high in zip([0, *cuts], [*cuts, 10_000], strict=True)]


@st.composite
def appraisals(draw, complete=None):
    """Criteria, and scores of which some may be missing."""
    criteria = [Criterion(f"c{place}", f"C{place}", weight) for place, weight in enumerate(draw(weights()))]
    values = st.integers(0, 5) if complete or draw(st.booleans()) else st.none() | st.integers(0, 5)
    scores = {(each.reference, option): OptionScore(draw(values)) for each in criteria for option in AppraisalOption}
    return criteria, scores


def scored(**by_criterion):
    """`cost=[…]`: a score for each option in order, None for none."""
    return {
        (name, option): OptionScore(value)
        for name, values in by_criterion.items()
        for option, value in zip(AppraisalOption, values, strict=False)
    }


def test_a_total_is_score_by_five_by_weight_and_says_so():
    found = appraise([COST, CARE], scored(cost=[4, 0, 5, 1, 1], care=[3, 5, 1, 5, 4]))

    assert [(each.total, each.place_in_words) for each in found] == [
        (Fraction(66), "3"),
        (Fraction(70), "2"),
        (Fraction(44), "5"),
        (Fraction(76), "1"),
        (Fraction(62), "4"),
    ]
    assert [part.words for part in found[0].parts] == ["Cost: 4 ÷ 5 × 30 = 24", "Care: 3 ÷ 5 × 70 = 42"]
    assert found[0].total_in_words == "24 + 42 = 66 of 100"


def test_a_missing_score_is_not_zero_and_the_option_is_not_ranked():
    found = appraise([COST, CARE], scored(cost=[5, 0], care=[None, 0]))

    assert (found[0].total, found[0].place, found[0].missing) == (None, None, ("Care",))
    assert (found[1].total, found[1].place, found[1].missing) == (0, 1, ())
    assert found[0].parts[1].words == "Care: not scored yet"


def test_equal_totals_share_a_place_and_the_next_one_is_left_free():
    found = appraise([COST, CARE], scored(cost=[1, 1, 0], care=[1, 1, 0]))

    assert [each.place_in_words for each in found] == ["joint 1", "joint 1", "3", "", ""]
    assert [each.option for each in leaders(found)] == [IN_HOUSE, MUTUAL]


def test_a_hundredth_of_a_percent_off_nothing_is_ranked():
    off = [COST, Criterion("care", "Care", Decimal("69.99"))]

    assert balance([each.weight for each in off]) == (
        "The weights add up to 99.99%, not 100%: add 0.01%. Until then nothing is ranked."
    )
    assert not leaders(appraise(off, scored(cost=[1] * 5, care=[1] * 5)))


def test_without_criteria_nothing_is_ranked():
    assert not leaders(appraise([], {}))
    assert balance([]) == "There are no criteria yet: add what the council looks for."


@given(weights())
def test_weights_that_make_100_are_in_balance_and_any_more_is_too_much(each):
    assert balance(each) is None
    assert "take off 0.01%" in balance([*each, Decimal("0.01")])


@given(appraisals())
def test_exactly_the_options_with_every_score_are_ranked(appraisal):
    criteria, scores = appraisal

    for each in appraise(criteria, scores):
        complete = all(scores[criterion.reference, each.option].value is not None for criterion in criteria)
        assert (each.total is not None) == (each.place is not None) == complete


@given(appraisals())
def test_totals_lie_between_0_and_100_and_places_follow_them(appraisal):
    found = [each for each in appraise(*appraisal) if each.total is not None]

    assert all(0 <= each.total <= 100 for each in found)
    for each in found:
        assert each.place == 1 + sum(other.total > each.total for other in found)
        assert each.is_joint == (sum(other.total == each.total for other in found) > 1)
        assert sum(part.marks for part in each.parts) == each.total


@given(appraisals(complete=True), st.data())
def test_a_better_score_never_makes_a_lower_total(appraisal, data):
    criteria, scores = appraisal
    key = data.draw(st.sampled_from(sorted(scores)))
    better = scores | {key: OptionScore(5)}

    place = list(AppraisalOption).index(key[1])
    assert appraise(criteria, better)[place].total >= appraise(criteria, scores)[place].total
