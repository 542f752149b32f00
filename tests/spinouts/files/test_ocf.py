"""OCF 1.2: every object is of the shape that its type asks for, and the securities add up to the register."""

import hashlib
import json
from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from pydantic import ValidationError
from pyocf import api as pyocf

from accounts.domain.refusals import Refusal
from spinouts.domain.events import EventKind
from spinouts.domain.forms import LegalForm
from spinouts.files import ocf
from spinouts.files.companies import load, read
from tests.spinouts.generated import companies

FOLDER = Path(__file__).resolve().parents[3] / "examples" / "companies"
AT = datetime(2026, 11, 1, 9, 30, tzinfo=UTC)
LAST = date(2026, 10, 1)
OF_SHARES = tuple(EventKind(kind) for kind in ("issue", "transfer", "cancel", "convert", "split", "strike"))
share_companies = companies(forms=(LegalForm.COMPANY_BY_SHARES, LegalForm.CIC_BY_SHARES), kinds=OF_SHARES)


def files(company, on=LAST):
    return ocf.files(company, on, generated_at=AT)


SHAPES = {
    shape.model_fields["object_type"].default: shape
    for shape in vars(pyocf).values()
    if isinstance(shape, type) and "object_type" in getattr(shape, "model_fields", {})
}


def faults(content, shape=None):
    """What models that others made from the schema of OCF 1.2 find wrong; a field that they do not know is lost."""
    try:
        known = (shape or SHAPES[content["object_type"]]).model_validate(content)
    except ValidationError as error:
        return error.errors()
    read = known.model_dump(mode="json", exclude_unset=True)
    return [] if read == content else [(name, content.get(name), read.get(name)) for name in content]


def items(found, name):
    return found[f"{name}.ocf.json"]["items"]


def played(transactions):
    """Shares by stakeholder and class: each security as it was issued, split, and taken by what came after."""
    securities = {}
    for each in transactions:
        match each["object_type"]:
            case "TX_STOCK_ISSUANCE":
                assert each["security_id"] not in securities
                holder = each["stakeholder_id"], each["stock_class_id"]
                securities[each["security_id"]] = [holder, Decimal(each["quantity"])]
            case "TX_STOCK_CLASS_SPLIT":
                ratio = each["split_ratio"]
                for security in securities.values():
                    if security[0][1] == each["stock_class_id"]:
                        security[1] = security[1] * Decimal(ratio["numerator"]) / Decimal(ratio["denominator"])
            case "TX_STOCK_REISSUANCE":
                securities.pop(each["security_id"])
            case _:
                taken = Decimal(each.get("quantity") or each["quantity_converted"])
                _, whole = securities.pop(each["security_id"])
                assert (taken == whole) == ("balance_security_id" not in each)
                assert taken <= whole
    totals = Counter()
    for holder, shares in securities.values():
        totals[holder] += shares
    return totals


@given(share_companies)
@hypothesis_settings(max_examples=200)
def test_the_securities_add_up_to_the_register(company):
    found = files(company)
    parties = {each["id"]: each["issuer_assigned_id"] for each in items(found, "Stakeholders")}
    known = [each["id"] for each in items(found, "StockClasses")]
    classes = dict(zip(known, (each.reference for each in company.classes), strict=True))

    held = played(items(found, "Transactions"))

    assert {(parties[party], classes[known]): shares for (party, known), shares in held.items()} == (
        company.register(LAST).holdings
    )


@given(share_companies)
def test_every_object_is_of_the_shape_of_its_type(company):
    found = files(company)

    assert faults(found[ocf.MANIFEST], pyocf.OCFManifestFile) == []
    for name in ("Stakeholders", "StockClasses", "Transactions"):
        assert [(each, wrong) for each in items(found, name) if (wrong := faults(each))] == []


@given(share_companies)
def test_what_follows_a_transaction_is_in_the_package_once(company):
    transactions = items(files(company), "Transactions")
    ids = [each["id"] for each in transactions]
    issued = [each["security_id"] for each in transactions if each["object_type"] == "TX_STOCK_ISSUANCE"]
    named = {
        security
        for each in transactions
        for security in (*each.get("resulting_security_ids", []), each.get("balance_security_id"))
        if security
    }

    assert len(set(ids)) == len(ids)
    assert len(set(issued)) == len(issued)
    assert named <= set(issued)
    assert [each["date"] for each in transactions] == sorted(each["date"] for each in transactions)


def test_the_validator_would_find_what_is_wrong():
    good = items(files(load(FOLDER / "mycsp.yaml")[0]), "Transactions")[0]

    assert faults(good) == []
    assert faults({**good, "quantity": "many"})
    assert faults({**good, "colour": "red"})
    assert faults({**good, "share_price": {**good["share_price"], "colour": "red"}})
    assert faults({name: value for name, value in good.items() if name != "security_id"})


def test_a_transfer_leaves_the_rest_in_a_new_security():
    found = files(load(FOLDER / "mycsp.yaml")[0])

    kinds = [each["object_type"] for each in items(found, "Transactions")]
    transfer = next(each for each in items(found, "Transactions") if each["object_type"] == "TX_STOCK_TRANSFER")
    rest = next(
        each for each in items(found, "Transactions") if each.get("security_id") == transfer["balance_security_id"]
    )

    assert Counter(kinds) == {"TX_STOCK_ISSUANCE": 5, "TX_STOCK_TRANSFER": 1}
    assert (transfer["quantity"], rest["quantity"]) == ("1100", "2400")
    assert found[ocf.MANIFEST]["comments"] == [
        "Left out, since this package holds shares alone: who fills seats on the board, lock-ins.",
        "Left out, since the format has no place for it: what the owners agreed beside the shares.",
    ]


def test_a_buy_back_is_a_repurchase_at_its_price():
    text = (FOLDER / "entrust.yaml").read_text(encoding="utf-8")
    text += (
        "      - {kind: cancel, on: 2014-01-01, sequence: 3, share_class: ordinary, shares: 9, from_party: council, "
        "amount: 30, reason: buy_back}\n"
    )

    found = items(files(read(text, "file")[0]), "Transactions")

    bought = next(each for each in found if each["object_type"] == "TX_STOCK_REPURCHASE")
    assert bought["price"] == {"amount": "3.3333333333", "currency": "GBP"}


def test_the_package_is_a_zip_that_is_the_same_again_and_names_its_files_with_their_sums():
    company = load(FOLDER / "mycsp.yaml")[0]

    made = ocf.package(company, LAST, generated_at=AT)

    assert made == ocf.package(company, LAST, generated_at=AT)
    with ZipFile(BytesIO(made)) as packed:
        assert packed.testzip() is None
        manifest = json.loads(packed.read("Manifest.ocf.json"))
        named = [each for part in manifest.values() if isinstance(part, list) for each in part if "filepath" in each]
        for each in named:
            assert hashlib.md5(packed.read(each["filepath"]), usedforsecurity=False).hexdigest() == each["md5"]
        assert {each["filepath"] for each in named} | {"Manifest.ocf.json"} == set(packed.namelist())


@pytest.mark.parametrize("case", ["explore-york", "aspire"])
def test_a_society_is_refused_with_the_way_out(case):
    with pytest.raises(Refusal, match=r"is a community benefit society\. Use BODS instead"):
        files(load(FOLDER / f"{case}.yaml")[0])
