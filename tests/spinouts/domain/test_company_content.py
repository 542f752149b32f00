import json
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal

import pytest

from accounts.domain.refusals import Refusal
from spinouts.domain.company_content import from_content, to_content
from spinouts.domain.plain import Unreadable
from tests.spinouts.domain.companies import DAY, everything


def used(value):
    """Which fields are not at their default, by class, anywhere in the value."""
    if isinstance(value, tuple):
        return set().union(*map(used, value)) if value else set()
    if not is_dataclass(value):
        return set()
    own = {(type(value).__name__, each.name) for each in fields(value) if getattr(value, each.name) != each.default}
    return own.union(*(used(getattr(value, each.name)) for each in fields(value)))


def all_fields(value):
    if isinstance(value, tuple):
        return set().union(*map(all_fields, value)) if value else set()
    if not is_dataclass(value):
        return set()
    own = {(type(value).__name__, each.name) for each in fields(value)}
    return own.union(*(all_fields(getattr(value, each.name)) for each in fields(value)))


def test_the_company_that_uses_everything_really_uses_every_field():
    from spinouts.domain.shares import ShareClass

    company = everything()

    # A membership stands in a society only, and this is a company.
    assert all_fields(company) - used(company) == {(ShareClass.__name__, "memberships")}


def test_everything_comes_back_as_it_was_also_through_json():
    company = everything()

    assert from_content(json.loads(json.dumps(to_content(company)))) == company
    assert replace(company, events=()) == from_content(to_content(replace(company, events=())))


def test_the_company_that_uses_everything_is_sound():
    everything().check()


def test_what_is_at_its_default_is_not_written():
    party = to_content(everything())["parties"][2]

    assert party == {"reference": "council", "name": "Barchester Council", "kind": "council"}


@pytest.mark.parametrize(
    ("change", "path", "words"),
    [
        (lambda c: c.update(colour="red"), ("colour",), "no such field"),
        (lambda c: c.pop("name"), ("name",), "missing"),
        (lambda c: c.update(form="plc"), ("form",), "one of: company_by_shares"),
        (lambda c: c.update(formed_on="soon"), ("formed_on",), "a day"),
        (lambda c: c.update(parties="all"), ("parties",), "a list"),
        (lambda c: c["parties"][0].update(kind=7), ("parties", 0, "kind"), "one of"),
        (lambda c: c["classes"][1].update(votes_per_share="1"), ("classes", 1, "votes_per_share"), "whole number"),
        (lambda c: c["classes"][1].update(votes_per_share=True), ("classes", 1, "votes_per_share"), "whole number"),
        (lambda c: c["classes"][1].update(votes_per_share=-1), ("classes", 1), "cannot carry -1 votes"),
        (lambda c: c["classes"][1].update(dividends=1), ("classes", 1, "dividends"), "true or false"),
        (lambda c: c["events"][0].update(to_party="nobody"), ("events", 0, "to_party"), "has the reference"),
        (lambda c: c["events"][6].update(amount="lots"), ("events", 6, "amount"), "a number"),
        (lambda c: c["events"][6].update(amount="NaN"), ("events", 6, "amount"), "a number"),
        (lambda c: c["agreed"]["loans"][0].pop("lender"), ("agreed", "loans", 0, "lender"), "missing"),
        (lambda c: c["agreed"].update(rights=[7]), ("agreed", "rights", 0), "fields of its own"),
    ],
)
def test_what_is_no_company_is_told_with_the_place_of_the_fault(change, path, words):
    content = to_content(everything())
    change(content)

    with pytest.raises(Unreadable) as told:
        from_content(content)

    assert [(where, words in said) for where, said in told.value.faults] == [(path, True)]


def test_several_faults_are_told_at_once():
    content = to_content(everything())
    content["parties"][0]["kind"] = "robot"
    content["parties"][1]["colour"] = "red"

    with pytest.raises(Unreadable) as told:
        from_content(content)

    assert [path for path, _ in told.value.faults] == [("parties", 0, "kind"), ("parties", 1, "colour")]


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"name": "  "}, "no name"),
        ({"events": ()}, "Nobody holds anything"),
        ({"parties": everything().parties[:2]}, "does not have"),
        ({"classes": everything().classes[:2]}, "does not have"),
        ({"formed_on": date(2027, 1, 1)}, "before the day"),
        ({"parties": (*everything().parties, everything().parties[0])}, "each party its own"),
    ],
)
def test_a_company_that_is_not_sound_says_why(changed, why):
    with pytest.raises(Refusal, match=why):
        replace(everything(), **changed).check()


@pytest.mark.parametrize(
    ("part", "changed", "why"),
    [
        ("loans", {"lender": "nobody"}, "party nobody"),
        ("loans", {"converts_to": "b"}, "class of shares b"),
        ("rights", {"holder": "nobody"}, "party nobody"),
        ("rights", {"giver": "nobody"}, "party nobody"),
        ("vestings", {"share_class": "b"}, "class of shares b"),
    ],
)
def test_what_is_agreed_names_only_parties_and_classes_of_the_company(part, changed, why):
    company = everything()
    agreed = replace(company.agreed, **{part: (replace(getattr(company.agreed, part)[0], **changed),)})

    with pytest.raises(Refusal, match=why):
        replace(company, agreed=agreed).check()


@pytest.mark.parametrize(
    ("on", "vested"),
    [
        (DAY, 0),
        (date(2027, 11, 30), 0),
        (date(2027, 12, 1), 60),
        (date(2028, 1, 15), 65),
        (date(2030, 12, 1), 240),
        (date(2040, 1, 1), 240),
    ],
)
def test_shares_vest_by_whole_months_after_the_cliff(on, vested):
    assert everything().agreed.vestings[0].vested(on) == vested


@pytest.mark.parametrize("shares", ["1e99999999", "1e-99999999", 10**40, "NaN", "1." + "1" * 70])
def test_a_number_that_would_take_for_ever_to_write_out_is_a_fault(shares):
    content = to_content(everything())
    content["events"][0]["shares"] = Decimal(shares) if isinstance(shares, str) else shares
    content["classes"][0]["nominal_amount"] = str(shares)

    with pytest.raises(Unreadable) as wrong:
        from_content(content)

    assert [path for path, _ in wrong.value.faults] == [("classes", 0, "nominal_amount"), ("events", 0, "shares")]


def test_a_party_is_found_by_its_reference_and_one_that_is_not_there_is_a_fault():
    assert everything().party("council").name == "Barchester Council"
    with pytest.raises(KeyError, match="nobody"):
        everything().party("nobody")
