from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.domain.refusals import Refusal
from spinouts.domain.kept_level import Dilution, LevelRule, keep_level, value_given

F = Fraction
CIRCLE = {"staff": 499, "plc": 501}
TARGET = F(499, 1000)
counts = st.integers(0, 30)
targets = st.fractions(0, F(19, 20), max_denominator=20)


def keep(holdings, target, **more):
    return keep_level(holdings, ["staff"], to="staff", target=target, **more)


def test_circles_staff_stay_at_49_9_per_cent_when_the_plc_doubles_the_shares():
    kept = keep(CIRCLE, TARGET, bought={"plc": 1000})

    # (0.499 x 2000 - 499) / 0.501 = 996.007, hence 997.
    assert (kept.shares, kept.level, kept.exact) == (997, F(1496, 2997), False)
    assert kept.dilution == (
        Dilution("staff", 499, 1496, F(499, 1000), F(499, 2000), F(1496, 2997)),
        Dilution("plc", 501, 1501, F(501, 1000), F(1501, 2000), F(1501, 2997)),
    )
    assert kept.sentences == (
        (
            "Issue 997 new shares to the employees, so that they have at least 49.9%: they then have 1,496 of 2,997 "
            "shares, just over 49.9%."
        ),
        "Exactly 49.9% cannot be hit in whole shares: 996 new shares would make just under 49.9%.",
    )


def test_a_level_below_a_threshold_is_kept_from_above():
    kept = keep(CIRCLE, TARGET, bought={"fund": 1000}, rule=LevelRule.AT_MOST)

    assert (kept.shares, kept.level, kept.exact) == (996, F(1495, 2996), False)
    assert kept.sentences[1] == (
        "Exactly 49.9% cannot be hit in whole shares: 997 new shares would make just over 49.9%."
    )


@pytest.mark.parametrize("rule", list(LevelRule))
def test_half_is_hit_exactly(rule):
    kept = keep({"staff": 500, "plc": 500}, F(1, 2), bought={"plc": 250, "fund": 750}, rule=rule)

    assert (kept.shares, kept.level, kept.exact) == (1000, F(1, 2), True)
    [sentence] = kept.sentences
    assert sentence == (
        f"Issue 1,000 new shares to the employees, so that they have {rule.label} 50%: they then have 1,500 of 3,000 "
        "shares, 50%."
    )


@given(counts, counts, counts, targets)
def test_the_least_is_found_as_by_trying_one_after_another(staff, others, bought, target):
    if not staff + others + bought:
        return
    kept = keep({"staff": staff, "plc": others}, target, bought={"fund": bought})

    tried = next(x for x in range(10_000) if F(staff + x, staff + others + bought + x) >= target)
    assert kept.shares == tried
    assert kept.level == F(staff + tried, staff + others + bought + tried)


@given(counts, counts, counts, targets)
def test_the_most_is_found_as_by_trying_one_after_another(staff, others, bought, target):
    whole = staff + others + bought
    if not others + bought:
        return
    fitting = [x for x in range(800) if F(staff + x, whole + x) <= target]

    if not fitting:
        with pytest.raises(Refusal, match="new shares to them only raise it"):
            keep({"staff": staff, "plc": others}, target, bought={"fund": bought}, rule=LevelRule.AT_MOST)
        return

    kept = keep({"staff": staff, "plc": others}, target, bought={"fund": bought}, rule=LevelRule.AT_MOST)
    assert kept.shares == fitting[-1] < 799


@given(counts, counts, counts, targets)
def test_what_the_others_give_is_what_the_employees_receive(staff, others, bought, target):
    if not staff + others + bought:
        return
    kept = keep({"staff": staff, "plc": others}, target, bought={"fund": bought})

    given_away = value_given(kept, Decimal("1234567.89"))

    assert sum(row.after for row in kept.dilution) == 1
    assert sum(given_away.values()) == 0
    assert all(amount >= 0 for who, amount in given_away.items() if who != "staff")
    assert kept.exact == (kept.level == target)
    assert len(kept.sentences) == (1 if kept.exact or not kept.shares else 2)


def test_the_value_given_away_is_exact():
    kept = keep({"staff": 0, "plc": 50, "fund": 50}, F(1, 2))

    assert kept.shares == 100
    assert value_given(kept, Decimal(1000)) == {"staff": -500, "plc": 250, "fund": 250}


def test_several_holders_count_as_the_employees_and_one_receives():
    kept = keep_level({"trust": 30, "Ann": 10, "plc": 60}, {"Ann", "trust"}, to="trust", target=F(1, 2))

    assert (kept.shares, kept.exact) == (20, True)
    assert [row.shares_after for row in kept.dilution] == [50, 10, 60]


def test_employees_who_hold_nothing_yet_can_receive_their_first_shares():
    assert keep({"plc": 75}, F(1, 4)).shares == 25


def test_no_new_shares_are_needed_where_the_level_is_kept_already():
    kept = keep({"staff": 60, "plc": 40}, F(1, 2))

    assert kept.shares == 0
    assert kept.sentences == (
        "Issue no new shares to the employees, so that they have at least 50%: they have 60 of 100 shares, 60%.",
    )


def test_where_not_one_share_fits_below_the_level_the_sentence_says_what_one_would_make():
    kept = keep({"staff": 1, "plc": 3}, F(1, 3), rule=LevelRule.AT_MOST)

    assert kept.sentences == (
        "Issue no new shares to the employees, so that they have at most 100/3%: they have 1 of 4 shares, 25%.",
        "Exactly 100/3% cannot be hit in whole shares: 1 new share would make 40%.",
    )


def test_all_of_the_company_only_if_nobody_else_holds_shares():
    assert keep({"staff": 5}, F(1)).exact
    with pytest.raises(Refusal, match="cannot have all of the company while others hold 3 shares"):
        keep({"staff": 5, "plc": 2}, F(1), bought={"fund": 1})


def test_too_high_already_says_how_many_shares_others_must_buy():
    # 699 / 0.499 = 1400.8, hence 1,401 shares in all.
    with pytest.raises(Refusal, match=r"have 58\.3% before any new shares, more than 49\.9%.* 201 new shares more"):
        keep({"staff": 699, "plc": 501}, TARGET, rule=LevelRule.AT_MOST)
    assert keep({"staff": 699, "plc": 501}, TARGET, bought={"plc": 201}, rule=LevelRule.AT_MOST).shares == 0


@pytest.mark.parametrize(
    ("holdings", "target", "more", "words"),
    [
        (CIRCLE, F(3, 2), {}, "cannot have 150%: choose a level from 0% to 100%"),
        (CIRCLE, F(-1, 2), {}, "cannot have -50%"),
        ({"staff": -1, "plc": 2}, TARGET, {}, "less than no shares"),
        (CIRCLE, TARGET, {"bought": {"plc": -1}}, "less than no shares"),
        ({}, TARGET, {}, "no shares yet"),
        (CIRCLE, F(1), {"rule": LevelRule.AT_MOST}, "At most 100% is no limit"),
        (CIRCLE, F(0), {"rule": LevelRule.AT_MOST}, "would have to give up all their shares"),
    ],
)
def test_what_cannot_be_kept_is_refused(holdings, target, more, words):
    with pytest.raises(Refusal, match=words):
        keep(holdings, target, **more)
