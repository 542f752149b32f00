import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.domain.refusals import Refusal
from spinouts.domain.expected_ownership import control, controller, split_of
from spinouts.domain.options import AppraisalOption
from spinouts.domain.parties import Side

VENTURE = AppraisalOption.JOINT_VENTURE


def split(*percents):
    return dict(zip(Side, percents, strict=True))


@st.composite
def splits(draw):
    cuts = sorted(draw(st.lists(st.integers(0, 100), min_size=3, max_size=3)))
    return split(*(high - low for low, high in zip([0, *cuts], [*cuts, 100], strict=True)))


def test_the_stakes_of_mycsp():
    """40% partner, 35% government, 25% employees, who at exactly 25% do not block."""
    stakes = split(25, 40, 35, 0)

    assert controller(VENTURE, stakes) == "Nobody alone"
    *alone, together = control(VENTURE, stakes)
    assert alone == [
        "The employees cannot block a special resolution alone, with exactly 25%: it takes more.",
        "The partner can block a special resolution alone, with 40%: it takes more than 25%.",
        "The council can block a special resolution alone, with 35%: it takes more than 25%.",
    ]
    assert together == (
        "Nobody controls alone. To pass an ordinary resolution takes the partner with the council, "
        "or the partner with the employees, or the council with the employees."
    )


@pytest.mark.parametrize(
    ("stakes", "who", "said"),
    [
        (split(75, 25, 0, 0), "The employees", "The employees can pass a special resolution alone, with 75%"),
        (split(74, 26, 0, 0), "The employees", "The employees can pass an ordinary resolution alone, with 74%"),
        (split(51, 49, 0, 0), "The employees", "The partner can block a special resolution alone, with 49%"),
        (split(50, 50, 0, 0), "Nobody alone", "The employees can block every ordinary resolution but pass none alone"),
        (split(0, 100, 0, 0), "The partner", "it takes 75% or more"),
        (split(0, 0, 49, 51), "The community", "it takes more than 50%"),
    ],
)
def test_the_lines_of_the_law_are_exact(stakes, who, said):
    assert controller(VENTURE, stakes) == who
    assert any(said in sentence for sentence in control(VENTURE, stakes))


def test_in_house_is_no_company():
    stakes = split(0, 0, 100, 0)

    assert controller(AppraisalOption.IN_HOUSE, stakes) == "The council"
    assert control(AppraisalOption.IN_HOUSE, stakes) == ("The service stays part of the council, which decides alone.",)


def test_what_is_left_empty_beside_100_is_nothing():
    assert split_of({Side.COUNCIL: 100, Side.PARTNER: None}) == split(0, 0, 100, 0)
    assert split_of(dict.fromkeys(Side)) is None


@pytest.mark.parametrize(
    ("percents", "said"),
    [
        ((50, 49, None, None), "add up to 99%, and must add up to exactly 100%: add 1%"),
        ((50, 51, 0, 0), "take off 1%"),
        ((101, -1, 0, 0), "less than nothing"),
        ((0, 0, 0, 0), "add 100%"),
    ],
)
def test_stakes_that_do_not_make_100_are_refused(percents, said):
    with pytest.raises(Refusal, match=said):
        split_of(split(*percents))


@given(splits())
def test_whoever_has_more_than_half_controls_and_else_nobody(stakes):
    most = max(stakes, key=stakes.get)

    assert (controller(VENTURE, stakes) == "Nobody alone") == (stakes[most] <= 50)
    assert any("Nobody controls alone" in each for each in control(VENTURE, stakes)) == (stakes[most] <= 50)
    assert split_of(stakes) == stakes


@given(splits())
def test_exactly_those_above_a_quarter_can_stop_a_special_resolution(stakes):
    said = " ".join(control(VENTURE, stakes))

    for kind, percent in stakes.items():
        name = f"The {kind.value}"
        stops = any(f"{name} can {deed}" in said for deed in ("pass", "block"))
        assert stops == (percent > 25), said
        assert (f"{name} cannot block" in said) == (percent == 25)
