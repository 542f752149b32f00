"""A company with twelve owners, six classes of shares and much agreed: what a page must bear."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from spinouts.domain.company import Company
from spinouts.domain.events import EventKind, HoldingEvent, Reason
from spinouts.domain.forms import LegalForm
from spinouts.domain.parties import Party, PartyKind
from spinouts.domain.shares import ShareClass
from spinouts.domain.terms import Matter, ReservedMatter
from tests.spinouts.domain.companies import DAY, everything

NAMES = (
    "Barchester and Loamshire Metropolitan Borough Council",
    "The Holloway Day Centres Employee Ownership Trust",
    "Harbour Care and Befriending Charitable Incorporated Organisation",
    "Springboard Learning Partners Limited",
    "Social Investment Fund for the North and the Midlands LP",
    "Ada Ash",
    "Ben Birch",
    "Loamshire Council",
    "Friends of the Day Centres",
    "Calder Schools Trust",
    "Eastgate Housing Association",
    "Fernhill Pensions Services Limited",
)
CLASSES = (
    ShareClass("a", "A ordinary", nominal_amount=Decimal("0.01")),
    ShareClass("b", "B employees"),
    ShareClass("c", "C non-voting", votes_per_share=0),
    ShareClass("d", "D preference", votes_per_share=0, preference_rank=1, preference_amount=Decimal(1)),
    ShareClass("e", "E growth"),
    ShareClass("golden", "Golden share of the council", votes_per_share=0, dividends=False, golden=True),
)


def company():
    kinds = [PartyKind.COUNCIL, PartyKind.EMPLOYEE_TRUST, PartyKind.CHARITY, *[PartyKind.PARTNER] * 9]
    parties = tuple(Party(f"party-{number}", name, kinds[number]) for number, name in enumerate(NAMES))
    issued = [
        (each, party, 1234 * (number + 1) * (place + 2))
        for number, party in enumerate(parties)
        for place, each in enumerate(CLASSES[:5])
        if (number + place) % 2 == 0
    ]
    events = [
        HoldingEvent(EventKind.ISSUE, DAY, number, each, shares, to_party=party, amount=Decimal(1000), note="Paid up")
        for number, (each, party, shares) in enumerate([*issued, (CLASSES[5], parties[0], 1)], start=1)
    ]
    for year in range(2027, 2030):
        moved = HoldingEvent(EventKind.TRANSFER, date(year, 4, 1), len(events) + 1, CLASSES[0], 500, reason=Reason.GIFT)
        events.append(replace(moved, from_party=parties[2], to_party=parties[1]))
    agreed = everything().agreed
    reserved = tuple(ReservedMatter(each, ("party-0", "party-1"), "Above £100,000 in a year") for each in Matter)
    return Company(
        reference="crowded",
        name="Barchester and Loamshire Day Centres, Befriending and Transport Limited",
        form=LegalForm.COMPANY_BY_SHARES,
        formed_on=DAY,
        parties=parties,
        classes=CLASSES,
        events=tuple(events),
        agreed=replace(
            agreed,
            articles=replace(
                agreed.articles, reserved=reserved, locks=(), anti_dilution=("party-1",), asset_lock=False
            ),
            loans=tuple(replace(each, lender="party-4", converts_to="a") for each in agreed.loans),
            rights=tuple(replace(each, holder="party-1", share_class="e", giver=None) for each in agreed.rights),
            vestings=(),
        ),
    )
