from dataclasses import replace

from spinouts.domain.assumed_parties import investor_named, usual_class, vesting_of
from spinouts.domain.parties import PartyKind
from tests.spinouts.domain.companies import DAY as FORMED
from tests.spinouts.domain.companies import GOLDEN, ORDINARY, everything
from tests.spinouts.domain.made_up import DAY, PARTNER, PREFERENCE, STAFF, company


def test_an_owner_deals_in_the_class_of_which_it_has_most():
    of = company({STAFF: 10}, more=[(PARTNER, PREFERENCE, 500)])

    assert usual_class(of, of.register(DAY), "partner") == PREFERENCE
    assert usual_class(of, of.register(DAY), "staff").reference == "ordinary"


def test_somebody_new_gets_a_plain_class():
    of = replace(everything(), classes=(GOLDEN, ORDINARY))

    assert usual_class(of, of.register(FORMED), "nobody") == ORDINARY
    assert usual_class(replace(of, classes=()), of.register(FORMED)) is None


def test_whoever_has_only_a_golden_share_deals_in_plain_ones():
    of = everything()

    assert usual_class(of, of.register(FORMED), "council") == ORDINARY


def test_an_investor_of_an_owners_name_is_that_owner():
    assert investor_named(company(), " paymaster ") == PARTNER


def test_a_new_investor_has_a_reference_that_nobody_has():
    party = investor_named(company(), "Good Fund")

    assert (party.name, party.kind) == ("Good Fund", PartyKind.SOCIAL_INVESTOR)
    assert party == investor_named(company(), "Good Fund ")
    assert party.reference not in {each.reference for each in company().parties}


def test_the_vesting_that_binds_shares_is_found():
    assert vesting_of(everything(), "trust", "ordinary") == "vest"
    assert vesting_of(everything(), "partner", "ordinary") is None
