from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.domain.refusals import Refusal
from spinouts.domain.events import EventKind, HoldingEvent
from spinouts.domain.forms import LegalForm
from spinouts.domain.registers import EVERYBODY, Owed, RightHeld, register
from spinouts.domain.shares import ShareClass
from tests.spinouts.domain.events import (
    COUNCIL,
    DAY,
    FORMATION,
    ORDINARY,
    PARTNER,
    SILENT,
    STAFF,
    cancel,
    convert,
    draw_loan,
    grant,
    issue,
    lapse,
    lock,
    repay,
    seats,
    split,
    transfer,
    unlock,
)


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

    held = register([*events, seats(STAFF, 2, sequence=4), seats(COUNCIL, 1, sequence=5)], DAY)

    assert held.capital == {"staff": 40, "partner": 60, "council": 1}
    assert held.votes == {"staff": 40, "partner": 0, "council": 60}
    assert held.board == {"staff": 2, "council": 1}


def test_in_a_society_each_member_has_one_vote_whatever_it_holds():
    society = register(FORMATION, DAY, form=LegalForm.COMMUNITY_BENEFIT_SOCIETY)

    assert society.votes == {"staff": 1, "council": 1, "partner": 1}
    assert society.capital == {"staff": 25, "council": 35, "partner": 40}


def test_in_a_society_a_party_stands_for_its_memberships():
    member = ShareClass("m", "Membership", memberships=True)
    events = [
        issue(STAFF, 40, member, sequence=1),
        issue(PARTNER, 5000, sequence=2),
        issue(COUNCIL, 1, member, sequence=3),
    ]

    society = register(events, DAY, form=LegalForm.COOPERATIVE_SOCIETY)

    assert society.votes == {"staff": 40, "partner": 1, "council": 1}


def test_shares_are_converted_into_another_class_and_into_another_number():
    after = register([*FORMATION, convert(PARTNER, 40, ORDINARY, 10, SILENT, sequence=4)], DAY)

    assert after.holdings == {("staff", "a"): 25, ("council", "a"): 35, ("partner", "b"): 10}


def test_a_split_multiplies_shares_and_rights_of_its_class_only():
    events = [*FORMATION, issue(STAFF, 7, SILENT, sequence=4), grant(PARTNER, 5, "option", sequence=5)]

    after = register([*events, split(1, 100, sequence=6)], DAY)

    assert after.capital == {"staff": 2507, "council": 3500, "partner": 4000}
    assert after.rights["option"].shares == 500


def test_shares_are_put_together_only_if_nobody_is_left_with_part_of_one():
    assert register([*FORMATION, split(5, 1, sequence=4)], DAY).capital == {"staff": 5, "council": 7, "partner": 8}
    with pytest.raises(Refusal, match="leaves The staff trust with part of a share"):
        register([*FORMATION, split(2, 1, sequence=4)], DAY)


def test_the_board_is_as_the_last_event_left_it():
    later = DAY + timedelta(days=400)
    events = [
        *FORMATION,
        seats(STAFF, 2, sequence=4),
        seats(PARTNER, 3, sequence=5),
        seats(STAFF, 0, on=later, sequence=6),
    ]

    assert register(events, DAY).board == {"staff": 2, "partner": 3}
    assert register(events, later).board == {"partner": 3}


def test_who_only_sits_on_the_board_is_a_party_too():
    worker = replace(STAFF, reference="union", name="The union")

    assert register([*FORMATION, seats(worker, 1, sequence=4)], DAY).parties[-1] == worker


def test_a_right_is_used_up_by_the_shares_that_come_under_it():
    events = [*FORMATION, grant(PARTNER, 11, "earn-in", sequence=4, until=date(2030, 1, 1))]
    part = transfer(COUNCIL, PARTNER, 4, sequence=5, under="earn-in")
    rest = issue(PARTNER, 7, sequence=6, under="earn-in")

    assert register(events, DAY).rights == {"earn-in": RightHeld(PARTNER, ORDINARY, 11, date(2030, 1, 1))}
    assert register([*events, part], DAY).rights["earn-in"].shares == 7
    assert register([*events, part, rest], DAY).rights == {}


def test_what_is_left_of_a_right_lapses():
    events = [*FORMATION, grant(PARTNER, 11, "earn-in", sequence=4), lapse("earn-in", sequence=5)]

    assert register(events, DAY).rights == {}


def test_a_loan_is_owed_until_it_is_repaid_or_becomes_shares():
    lent = [
        *FORMATION,
        draw_loan(PARTNER, Decimal("1000.50"), "loan", sequence=4),
        draw_loan(PARTNER, Decimal(500), "loan", sequence=5),
    ]
    repaid = [*lent, repay(Decimal("1000.50"), "loan", sequence=6)]
    converted = [*repaid, issue(PARTNER, 50, sequence=7, under="loan", amount=Decimal(500))]

    assert register(lent, DAY).owed == {"loan": Owed(PARTNER, Decimal("1500.50"))}
    assert register(repaid, DAY).owed == {"loan": Owed(PARTNER, Decimal("500.00"))}
    assert (register(converted, DAY).owed, register(converted, DAY).capital["partner"]) == ({}, 90)


def test_a_lock_in_holds_to_its_last_day_or_until_it_is_ended():
    until = date(2031, 5, 1)
    events = [*FORMATION, lock(until, sequence=4), lock(date(2027, 1, 1), COUNCIL, sequence=5)]

    assert register(events, DAY).locks == {EVERYBODY: until, "council": date(2027, 1, 1)}
    assert register(events, date(2027, 1, 2)).locks == {EVERYBODY: until}
    assert register(events, date(2031, 5, 2)).locks == {}
    assert register([*events, unlock(sequence=6)], DAY).locks == {"council": date(2027, 1, 1)}


GRANTED = grant(PARTNER, 5, "option", sequence=4, until=date(2026, 12, 31))


@pytest.mark.parametrize(
    ("events", "why"),
    [
        ([lapse("option", sequence=4)], "nothing is left"),
        ([issue(PARTNER, 1, sequence=4, under="option")], "nothing is left"),
        ([GRANTED, issue(PARTNER, 6, sequence=5, under="option")], "5 are left of option"),
        ([GRANTED, issue(STAFF, 1, sequence=5, under="option")], "to Paymaster only"),
        ([GRANTED, issue(PARTNER, 1, SILENT, sequence=5, under="option")], "Ordinary shares to Paymaster only"),
        ([GRANTED, issue(PARTNER, 1, on=date(2027, 1, 1), sequence=5, under="option")], "ended on 31 December 2026"),
        ([GRANTED, grant(STAFF, 5, "option", sequence=5)], "choose another name"),
        ([GRANTED, draw_loan(STAFF, Decimal(5), "option", sequence=5)], "choose another name"),
        ([repay(Decimal(5), "loan", sequence=4)], "nothing is owed"),
        ([draw_loan(PARTNER, Decimal(4), "loan", sequence=4), repay(Decimal(5), "loan", sequence=5)], "£4 is owed"),
        (
            [draw_loan(PARTNER, Decimal(4), "loan", sequence=4), draw_loan(STAFF, Decimal(5), "loan", sequence=5)],
            "another name",
        ),
        ([draw_loan(PARTNER, Decimal(0), "loan", sequence=4)], "more than 0"),
        ([draw_loan(PARTNER, Decimal("0.001"), "loan", sequence=4)], "pounds and pence"),
        ([draw_loan(None, Decimal(4), "loan", sequence=4)], "must say who lends"),
        ([unlock(sequence=4)], "a lock-in that there is not"),
        ([lock(date(2026, 4, 30), sequence=4)], "before it begins"),
        ([lock(None, sequence=4)], "say until which day"),
        ([seats(STAFF, None, sequence=4)], "say how many seats"),
        ([seats(STAFF, -1, sequence=4)], "below zero"),
        ([seats(None, 1, sequence=4)], "whose seats"),
        ([convert(STAFF, 5, ORDINARY, 5, ORDINARY, sequence=4)], "to the same"),
        ([convert(STAFF, 26, ORDINARY, 5, SILENT, sequence=4)], "fewer than the 26"),
        ([split(1, 0, sequence=4)], "how many shares they become"),
        ([replace(seats(STAFF, 1, sequence=4), under="x")], "must not say under which"),
    ],
)
def test_what_cannot_happen_to_rights_loans_locks_and_seats_is_refused(events, why):
    with pytest.raises(Refusal, match=why):
        register([*FORMATION, *events], date.max)


parties = st.sampled_from([STAFF, PARTNER, COUNCIL])
classes = st.sampled_from([ORDINARY, SILENT])


MOVES = [EventKind.TRANSFER, EventKind.CANCEL, EventKind.CONVERT]


@st.composite
def histories(draw):
    """Events that can all happen, each at most of what its holder then has."""
    held, events = Counter(), []
    for sequence in range(draw(st.integers(1, 12))):
        share_class, giver, taker = draw(classes), draw(parties), draw(parties)
        has = held[giver, share_class]
        kind = draw(st.sampled_from(MOVES)) if has and giver != taker else EventKind.ISSUE
        shares = draw(st.integers(1, 1000 if kind is EventKind.ISSUE else has))
        on = DAY + timedelta(days=sequence // 3)
        if kind is EventKind.ISSUE:
            events.append(issue(taker, shares, share_class, on=on, sequence=sequence))
        elif kind is EventKind.TRANSFER:
            events.append(transfer(giver, taker, shares, share_class, on=on, sequence=sequence))
        elif kind is EventKind.CANCEL:
            events.append(cancel(giver, shares, share_class, on=on, sequence=sequence))
        else:
            other = SILENT if share_class is ORDINARY else ORDINARY
            events.append(convert(giver, shares, share_class, shares, other, on=on, sequence=sequence))
            held[giver, other] += shares
        held[giver, share_class] -= shares if kind is not EventKind.ISSUE else 0
        held[taker, share_class] += shares if kind in (EventKind.ISSUE, EventKind.TRANSFER) else 0
    return events


@given(histories())
def test_on_every_day_the_shares_are_those_issued_less_those_cancelled_and_none_is_negative(events):
    for on in {event.on for event in events}:
        past = [event for event in events if event.on <= on]
        issued = sum(event.shares for event in past if event.kind is EventKind.ISSUE)
        cancelled = sum(event.shares for event in past if event.kind is EventKind.CANCEL)

        held = register(events, on)

        assert sum(held.capital.values()) == issued - cancelled
        assert all(shares > 0 for shares in held.holdings.values())


@given(histories(), st.integers(1, 20))
def test_a_split_changes_nobodys_part(events, times):
    before = register(events, date.max)

    after = register([*events, split(1, times, on=DAY + timedelta(days=90), sequence=1)], date.max)

    assert {key: shares * (times if key[1] == "a" else 1) for key, shares in before.holdings.items()} == after.holdings


@given(histories(), st.integers(1, 1000))
def test_an_issue_keeps_the_ratios_of_those_who_neither_buy_nor_sell(events, shares):
    before = register(events, date.max).capital

    after = register([*events, issue(STAFF, shares, on=date(2027, 1, 1), sequence=1)], date.max).capital

    others = {party: count for party, count in before.items() if party != "staff"}
    assert {party: after[party] for party in others} == others


@given(histories(), histories())
def test_events_of_two_days_apart_in_class_commute(first, second):
    """What happens to one class of shares on a day does not depend on what happens to another class that day."""
    ordinary = [event for event in first if event.share_class == ORDINARY and event.kind is EventKind.ISSUE]
    silent = [event for event in second if event.share_class == SILENT and event.kind is EventKind.ISSUE]
    one = [replace(event, on=DAY, sequence=number) for number, event in enumerate([*ordinary, *silent])]
    other = [replace(event, on=DAY, sequence=number) for number, event in enumerate([*silent, *ordinary])]

    assert register(one, DAY).holdings == register(other, DAY).holdings


@given(histories(), st.randoms())
def test_the_register_does_not_depend_on_the_order_in_which_events_are_given(events, random):
    shuffled = random.sample(events, len(events))

    assert register(shuffled, date.max) == register(events, date.max)


def strike(number, *, on=DAY, sequence):
    return HoldingEvent(EventKind.STRIKE, on, sequence, corrects=number)


def test_an_entry_that_was_struck_out_counts_on_no_day_and_the_right_one_is_entered_anew():
    wrong = transfer(COUNCIL, PARTNER, 1, on=DAY + timedelta(days=10), sequence=4)
    found = DAY + timedelta(days=100)
    right = transfer(COUNCIL, PARTNER, 11, on=DAY + timedelta(days=10), sequence=6)

    events = [*FORMATION, wrong, strike(4, on=found, sequence=5), right]

    assert register(events, DAY + timedelta(days=50)).capital == {"staff": 25, "council": 24, "partner": 51}


@pytest.mark.parametrize(
    "events",
    [
        [strike(9, sequence=4)],
        [strike(3, sequence=4), strike(3, sequence=5)],
        [strike(3, sequence=4), strike(4, sequence=5)],
    ],
)
def test_only_an_entry_that_stands_can_be_struck_out(events):
    with pytest.raises(Refusal, match="not there to be struck out"):
        register([*FORMATION, *events], DAY)


def test_what_later_entries_rest_on_cannot_be_struck_out():
    events = [*FORMATION, transfer(COUNCIL, PARTNER, 35, sequence=4), strike(2, sequence=5)]

    with pytest.raises(Refusal, match="The council had 0 Ordinary shares"):
        register(events, date.max)


def test_a_dividend_changes_nothing_that_is_held():
    paid = HoldingEvent(EventKind.DIVIDEND, DAY, 4, amount=Decimal(10), profits=Decimal(100))

    assert register([*FORMATION, paid], DAY).holdings == register(FORMATION, DAY).holdings
