"""A company made up for the tests of projections, waterfalls and forms: 40, 35 and 25 of a hundred, as MyCSP was."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from spinouts.domain.company import Company
from spinouts.domain.events import EventKind, HoldingEvent
from spinouts.domain.forms import LegalForm
from spinouts.domain.parties import Party, PartyKind
from spinouts.domain.shares import ShareClass
from spinouts.domain.terms import Agreed, Articles

DAY = date(2026, 5, 1)
STAFF = Party("staff", "The staff trust", PartyKind.EMPLOYEE_TRUST)
PARTNER = Party("partner", "Paymaster", PartyKind.PARTNER)
COUNCIL = Party("council", "The council", PartyKind.COUNCIL)
INVESTOR = Party("investor", "Good Money", PartyKind.SOCIAL_INVESTOR)
CHARITY = Party("charity", "The Light", PartyKind.CHARITY)
ORDINARY = ShareClass("ordinary", "Ordinary")
PREFERENCE = ShareClass(
    "preference",
    "Preference",
    votes_per_share=0,
    dividends=False,
    fixed_dividend_percent=Decimal(5),
    preference_rank=1,
    preference_amount=Decimal(10),
    participates=False,
)
MYCSP = {STAFF: 250, COUNCIL: 350, PARTNER: 400}


def company(
    holdings=MYCSP,
    *,
    form=LegalForm.COMPANY_BY_SHARES,
    share_class=ORDINARY,
    classes=(ORDINARY, PREFERENCE),
    more=(),
    loans=(),
    rights=(),
    vestings=(),
    **articles,
):
    """A company whose parties hold so many shares of a class; `more` are (party, class, shares) besides."""
    issues = [*((party, share_class, shares) for party, shares in holdings.items() if shares), *more]
    events = tuple(
        HoldingEvent(EventKind.ISSUE, DAY, number, known, shares, to_party=party)
        for number, (party, known, shares) in enumerate(issues, start=1)
    )
    parties = tuple(dict.fromkeys((*holdings, *(party for party, _, _ in more), STAFF, COUNCIL, PARTNER, INVESTOR)))
    known = tuple(dict.fromkeys((*classes, share_class)))
    agreed = Agreed(Articles(**articles), tuple(loans), tuple(rights), tuple(vestings))
    return Company("company", "Spun Out Ltd", form, DAY, parties, known, events, agreed)


def with_event(of, kind, on=DAY, **fields):
    """The company after one more event."""
    number = 1 + max((event.sequence for event in of.events if event.on == on), default=0)
    return replace(of, events=(*of.events, HoldingEvent(kind, on, number, **fields)))


def drawn(of, *loans):
    """The company with these loans agreed and drawn on the first day."""
    of = replace(of, agreed=replace(of.agreed, loans=tuple(loans)))
    for loan in loans:
        of = with_event(of, EventKind.DRAW, to_party=of.party(loan.lender), amount=loan.amount, under=loan.reference)
    return of
