import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given

from accounts.domain.refusals import Refusal
from partners.domain.formation import COMPANY, company_of
from partners.domain.offers import Offer, ProposedHolding, from_content, to_content
from partners.domain.typed_fields import is_known, too_long
from partners.domain.typed_offers import read, typed_of
from spinouts.domain import company_content
from spinouts.domain.events import EventKind, HoldingEvent, Reason
from spinouts.domain.forms import LegalForm
from spinouts.domain.parties import Party, PartyKind
from spinouts.domain.shares import ShareClass
from spinouts.domain.terms import Agreed, Articles, Loan, LoanKind, LockIn, Matter, ReservedMatter, Right, RightKind
from tests.partners.domain.whole import whole_offers

DAY = date(2027, 4, 1)
STAFF = ProposedHolding(PartyKind.EMPLOYEE_TRUST, "Staff trust", Decimal(25), share_class="A", board_seats=2)
PARTNER = ProposedHolding(PartyKind.PARTNER, "Harbour Care", Decimal(40), share_class="B", board_seats=2)
COUNCIL = ProposedHolding(PartyKind.COUNCIL, "The council", Decimal(35), share_class="A", board_seats=2)
FUND = ProposedHolding(PartyKind.SOCIAL_INVESTOR, "Tide Fund", Decimal(0), share_class="A")
OFFER = Offer(
    company_name="Harbour Limited",
    legal_form=LegalForm.COMPANY_BY_SHARES,
    total_shares=1000,
    holdings=(STAFF, PARTNER, COUNCIL, FUND),
    classes=(ShareClass("B", "B", 2, appoints=2), ShareClass("A", "A")),
)


def agreed(**parts):
    return replace(OFFER, agreed=Agreed(**parts))


@given(whole_offers())
def test_a_whole_offer_can_be_kept_as_json_and_read_back(offer):
    assert from_content(json.loads(json.dumps(to_content(offer)))) == offer


@given(whole_offers())
def test_what_a_whole_offer_would_be_typed_as_reads_as_that_offer(offer):
    typed = typed_of(offer)

    reading = read(typed)

    assert (reading.offer, reading.errors) == (offer, {})
    assert all(is_known(name) for name in typed)
    assert too_long(typed) == {}


@given(whole_offers())
def test_the_company_of_a_whole_offer_is_sound_and_keeps_everything_that_is_agreed(offer):
    company = company_of(offer, DAY)

    company.check()
    articles, held = offer.agreed.articles, company.agreed.articles
    names = {party.reference: party.name for party in company.parties}
    assert [(lock.until, names.get(lock.party)) for lock in held.locks] == [(e.until, e.party) for e in articles.locks]
    assert [[names[who] for who in matter.consent_of] for matter in held.reserved] == [
        list(matter.consent_of) for matter in articles.reserved
    ]
    assert [names[loan.lender] for loan in company.agreed.loans] == [loan.lender for loan in offer.agreed.loans]
    assert company_content.from_content(json.loads(json.dumps(company_content.to_content(company)))) == company


@given(whole_offers())
def test_its_register_has_all_shares_seats_rights_and_locks(offer):
    register = company_of(offer, DAY).register(DAY)

    assert sum(register.capital.values()) == offer.total_shares
    assert sum(register.board.values()) == sum(holding.board_seats for holding in offer.holdings)
    assert sorted(register.rights) == sorted(right.reference for right in offer.agreed.rights)
    assert len(register.locks) == len({lock.party for lock in offer.agreed.articles.locks})


def test_rights_of_a_class_come_before_plain_classes_and_decide_the_votes():
    company = company_of(OFFER, DAY)

    assert company.classes == (ShareClass("class-1", "B", 2, appoints=2), ShareClass("class-2", "A"))
    assert company.register(DAY).votes == {"party-1": 250, "party-2": 800, "party-3": 350}
    assert company.parties[3] == Party("party-4", "Tide Fund", PartyKind.SOCIAL_INVESTOR)


def test_lock_ins_and_rights_are_events_of_the_first_day():
    lock = LockIn(date(2032, 3, 31), "Harbour Care")
    right = Right("right-1", "Earn-in", RightKind.EARN_IN, "Tide Fund", "B", 50, milestone="90% stay")

    company = company_of(agreed(articles=Articles(locks=(lock,)), rights=(right,)), DAY)

    council, partner, fund = company.parties[2], company.parties[1], company.parties[3]
    assert company.events[-3:] == (
        HoldingEvent(EventKind.SEATS, DAY, 6, to_party=council, seats=2, reason=Reason.FORMATION),
        HoldingEvent(EventKind.LOCK, DAY, 7, from_party=partner, until=date(2032, 3, 31), reason=Reason.FORMATION),
        HoldingEvent(
            EventKind.GRANT,
            DAY,
            8,
            company.classes[0],
            50,
            to_party=fund,
            under="right-1",
            reason=Reason.FORMATION,
        ),
    )
    assert company.agreed.articles.locks == (replace(lock, party="party-2"),)
    assert company.agreed.rights == (replace(right, holder="party-4", share_class="class-1"),)


def test_what_ended_before_the_first_day_makes_no_event_and_so_stands_in_no_way_of_the_award():
    old = date(2027, 3, 31)
    right = Right("right-1", "Option", RightKind.OPTION, "Tide Fund", "B", 50, until=old)

    company = company_of(agreed(articles=Articles(locks=(LockIn(old),)), rights=(right,)), DAY)

    company.check()
    assert {event.kind for event in company.events} == {EventKind.ISSUE, EventKind.SEATS}
    assert company.agreed.articles.locks == (LockIn(old),)


def test_of_two_lock_ins_of_a_party_the_longer_stands_in_the_register():
    locks = (LockIn(date(2032, 1, 1)), LockIn(date(2030, 1, 1)))

    assert company_of(agreed(articles=Articles(locks=locks)), DAY).register(DAY).locks == {"": date(2032, 1, 1)}


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"articles": Articles(reserved=(ReservedMatter(Matter.SALE, ("Nobody",)),))}, "names Nobody, who is not"),
        ({"loans": (Loan("loan-1", "L", "Nobody", LoanKind.LOAN, Decimal(5)),)}, "names Nobody, who is not"),
        (
            {"rights": (Right("right-1", "R", RightKind.OPTION, "Tide Fund", "Z", 5),)},
            "names Z shares, which nobody holds",
        ),
    ],
)
def test_a_name_that_the_offer_does_not_have_is_refused(parts, words):
    with pytest.raises(Refusal, match=words):
        company_of(agreed(**parts), DAY)


def test_an_offer_from_before_there_were_agreements_reads_as_one_that_says_nothing_of_them():
    simple = replace(OFFER, classes=(), holdings=(STAFF, PARTNER, COUNCIL))
    content = to_content(simple)

    assert set(content) == {
        "company_name",
        "legal_form",
        "total_shares",
        "holdings",
        "investments",
        "prices",
        "notes",
    }
    assert from_content(content) == simple
    assert COMPANY == company_of(simple, DAY).reference == "company"
