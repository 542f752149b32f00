import json
import random
from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from accounts.domain.refusals import Refusal
from spinouts.files import bods, companies, sheet, tables
from spinouts.files.exporting import EXPORTS
from spinouts.files.importing import load_any, read_any
from tests.spinouts import studies

ON = date(2014, 10, 1)
MYCSP = studies.companies("mycsp")
GROUP = studies.companies("group")


def of_bods(of):
    return bods.as_json(bods.statements(of, ON, published_on=ON, publisher="A council")).encode()


def workbook(company):
    return tables.as_xlsx([*tables.tables(company, ON), *sheet.sheets(company)])


def test_a_file_of_companies_is_read_as_yaml_and_as_json():
    content = json.dumps({"format": companies.FORMAT, "companies": json.loads(json.dumps(_contents(GROUP)))})

    assert read_any(companies.to_yaml(GROUP).encode(), "a.YAML").companies == GROUP
    assert read_any(content.encode(), "a.json").companies == GROUP


def _contents(of):
    from spinouts.domain.company_content import to_content

    return [to_content(company) for company in of]


def test_what_is_taken_away_as_json_is_read_back_whole():
    content = json.dumps(tables.as_json(MYCSP[0], ON))

    assert read_any(content.encode(), "a.json").companies == MYCSP


def test_faults_in_what_was_taken_away_have_their_line_and_field():
    content = tables.as_json(MYCSP[0], ON)
    content["company"]["events"][1]["shares"] = "many"

    with pytest.raises(Refusal) as refusal:
        read_any(json.dumps(content, indent=2).encode(), "a.json")

    (said,) = refusal.value.sentences
    assert said.startswith("a.json, line ")
    assert said.endswith("company, event 2, shares: this should be a whole number.")


def test_a_list_in_json_is_bods():
    found = read_any(of_bods(GROUP), "a.json")

    assert [company.name for company in found.companies] == [company.name for company in GROUP]


def test_sheets_are_read_and_what_was_passed_over_is_said():
    (company,) = MYCSP
    xlsx, csv = read_any(workbook(company), "a.xlsx"), read_any(sheet.as_csv(company), "a.csv")

    assert xlsx.companies[0].events == csv.companies[0].events == company.events
    assert csv.losses == ()
    assert xlsx.losses == (
        "Nothing was taken from these sheets of the workbook: Owners, What follows, Who can act together, Lock-ins.",
    )
    assert read_any(tables.as_xlsx(sheet.sheets(company)), "a.xlsx").losses == ()


def test_a_file_on_the_disk_is_the_same(tmp_path):
    path = tmp_path / "mycsp.yaml"
    path.write_bytes(studies.file("mycsp"))

    assert load_any(path).companies == MYCSP


@pytest.mark.parametrize("name", ["a.pdf", "yaml", "a.yaml.exe"])
def test_an_ending_that_is_not_known_is_refused(name):
    with pytest.raises(Refusal, match="the end of its name"):
        read_any(studies.file("mycsp"), name)


def broken(content, number):
    """The bytes with a few of them changed, gone or doubled."""
    chosen, found = random.Random(number), bytearray(content)  # noqa: S311 - the same faults each time.
    for _ in range(chosen.randint(1, 4)):
        place, length = chosen.randrange(len(found)), chosen.randint(1, 40)
        match chosen.randrange(3):
            case 0:
                found[place] = chosen.randrange(256)
            case 1:
                del found[place : place + length]
            case 2:
                found[place:place] = found[chosen.randrange(len(found)) :][:length]
    return bytes(found)


@pytest.mark.parametrize("ending", ["yaml", "json", "csv", "xlsx"])
def test_a_file_that_was_broken_on_the_way_is_read_or_refused(ending):
    whole = {
        "yaml": studies.file("mycsp"),
        "json": of_bods(GROUP),
        "csv": sheet.as_csv(MYCSP[0]),
        "xlsx": workbook(MYCSP[0]),
    }[ending]
    refused = 0
    for number in range(150):
        try:
            read_any(broken(whole, number), f"a.{ending}")
        except Refusal:
            refused += 1

    assert refused > 20


def test_a_workbook_with_a_password_is_refused():
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", "secret")
    content = bytearray(packed.getvalue())
    for place in (6, content.index(b"PK\x01\x02") + 8):
        content[place] |= 1  # The mark of what is encrypted.

    with pytest.raises(Refusal, match="no workbook"):
        read_any(bytes(content), "a.xlsx")


def test_every_export_says_what_it_is():
    assert {name.split(".")[1] for name in EXPORTS} == {"yaml", "xlsx", "csv", "json", "zip"}
    assert len({kind.words for kind in EXPORTS.values()}) == len(EXPORTS)


def test_a_file_written_by_hand_is_read_with_a_remark_and_one_of_ours_without():
    by_hand = companies.to_yaml(GROUP).replace("has_end: true\n", "").replace("\nend: true", "")
    sheet_by_hand = b"\n".join(
        line.rpartition(b",")[0] if b"has_end" in line else line for line in sheet.as_csv(GROUP[0]).splitlines()[:-1]
    )

    for read in (read_any(by_hand.encode(), "a.yaml"), read_any(sheet_by_hand, "a.csv")):
        (remark,) = read.losses
        assert "no mark of its end" in remark
    assert read_any(by_hand.encode(), "a.yaml").companies == GROUP
    assert read_any(companies.to_yaml(GROUP).encode(), "a.yaml").losses == ()
    assert read_any(sheet.as_csv(GROUP[0]), "a.csv").losses == ()


@pytest.mark.parametrize(
    ("name", "whole"), [("a.yaml", companies.to_yaml(GROUP).encode()), ("a.csv", sheet.as_csv(GROUP[0]))]
)
def test_a_file_of_ours_that_lost_its_tail_is_refused_wherever_it_was_cut(name, whole):
    head = whole.index(b"companies:") if name == "a.yaml" else whole.index(b"Parties")
    refused = []
    for cut in range(head, len(whole.rstrip()), 7):
        with pytest.raises(Refusal) as refusal:
            read_any(whole[:cut], name)
        refused.append(refusal.value.sentences)

    assert len(refused) > 20
    said = [sentence for (sentence,) in refused if "has lost its end" in sentence]
    assert len(said) == len(refused)
    assert "Take the file anew" in said[0]


def test_what_stands_between_may_be_changed_by_hand():
    changed = companies.to_yaml(GROUP).replace(GROUP[0].name, "Another name")

    assert read_any(changed.encode(), "a.yaml").companies[0].name == "Another name"
