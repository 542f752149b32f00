from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spinouts.domain.events import EventKind, HoldingEvent
from spinouts.domain.scenario import year_end
from spinouts.domain.serving import Due, due, full_years
from spinouts.domain.terms import Loan, LoanKind
from tests.spinouts.domain.made_up import DAY, INVESTOR

LOAN = Loan("l", "The loan", "investor", LoanKind.LOAN, Decimal(120_000), Decimal(5), years=5, holiday_years=1)


def draw(amount, on=DAY):
    return HoldingEvent(EventKind.DRAW, on, 1, to_party=INVESTOR, amount=Decimal(amount), under="l")


def repay(amount, on):
    return HoldingEvent(EventKind.REPAY, on, 9, amount=Decimal(amount), under="l")


def served(loan, years=12, income=0, first=DAY):
    """What is due at the end of each year, if all of it is paid."""
    events, beyond, dues = [draw(loan.amount, first)], Decimal(0), []
    for year in range(1, years + 1):
        before, on = year_end(DAY, year - 1), year_end(DAY, year)
        each = due(loan, events, before, on, Decimal(income), beyond)
        owed = sum(event.amount if event.kind is EventKind.DRAW else -event.amount for event in events)
        against = min(owed, each.repayment + each.income_share)
        beyond += each.repayment + each.income_share - against
        events += [repay(against, on)] if against else []
        dues.append(each)
    return dues


def test_a_loan_of_120_000_at_5_per_cent_is_repaid_in_four_parts_after_a_year_without():
    dues = served(LOAN)

    assert [each.interest for each in dues[:6]] == [6000, 6000, 4500, 3000, 1500, 0]
    assert [each.repayment for each in dues[:6]] == [0, 30_000, 30_000, 30_000, 30_000, 0]


def test_interest_runs_day_by_day():
    half_way = date(2026, 10, 31)
    drawn = due(LOAN, [draw(1000), draw(7300, half_way)], DAY, year_end(DAY, 1), Decimal(0))

    # 7,300 for 182 of 365 days at 5%: 182 pounds; 1,000 for the year: 50.
    assert drawn.interest == Decimal("232.00")
    assert due(LOAN, [draw(7300), repay(7300, half_way)], DAY, year_end(DAY, 1), Decimal(0)).interest == 183


def test_income_is_shared_until_the_cap_or_the_end():
    share = Loan(
        "l",
        "Share",
        "investor",
        LoanKind.QUASI_EQUITY,
        Decimal(50_000),
        years=5,
        income_percent=Decimal(2),
        most_times=Decimal("1.5"),
    )

    # Fifty thousand for 2% of income for five years; 75,000 at most.
    assert [each.income_share for each in served(share, income=1_000_000)[:6]] == [20_000] * 3 + [15_000, 0, 0]
    assert [each.income_share for each in served(share, income=600_000)[:6]] == [12_000] * 5 + [0]


def test_a_convertible_is_repaid_all_at_its_end():
    dues = served(Loan("l", "Note", "investor", LoanKind.CONVERTIBLE, Decimal(100), years=3))

    assert [each.repayment for each in dues[:4]] == [0, 0, 100, 0]


def test_nothing_is_due_before_it_is_drawn():
    assert due(LOAN, [], DAY, year_end(DAY, 1), Decimal(0)) == Due()


@pytest.mark.parametrize(
    ("start", "on", "years"),
    [
        (date(2026, 5, 1), date(2027, 4, 30), 0),
        (date(2026, 5, 1), date(2027, 5, 1), 1),
        (date(2024, 2, 29), date(2025, 2, 28), 1),
        (date(2024, 2, 29), date(2028, 2, 28), 3),
        (date(2024, 2, 29), date(2028, 2, 29), 4),
    ],
)
def test_years_are_full_on_their_day(start, on, years):
    assert full_years(start, on) == years


@given(st.integers(1, 10**9), st.integers(1, 10), st.data())
def test_a_loan_is_repaid_to_the_penny_by_its_end(pence, years, data):
    holiday = data.draw(st.integers(0, years))
    loan = Loan("l", "Any", "investor", LoanKind.LOAN, Decimal(pence).scaleb(-2), years=years, holiday_years=holiday)

    parts = [each.repayment for each in served(loan)]

    assert sum(parts) == loan.amount
    assert not any(parts[: min(holiday, years - 1)])
    assert not any(parts[years:])
    due_parts = parts[min(holiday, years - 1) : years]
    assert max(due_parts) - min(due_parts) <= Decimal("0.01")
