from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spinouts.domain.control import Topic, findings
from spinouts.domain.forms import LegalForm
from spinouts.domain.group_control import group_findings
from tests.spinouts.domain.group_worlds import CIRCLE
from tests.spinouts.domain.test_control import MYCSP, PARTNER, STAFF, THREE_BM, company

REGISTERED = {Topic.PSC_SHARES, Topic.PSC_VOTES, Topic.PSC_BOARD}
REGISTER_BEGAN = date(2016, 4, 6)


def found(of, topic):
    return [each for each in findings(of) if each.topic is topic]


@given(st.dates(date(2010, 1, 1), date(2030, 1, 1)))
def test_nobody_is_registered_before_the_register_of_significant_control_and_somebody_is_after(on):
    topics = {each.topic for each in findings(company(MYCSP, on=on))}

    assert bool(topics & REGISTERED) == (on >= REGISTER_BEGAN)
    assert (Topic.PSC_NOT_YET in topics) == (on < REGISTER_BEGAN)


def test_before_it_the_page_says_so():
    [said] = found(company(MYCSP, on=date(2012, 5, 1)), Topic.PSC_NOT_YET)

    assert said.sentence == (
        "The register of people with significant control did not exist on 1 May 2012: the law on it began on "
        "6 April 2016. Nobody had to be registered."
    )
    assert (said.party, said.words) == (None, "")


def test_a_society_was_never_in_it_and_so_is_told_nothing():
    society = company({PARTNER: 1, STAFF: 1}, form=LegalForm.COMMUNITY_BENEFIT_SOCIETY, on=date(2012, 5, 1))

    assert not found(society, Topic.PSC_NOT_YET)


def test_through_companies_too_nobody_was_registered_before():
    before, after = (
        {each.topic for each in group_findings(CIRCLE, "1", on)}
        for on in (REGISTER_BEGAN - timedelta(days=1), REGISTER_BEGAN)
    )

    assert not before & REGISTERED
    assert after & REGISTERED
    assert before < after


def test_before_employee_ownership_trusts_none_could_be_one():
    [before] = found(company(THREE_BM, on=date(2013, 4, 24)), Topic.EMPLOYEE_TRUST)
    [after] = found(company(THREE_BM, on=date(2014, 4, 6)), Topic.EMPLOYEE_TRUST)

    assert before.sentence == (
        "The employee ownership trust did not exist on 24 April 2013: the law on it began on 6 April 2014."
    )
    assert "could be an employee ownership trust" in after.sentence


@pytest.mark.parametrize(
    ("on", "source"),
    [
        (
            date(2025, 2, 23),
            "Measured here as in Procurement Act 2023, s.33(6)(c), which began on 24 February 2025",
        ),
        (date(2025, 2, 24), "Procurement Act 2023, s.33(6)(c)"),
    ],
)
def test_control_by_employees_is_measured_by_a_later_law_before_it_began(on, source):
    assert [each.source for each in found(company(MYCSP, on=on), Topic.EMPLOYEE_CONTROL)] == [source]
