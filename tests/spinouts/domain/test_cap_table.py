from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.domain.refusals import Refusal
from spinouts.domain.cap_table import (
    CapTable,
    CapTableRow,
    EventKind,
    HoldingEvent,
    Party,
    ShareClass,
    cap_table,
    register,
)
from spinouts.domain.forms import LegalForm, PartyKind

STAFF = Party("staff", "The staff trust", PartyKind.EMPLOYEES)
PARTNER = Party("partner", "Paymaster", PartyKind.PARTNER)
COUNCIL = Party("council", "The council", PartyKind.COUNCIL)
ORDINARY = ShareClass("a", "Ordinary")
SILENT = ShareClass("b", "Preference", votes_per_share=0)
DAY = date(2026, 5, 1)


def issue(party, shares, share_class=ORDINARY, *, on=DAY, sequence):
    return HoldingEvent(EventKind.ISSUE, on, sequence, share_class, shares, to_party=party)


def transfer(giver, taker, shares, share_class=ORDINARY, *, on=DAY, sequence):
    return HoldingEvent(EventKind.TRANSFER, on, sequence, share_class, shares, to_party=taker, from_party=giver)


def cancel(party, shares, share_class=ORDINARY, *, on=DAY, sequence):
    return HoldingEvent(EventKind.CANCEL, on, sequence, share_class, shares, from_party=party)


FORMATION = [issue(STAFF, 25, sequence=1), issue(COUNCIL, 35, sequence=2), issue(PARTNER, 40, sequence=3)]


def test_mycsp_goes_from_40_35_25_to_51_24_25_when_the_council_sells_eleven():
    after = DAY + timedelta(days=900)
    events = [*FORMATION, transfer(COUNCIL, PARTNER, 11, on=after, sequence=1)]

    before, then = register(events, after - timedelta(days=1)), register(events, after)

    assert before.capital == {"staff": 25, "council": 35, "partner": 40}
    assert then.capital == {"staff": 25, "council": 24, "partner": 51}


def test_nothing_is_held_before_the_first_day():
    empty = register(FORMATION, DAY - timedelta(days=1))

    assert (empty.parties, empty.classes, empty.holdings, empty.capital, empty.votes) == ((), (), {}, {}, {})


def test_events_count_in_order_of_day_and_number_however_they_are_given():
    later = DAY + timedelta(days=1)
    events = [*FORMATION, transfer(STAFF, PARTNER, 25, on=later, sequence=1), cancel(PARTNER, 65, on=later, sequence=2)]

    assert register(reversed(events), later).holdings == register(events, later).holdings == {("council", "a"): 35}


def test_a_party_that_has_sold_everything_leaves_the_register():
    sold = register([*FORMATION, transfer(STAFF, PARTNER, 25, sequence=4)], DAY)

    assert [party.name for party in sold.parties] == ["The council", "Paymaster"]


@pytest.mark.parametrize(
    ("event", "why"),
    [
        (transfer(STAFF, PARTNER, 26, sequence=4), "On 1 May 2026 The staff trust had 25 Ordinary shares, fewer than"),
        (transfer(STAFF, PARTNER, 1, SILENT, sequence=4), "had 0 Preference shares"),
        (cancel(COUNCIL, 36, sequence=4), "fewer than the 36 in the cancellation"),
        (transfer(STAFF, STAFF, 5, sequence=4), "to itself"),
        (issue(STAFF, 0, sequence=4), "enter 1 or more"),
        (issue(STAFF, -3, sequence=4), "of -3 shares"),
        (issue(None, 5, sequence=4), "must say who holds the shares after it"),
        (transfer(STAFF, None, 5, sequence=4), "must say who holds the shares after it"),
        (transfer(None, STAFF, 5, sequence=4), "must say who held the shares before it"),
        (replace(issue(STAFF, 5, sequence=4), from_party=PARTNER), "must not say who held"),
        (replace(cancel(STAFF, 5, sequence=4), to_party=PARTNER), "must not say who holds"),
        (issue(STAFF, 5, sequence=3), "have the number 3"),
    ],
)
def test_an_event_that_cannot_happen_is_refused_with_the_reason(event, why):
    with pytest.raises(Refusal, match=why):
        register([*FORMATION, event], DAY)


def test_a_class_cannot_carry_less_than_no_votes():
    with pytest.raises(Refusal, match="cannot carry -1 votes"):
        ShareClass("x", "Odd", votes_per_share=-1)


def test_one_reference_cannot_stand_for_two_parties():
    with pytest.raises(ValueError, match="stands for both"):
        register([*FORMATION, issue(replace(STAFF, name="Other"), 5, sequence=4)], DAY)


def test_capital_votes_and_seats_are_three_separate_vectors():
    golden = ShareClass("c", "Golden", votes_per_share=60)
    events = [
        issue(STAFF, 40, sequence=1),
        issue(PARTNER, 60, SILENT, sequence=2),
        issue(COUNCIL, 1, golden, sequence=3),
    ]

    held = register(events, DAY, board={STAFF: 2, PARTNER: 0, COUNCIL: 1})

    assert held.capital == {"staff": 40, "partner": 60, "council": 1}
    assert held.votes == {"staff": 40, "partner": 0, "council": 60}
    assert held.board == {"staff": 2, "council": 1}


def test_in_a_society_each_member_has_one_vote_whatever_it_holds():
    society = register(FORMATION, DAY, form=LegalForm.COMMUNITY_BENEFIT_SOCIETY)

    assert society.votes == {"staff": 1, "council": 1, "partner": 1}
    assert society.capital == {"staff": 25, "council": 35, "partner": 40}


def test_the_cap_table_shows_each_party_by_class_with_exact_parts_and_totals():
    events = [issue(STAFF, 1, sequence=1), issue(PARTNER, 1, sequence=2), issue(PARTNER, 1, SILENT, sequence=3)]

    table = cap_table(register(events, DAY, board={COUNCIL: 1, STAFF: 2}))

    assert table == CapTable(
        on=DAY,
        classes=(ORDINARY, SILENT),
        rows=(
            CapTableRow(STAFF, (1, 0), 1, Fraction(1, 3), 1, Fraction(1, 2), 2),
            CapTableRow(PARTNER, (1, 1), 2, Fraction(2, 3), 1, Fraction(1, 2), 0),
            CapTableRow(COUNCIL, (0, 0), 0, Fraction(0), 0, Fraction(0), 1),
        ),
        by_class=(2, 1),
        shares=3,
        votes=2,
        seats=3,
    )
    assert [(row.capital_in_words, row.votes_in_words) for row in table.rows] == [
        ("33.3%", "50%"),
        ("66.7%", "50%"),
        ("0%", "0%"),
    ]


def test_a_company_whose_shares_have_no_votes_still_has_a_cap_table():
    table = cap_table(register([issue(STAFF, 5, SILENT, sequence=1)], DAY))

    assert (table.votes, table.rows[0].votes_fraction) == (0, Fraction(0))


parties = st.sampled_from([STAFF, PARTNER, COUNCIL])
classes = st.sampled_from([ORDINARY, SILENT])


@st.composite
def histories(draw):
    """Events that can all happen, each at most of what its holder then has."""
    held, events = Counter(), []
    for sequence in range(draw(st.integers(1, 12))):
        share_class, giver, taker = draw(classes), draw(parties), draw(parties)
        has = held[giver, share_class]
        kind = draw(st.sampled_from(EventKind)) if has and giver != taker else EventKind.ISSUE
        shares = draw(st.integers(1, 1000 if kind is EventKind.ISSUE else has))
        on = DAY + timedelta(days=sequence // 3)
        if kind is EventKind.ISSUE:
            events.append(issue(taker, shares, share_class, on=on, sequence=sequence))
        elif kind is EventKind.TRANSFER:
            events.append(transfer(giver, taker, shares, share_class, on=on, sequence=sequence))
        else:
            events.append(cancel(giver, shares, share_class, on=on, sequence=sequence))
        held[giver, share_class] -= shares if kind is not EventKind.ISSUE else 0
        held[taker, share_class] += shares if kind is not EventKind.CANCEL else 0
    return events


@given(histories())
def test_shares_on_the_register_are_those_issued_less_those_cancelled(events):
    issued = sum(event.shares for event in events if event.kind is EventKind.ISSUE)
    cancelled = sum(event.shares for event in events if event.kind is EventKind.CANCEL)

    held = register(events, date.max)

    assert sum(held.capital.values()) == issued - cancelled
    assert all(shares > 0 for shares in held.holdings.values())


@given(histories(), st.randoms())
def test_the_register_does_not_depend_on_the_order_in_which_events_are_given(events, random):
    shuffled = random.sample(events, len(events))

    assert register(shuffled, date.max) == register(events, date.max)
