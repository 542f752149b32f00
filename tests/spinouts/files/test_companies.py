import json
from datetime import date

import pytest
from hypothesis import given

from accounts.domain.refusals import Refusal
from spinouts.domain.company_content import from_content, to_content
from spinouts.files.companies import FORMAT, load, read, to_yaml
from tests.spinouts.domain.companies import everything
from tests.spinouts.generated import companies

HEAD = f"""\
format: {FORMAT}
companies:
  - reference: a
    name: A
    form: company_by_shares
    formed_on: 2012-01-01
    parties:
      - {{reference: p, name: P, kind: partner}}
      - {{reference: q, name: Q, kind: council}}
    classes:
      - {{reference: o, name: ordinary}}
    events:
"""
ISSUE = "      - {kind: issue, on: 2012-01-01, sequence: 1, share_class: o, shares: 40, to_party: p}\n"


def faults(text):
    with pytest.raises(Refusal) as caught:
        read(text, "file.yaml")
    return list(caught.value.sentences)


@given(companies())
def test_content_that_is_written_reads_as_the_same_company(company):
    assert from_content(to_content(company)) == company
    assert from_content(json.loads(json.dumps(to_content(company)))) == company


@given(companies())
def test_a_file_that_is_written_reads_as_the_same_companies(company):
    text = to_yaml([company])

    assert read(text, "file.yaml") == (company,)
    assert to_yaml(read(text, "file.yaml")) == text


def test_a_company_that_uses_every_field_is_written_and_read():
    assert read(to_yaml([everything()]), "file.yaml") == (everything(),)


def test_a_strike_of_nothing_is_told_at_the_strike():
    strike = "      - {kind: strike, on: 2012-01-02, sequence: 2, corrects: 7}\n"

    (said,) = faults(HEAD + strike + ISSUE)

    assert said.startswith("file.yaml, line 13, company 1, event 1: ")
    assert "strikes out entry 7, which is not there" in said


def test_shares_are_counted_on_the_days_of_the_file():
    (company,) = read(HEAD + ISSUE, "file.yaml")

    assert company.register(date(2011, 12, 31)).capital == {}
    assert company.register(date(2012, 1, 1)).capital == {"p": 40}


def test_all_faults_of_shape_are_told_at_once_each_with_its_line():
    wrong = "      - {kind: issue, on: 2012-01-01, sequence: 2, share_class: x, shares: 1.5, to_party: p, hue: red}\n"
    text = (HEAD + ISSUE + wrong).replace("kind: council", "kind: king").replace("/1", "/9")

    assert faults(text) == [
        "file.yaml, line 1, format: this should be company-ownership/1.",
        (
            "file.yaml, line 9, company 1, party 2, kind: this should be one of: employees, employee_trust, "
            "employee_ownership_trust, partner, social_investor, charity, group_company, council, community."
        ),
        "file.yaml, line 14, company 1, event 2, hue: the format has no such field.",
        "file.yaml, line 14, company 1, event 2, share_class: nothing here has the reference “x”.",
        "file.yaml, line 14, company 1, event 2, shares: this should be a whole number.",
    ]


def test_events_that_are_wrong_in_themselves_are_each_told():
    no_class = "      - {kind: issue, on: 2012-01-01, sequence: 2, shares: 1, to_party: p}\n"
    no_seats = "      - {kind: seats, on: 2012-01-02, sequence: 3, to_party: p}\n"

    assert faults(HEAD + no_class + ISSUE + no_seats) == [
        "file.yaml, line 13, company 1, event 1: The issue of 1 January 2012 must say which class of shares.",
        (
            "file.yaml, line 15, company 1, event 3: The board seats of 2 January 2012 must say how many seats: "
            "0 or more."
        ),
    ]


def test_what_the_register_refuses_is_told_at_the_event_that_it_is_about():
    later = "      - {kind: issue, on: 2012-02-01, sequence: 3, share_class: o, shares: 9, to_party: q}\n"
    issue, transfer = "issue, on: 2012-02-01", "transfer, from_party: p, on: 2012-01-02"
    too_much = later.replace(issue, transfer).replace("shares: 9", "shares: 41")

    (said,) = faults(HEAD + later + too_much + ISSUE)
    assert said.startswith("file.yaml, line 14, company 1, event 2: On 2 January 2012 P had 40 ordinary shares, fewer")


def test_a_company_without_shares_and_one_that_comes_twice_are_told():
    nobody = HEAD.replace("    events:\n", "")

    assert faults(nobody) == [
        "file.yaml, line 3, company 1: Nobody holds anything in the company: issue shares to at least one party."
    ]
    twice = HEAD + ISSUE + (HEAD + ISSUE).partition("companies:\n")[2]
    assert faults(twice) == [
        "file.yaml, line 14, company 2, reference: another company of the file is a too: give each its own."
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- a", "file.yaml, line 1: a file of companies starts with “format: company-ownership/1”."),
        (
            f"format: {FORMAT}",
            "file.yaml, line 1, companies: this should be a list of one company or more.",
        ),
        (
            f"format: {FORMAT}\ncompanies:\n  - 1",
            "file.yaml, line 3, company 1: this should have fields of its own.",
        ),
        (f"format: {FORMAT}\nformat: 2", "file.yaml, line 2: “format” stands here twice."),
    ],
)
def test_what_is_no_such_file_is_told(text, said):
    assert faults(text) == [said]


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(Refusal, match="this file can’t be read: No such file"):
        load(tmp_path / "nothing.yaml")
