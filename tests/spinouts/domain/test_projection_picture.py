from dataclasses import replace
from datetime import date
from decimal import Decimal

from spinouts.domain.events import EventKind, HoldingEvent
from spinouts.domain.projection import project
from spinouts.domain.projection_picture import projection_picture, projection_table
from spinouts.domain.ready_scenarios import Ready, as_agreed, nothing_changes, ready_scenario
from spinouts.domain.scenario import BuyBack, Grow, Leave, Round, Sale, Scenario, each_year
from spinouts.domain.terms import Loan, LoanKind, Right, RightKind
from tests.spinouts.domain.companies import everything
from tests.spinouts.domain.made_up import COUNCIL, DAY, INVESTOR, ORDINARY, PARTNER, PREFERENCE, STAFF, company

LOAN = Loan("loan", "Start-up loan", "partner", LoanKind.LOAN, Decimal(1000), yearly_percent=Decimal(5), years=5)
EARN_IN = Right("earn", "Earn-in", RightKind.EARN_IN, "staff", "ordinary", 300, giver="partner")
AGREED = company(loans=[LOAN], rights=[EARN_IN])


def pictured(of, scenario):
    return projection_picture(project(of, scenario))


def test_where_votes_go_with_the_capital_there_is_one_picture_and_else_two():
    one = pictured(company(), nothing_changes())
    two = pictured(company(more=[(PARTNER, PREFERENCE, 500)]), nothing_changes())

    assert one.votes is None
    assert two.votes is not None
    assert [row.parts[0] for row in two.capital.rows] != [row.parts[0] for row in two.votes.rows]


def test_who_crosses_a_threshold_is_told_with_the_year():
    picture = pictured(AGREED, as_agreed(AGREED))

    assert ("Year 3", "The staff trust goes from 25% to 55% of the votes: now more than 50% but less than 75%.") in (
        picture.crossings
    )


def test_without_figures_nothing_is_said_of_what_can_be_paid():
    silent = pictured(AGREED, as_agreed(AGREED))
    told = pictured(AGREED, as_agreed(AGREED, Scenario("", income=(Decimal(1),), costs=(Decimal(2_000),))))

    assert silent.money is None
    assert not any("lack of cash" in sentence for year in silent.years for sentence in year.sentences)
    assert not any("paid back" in event.sentence for year in silent.years for event in year.events)
    assert told.money is not None
    assert any("lack of cash" in sentence for year in told.years for sentence in year.sentences)


def test_the_money_has_only_columns_in_which_there_is_something():
    picture = pictured(company(), Scenario("Money", income=(Decimal(100),), costs=(Decimal(40),)))

    assert picture.money.columns == ("Income", "Costs", "Profit, or loss", "Reserves", "Cash")
    assert picture.money.rows[2] == ("Year 2", ("£100", "£40", "£60", "£120", "£120"))


def test_what_the_register_has_is_told_from_what_is_assumed():
    later = HoldingEvent(EventKind.TRANSFER, date(2027, 1, 1), 9, ORDINARY, 10, to_party=COUNCIL, from_party=PARTNER)
    of = company()
    of = replace(of, events=(*of.events, later))
    picture = pictured(of, nothing_changes().assuming(Grow(1, "staff", "ordinary", 5)))

    assert [(event.assumed, event.on) for event in picture.years[1].events] == [
        (False, date(2027, 1, 1)),
        (True, date(2027, 5, 1)),
    ]
    assert picture.years[2].is_quiet
    assert len(picture.stories) == 2, "the first day, on which it is formed, and year 1"


def test_every_assumption_is_said_and_the_same_in_each_year_once():
    scenario = as_agreed(
        AGREED, Scenario("", income=(Decimal(100),), income_growth_percent=Decimal(-2), reserves=Decimal(5))
    ).assuming(
        *each_year(Grow(1, "staff", "ordinary", 5), range(1, 5)),
        Leave(2, "staff", "ordinary", 3),
        BuyBack(3, "partner", "ordinary", 4, Decimal(2)),
        Sale(date(2030, 1, 1), "council", INVESTOR, "ordinary", 5),
        Round(4, INVESTOR, "ordinary", Decimal(100), Decimal(1000), taken_up_by=("staff",)),
    )

    assert pictured(AGREED, scenario).assumed == (
        "Income: £100 in the first year, then 2% less each year.",
        "At the start: reserves of £5, and £0 in cash.",
        "Tax takes 0% of each year’s profit; 0% of what may be distributed is paid as dividends.",
        "Year 0: Start-up loan is drawn.",
        "Year 3: the milestone of Earn-in is met.",
        "Each year from 1 to 4: The staff trust gets 5 new shares at £0 each.",
        "Year 2: people leave for whom The staff trust holds 3 shares.",
        "Year 3: the company buys 4 shares back from Paymaster at £2 each.",
        "1 January 2030: The council sells 5 shares to Good Money.",
        (
            "Year 4: Good Money puts £100 into new shares, the whole company being worth £1,000 before it; "
            "The staff trust may first buy their part."
        ),
    )


def test_the_table_has_exact_parts_that_add_up_and_pence():
    header, rows = projection_table(
        project(company({STAFF: 1, COUNCIL: 1, PARTNER: 1}), Scenario("", income=(Decimal("9.5"),)))
    )

    first = dict(zip(header, rows[0], strict=True))
    assert (first["Year"], first["Ends on"]) == ("0", DAY.isoformat())
    assert first["Paymaster: votes, exactly"] == "1/3"
    assert dict(zip(header, rows[1], strict=True))["Income"] == "9.50"


def test_each_ready_scenario_takes_figures_and_has_its_name():
    figures = Scenario("", income=(Decimal(1),))

    made = {which: ready_scenario(which, AGREED, figures, DAY) for which in Ready}

    assert {which: scenario.name for which, scenario in made.items()} == {which: which.label for which in Ready}
    assert all(scenario.income == figures.income for scenario in made.values())
    assert not made[Ready.NOTHING].assumed


def test_a_company_in_which_every_field_is_used_has_a_picture():
    of = everything()

    assert pictured(of, as_agreed(of)).capital.rows
