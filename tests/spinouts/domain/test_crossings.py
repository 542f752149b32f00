from datetime import date

import pytest

from spinouts.domain.crossings import crossings
from spinouts.domain.parties import Party, PartyKind
from spinouts.domain.registers import register
from tests.spinouts.domain.events import COUNCIL, PARTNER, issue

DAY = date(2027, 1, 1)
FUND = Party("fund", "Good Money", PartyKind.SOCIAL_INVESTOR)
CHARITY = Party("charity", "The Light", PartyKind.CHARITY)
SECOND = Party("second", "Another firm", PartyKind.PARTNER)


def held(**shares):
    whose = {"partner": PARTNER, "council": COUNCIL, "fund": FUND, "charity": CHARITY, "second": SECOND}
    events = [issue(whose[name], count, on=DAY, sequence=n) for n, (name, count) in enumerate(shares.items(), 1)]
    return register(events, DAY)


@pytest.mark.parametrize(
    ("more", "who"),
    [
        ({"second": 30}, "Partners together"),
        ({"fund": 30}, "Partners and social investors together"),
        ({"charity": 30}, "Partners and charities together"),
        ({"fund": 20, "charity": 10}, "Partners, social investors and charities together"),
    ],
)
def test_whoever_counts_among_the_partners_is_named(more, who):
    before, after = held(partner=30, council=70), held(partner=30, council=40, **more)

    assert [said for said in crossings(before, after) if "together" in said] == [
        f"{who} go from 30% to 60% of the votes: now more than 50% but less than 75%."
    ]
