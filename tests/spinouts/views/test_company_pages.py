import csv
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.urls import reverse

from spinouts.actions.registers import record
from spinouts.domain.events import EventKind, HoldingEvent
from spinouts.domain.forms import LegalForm
from spinouts.domain.terms import Agreed, Articles, LeaverRule, Loan, LoanKind, Matter, ReservedMatter, RightKind
from spinouts.domain.terms import Right as AgreedRight
from tests.pages import errors
from tests.spinouts.actions.test_ventures import COUNCIL, EVENTS, ORDINARY, PARTNER
from tests.spinouts.actions.test_ventures import form as formed
from tests.spinouts.domain.companies import everything
from tests.spinouts.views.test_registers import AT

LOAN = Loan("start", "Start-up loan", "partner", LoanKind.LOAN, Decimal(50_000), yearly_percent=Decimal(5), years=5)
EARN_IN = AgreedRight("earn", "Earn-in of the staff", RightKind.EARN_IN, "staff", "ordinary", 300, giver="partner")
AGREED = Agreed(
    Articles(
        reserved=(ReservedMatter(Matter.SALE, ("council",), "Above £100,000"),),
        leaver_rule=LeaverRule.SELL_AT_VALUE,
        least_employees_percent=Decimal(25),
    ),
    loans=(LOAN,),
    rights=(EARN_IN,),
)


@pytest.fixture
def venture(service, approver):
    return formed(service, approver, agreed=AGREED)


def look(client, user, venture, name="projection", **query):
    client.force_login(user)
    return client.get(reverse(f"spinouts:venture_{name}", args=[venture.reference]), query)


def text_of(*args, **query):
    response = look(*args, **query)
    assert response.status_code == 200
    return response.content.decode()


def test_the_years_are_shown_as_agreed_before_anything_is_entered(client, venture, auditor):
    text = text_of(client, auditor, venture)

    assert "As agreed</strong>, from" in text
    assert "Year 3: the milestone of Earn-in of the staff is met." in text
    assert "Employee trust goes from 25% to 55% of the votes" in text
    assert "is not paid, for lack of cash" not in text
    assert "nothing is said here of what the company can pay" in text


def test_what_is_assumed_changes_the_years_and_stands_in_the_address(client, venture, auditor):
    typed = {"scenario": "missed", "income": "1,000,000", "costs": "£900,000", "tax": "20", "dividend": "50"}

    text = text_of(client, auditor, venture, **typed)

    assert "Milestones missed</strong>" in text
    assert "Nobody crosses 25%, 50% or 75%" in text
    assert "Income: £1,000,000 in the first year and the same each year after." in text
    assert ">£97,500</td>" in text, "£100,000 less 5% of £50,000"
    assert 'value="1,000,000"' in text, "what was typed stays"
    assert "income=1%2C000%2C000" in text, "the table is of the same"


def test_a_round_with_a_new_investor_dilutes_and_can_be_taken_up_first(client, venture, auditor):
    typed = {
        "scenario": "nothing",
        "round1_year": "2",
        "round1_investor": "Good Fund",
        "round1_amount": "250000",
        "round1_pre_money": "1000000",
    }

    alone = text_of(client, auditor, venture, **typed)
    first = text_of(client, auditor, venture, **typed, round1_first="staff")

    assert "Good Fund pays £250,000 for 250 new shares at £1,000 each." in alone
    assert "It then has 20% of the capital." in alone
    assert "Employee trust takes up 63 of the new shares." in first or "takes up 62" in first


def test_staff_who_come_and_go_and_shares_that_are_bought_back(client, venture, auditor):
    text = text_of(
        client,
        auditor,
        venture,
        scenario="nothing",
        income="1000000",
        costs="500000",
        growth_shares="10",
        leaver_shares="5",
        leaver_value="2",
        buy_back_year="3",
        buy_back_party="partner",
        buy_back_shares="100",
        buy_back_price="10",
    )

    assert "Each year from 1 to 10: Employee trust gets 10 new shares at £0 each." in text
    assert "The company buys back 100 Ordinary shares from Harbour Care for £1,000." in text
    assert "Each year from 1 to 10: people leave for whom Employee trust holds 5 shares." in text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"income": "lots"}, "Income in year 1, in pounds must be a number, such as 250,000."),
        ({"tax": "120"}, "Tax on the profit, in per cent must be 100 or less."),
        ({"round2_amount": "5"}, "Investment 2: say in which year it is made, from 1 to 10."),
        ({"buy_back_year": "12"}, "Year in which the company buys shares must be 10 or less."),
        ({"leaver_shares": "5"}, "say how many pounds a share is then worth"),
        ({"on_0": "1", "on_1": "1", "on_2": "2020"}, "before the company is formed"),
        ({"scenario": "magic"}, "magic is not one of the available choices"),
    ],
)
def test_what_makes_no_sense_is_said_and_kept(client, venture, auditor, typed, said):
    page = look(client, auditor, venture, **typed)

    assert any(said in sentence for sentence in errors(page))
    assert "<svg" not in page.content.decode()
    name, value = next(iter(typed.items()))
    assert name == "scenario" or f'value="{value}"' in page.content.decode()


def test_the_years_as_a_table_for_a_spreadsheet(client, venture, auditor):
    response = look(client, auditor, venture, "projection_csv", scenario="agreed", income="1000", costs="10")

    rows = list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))
    assert [row["Year"] for row in rows] == [str(number) for number in range(11)]
    assert (rows[0]["Employee trust: votes"], rows[0]["Employee trust: votes, exactly"]) == ("25%", "1/4")
    assert rows[3]["Employee trust: capital, exactly"] == "11/20"
    assert rows[1]["Income"] == "1000.00"


def test_a_table_that_cannot_be_made_leads_to_the_page_that_says_why(client, venture, auditor):
    response = look(client, auditor, venture, "projection_csv", income="lots")

    assert response.url.endswith("/projection/?income=lots")


def test_who_gets_what_is_shown_by_step_and_by_party(client, venture, auditor):
    text = text_of(client, auditor, venture, "exit", situation="sale", value="1,000,000", costs="10000", debts="40,000")

    assert "not advice" in text
    assert "Costs of the ending" in text
    assert "£950,000" in text
    assert "£237,500" in text, "the trust's quarter of what is left"
    assert "Insolvency Act 1986, s.115" in text
    assert "Barchester Council must consent: selling the business" in text
    assert "Every claim is met" in text


def test_what_is_not_paid_is_said(client, venture, auditor):
    text = text_of(client, auditor, venture, "exit", situation="insolvency", value="100", debts="300")

    assert "Suppliers and others who are owed goes without £200 of £300" in text


def test_debts_that_go_before_others_are_asked_for_and_a_price_below_the_debts_is_warned_of(client, venture, auditor):
    typed = {"value": "1000", "debts": "500", "wages": "900", "employees": "1", "tax": "5"}

    text = text_of(client, auditor, venture, "exit", situation="sale", **typed)

    assert "A sale at this price does not pay what the company owes: £405 is missing." in text
    assert "Preferential debts to employees" in text
    assert "Sch.6 para 15D" in text


def test_wages_that_are_owed_to_nobody_are_asked_about(client, venture, auditor):
    said = errors(look(client, auditor, venture, "exit", situation="insolvency", value="1000", wages="900"))

    assert said == ["Wages are owed to nobody: enter how many employees they are owed to."]


def test_the_exit_asks_for_an_amount_before_it_shows_any(client, venture, auditor):
    first = look(client, auditor, venture, "exit")
    empty = look(client, auditor, venture, "exit", situation="sale", value="")

    assert "<svg" not in first.content.decode()
    assert not errors(first)
    assert errors(empty) == ["Enter how many pounds there are to pay out: 0 or more."]


def test_the_level_is_kept_in_whole_shares(client, venture, auditor):
    text = text_of(client, auditor, venture, "level", target="50", bought="200", worth="1,900,000")

    assert "Issue 700 new shares to the employees" in text
    assert "New investors" in text
    assert "10.5%" in text
    assert "Given to the employees" in text


def test_a_level_that_cannot_be_kept_says_why(client, venture, auditor):
    assert "however many new ones" in errors(look(client, auditor, venture, "level", target="100"))[0]


def test_the_level_starts_from_what_is_held_and_says_that_and_what_was_promised(client, venture, auditor):
    text = text_of(client, auditor, venture, "level")

    assert 'name="target" value="25"' in text.replace('" class', '"')
    assert "They hold 25% on" in text
    assert "at least 25% (the articles of the offer)" in text


def test_a_company_without_employees_has_no_level_to_keep(client, service, approver, auditor):
    events = (replace(EVENTS[1], sequence=1), replace(EVENTS[2], sequence=2))
    venture = formed(service, approver, parties=(PARTNER, COUNCIL), events=events)

    assert "no party of the employees" in errors(look(client, auditor, venture, "level", target="50"))[0]


def test_the_page_of_the_company_says_what_was_agreed_and_what_stands(client, venture, auditor):
    client.force_login(auditor)

    text = client.get(reverse("spinouts:venture", args=[venture.reference])).content.decode()

    assert "Selling the business or a large part of it" in text
    assert "Earn-in on a milestone" in text
    assert "Nothing owed of £50,000" in text
    assert "Nobody is locked in on this day." in text
    for name in ("projection", "exit", "level"):
        assert reverse(f"spinouts:venture_{name}", args=[venture.reference]) in text


PAGES = ("projection", "exit", "level")
ASKED = {
    "projection": {"scenario": "agreed", "income": "100000", "costs": "90000"},
    "projection_csv": {},
    "exit": {"situation": "winding_up", "value": "5000"},
    "level": {"target": "40", "bought": "10"},
}


@pytest.mark.parametrize("name", ASKED)
def test_a_company_in_which_every_field_is_used_has_all_pages(client, service, approver, auditor, name):
    venture = formed(service, approver, **_parts(everything()))

    assert look(client, auditor, venture, name, **ASKED[name]).status_code == 200


@pytest.mark.parametrize("form", list(LegalForm))
@pytest.mark.parametrize("name", PAGES)
def test_each_legal_form_has_all_pages(client, service, approver, auditor, name, form):
    venture = formed(service, approver, form=form)

    assert look(client, auditor, venture, name, **ASKED[name]).status_code == 200


@pytest.mark.parametrize("name", ASKED)
def test_another_council_finds_nothing(client, venture, other_officer, name):
    assert look(client, other_officer, venture, name).status_code == 404


@pytest.mark.parametrize("name", ASKED)
def test_a_page_takes_as_many_queries_for_one_event_as_for_many(
    client, service, approver, officer, name, django_assert_max_num_queries
):
    earlier = tuple(replace(event, on=date(2026, 1, 5)) for event in EVENTS)
    venture = formed(service, approver, formed_on=date(2026, 1, 5), events=earlier)
    look(client, officer, venture, name, **ASKED[name])
    with django_assert_max_num_queries(10) as few:
        client.get(reverse(f"spinouts:venture_{name}", args=[venture.reference]), ASKED[name])
    for number in range(5):
        sale = HoldingEvent(
            EventKind.TRANSFER, date(2026, 3, 1), 0, ORDINARY, 1 + number, to_party=PARTNER, from_party=COUNCIL
        )
        record(venture, sale, reference=f"page-{number}", by=officer, at=AT)

    with django_assert_max_num_queries(len(few)):
        client.get(reverse(f"spinouts:venture_{name}", args=[venture.reference]), ASKED[name])


def _parts(company):
    return {
        "name": company.name,
        "form": company.form,
        "formed_on": company.formed_on,
        "parties": company.parties,
        "classes": company.classes,
        "events": company.events,
        "agreed": company.agreed,
    }
