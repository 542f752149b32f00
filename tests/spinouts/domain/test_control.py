from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spinouts.domain.control import Band, Finding, Topic, band, findings
from spinouts.domain.events import EventKind, HoldingEvent
from spinouts.domain.forms import LegalForm
from spinouts.domain.parties import Party, PartyKind
from spinouts.domain.registers import register
from spinouts.domain.shares import ShareClass

DAY = date(2026, 5, 1)
ORDINARY = ShareClass("a", "Ordinary")
STAFF = Party("E", "The staff trust", PartyKind.EMPLOYEES)
PARTNER = Party("P", "Paymaster", PartyKind.PARTNER)
COUNCIL = Party("G", "The council", PartyKind.COUNCIL)


def company(shares, *, form=LegalForm.COMPANY_BY_SHARES, board=None, share_class=ORDINARY, on=DAY):
    events = [
        HoldingEvent(EventKind.ISSUE, on, number, share_class, count, to_party=party)
        for number, (party, count) in enumerate(shares.items(), start=1)
    ]
    events += [
        HoldingEvent(EventKind.SEATS, on, number, to_party=party, seats=count)
        for number, (party, count) in enumerate((board or {}).items(), start=len(events) + 1)
    ]
    return register(events, on, form=form)


def about(of, *topics):
    return [(finding.party, finding.words) for finding in findings(of) if finding.topic in topics]


def topics(of, party=None):
    return [finding.topic for finding in findings(of) if finding.party == party]


MYCSP = {PARTNER: 40, COUNCIL: 35, STAFF: 25}
MYCSP_2014 = {PARTNER: 51, COUNCIL: 24, STAFF: 25}
THREE_BM = {STAFF: 751, PARTNER: 249}
INSIGHTS = {PARTNER: 1, COUNCIL: 1, STAFF: 1}
CIRCLE = {PARTNER: 501, STAFF: 499}
ENTRUST = {PARTNER: 51, COUNCIL: 49}
HALVES = {PARTNER: 50, STAFF: 50}


@pytest.mark.parametrize(
    ("shares", "ordinary", "special", "blocks", "psc", "deadlock"),
    [
        (MYCSP, [], [], ["P", "G"], {"P": "over_quarter", "G": "over_quarter"}, []),
        (MYCSP_2014, ["P"], [], ["P"], {"P": "over_half"}, []),
        (THREE_BM, ["E"], ["E"], ["E"], {"E": "three_quarters"}, []),
        (INSIGHTS, [], [], ["P", "G", "E"], dict.fromkeys("PGE", "over_quarter"), []),
        (CIRCLE, ["P"], [], ["P", "E"], {"P": "over_half", "E": "over_quarter"}, []),
        (ENTRUST, ["P"], [], ["P", "G"], {"P": "over_half", "G": "over_quarter"}, []),
        (HALVES, [], [], ["P", "E"], {"P": "over_quarter", "E": "over_quarter"}, ["P", "E"]),
    ],
    ids=["MyCSP", "MyCSP 2014", "3BM", "Behavioural Insights Team", "Circle", "Entrust", "equal halves"],
)
def test_real_spin_outs_are_found_to_be_what_they_are_known_to_be(shares, ordinary, special, blocks, psc, deadlock):
    of = company(shares)

    assert [party for party, _ in about(of, Topic.PASSES_ORDINARY)] == ordinary
    assert [party for party, _ in about(of, Topic.PASSES_SPECIAL)] == special
    assert [party for party, _ in about(of, Topic.BLOCKS_SPECIAL)] == blocks
    assert [party for party, _ in about(of, Topic.DEADLOCK)] == deadlock
    for topic in (Topic.PSC_SHARES, Topic.PSC_VOTES):
        found = {finding.party: band(finding.figure) for finding in findings(of) if finding.topic is topic}
        assert found == {party: Band(value) for party, value in psc.items()}
    assert (Topic.NOBODY_ALONE in topics(of)) == (not ordinary)


@pytest.mark.parametrize(
    ("shares", "topic", "words"),
    [
        (MYCSP, Topic.COUNCIL_INFLUENCED, "35%"),
        (MYCSP_2014, Topic.COUNCIL_INFLUENCED, "24%"),
        (INSIGHTS, Topic.COUNCIL_INFLUENCED, "33 1/3%"),
        (ENTRUST, Topic.COUNCIL_INFLUENCED, "49%"),
        (THREE_BM, Topic.COUNCIL_NEITHER, "0%"),
        ({COUNCIL: 20, PARTNER: 80}, Topic.COUNCIL_INFLUENCED, "20%"),
        ({COUNCIL: 1999, PARTNER: 8001}, Topic.COUNCIL_NEITHER, "just under 20%"),
        ({COUNCIL: 50, PARTNER: 50}, Topic.COUNCIL_INFLUENCED, "50%"),
        ({COUNCIL: 51, PARTNER: 49}, Topic.COUNCIL_CONTROLLED, "51%"),
    ],
)
def test_the_councils_votes_are_measured_by_the_lines_of_the_1989_act(shares, topic, words):
    found = [
        (finding.topic, finding.words)
        for finding in findings(company(shares))
        if finding.topic in (Topic.COUNCIL_CONTROLLED, Topic.COUNCIL_INFLUENCED, Topic.COUNCIL_NEITHER)
    ]

    assert found == [(topic, words)]


def test_several_councils_are_measured_together():
    second = Party("G2", "The borough", PartyKind.COUNCIL)

    found = [
        finding for finding in findings(company({COUNCIL: 2, second: 2, PARTNER: 3})) if "council" in finding.topic
    ]

    assert [(finding.party, finding.topic, finding.figure) for finding in found] == [
        (None, Topic.COUNCIL_CONTROLLED, Fraction(4, 7))
    ]
    assert found[0].sentence.startswith(
        "The council and The borough would control the company, with 57.1% of the votes"
    )


def test_the_councils_seats_can_weigh_more_than_its_votes():
    of = company({COUNCIL: 10, PARTNER: 90}, board={COUNCIL: 3, PARTNER: 2})

    assert about(of, Topic.COUNCIL_CONTROLLED) == [("G", "60%")]
    assert about(of, Topic.PSC_BOARD) == [("G", "60%")]


def test_a_party_with_exactly_a_quarter_is_told_what_it_cannot_do():
    of = company(MYCSP)

    assert [finding for finding in findings(of) if finding.topic is Topic.EXACT_QUARTER] == [
        Finding(
            party="E",
            topic=Topic.EXACT_QUARTER,
            sentence="The staff trust cannot block a special resolution alone: with exactly 25% of the votes against, "
            "the other 75% are enough to pass it.",
            figure=Fraction(1, 4),
            words="25%",
            source="Companies Act 2006, s.283",
        )
    ]


@pytest.mark.parametrize(
    ("shares", "could", "words"),
    [(MYCSP, False, "25%"), (THREE_BM, True, "75.1%"), (CIRCLE, False, "49.9%"), (HALVES, False, "50%")],
)
def test_only_above_half_can_the_employees_have_an_ownership_trust(shares, could, words):
    found = [finding for finding in findings(company(shares)) if finding.topic is Topic.EMPLOYEE_TRUST]

    assert [(finding.words, "could be" in finding.sentence) for finding in found] == [(words, could)]


@pytest.mark.parametrize(
    ("shares", "board", "says"),
    [
        (MYCSP, {STAFF: 1, COUNCIL: 1, PARTNER: 1}, "25% of the votes and they fill 1 of the 3 board seats, not more"),
        (
            CIRCLE,
            {STAFF: 3, PARTNER: 2},
            "do not manage and control the company: they have 49.9% of the votes, not more",
        ),
        (
            THREE_BM,
            {STAFF: 2, PARTNER: 2},
            "do not manage and control the company: they fill 2 of the 4 board seats, not",
        ),
        (THREE_BM, {STAFF: 3, PARTNER: 2}, "may manage and control the company"),
        (THREE_BM, {}, "the board is not recorded"),
        (ENTRUST, {}, "they have 0% of the votes, not more than half"),
    ],
)
def test_employee_control_says_which_limb_fails(shares, board, says):
    found = [finding for finding in findings(company(shares, board=board)) if finding.topic is Topic.EMPLOYEE_CONTROL]

    assert len(found) == 1
    assert says in found[0].sentence
    assert found[0].source == "Procurement Act 2023, s.33(6)(c)"


def test_many_people_are_registered_only_through_whoever_holds_for_them_all():
    staff = Party("S", "Employees, each in their own name", PartyKind.EMPLOYEES)

    [of_votes] = [one for one in findings(company({staff: 80, PARTNER: 20})) if one.topic is Topic.PSC_VOTES]
    [passes] = [one for one in findings(company({staff: 80, PARTNER: 20})) if one.topic is Topic.PASSES_SPECIAL]

    assert of_votes.sentence == (
        "Whoever holds for all of Employees, each in their own name must be registered for significant control: 80% of "
        "the votes is 75% or more. People who hold in their own names are each counted by their own part alone."
    )
    assert passes.sentence.startswith("Employees, each in their own name, if they all vote alike, can pass a special")


def test_of_a_trust_each_trustee_is_registered():
    trust = Party("T", "Staff Trust", PartyKind.EMPLOYEE_TRUST, trustees=("Ann", "Bob"))

    sentences = [
        one.sentence for one in findings(company({trust: 2501, PARTNER: 7499})) if one.topic is Topic.PSC_VOTES
    ]

    assert sentences[0] == (
        "Each trustee of Staff Trust (Ann, Bob) must be registered for significant control: just over 25% of the votes "
        "is more than 25% but not more than 50%."
    )


@pytest.mark.parametrize(
    ("shares", "board", "form", "found"),
    [
        (MYCSP, {}, LegalForm.COMPANY_BY_SHARES, []),
        (MYCSP_2014, {}, LegalForm.COMPANY_BY_SHARES, [("P", "51%")]),
        (ENTRUST, {}, LegalForm.COMPANY_BY_SHARES, [("P", "51%")]),
        (THREE_BM, {}, LegalForm.COMPANY_BY_SHARES, []),
        (HALVES, {PARTNER: 2, STAFF: 2}, LegalForm.COMPANY_BY_SHARES, []),
        (HALVES, {PARTNER: 3, STAFF: 2}, LegalForm.COMPANY_BY_SHARES, [("P", "60%")]),
        ({PARTNER: 3}, {}, LegalForm.COMMUNITY_BENEFIT_SOCIETY, []),
    ],
)
def test_a_partner_with_most_votes_or_seats_has_a_subsidiary(shares, board, form, found):
    assert about(company(shares, board=board, form=form), Topic.SUBSIDIARY) == found


def test_a_board_that_is_not_recorded_is_not_said_to_be_without_the_council():
    [unknown] = [one for one in findings(company(THREE_BM)) if one.topic is Topic.COUNCIL_NEITHER]
    [known] = [one for one in findings(company(THREE_BM, board={STAFF: 3})) if one.topic is Topic.COUNCIL_NEITHER]

    assert "board seats" not in unknown.sentence
    assert "The board is not recorded, and counts too." in unknown.sentence
    assert "0% of the votes and 0% of the board seats" in known.sentence


def test_in_a_society_votes_are_equal_and_its_own_rules_are_named():
    of = company({PARTNER: 90, STAFF: 10}, form=LegalForm.COMMUNITY_BENEFIT_SOCIETY)

    assert about(of, Topic.DEADLOCK) == [("P", "50%"), ("E", "50%")]
    assert about(of, Topic.PSC_SHARES, Topic.PSC_VOTES, Topic.EMPLOYEE_TRUST) == []
    assert {finding.source for finding in findings(of) if finding.topic is Topic.DEADLOCK} == {
        "The society's own rules; measured here as in Companies Act 2006, s.282"
    }


def test_without_shares_significant_control_is_measured_in_votes_alone():
    of = company({PARTNER: 3, STAFF: 1}, form=LegalForm.LLP)

    assert about(of, Topic.PSC_SHARES) == []
    assert about(of, Topic.PSC_VOTES) == [("P", "75%")]


def test_a_company_whose_shares_have_no_votes_has_no_one_in_control():
    of = company({PARTNER: 3}, share_class=ShareClass("s", "Silent", votes_per_share=0))

    assert about(of, Topic.PASSES_ORDINARY, Topic.NOBODY_ALONE, Topic.PSC_VOTES) == []


shares = st.fixed_dictionaries(dict.fromkeys((STAFF, PARTNER, COUNCIL), st.integers(1, 10_000)))
boards = st.fixed_dictionaries(dict.fromkeys((STAFF, PARTNER, COUNCIL), st.integers(0, 9)))


@given(shares, boards, st.sampled_from([None, *LegalForm]))
def test_every_finding_is_a_sentence_with_its_figure_in_it_and_a_source(held, board, form):
    for finding in findings(company(held, form=form, board=board)):
        assert finding.sentence.endswith(".")
        assert finding.source
        assert finding.topic.label
        assert 0 <= finding.figure <= 1


@given(shares)
def test_no_words_contradict_the_exact_figure(held):
    for finding in findings(company(held)):
        if finding.words[0] != "j":
            shown = sum(map(Fraction, finding.words.rstrip("%").split())) / 100
            assert band(shown) == band(finding.figure)


@pytest.mark.parametrize(
    ("percent", "expected"),
    [
        ("25", None),
        ("25.001", Band.OVER_QUARTER),
        ("50", Band.OVER_QUARTER),
        ("50.001", Band.OVER_HALF),
        ("74.999", Band.OVER_HALF),
        ("75", Band.THREE_QUARTERS),
        ("100", Band.THREE_QUARTERS),
    ],
)
def test_the_bands_of_significant_control_end_where_the_act_ends_them(percent, expected):
    assert band(Fraction(percent) / 100) is expected
    assert expected is None or expected.label
