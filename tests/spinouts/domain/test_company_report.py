import json
from datetime import date

import pytest

from accounts.domain.fingerprints import fingerprint
from spinouts.domain.company_report import company_report, group_or_why_not, report_content
from tests.spinouts.studies import CASES, companies

SOURCE = {"kind": "study", "reference": "abc", "name": "A case", "file": "a.yaml", "sha256": "0" * 64}


def content(case, on, chosen=None):
    of = companies(case)
    return report_content(of, chosen or of[0].reference, on, council="Barchester Council", source=SOURCE)


@pytest.mark.parametrize("case", CASES)
def test_a_record_says_the_same_after_it_was_stored(case):
    record = content(case, date(2015, 1, 1))
    stored = json.loads(json.dumps(record))

    assert fingerprint(stored) == fingerprint(record)
    assert company_report(stored) == company_report(record)


def test_a_report_tells_of_its_day_and_not_of_what_came_after():
    first, later = (company_report(content("mycsp", on)) for on in (date(2012, 5, 1), date(2014, 10, 1)))

    assert [row.capital for row in first.picture.rows] == ["40%", "35%", "25%"]
    assert [row.capital for row in later.picture.rows] == ["51%", "24%", "25%"]
    assert (len(first.history), len(later.history)) == (7, 10)
    assert first.warnings == ()
    assert "although it was locked in" in later.warnings[1].sentence
    assert first.group is None


def test_a_report_tells_the_ten_years_after_its_day_and_nothing_entered_for_later():
    report, formed_later = (
        company_report(content("mycsp", date(2012, 5, 1))),
        company_report(content("circle", date(2010, 1, 1))),
    )

    assert report.projection.starts_on == date(2012, 5, 1)
    assert len(report.projection.years) == 11
    assert report.projection.crossings == ()
    assert formed_later.projection is None


def test_a_company_of_a_group_is_told_with_the_group():
    report = company_report(content("group", date(2014, 4, 1), "day-hospital"))

    assert report.name == "Day hospital"
    assert [group.title for group in report.group.findings] == ["What the group makes of Day hospital"]


def test_why_there_is_no_group_is_said():
    two = (*companies("circle"), *companies("3bm"))

    group, problems = group_or_why_not(two, "circle", date(2014, 1, 1))
    assert group is None
    assert "give each party its own" in problems[0]
