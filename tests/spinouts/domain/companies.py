"""Companies as tests make them."""

from datetime import date
from decimal import Decimal

from spinouts.domain.company import Company
from spinouts.domain.events import EventKind, HoldingEvent, Reason
from spinouts.domain.forms import LegalForm
from spinouts.domain.parties import Party, PartyKind
from spinouts.domain.shares import ShareClass
from spinouts.domain.terms import (
    Agreed,
    Articles,
    LeaverRule,
    Limits,
    Loan,
    LoanKind,
    LockIn,
    Matter,
    ReservedMatter,
    Right,
    RightKind,
    Vesting,
)

DAY = date(2026, 12, 1)
TRUST = Party("trust", "Staff trust", PartyKind.EMPLOYEE_TRUST, trustees=("Ada Ash", "Ben Birch"))
PARTNER = Party("partner", "Harbour Care", PartyKind.CHARITY, identifier="GB-CHC-123456")
COUNCIL = Party("council", "Barchester Council", PartyKind.COUNCIL)
ORDINARY = ShareClass("ordinary", "Ordinary", nominal_amount=Decimal("0.01"))
PREFERENCE = ShareClass(
    "preference",
    "Preference",
    votes_per_share=0,
    fixed_dividend_percent=Decimal("4.5"),
    preference_rank=1,
    preference_amount=Decimal(1),
    participates=False,
    most_amount=Decimal("1.5"),
    appoints=1,
)
GOLDEN = ShareClass("golden", "Golden", votes_per_share=0, dividends=False, golden=True)


def everything() -> Company:
    """A company in which every field of every kind is used."""
    events = [
        HoldingEvent(EventKind.ISSUE, DAY, 1, ORDINARY, 2500, to_party=TRUST, reason=Reason.FORMATION),
        HoldingEvent(EventKind.ISSUE, DAY, 2, ORDINARY, 7500, to_party=PARTNER, amount=Decimal("75.50"), note="Paid"),
        HoldingEvent(EventKind.ISSUE, DAY, 3, PREFERENCE, 100, to_party=PARTNER, consents=("council",)),
        HoldingEvent(EventKind.ISSUE, DAY, 4, GOLDEN, 1, to_party=COUNCIL),
        HoldingEvent(EventKind.SEATS, DAY, 5, to_party=COUNCIL, seats=1),
        HoldingEvent(EventKind.GRANT, DAY, 6, ORDINARY, 100, to_party=TRUST, under="earn", until=date(2030, 1, 1)),
        HoldingEvent(EventKind.DRAW, DAY, 7, to_party=PARTNER, amount=Decimal(5000), under="loan"),
        HoldingEvent(EventKind.LOCK, DAY, 8, until=date(2031, 12, 1)),
        HoldingEvent(EventKind.UNLOCK, DAY, 9),
        HoldingEvent(EventKind.REPAY, DAY, 10, amount=Decimal("0.99"), under="loan"),
        HoldingEvent(EventKind.CONVERT, DAY, 11, PREFERENCE, 50, from_party=PARTNER, to_class=ORDINARY, to_shares=60),
        HoldingEvent(EventKind.CANCEL, DAY, 12, ORDINARY, 60, from_party=PARTNER, reason=Reason.BUY_BACK),
        HoldingEvent(EventKind.TRANSFER, DAY, 13, ORDINARY, 5, from_party=PARTNER, to_party=TRUST, reason=Reason.GIFT),
        HoldingEvent(EventKind.STRIKE, DAY, 14, reason=Reason.CORRECTION, corrects=13),
        HoldingEvent(EventKind.SPLIT, DAY, 15, ORDINARY, 1, to_shares=10),
        HoldingEvent(EventKind.LAPSE, DAY, 16, under="earn", reason=Reason.EARN_IN),
        HoldingEvent(EventKind.DIVIDEND, DAY, 17, amount=Decimal(10), profits=Decimal(100)),
    ]
    articles = Articles(
        reserved=(ReservedMatter(Matter.SALE, ("council", "trust"), "Above £100,000"),),
        locks=(LockIn(date(2031, 12, 1), "partner", "Five years"), LockIn(date(2029, 1, 1))),
        pre_emption=False,
        asset_lock=True,
        asset_lock_body="Barchester Community Trust",
        most_dividend_percent=Decimal(35),
        least_employees_percent=Decimal("25.5"),
        leaver_rule=LeaverRule.SELL_AT_PAID,
        drag_along_percent=Decimal(75),
        tag_along=True,
        anti_dilution=("trust",),
        mission="Good days for everybody",
        deadlock="A mediator decides",
        step_in="The council may step in",
        exit="The council may buy back",
    )
    loan = Loan(
        "loan",
        "Start-up loan",
        "partner",
        LoanKind.CONVERTIBLE,
        Decimal(5000),
        yearly_percent=Decimal("3.25"),
        years=7,
        holiday_years=1,
        income_percent=Decimal(2),
        most_times=Decimal("1.5"),
        converts_to="ordinary",
        price_per_share=Decimal("1.25"),
        secured=True,
        rank=2,
    )
    right = Right(
        "earn",
        "Earn-in",
        RightKind.EARN_IN,
        "trust",
        "ordinary",
        100,
        price_per_share=Decimal("0.01"),
        until=date(2030, 1, 1),
        milestone="Surplus two years running",
        giver="partner",
    )
    limits = Limits(Decimal(20), Decimal(80), Decimal(0), (LegalForm.CIC_BY_SHARES, LegalForm.LLP))
    vesting = Vesting("vest", "trust", "ordinary", 240, DAY, 48, cliff_months=12, returns_to="partner")
    return Company(
        reference="company",
        name="Barchester Day Centres CIC",
        form=LegalForm.CIC_BY_SHARES,
        formed_on=DAY,
        parties=(TRUST, PARTNER, COUNCIL),
        classes=(ORDINARY, PREFERENCE, GOLDEN),
        events=tuple(events),
        agreed=Agreed(articles, (loan,), (right,), (vesting,), limits),
        identifier="GB-COH-01234567",
    )
