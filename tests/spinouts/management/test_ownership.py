import json
import os
import subprocess
import sys
from fractions import Fraction
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "examples" / "companies"

EARN_IN = """\
      - {kind: grant, on: 2013-04-01, sequence: 3, share_class: ordinary, shares: 9, to_party: capita, under: targets}
    agreed:
      rights:
        - reference: targets
          name: Targets
          kind: earn_in
          holder: capita
          share_class: ordinary
          shares: 9
          giver: council
"""


def shown(file, *options):
    said, aside = StringIO(), StringIO()
    call_command("ownership", file, *options, stdout=said, stderr=aside)
    return said.getvalue(), aside.getvalue()


def test_the_day_of_the_last_event_is_shown():
    said, _ = shown(FOLDER / "mycsp.yaml")

    assert said.startswith("MyCSP Limited (company limited by shares) at the end of 1 October 2014\n")
    assert "Equiniti Paymaster can pass an ordinary" in said
    assert "Every owner  30 September 2019" in said


def test_another_day_and_json_can_be_asked_for():
    said, _ = shown(FOLDER / "mycsp.yaml", "--on", "2012-05-01", "--json")

    content = json.loads(said)
    assert [(owner["party"], owner["votes_part"]["exact"]) for owner in content["owners"]] == [
        ("partner", "2/5"),
        ("government", "7/20"),
        ("staff", "1/4"),
    ]


def test_before_the_first_day_nobody_holds_anything():
    said, _ = shown(FOLDER / "mycsp.yaml", "--on", "2012-04-30")

    assert "\n\nNobody holds anything on this day.\n" in said


def test_the_years_to_come_are_shown_with_milestones_met_and_missed(tmp_path):
    path = tmp_path / "file.yaml"
    path.write_text((FOLDER / "entrust.yaml").read_text(encoding="utf-8") + EARN_IN, encoding="utf-8")

    said, _ = shown(path)
    content = json.loads(shown(path, "--json", "--years", "5")[0])

    assert "VOTES: AS AGREED" in said
    assert "VOTES: MILESTONES MISSED" in said
    met, missed = content["projection"]
    assert (met["scenario"], len(met["years"])) == ("As agreed", 6)
    assert met["years"][5]["votes"] == {"capita": "3/5", "council": "2/5"}
    assert missed["years"][5]["votes"] == {"capita": "51/100", "council": "49/100"}
    assert met["years"][3]["sentences"]


def test_no_years_can_be_asked_for():
    said, _ = shown(FOLDER / "entrust.yaml", "--years", "0")

    assert "VOTES:" not in said
    assert "projection" not in json.loads(shown(FOLDER / "entrust.yaml", "--years", "0", "--json")[0])


def test_another_company_of_the_file_can_be_asked_for():
    said, _ = shown(FOLDER / "group.yaml", "--company", "eye-clinic")

    assert said.startswith("Eye clinic ")
    with pytest.raises(CommandError, match=r"no company “x”\. It has: group, day-hospital, eye-clinic"):
        shown(FOLDER / "group.yaml", "--company", "x")


def test_all_companies_of_a_file_are_shown_and_who_owns_them_in_the_end():
    said, _ = shown(FOLDER / "group.yaml", "--years", "0")

    heads = [
        line for line in said.splitlines() if line.endswith("(company limited by shares) at the end of 1 April 2014")
    ]
    assert [head.partition(" (")[0] for head in heads] == [
        "Circle group",
        "Day hospital",
        "Eye clinic",
        "Community nursing",
    ]
    ends = said[said.index("WHO OWNS IT IN THE END") :].splitlines()
    first = next(line for line in ends if line.startswith("Eye clinic") and "Circle plc" in line)
    assert "25.1% " in first
    assert "25.1001%" in first
    assert "WHAT THE GROUP MAKES OF EYE CLINIC" in said
    assert "Subsidiary" in said


def test_who_owns_the_companies_in_the_end_is_exact_in_json():
    options = ("--years", "0", "--json", "--on", "2020-01-01")
    content = json.loads(shown(FOLDER / "group.yaml", *options)[0])

    clinic = content["in_the_end"]["owners"]["eye-clinic"]
    assert {each["party"]: each["part"] for each in clinic} == {
        "eye-clinic-staff": "499/1000",
        "investors": "251001/1000000",
        "partnership": "249999/1000000",
    }
    through = next(each for each in clinic if each["party"] == "investors")
    assert through["paths"] == [{"through": ["group"], "links": ["501/1000", "501/1000"]}]
    findings = {each["company"]["reference"]: each["group_findings"] for each in content["companies"]}
    behind = [each for each in findings["eye-clinic"] if each["topic"] == "stands_behind"]
    assert {each["party"] for each in behind} == {"investors"}
    alone = json.loads(shown(FOLDER / "group.yaml", *options, "--company", "eye-clinic")[0])
    assert alone["company"]["reference"] == "eye-clinic"
    assert alone["in_the_end"] == content["in_the_end"]


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_example_is_shown_as_text_and_as_json(path):
    content = json.loads(shown(path, "--years", "0", "--json")[0])
    said, _ = shown(path, "--years", "0")

    companies = content.get("companies", [content])
    assert all(each["company"]["name"] in said for each in companies)
    for owners in content.get("in_the_end", {}).get("owners", {}).values():
        assert sum(Fraction(each["part"]) for each in owners) == 1


def test_faults_are_said_without_a_traceback(tmp_path):
    path = tmp_path / "file.yaml"
    path.write_text((FOLDER / "mycsp.yaml").read_text(encoding="utf-8").replace("kind: partner", "kind: king"))

    with pytest.raises(CommandError, match=r"company 1, party 1, kind: this should be one of"):
        shown(path)


@pytest.mark.parametrize("name", ["file.txt", "file"])
def test_a_file_of_no_known_kind_is_said(tmp_path, name):
    (tmp_path / name).write_text("")

    with pytest.raises(CommandError, match="the end of its name does not say what this file is"):
        shown(tmp_path / name)


def test_it_works_where_there_is_no_database():
    environment = {**os.environ, "DEBUG": "1", "DEMO": "0", "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing"}
    environment["REDIS_URL"] = "redis://127.0.0.1:1/0"

    done = subprocess.run(
        [sys.executable, ROOT / "manage.py", "ownership", FOLDER / "3bm.yaml"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0
    assert done.stderr.startswith("The file has no mark of its end")
    assert len(done.stderr.splitlines()) == 1
    assert "3BM employees, if they all vote alike, can" in " ".join(done.stdout.split())
