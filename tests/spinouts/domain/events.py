"""Events as tests write them."""

from datetime import date

from spinouts.domain.events import EventKind, HoldingEvent
from spinouts.domain.parties import Party, PartyKind
from spinouts.domain.shares import ShareClass

STAFF = Party("staff", "The staff trust", PartyKind.EMPLOYEES)
PARTNER = Party("partner", "Paymaster", PartyKind.PARTNER)
COUNCIL = Party("council", "The council", PartyKind.COUNCIL)
ORDINARY = ShareClass("a", "Ordinary")
SILENT = ShareClass("b", "Preference", votes_per_share=0)
DAY = date(2026, 5, 1)


def issue(party, shares, share_class=ORDINARY, *, on=DAY, sequence, **more):
    return HoldingEvent(EventKind.ISSUE, on, sequence, share_class, shares, to_party=party, **more)


def transfer(giver, taker, shares, share_class=ORDINARY, *, on=DAY, sequence, **more):
    return HoldingEvent(EventKind.TRANSFER, on, sequence, share_class, shares, to_party=taker, from_party=giver, **more)


def cancel(party, shares, share_class=ORDINARY, *, on=DAY, sequence):
    return HoldingEvent(EventKind.CANCEL, on, sequence, share_class, shares, from_party=party)


def convert(party, shares, share_class, to_shares, to_class, *, on=DAY, sequence):
    return HoldingEvent(
        EventKind.CONVERT, on, sequence, share_class, shares, from_party=party, to_class=to_class, to_shares=to_shares
    )


def split(every, become, share_class=ORDINARY, *, on=DAY, sequence):
    return HoldingEvent(EventKind.SPLIT, on, sequence, share_class, every, to_shares=become)


def seats(party, count, *, on=DAY, sequence):
    return HoldingEvent(EventKind.SEATS, on, sequence, to_party=party, seats=count)


def grant(party, shares, under, share_class=ORDINARY, *, on=DAY, sequence, until=None):
    return HoldingEvent(EventKind.GRANT, on, sequence, share_class, shares, to_party=party, under=under, until=until)


def lapse(under, *, on=DAY, sequence):
    return HoldingEvent(EventKind.LAPSE, on, sequence, under=under)


def draw_loan(lender, amount, under, *, on=DAY, sequence):
    return HoldingEvent(EventKind.DRAW, on, sequence, to_party=lender, amount=amount, under=under)


def repay(amount, under, *, on=DAY, sequence):
    return HoldingEvent(EventKind.REPAY, on, sequence, amount=amount, under=under)


def lock(until, party=None, *, on=DAY, sequence):
    return HoldingEvent(EventKind.LOCK, on, sequence, from_party=party, until=until)


def unlock(party=None, *, on=DAY, sequence):
    return HoldingEvent(EventKind.UNLOCK, on, sequence, from_party=party)


FORMATION = [issue(STAFF, 25, sequence=1), issue(COUNCIL, 35, sequence=2), issue(PARTNER, 40, sequence=3)]
