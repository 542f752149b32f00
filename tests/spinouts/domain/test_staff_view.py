from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from spinouts.domain.company_terms import terms_in_words
from spinouts.domain.forms import LegalForm
from spinouts.domain.staff_view import staff_view
from spinouts.domain.terms import Articles, Limits
from tests.spinouts.domain.companies import DAY, everything
from tests.spinouts.domain.events import COUNCIL, PARTNER, SILENT, STAFF, issue
from tests.spinouts.domain.test_sentinel import mycsp


def answers(company, on):
    return {plain.question: " ".join(plain.answers) for plain in staff_view(company, on)}


def test_mycsp_tells_its_staff_that_an_exact_quarter_stops_nothing():
    said = answers(mycsp(), date(2013, 1, 1))

    assert "own 25% of its shares together" in said["What part of the company is ours?"]
    assert "Paymaster 40% and The council 35%" in said["What part of the company is ours?"]
    assert "neither decide alone nor stop" in said["What can we decide?"]
    assert "Nobody may give up shares until 30 April 2017" in said["What can change, and when?"]


@pytest.mark.parametrize(
    ("staff", "words"),
    [(1, "is heard"), (26, "can stop a change"), (51, "ordinary matters alone"), (75, "decide everything alone")],
)
def test_what_the_staff_can_decide_follows_from_their_votes(staff, words):
    company = replace(mycsp(), events=(issue(STAFF, staff, sequence=1), issue(PARTNER, 100 - staff, sequence=2)))

    assert words in answers(company, date(2030, 1, 1))["What can we decide?"]


def test_a_company_of_which_the_staff_own_nothing_says_so():
    company = replace(mycsp(), events=(issue(COUNCIL, 1, sequence=1),))

    assert "own no part of it today" in answers(company, date(2030, 1, 1))["What part of the company is ours?"]


def test_a_company_with_everything_answers_every_question():
    said = answers(everything(), DAY)

    assert len(said) == 7
    assert "holds them for all of you" in said["What part of the company is ours?"]
    assert "Its trustees are Ada Ash and Ben Birch" in said["What part of the company is ours?"]
    assert "selling the business or a large part of it" in said["What can we decide?"]
    assert "at most 35%" in said["Do we get a part of the profit?"]
    assert "at least 25.5%" in said["What can change, and when?"]
    assert "sell their shares back for what they paid" in said["What happens to my shares if I leave?"]
    assert "goes to Barchester Community Trust" in said["What happens if the company is sold or ends?"]


def test_their_part_of_the_profit_counts_all_classes_of_an_owner():
    events = (
        issue(STAFF, 2500, sequence=1),
        issue(PARTNER, 4000, sequence=2),
        issue(PARTNER, 1100, share_class=SILENT, sequence=3),
        issue(COUNCIL, 2400, share_class=SILENT, sequence=4),
    )

    profit = answers(replace(mycsp(), events=events), date(2030, 1, 1))["Do we get a part of the profit?"]

    assert "25% of it goes to the staff's side" in profit


def test_a_form_that_pays_no_profit_says_so():
    said = answers(replace(mycsp(), form=LegalForm.CIO), date(2013, 1, 1))

    assert "pays no profit to its owners" in said["Do we get a part of the profit?"]


def test_both_promises_are_told_each_with_its_source_here_and_among_what_was_agreed():
    company = mycsp(
        articles=Articles(least_employees_percent=Decimal(25)), published=Limits(least_employees_percent=Decimal(20))
    )
    both = ("20% (the published terms of the competition)", "25% (the articles of the offer)")

    [said] = [answer for plain in staff_view(company, DAY) for answer in plain.answers if "promised" in answer]
    [term] = [term.words for term in terms_in_words(company) if term.label == "Least part for employees"]

    assert (
        said == f"It was promised that the staff's side keeps at least {both[0]} and at least {both[1]} of the company."
    )
    assert term == "; ".join(both)


def test_one_promise_is_told_alone():
    company = mycsp(published=Limits(least_employees_percent=Decimal(20)))

    [term] = [term.words for term in terms_in_words(company) if term.label == "Least part for employees"]

    assert term == "20% (the published terms of the competition)"
