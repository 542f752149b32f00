"""BODS 0.4: what the standard's own validator says of our statements, our own checks, and the way back."""

import contextlib
import json
import re
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from libcovebods.additionalfields import AdditionalFields
from libcovebods.config import LibCoveBODSConfig
from libcovebods.data_reader import DataReader
from libcovebods.jsonschemavalidate import JSONSchemaValidator
from libcovebods.run_tasks import process_additional_checks
from libcovebods.schema import SchemaBODS
from libcovebods.tasks.checks import legacy_checks, record_based_checks

from accounts.domain.refusals import Refusal
from spinouts.domain.cap_table import fractions_of
from spinouts.domain.percentages import THRESHOLDS
from spinouts.domain.terms import Agreed, Articles, Matter, ReservedMatter
from spinouts.files import bods, bods_checks, bods_in
from spinouts.files.companies import load
from tests.spinouts.generated import companies

FOLDER = Path(__file__).resolve().parents[3] / "examples" / "companies"
PUBLISHED = date(2026, 11, 1)
LAST = date(2026, 10, 1)


@pytest.fixture(scope="module", autouse=True)
def known_registers():
    """The list of registers that the validator would fetch from elsewhere."""
    with pytest.MonkeyPatch.context() as patch:
        for checks in (record_based_checks, legacy_checks):
            patch.setattr(checks, "get_orgids_prefixes", lambda: ["GB-COH", "GB-CHC"])
        yield


def stated(companies_, on=LAST):
    return bods.statements(companies_, on, published_on=PUBLISHED, publisher="A council")


def validated(statements, tmp_path):
    """What the validator says: faults of the schema, of its further checks, and fields that the standard lacks."""
    path = tmp_path / "statements.json"
    path.write_text(bods.as_json(statements), encoding="utf-8")
    reader, config = DataReader(str(path)), LibCoveBODSConfig()
    schema = SchemaBODS(reader, config)
    return (
        [each.json() for each in JSONSchemaValidator(schema).validate(reader)],
        process_additional_checks(reader, config, schema)["additional_checks"],
        AdditionalFields(schema).process(reader),
    )


@pytest.mark.parametrize("case", sorted(path.stem for path in FOLDER.glob("*.yaml")))
def test_the_validator_finds_nothing_in_a_real_case(case, tmp_path):
    assert validated(stated(load(FOLDER / f"{case}.yaml")), tmp_path) == ([], [], {})


@given(companies())
@hypothesis_settings(max_examples=30)
def test_the_validator_finds_nothing_in_any_company(tmp_path_factory, company):
    statements = stated([company])

    assert validated(statements, tmp_path_factory.mktemp("bods")) == ([], [], {})


def test_the_validator_would_find_what_is_wrong(tmp_path):
    wrong = stated(load(FOLDER / "entrust.yaml"))
    wrong[2]["recordDetails"]["interests"][0]["share"]["exact"] = 140
    wrong[4]["recordDetails"]["interestedParty"] = "nobody"
    wrong[0]["colour"] = "red"

    schema, checks, fields = validated(wrong, tmp_path)

    assert len(schema) == 1
    assert [each["type"] for each in checks] == ["interested_party_must_be_record_id"]
    assert list(fields) == ["/colour"]


def test_the_same_company_makes_the_same_statements():
    assert stated(load(FOLDER / "mycsp.yaml")) == stated(load(FOLDER / "mycsp.yaml"))


def test_a_trust_is_an_arrangement_with_its_trustees_and_beneficiaries():
    statements = stated(load(FOLDER / "mycsp.yaml"))
    by_record = {each["recordId"]: each["recordDetails"] for each in statements}

    assert by_record["party-staff"]["entityType"]["type"] == "arrangement"
    assert by_record["party-staff"]["entityType"]["subtype"] == "trust"
    of_trust = [each for each in by_record.values() if each.get("subject") == "party-staff"]
    assert [each["interests"][0]["type"] for each in of_trust] == ["trustee", "beneficiaryOfLegalArrangement"]
    held = by_record["company-mycsp--party-staff"]
    assert held["interestedParty"] == "party-staff"
    assert {each["type"]: each["share"] for each in held["interests"]} == {
        "shareholding": {"exact": 25},
        "votingRights": {"exact": 25},
        "appointmentOfBoard": {"exclusiveMinimum": 33.3333, "exclusiveMaximum": 33.3334},
    }


def test_a_group_company_is_one_entity_throughout():
    statements = stated(load(FOLDER / "group.yaml"))
    names = [each["recordDetails"]["name"] for each in statements if each["recordType"] == "entity"]

    assert names.count("Circle group") == 1
    subjects = {
        each["recordDetails"]["subject"]
        for each in statements
        if each["recordDetails"].get("interestedParty") == "company-group"
    }
    assert subjects == {"company-day-hospital", "company-eye-clinic", "company-community-nursing"}


@given(companies())
def test_no_stated_figure_reaches_or_crosses_a_line_of_the_law(company):
    register = company.register(LAST)
    for part in fractions_of(register.votes).values():
        share = bods.share_of(part)
        for line in THRESHOLDS:
            if "exact" in share:
                assert Fraction(str(share["exact"])) == part * 100
            else:
                least, most = (Fraction(str(share[name])) for name in ("exclusiveMinimum", "exclusiveMaximum"))
                assert least < part * 100 < most
                assert not least < line < most


def relation(subject, party, *interests):
    return {
        "recordId": f"{subject}-{party}",
        "recordType": "relationship",
        "recordDetails": {"subject": subject, "interestedParty": party, "interests": list(interests)},
    }


def entity(record, kind="legalEntity", subtype=None):
    return {
        "recordId": record,
        "recordType": "entity",
        "recordDetails": {
            "name": record.title(),
            "entityType": {"type": kind, **({"subtype": subtype} if subtype else {})},
        },
    }


def holding(exact, kind="shareholding", **more):
    return {"type": kind, "share": {"exact": exact}, **more}


@pytest.mark.parametrize(
    ("statements", "said"),
    [
        (
            [entity("a"), relation("a", "b", holding(60)), relation("a", "c", holding(40.5))],
            "The shares of A add up to 100.5%",
        ),
        (
            [
                entity("a"),
                relation("a", "b", holding(60, "votingRights")),
                relation("a", "c", holding(41, "votingRights")),
            ],
            "The votes of A add up to 101%",
        ),
        ([entity("t"), relation("t", "b", {"type": "trustee"})], "T has trustees or beneficiaries, but is not stated"),
        ([entity("t", "arrangement", "trust"), relation("t", "b", holding(5))], "T is a trust, which has no shares"),
    ],
)
def test_what_no_schema_sees_is_refused(statements, said):
    with pytest.raises(Refusal, match=said):
        bods_checks.check(statements)


def test_what_is_held_through_others_or_has_ended_does_not_count_twice():
    bods_checks.check(
        [
            entity("a"),
            relation("a", "b", holding(100)),
            relation("a", "c", holding(100, directOrIndirect="indirect")),
            relation("a", "d", holding(30, endDate="2020-01-01")),
        ]
    )


def read(statements):
    return bods_in.read(bods.as_json(statements), "file.json")


@given(companies())
def test_what_is_stated_is_read_with_the_same_parts(company):
    register = company.register(LAST)
    assume(any(register.votes.values()))
    ((again,), _) = read(stated([company]))

    found = again.register(LAST)
    if company.form.has_shares and set(register.votes) <= set(register.capital):
        assert positive(found.capital) == positive(register.capital)
    assert positive(found.votes) == positive(register.votes)
    assert fractions_of(found.board) == fractions_of(register.board)
    for reference in found.capital:
        assert again.party(reference) == company.party(reference)
    assert (again.reference, again.name, again.form) == (company.reference, company.name, company.form)
    assert (again.formed_on, again.identifier) == (company.formed_on, company.identifier)


def positive(weights):
    return {party: part for party, part in fractions_of(weights).items() if part}


@pytest.mark.parametrize("case", ["circle", "entrust", "aspire", "explore-york", "group"])
def test_a_company_that_never_changed_states_the_same_after_it_is_read(case):
    first = stated(load(FOLDER / f"{case}.yaml"))
    companies_, losses = read(first)

    assert losses == ()
    assert stated(companies_) == first


def test_what_is_lost_is_said():
    reserved = (ReservedMatter(Matter.SALE, ("council",)),)
    company = replace(load(FOLDER / "entrust.yaml")[0], agreed=Agreed(Articles(reserved=reserved)))

    _, losses = read(stated([company]))

    (said,) = losses
    assert said.startswith("Staffordshire County Council also has the interest controlViaCompanyRulesOrArticles (Must")
    assert said.endswith("(Must consent to: Selling the business or a large part of it): this is left out.")


def test_statements_of_others_are_read_with_what_had_to_be_taken_said():
    statements = [
        {**entity("XYZ"), "statementDate": "2020-02-02"},
        {**entity("county", "stateBody"), "statementDate": "2020-02-02"},
        {
            "recordId": "person",
            "recordType": "person",
            "recordDetails": {"names": [{"fullName": "Ann Owner"}]},
            "statementDate": "2020-02-02",
        },
        {
            **relation("XYZ", "county", {"type": "shareholding", "share": {"minimum": 33.3, "maximum": 33.4}}),
            "statementDate": "2020-02-02",
        },
        {**relation("XYZ", "person", holding(50)), "statementDate": "2020-02-02"},
    ]

    ((company,), losses) = read(statements)

    register = company.register(date(2020, 2, 2))
    assert fractions_of(register.capital) == {
        "county": Fraction(1, 3),
        "person": Fraction(1, 2),
        "others-not-stated": Fraction(1, 6),
    }
    assert register.votes == register.capital
    assert losses == (
        "The legal form of Xyz is not stated in our words: it is taken as a company by shares.",
        "What County is, is not stated in our words: council.",
        "County has about 33.3333% of the shares: it is taken as exactly 1/3 of all.",
        "Ann Owner is a person, and taken as a partner.",
        "Of the shares, 16.6667% are not stated: they stand under “Others, not stated”.",
        "The votes are not stated: they are taken to follow the shares.",
    )


def of_day(statement):
    return json.dumps([{**statement, "statementDate": "2020-02-02"}])


@given(st.data())
@hypothesis_settings(max_examples=300)
def test_a_spoilt_file_is_read_or_refused_and_never_fails(data):
    statements = stated(load(FOLDER / "mycsp.yaml"))
    for _ in range(data.draw(st.integers(1, 3))):
        place = statements
        while isinstance(place, dict | list) and place:
            key = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
            inner = place[key]
            if not isinstance(inner, dict | list) or data.draw(st.booleans()):
                place[key] = data.draw(st.sampled_from([None, 1, -1, "", "x", [], {}, [1], {"a": 1}, True, inner]))
                break
            place = inner

    with contextlib.suppress(Refusal):
        read(statements)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "file.json: this is no whole file of its kind"),
        ("[" * 50_000, "file.json: it is nested too deeply"),
        ("{}", "file.json, statement 1: a file of BODS is a list of statements"),
        ("[1]", "file.json, statement 1: this is not what BODS 0.4 has here"),
        ("[]", "file.json: nobody is stated to have a part of a company"),
        (json.dumps([{"recordDetails": {}}]), "file.json, statement 1, recordId: this field is missing."),
        (of_day(relation("a", "b", holding(140))), "recordDetails.interests.1.share.exact: this is not what"),
        (of_day(relation("a", "b", holding("x"))), "recordDetails.interests.1.share.exact: this is not what"),
        (of_day(relation("a", 7, holding(4))), "recordDetails.interestedParty: this is not what BODS 0.4 has here"),
        (of_day({**entity("a"), "recordType": "firm"}), "statement 1, recordType: this is not what BODS 0.4 has"),
        (of_day(relation("a", "b", holding(4))).replace("4}", "4e-999999}"), "interests.1.share.exact: this is not"),
    ],
)
def test_what_is_no_bods_is_refused(text, said):
    with pytest.raises(Refusal, match=re.escape(said)):
        bods_in.read(text, "file.json")
