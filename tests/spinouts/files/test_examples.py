"""The real cases, read from their files: the register, control and picture that are known of each on its days."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from spinouts.domain.control import Band, Power, Topic, alone, band, findings, minimal_coalitions
from spinouts.domain.ownership_picture import ownership_picture
from spinouts.domain.regimes import SIGNIFICANT_CONTROL
from spinouts.files.companies import load, read, to_yaml

FOLDER = Path(__file__).resolve().parents[3] / "examples" / "companies"
THIRD = Fraction(1, 3)
ALL = sorted(path.stem for path in FOLDER.glob("*.yaml"))


def thousandths(**stakes):
    return {party: Fraction(stake, 1000) for party, stake in stakes.items()}


# Case, day, parts of the votes; who carries an ordinary and a special resolution alone, and blocks a special one; the
# smallest coalitions that carry a special one; bands of significant control by votes.
CONTROL = [
    (
        "mycsp",
        date(2012, 5, 1),
        thousandths(partner=400, government=350, staff=250),
        set(),
        set(),
        {"partner", "government"},
        [{"partner", "government"}],
        {"partner": Band.OVER_QUARTER, "government": Band.OVER_QUARTER},
    ),
    (
        "mycsp",
        date(2014, 10, 3),
        thousandths(partner=510, government=240, staff=250),
        {"partner"},
        set(),
        {"partner"},
        [{"partner", "government"}, {"partner", "staff"}],
        {"partner": Band.OVER_HALF},
    ),
    (
        "3bm",
        date(2013, 4, 24),
        thousandths(staff=751, prospects=249),
        {"staff"},
        {"staff"},
        {"staff"},
        [{"staff"}],
        {"staff": Band.THREE_QUARTERS},
    ),
    (
        "behavioural-insights-team",
        date(2014, 2, 5),
        {"government": THIRD, "nesta": THIRD, "staff": THIRD},
        set(),
        set(),
        {"government", "nesta", "staff"},
        [{"government", "nesta", "staff"}],
        dict.fromkeys(["government", "nesta", "staff"], Band.OVER_QUARTER),
    ),
    (
        "behavioural-insights-team",
        date(2021, 12, 31),
        {"nesta": Fraction(1)},
        {"nesta"},
        {"nesta"},
        {"nesta"},
        [{"nesta"}],
        {"nesta": Band.THREE_QUARTERS},
    ),
    (
        "circle",
        date(2011, 6, 1),
        thousandths(investors=501, staff=499),
        {"investors"},
        set(),
        {"investors", "staff"},
        [{"investors", "staff"}],
        {"investors": Band.OVER_HALF, "staff": Band.OVER_QUARTER},
    ),
    (
        "entrust",
        date(2024, 1, 1),
        thousandths(capita=510, council=490),
        {"capita"},
        set(),
        {"capita", "council"},
        [{"capita", "council"}],
        {"capita": Band.OVER_HALF, "council": Band.OVER_QUARTER},
    ),
    (
        "explore-york",
        date(2014, 5, 1),
        {"staff": THIRD, "community": 2 * THIRD},
        {"community"},
        set(),
        {"staff", "community"},
        [{"staff", "community"}],
        {},
    ),
    ("aspire", date(2015, 8, 31), {"staff": Fraction(1)}, {"staff"}, {"staff"}, {"staff"}, [{"staff"}], {}),
    (
        "group",
        date(2014, 4, 1),
        thousandths(investors=501, partnership=499),
        {"investors"},
        set(),
        {"investors", "partnership"},
        [{"investors", "partnership"}],
        {"investors": Band.OVER_HALF, "partnership": Band.OVER_QUARTER},
    ),
]


@pytest.mark.parametrize("known", CONTROL, ids=[f"{case} {on}" for case, on, *_ in CONTROL])
def test_the_register_and_control_are_those_of_history(known):
    case, on, parts, ordinary, special, block, together, bands = known
    register = companies(case)[0].register(on)

    whole = sum(register.votes.values())
    assert {party: Fraction(votes, whole) for party, votes in register.votes.items()} == parts
    assert set(alone(register.votes, Power.CARRY_ORDINARY)) == ordinary
    assert set(alone(register.votes, Power.CARRY_SPECIAL)) == special
    assert set(alone(register.votes, Power.BLOCK_SPECIAL)) == block
    found = minimal_coalitions(register.votes, Power.CARRY_SPECIAL)
    assert {frozenset(each.members) for each in found.found} == {frozenset(each) for each in together}
    asked = replace(register, on=max(on, SIGNIFICANT_CONTROL.began_on))
    assert {each.party: band(each.figure) for each in findings(asked) if each.topic is Topic.PSC_VOTES} == bands


@pytest.mark.parametrize("case", ALL)
def test_every_file_is_sound_has_a_picture_and_is_written_back(case):
    of_file = companies(case)

    for company in of_file:
        on = max(event.on for event in company.events)
        picture = ownership_picture(company, on)
        holders = {company.party(reference).name for reference in company.register(on).capital}
        assert holders <= {row.name for row in picture.rows}
        assert all(name in picture.alternative for name in holders)
    assert read(to_yaml(of_file), case) == of_file


def test_every_real_case_is_there():
    assert {case for case, *_ in CONTROL} == set(ALL)


def test_the_lock_in_of_mycsp_was_broken_and_restarted():
    company = companies("mycsp")[0]

    assert company.register(date(2014, 9, 30)).locks == {"": date(2017, 4, 30)}
    assert company.register(date(2014, 10, 1)).locks == {"": date(2019, 9, 30)}


def test_exactly_a_quarter_does_not_block_at_mycsp():
    company = companies("mycsp")[0]

    for on in (date(2012, 5, 1), date(2014, 10, 1)):
        about = {each.topic for each in findings(company.register(on)) if each.party == "staff"}
        assert Topic.EXACT_QUARTER in about
        assert not about & {Topic.BLOCKS_SPECIAL, Topic.PSC_SHARES, Topic.PSC_VOTES}


@pytest.mark.parametrize(
    ("case", "on", "topic"),
    [
        ("mycsp", date(2012, 5, 1), Topic.COUNCIL_INFLUENCED),
        ("mycsp", date(2014, 10, 1), Topic.COUNCIL_INFLUENCED),
        ("behavioural-insights-team", date(2014, 2, 5), Topic.COUNCIL_INFLUENCED),
        ("entrust", date(2013, 4, 1), Topic.COUNCIL_INFLUENCED),
        ("3bm", date(2013, 4, 24), Topic.COUNCIL_NEITHER),
    ],
)
def test_what_a_council_has_to_say_follows_from_a_fifth_of_the_votes(case, on, topic):
    found = {each.topic for each in findings(companies(case)[0].register(on))}

    assert {each for each in found if each.value.startswith("council")} == {topic}


def test_nesta_paid_what_is_documented():
    bought = [event for event in companies("behavioural-insights-team")[0].events if event.amount]

    assert sum(event.amount for event in bought) == 15_400_000


def test_the_board_of_explore_york_has_seven_seats():
    assert sum(companies("explore-york")[0].register(date(2014, 5, 1)).board.values()) == 7


def test_the_group_holds_half_of_three_spin_outs_and_is_named_by_its_reference():
    group, *spin_outs = companies("group")

    assert len(spin_outs) == 3
    for company in spin_outs:
        capital = company.register(date(2014, 4, 1)).capital
        assert capital == {group.reference: 501, f"{company.reference}-staff": 499}


def companies(case):
    return load(FOLDER / f"{case}.yaml")
