"""An offer with classes and agreements in which nothing is wrong, and ways to spoil it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from partners.domain.instruments import Instrument, Investment
from partners.domain.offers import Confidential, Offer, OfferPart, Price, ProposedHolding
from spinouts.domain.forms import LegalForm
from spinouts.domain.parties import PartyKind
from spinouts.domain.shares import ShareClass
from spinouts.domain.terms import (
    Agreed,
    Articles,
    Loan,
    LoanKind,
    LockIn,
    Matter,
    ReservedMatter,
    Right,
    RightKind,
    Vesting,
)

STAFF = ProposedHolding(PartyKind.EMPLOYEE_TRUST, "Staff trust", Decimal(25), share_class="A", board_seats=1)
PARTNER = ProposedHolding(PartyKind.PARTNER, "Harbour Care", Decimal(40), share_class="B", board_seats=1)
COUNCIL = ProposedHolding(PartyKind.COUNCIL, "The council", Decimal(35), share_class="A", board_seats=1)
OFFER = Offer(
    company_name="Harbour Limited",
    legal_form=LegalForm.COMPANY_BY_SHARES,
    total_shares=1000,
    holdings=(STAFF, PARTNER, COUNCIL),
    investments=(Investment(Instrument.LOAN, 1, Decimal(5000)),),
    prices=(Price(1, Decimal(100)),),
    classes=(ShareClass("A", "A"), ShareClass("B", "B", 2)),
)
LOAN = Loan("loan-1", "The loan", "Harbour Care", LoanKind.LOAN, Decimal(5000))
RIGHT = Right("right-1", "Earn-in", RightKind.EARN_IN, "Staff trust", "B", 50, milestone="90% of users stay")
VESTING = Vesting("vesting-1", "Staff trust", "A", 250, date(2027, 4, 1), 36, 12, "The council")
SOUND = replace(
    OFFER,
    agreed=Agreed(
        articles=Articles(
            reserved=(ReservedMatter(Matter.SALE, ("The council", "Staff trust")),),
            locks=(LockIn(date(2032, 3, 31)),),
            most_dividend_percent=Decimal(50),
            least_employees_percent=Decimal(25),
        ),
        loans=(LOAN,),
        rights=(RIGHT,),
        vestings=(VESTING,),
    ),
    confidential=(Confidential(OfferPart.PRICE, "The prices", "They would help rivals"),),
)


def articles(**changes):
    return {"agreed": replace(SOUND.agreed, articles=replace(SOUND.agreed.articles, **changes))}


def loans(*all_loans, **changes):
    return {"agreed": replace(SOUND.agreed, loans=all_loans or (replace(LOAN, **changes),))}


def rights(**changes):
    return {"agreed": replace(SOUND.agreed, rights=(replace(RIGHT, **changes),))}


def vestings(**changes):
    return {"agreed": replace(SOUND.agreed, vestings=(replace(VESTING, **changes),))}


def classes(**changes):
    return {"classes": (ShareClass("A", "A"), ShareClass("B", "B", **{"votes_per_share": 2, **changes}))}


QUASI = {"kind": LoanKind.QUASI_EQUITY}
LENT = (Investment(Instrument.QUASI_EQUITY, 1, Decimal(5000)),)
CONVERTED = (Investment(Instrument.CONVERTIBLE, 1, Decimal(5000)),)
