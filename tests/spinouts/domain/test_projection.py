from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.domain.refusals import Refusal
from spinouts.domain.events import EventKind, HoldingEvent, Reason
from spinouts.domain.forms import LegalForm
from spinouts.domain.parties import Party, PartyKind
from spinouts.domain.projection import project
from spinouts.domain.ready_scenarios import as_agreed, earn_ins_missed, income_falls, loans_missed, nothing_changes
from spinouts.domain.scenario import (
    BuyBack,
    Convert,
    Draw,
    EarnIn,
    Grow,
    Leave,
    Round,
    Sale,
    Scenario,
    UseRight,
    each_year,
    year_end,
)
from spinouts.domain.terms import LeaverRule, Loan, LoanKind, LockIn, Matter, ReservedMatter, Right, RightKind, Vesting
from tests.spinouts.domain.made_up import COUNCIL, DAY, INVESTOR, MYCSP, PARTNER, STAFF, company, drawn, with_event

LOAN = Loan("loan", "The loan", "investor", LoanKind.LOAN, Decimal(120_000), Decimal(5), years=5, holiday_years=1)
EARN_IN = Right(
    "earn", "The earn-in", RightKind.EARN_IN, "partner", "ordinary", 100, giver="council", until=date(2029, 5, 1)
)
NEWCOMER = Party("new", "New Fund", PartyKind.SOCIAL_INVESTOR)


def played(of, *assumed, **figures):
    return project(of, Scenario("Test", assumed=assumed, **figures))


def said(projection, year):
    return " ".join(projection.years[year].sentences)


def test_nothing_changes_when_nothing_happens():
    projection = project(company(rights=[EARN_IN], loans=[LOAN]), nothing_changes())

    assert [year.number for year in projection.years] == list(range(11))
    assert [year.on for year in projection.years][::5] == [DAY, date(2031, 5, 1), date(2036, 5, 1)]
    assert {frozenset(year.capital.items()) for year in projection.years} == {
        frozenset({("staff", Fraction(1, 4)), ("council", Fraction(7, 20)), ("partner", Fraction(2, 5))})
    }
    assert not any(year.assumed or year.control or year.sentences for year in projection.years)
    assert len(projection.years[0].events) == 3
    assert not any(year.events for year in projection.years[1:])


def test_as_agreed_serves_the_loan_and_meets_the_earn_in():
    of = company(rights=[EARN_IN], loans=[LOAN], vestings=[Vesting("v", "staff", "ordinary", 120, DAY, 48, 12)])
    figures = Scenario("Plan", income=(Decimal(500_000),), costs=(Decimal(440_000),), tax_percent=Decimal(25))

    projection = project(of, as_agreed(of, figures))

    money = [year.money for year in projection.years]
    assert [each.interest.get("loan", 0) for each in money[:7]] == [0, 6000, 6000, 4500, 3000, 1500, 0]
    assert [each.owed.get("loan", 0) for each in money[:7]] == [120_000, 120_000, 90_000, 60_000, 30_000, 0, 0]
    assert (money[1].profit, money[1].tax, money[1].reserves) == (54_000, 13_500, 40_500)
    # 120,000 drawn, and 60,000 a year for two years, less interest of 12,000, tax of 27,000 and 30,000 repaid.
    assert money[2].cash == 120_000 + 120_000 - 12_000 - 27_000 - 30_000
    assert projection.capital_of("partner")[2:4] == (Fraction(2, 5), Fraction(1, 2))
    assert projection.capital_of("council")[3] == Fraction(1, 4)
    assert projection.years[3].control == ("The council goes from 35% to 25% of the votes: now not more than 25%.",)
    assert [event.kind for event in projection.years[3].assumed] == [
        EventKind.GRANT,
        EventKind.TRANSFER,
        EventKind.REPAY,
    ]
    assert [year.vested["v"] for year in projection.years[:6]] == [0, 30, 60, 90, 120, 120]


def test_a_missed_milestone_leaves_the_stakes_as_they_are():
    of = company(rights=[EARN_IN])

    projection = project(of, earn_ins_missed(of))

    assert set(projection.capital_of("partner")) == {Fraction(2, 5)}
    assert [event.kind for event in projection.years[3].assumed] == [EventKind.GRANT, EventKind.LAPSE]


def test_a_round_buys_whole_shares_and_says_what_is_left():
    # 1,000 shares worth 900,000: 900 each; 100,000 buys 111 and leaves 100.
    what = Round(2, NEWCOMER, "ordinary", Decimal(100_000), Decimal(900_000))

    projection = played(company(), what)

    assert projection.years[2].register.capital == {"staff": 250, "council": 350, "partner": 400, "new": 111}
    assert projection.years[2].money.cash == 99_900
    assert "£100 of the £100,000 buys no whole share" in said(projection, 2)
    assert projection.parties[-1] == NEWCOMER


def test_pre_emption_is_taken_up_in_proportion():
    what = Round(1, NEWCOMER, "ordinary", Decimal(100_000), Decimal(1_000_000), taken_up_by=("staff", "council"))

    taken = played(company(), what).years[1].register.capital
    without = played(company(pre_emption=False), what)

    assert taken == {"staff": 275, "council": 385, "partner": 400, "new": 40}
    assert without.years[1].register.capital["new"] == 100
    assert "no right to new shares first" in said(without, 1)


def test_who_is_protected_keeps_its_part_exactly_or_better():
    # A quarter of 1,148 is 287: 37 shares for nothing beside the 111 that are sold.
    what = Round(1, NEWCOMER, "ordinary", Decimal(100_000), Decimal(900_000))

    projection = played(company(anti_dilution=("staff",)), what)

    assert projection.capital_of("staff")[:2] == (Fraction(1, 4), Fraction(1, 4))
    assert projection.years[1].register.capital["staff"] == 287
    assert [event.reason for event in projection.years[1].assumed] == [Reason.SUBSCRIPTION, Reason.ANTI_DILUTION]


def test_nobody_can_invest_where_everybody_is_protected():
    what = Round(1, NEWCOMER, "ordinary", Decimal(100_000), Decimal(900_000))

    projection = played(company(anti_dilution=("staff", "council", "partner")), what)

    assert not projection.years[1].assumed
    assert "every owner is protected" in said(projection, 1)


def test_an_option_is_paid_for_and_cannot_be_used_twice_or_too_late():
    option = Right("o", "The option", RightKind.OPTION, "partner", "ordinary", 50, Decimal("2.50"), date(2028, 5, 1))
    of = company(rights=[option])

    projection = played(of, UseRight(1, "o", 30), UseRight(2, "o"), UseRight(2, "o"), UseRight(3, "o"))

    assert [year.register.capital["partner"] for year in projection.years[:4]] == [400, 430, 450, 450]
    assert [year.money.cash for year in projection.years[:3]] == [0, 75, 125]
    assert "Nothing is left of The option" in said(projection, 2)
    assert "ended on 1 May 2028" in said(projection, 3)


def test_an_option_that_is_not_used_lapses_after_its_last_day():
    granted = with_event(
        company(
            rights=[Right("o", "The option", RightKind.OPTION, "partner", "ordinary", 50, until=date(2028, 4, 30))]
        ),
        EventKind.GRANT,
        share_class=company().classes[0],
        shares=50,
        to_party=PARTNER,
        under="o",
        until=date(2028, 4, 30),
    )

    projection = played(granted)

    assert [bool(year.register.rights) for year in projection.years[:4]] == [True, True, False, False]
    assert [event.kind for event in projection.years[2].events] == [EventKind.LAPSE]


def test_staff_grow_and_leave_by_the_rules():
    vesting = Vesting("v", "staff", "ordinary", 120, DAY, 48, returns_to="council")
    of = company(vestings=[vesting], leaver_rule=LeaverRule.SELL_AT_VALUE)

    projection = played(
        of,
        *each_year(Grow(1, "staff", "ordinary", 10), range(1, 3)),
        Leave(2, "staff", "ordinary", 40, vesting="v", value_per_share=Decimal(3)),
        reserves=Decimal(50),
        cash=Decimal(1000),
    )

    # Of 40 shares half have vested after two of four years; 16 of those 20 can be paid for out of 50 pounds.
    assert [year.register.capital["staff"] for year in projection.years[:3]] == [250, 260, 270 - 20 - 16]
    assert projection.years[2].register.capital["council"] == 370
    assert (projection.years[2].money.reserves, projection.years[2].money.cash) == (2, 952)
    assert "4 of the 20 shares cannot be bought back" in said(projection, 2)


@pytest.mark.parametrize(
    ("rule", "staff", "cash"),
    [
        (LeaverRule.KEEP, 250, 1000),
        (LeaverRule.GIVE_BACK, 210, 1000),
        (LeaverRule.SELL_AT_PAID, 210, 960),
        (LeaverRule.SELL_AT_VALUE, 210, 920),
    ],
)
def test_each_leaver_rule_does_what_it_says(rule, staff, cash):
    leave = Leave(1, "staff", "ordinary", 40, value_per_share=Decimal(2))

    year = played(company(leaver_rule=rule), leave, cash=Decimal(1000), reserves=Decimal(1000)).years[1]

    assert (year.register.capital["staff"], year.money.cash, year.money.reserves) == (staff, cash, cash)


def test_a_cic_buys_back_at_no_more_than_was_paid():
    back = BuyBack(1, "partner", "ordinary", 100, Decimal(5))

    cic = played(company(form=LegalForm.CIC_BY_SHARES), back, cash=Decimal(500), reserves=Decimal(500))
    other = played(company(), back, cash=Decimal(500), reserves=Decimal(500))

    assert (cic.years[1].money.cash, other.years[1].money.cash) == (400, 0)
    assert "reg 24" in said(cic, 1)


def test_a_sale_within_the_lock_in_tells_of_it():
    locked = company(
        locks=(LockIn(date(2029, 5, 1)),), reserved=(ReservedMatter(Matter.SHARES, ("council",)),), pre_emption=True
    )

    projection = played(locked, Sale(2, "council", PARTNER, "ordinary", 110), Grow(3, "staff", "ordinary", 1))

    assert projection.capital_of("partner")[2] == Fraction(51, 100)
    assert "locked in until 1 May 2029" in said(projection, 2)
    assert projection.years[2].control == (
        "The council goes from 35% to 24% of the votes: now not more than 25%.",
        "Paymaster goes from 40% to 51% of the votes: now more than 50% but less than 75%.",
    )


def test_a_convertible_becomes_whole_shares():
    note = Loan(
        "note",
        "The note",
        "investor",
        LoanKind.CONVERTIBLE,
        Decimal(1000),
        converts_to="ordinary",
        price_per_share=Decimal(3),
    )

    projection = played(company(loans=[note]), Draw(0, "note"), Convert(2, "note"))

    assert projection.years[2].register.capital["investor"] == 333
    assert projection.years[2].money.owed == {"note": 1}
    assert [year.money.cash for year in projection.years[:3]] == [1000, 1000, 1000]


def test_income_is_shared_with_the_investor_until_the_cap():
    share = Loan(
        "share",
        "The share",
        "investor",
        LoanKind.QUASI_EQUITY,
        Decimal(50_000),
        years=10,
        income_percent=Decimal(2),
        most_times=Decimal("1.5"),
    )
    of = company(loans=[share])

    years = project(of, as_agreed(of, Scenario("x", income=(Decimal(1_000_000),)))).years

    assert [year.money.income_shares.get("share", 0) for year in years[:6]] == [0, 20_000, 20_000, 20_000, 15_000, 0]
    assert [year.money.owed.get("share", 0) for year in years[:5]] == [50_000, 30_000, 10_000, 0, 0]
    # What goes beyond the amount is a cost: 10,000 in year 3, 15,000 in year 4.
    assert [1_000_000 - year.money.profit for year in years[1:6]] == [0, 0, 10_000, 15_000, 0]


def test_a_loan_that_cannot_be_paid_stays_owed_and_missing_money_is_told():
    of = company(loans=[LOAN])
    figures = Scenario("Plan", income=(Decimal(100_000),), costs=(Decimal(160_000),))

    years = project(of, as_agreed(of, figures)).years

    assert [year.money.cash for year in years[:3]] == [120_000, 54_000, 0]
    assert years[2].money.missing == 12_000
    assert years[2].money.owed == {"loan": 120_000}
    assert years[2].money.losses == 132_000
    assert "£30,000 of the £30,000 due is not paid, for lack of cash" in " ".join(years[2].sentences)
    assert "£12,000 is missing" in " ".join(years[2].sentences)


def test_stress_is_a_scenario_like_any_other():
    of = drawn(company(), LOAN)
    plan = as_agreed(of, Scenario("x", income=(Decimal(200_000),), costs=(Decimal(100_000),), cash=Decimal(120_000)))

    worse = project(of, income_falls(plan, Decimal(50), from_year=2))
    missed = project(of, loans_missed(plan, of, 2))

    assert [year.money.income for year in worse.years[:4]] == [0, 200_000, 100_000, 100_000]
    assert [year.money.owed.get("loan", 0) for year in missed.years[1:6]] == [120_000, 120_000, 80_000, 40_000, 0]


def test_what_the_register_knows_of_later_years_counts():
    sold = with_event(
        company(),
        EventKind.TRANSFER,
        date(2028, 11, 1),
        share_class=company().classes[0],
        shares=110,
        to_party=PARTNER,
        from_party=COUNCIL,
    )

    projection = project(sold, nothing_changes())

    assert [len(year.events) for year in projection.years[:4]] == [3, 0, 0, 1]
    assert projection.capital_of("partner")[2:4] == (Fraction(2, 5), Fraction(51, 100))


def test_what_would_undo_a_later_event_does_not_happen():
    sold = with_event(
        company(),
        EventKind.TRANSFER,
        date(2028, 11, 1),
        share_class=company().classes[0],
        shares=350,
        to_party=PARTNER,
        from_party=COUNCIL,
    )

    projection = played(sold, Sale(1, "council", STAFF, "ordinary", 1))

    assert "This cannot happen as assumed. On 1 November 2028 The council had 349" in said(projection, 1)


@pytest.mark.parametrize(
    ("assumption", "why"),
    [
        (EarnIn(1, "nothing"), "the right nothing"),
        (Grow(1, "nobody", "ordinary", 1), "the party nobody"),
        (Grow(1, "staff", "gold", 1), "the class of shares gold"),
        (Grow(-1, "staff", "ordinary", 1), "before the first day, 1 May 2026"),
        (Grow(DAY - timedelta(days=1), "staff", "ordinary", 1), "before the first day"),
        (Grow(1, "staff", "ordinary", 0), "enter 1 or more"),
        (Draw(1, "nothing"), "the loan nothing"),
        (Round(1, replace(INVESTOR, name="Other"), "ordinary", Decimal(1), Decimal(1)), "another party"),
        (Round(1, NEWCOMER, "ordinary", Decimal("0.001"), Decimal(1)), "pounds and pence"),
        (Sale(1, "partner", PARTNER, "ordinary", 1), "cannot sell to itself"),
    ],
)
def test_a_scenario_that_cannot_be_played_is_refused(assumption, why):
    with pytest.raises(Refusal, match=why):
        played(company(), assumption)


def test_leavers_at_value_need_a_value():
    with pytest.raises(Refusal, match="how many pounds"):
        played(company(leaver_rule=LeaverRule.SELL_AT_VALUE), Leave(1, "staff", "ordinary", 1))


shares, whens = st.integers(1, 400), st.integers(0, 10)
owners = st.sampled_from([STAFF, COUNCIL, PARTNER])
amounts = st.integers(0, 10**8).map(lambda whole: Decimal(whole).scaleb(-2))
assumptions = st.one_of(
    st.builds(Grow, whens, owners.map(lambda party: party.reference), st.just("ordinary"), shares, amounts),
    st.builds(
        Leave, whens, owners.map(lambda party: party.reference), st.just("ordinary"), shares, st.just("v"), amounts
    ),
    st.builds(BuyBack, whens, owners.map(lambda party: party.reference), st.just("ordinary"), shares, amounts),
    st.builds(
        Round, whens, st.sampled_from([NEWCOMER, PARTNER]), st.just("ordinary"), amounts, amounts, st.just(("staff",))
    ),
    st.builds(EarnIn, whens, st.just("earn"), st.booleans()),
    st.builds(Draw, whens, st.just("loan")),
)
rules = st.sampled_from([None, *LeaverRule])


@given(
    st.lists(assumptions, max_size=6),
    amounts,
    amounts,
    rules,
    st.sampled_from([(), ("staff",), ("staff", "council")]),
    st.sampled_from(LegalForm),
)
def test_on_every_date_shares_add_up_and_nothing_is_negative(assumed, income, costs, rule, protected, form):
    vesting = Vesting("v", "staff", "ordinary", 100, DAY, 60, returns_to="council")
    of = company(
        rights=[EARN_IN], loans=[LOAN], vestings=[vesting], leaver_rule=rule, anti_dilution=protected, form=form
    )
    figures = {"income": (income,), "costs": (costs,), "dividend_percent": Decimal(50), "tax_percent": Decimal(19)}

    projection = played(of, *assumed, **figures)

    for year in projection.years:
        assert sum(year.capital.values()) == 1
        assert all(count > 0 for count in year.register.holdings.values())
        assert year.register == projection.company.register(year.on)
        money = year.money
        totals = (money.tax, money.reserves, money.losses, money.cash, money.missing, *money.dividends.values())
        assert all(amount >= 0 and (amount * 100) % 1 == 0 for amount in (*totals, *money.owed.values()))
        assert money.owed == {loan: owed.amount for loan, owed in year.register.owed.items()}
    issued = sum(
        {EventKind.ISSUE: event.shares, EventKind.CANCEL: -event.shares}.get(event.kind, 0)
        for event in projection.company.events
        if event.on <= projection.years[-1].on
    )
    assert issued == sum(projection.years[-1].register.capital.values())


@given(amounts, amounts, st.lists(assumptions, max_size=4))
def test_each_penny_of_cash_and_profit_is_accounted_for(income, costs, assumed):
    of = company(rights=[EARN_IN], loans=[LOAN], vestings=[Vesting("v", "staff", "ordinary", 100, DAY, 60)])
    projection = played(of, *assumed, income=(income,), costs=(costs,), dividend_percent=Decimal(40))

    for earlier, year in zip(projection.years, projection.years[1:], strict=False):
        was, now = earlier.money, year.money
        spent = sum(event.amount or 0 for event in year.events if event.kind is EventKind.CANCEL)
        brought = sum(event.amount or 0 for event in year.events if event.kind in {EventKind.ISSUE, EventKind.DRAW})
        out = sum((*now.interest.values(), *now.repaid.values(), *now.dividends.values(), now.tax))
        assert now.cash - now.missing == was.cash - was.missing + income - costs + brought - spent - out
        kept = now.profit - now.tax - sum(now.dividends.values()) - spent
        assert now.reserves - now.losses == was.reserves - was.losses + kept


@given(amounts.filter(bool), amounts.filter(bool))
def test_dilution_keeps_the_ratios_of_those_who_neither_buy_nor_sell(amount, worth):
    before, after = played(company(), Round(1, NEWCOMER, "ordinary", amount, worth)).years[:2]

    for one in MYCSP:
        for other in MYCSP:
            ratio = before.capital[one.reference] / before.capital[other.reference]
            assert after.capital[one.reference] / after.capital[other.reference] == ratio


@given(
    st.dictionaries(st.sampled_from([STAFF, COUNCIL, PARTNER]), st.integers(1, 1000), min_size=3, max_size=3),
    amounts.filter(bool),
    amounts.filter(bool),
    st.sets(st.sampled_from(["staff", "council"]), min_size=1),
)
def test_the_protected_never_fall_and_get_no_more_than_they_need(held, amount, worth, protected):
    of = company(held, anti_dilution=tuple(sorted(protected)))

    before, after = played(of, Round(1, NEWCOMER, "ordinary", min(amount, worth), worth)).years[:2]

    given_shares = {
        event.to_party.reference: event.shares for event in after.assumed if event.reason is Reason.ANTI_DILUTION
    }
    whole = sum(after.register.capital.values())
    for party in protected:
        assert after.capital[party] >= before.capital[party]
        if party in given_shares:
            assert Fraction(after.register.capital[party] - 1, whole) < before.capital[party]


@given(
    st.lists(st.builds(Grow, st.just(1), st.sampled_from(["staff", "council", "partner"]), st.just("ordinary"), shares))
)
def test_issues_of_one_day_commute(grown):
    one, other = played(company(), *grown).years[1], played(company(), *reversed(grown)).years[1]

    assert one.register.holdings == other.register.holdings
    assert one.money == other.money


@given(st.lists(st.integers(1, 40), min_size=2, max_size=6))
def test_sales_between_different_parties_commute_whatever_their_order(counts):
    pairs = [("staff", COUNCIL), ("council", PARTNER), ("partner", STAFF)]
    sales = [Sale(1, *pairs[number % 3], "ordinary", count) for number, count in enumerate(counts)]

    assert (
        played(company(), *sales).years[1].register.holdings
        == played(company(), *reversed(sales)).years[1].register.holdings
    )


def test_a_year_ends_on_the_day_of_the_first_or_the_last_of_february():
    assert [year_end(date(2024, 2, 29), year) for year in (1, 4)] == [date(2025, 2, 28), date(2028, 2, 29)]


def test_what_was_struck_out_counts_for_nothing():
    sold = with_event(
        company(),
        EventKind.TRANSFER,
        date(2028, 11, 1),
        share_class=company().classes[0],
        shares=110,
        to_party=PARTNER,
        from_party=COUNCIL,
    )
    numbered = replace(sold, events=(*sold.events[:-1], replace(sold.events[-1], sequence=4)))
    struck = replace(
        numbered,
        events=(*numbered.events, HoldingEvent(EventKind.STRIKE, date(2029, 1, 1), 5, corrects=4)),
    )

    projection = project(struck, nothing_changes())

    assert set(projection.capital_of("partner")) == {Fraction(2, 5)}
    assert not any(year.events for year in projection.years[1:])


def test_dividends_are_events_of_their_year_and_those_paid_already_count():
    paid = with_event(company(), EventKind.DIVIDEND, date(2026, 6, 1), amount=Decimal(300), profits=Decimal(1000))

    years = played(
        paid, income=(Decimal(1000),), cash=Decimal(1000), reserves=Decimal(1000), dividend_percent=Decimal(50)
    )

    first = years.years[1]
    # 1,000 kept and 1,000 earned, less the 300 that were paid: half of 1,700.
    assert sum(first.money.dividends.values()) == 850
    assert [(event.kind, event.amount, event.profits) for event in first.assumed] == [(EventKind.DIVIDEND, 850, 1700)]
    assert first.money.cash == first.money.reserves == 850
