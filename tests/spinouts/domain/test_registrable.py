from fractions import Fraction

import pytest
from hypothesis import given

from spinouts.domain.chains import chains
from spinouts.domain.control import Topic, band, findings
from spinouts.domain.forms import LegalForm
from spinouts.domain.group_findings import GroupFinding, GroupTopic
from spinouts.domain.groups import Trust, group_of
from spinouts.domain.registrable import significant_control
from tests.spinouts.domain.group_worlds import MYCSP_2012, MYCSP_2014, any_group, company, group, paymaster
from tests.spinouts.domain.test_control import COUNCIL, MYCSP, PARTNER, STAFF
from tests.spinouts.domain.test_control import company as register_of

F = Fraction


def found(of, reference, *topics):
    return [
        (finding.party, finding.words)
        for finding in significant_control(chains(of), reference)
        if finding.topic in topics
    ]


def registered(of, reference):
    """Whose shares are registered, with the figure."""
    return found(of, reference, Topic.PSC_SHARES)


def behind(of, reference):
    return [party for party, _ in found(of, reference, GroupTopic.STANDS_BEHIND)][::2]


def test_mycsp_registers_paymaster_and_not_equiniti_behind_it():
    assert registered(MYCSP_2012, "M") == [("P", "40%"), ("Government", "35%")]
    assert behind(MYCSP_2012, "M") == ["Equiniti"]
    assert registered(MYCSP_2012, "P") == [("Equiniti", "100%")]
    assert registered(MYCSP_2014, "M") == [("P", "51%")]


def test_the_findings_say_figure_band_section_and_way():
    shares = [
        finding
        for finding in significant_control(chains(MYCSP_2014), "M")
        if finding.topic in (Topic.PSC_SHARES, GroupTopic.STANDS_BEHIND)
    ]

    assert shares[:2] == [
        GroupFinding(
            party="P",
            topic=Topic.PSC_SHARES,
            sentence="Paymaster must be registered for significant control of MyCSP: 51% of the shares is more than "
            "50% but less than 75%.",
            figure=F(51, 100),
            words="51%",
            source="Companies Act 2006, Sch.1A, para 2",
            company="M",
        ),
        GroupFinding(
            party="Equiniti",
            topic=GroupTopic.STANDS_BEHIND,
            sentence="Equiniti need not be registered at MyCSP, with 51% of the shares: all of it comes through "
            "Paymaster, registered instead.",
            figure=F(51, 100),
            words="51%",
            source="Companies Act 2006, s.790C; Sch.1A, paras 9 and 18",
            company="M",
        ),
    ]


def test_one_share_of_its_own_brings_out_whoever_stood_behind():
    of = group(
        company("H", {"p": 1}, name="Holdings"),
        company("Y", {"H": 30, "p": 1, "q": 69}),
        p="partner",
        q="partner",
    )

    assert registered(of, "Y") == [("H", "30%"), ("p", "31%"), ("q", "69%")]
    assert next(f.sentence for f in significant_control(chains(of), "Y") if f.party == "p") == (
        "p must be registered for significant control of Y Ltd: 31% of the shares (counting those of Holdings) is more "
        "than 25% but not more than 50%."
    )


def test_below_the_line_in_two_companies_is_above_it_in_both():
    of = group(
        company("M", {"p": 1}),
        company("N", {"p": 1}),
        company("Y", {"M": 20, "N": 20, "q": 60}),
        p="partner",
        q="partner",
    )

    assert registered(of, "Y") == [("p", "40%"), ("q", "60%")]


def test_the_first_company_that_reaches_the_line_stands_for_all_above_it():
    of = group(
        company("T", {"p": 1}),
        company("H", {"T": 1}),
        company("M", {"H": 1}),
        company("N", {"H": 1}),
        company("Y", {"M": 20, "N": 20, "q": 60}),
        p="partner",
        q="partner",
    )

    assert registered(of, "Y") == [("H", "40%"), ("q", "60%")]
    assert behind(of, "Y") == ["T", "p"]
    assert next(f.sentence for f in significant_control(chains(of), "Y") if f.party == "p") == (
        "p need not be registered at Y Ltd, with 40% of the shares: all of it comes through H Ltd, registered instead."
    )


def test_a_society_between_keeps_no_such_register_so_its_owner_is_registered():
    of = group(
        company("S", {"p": 6, "q": 4}, votes={"p": 6, "q": 4}, form=LegalForm.COMMUNITY_BENEFIT_SOCIETY),
        company("Y", {"S": 1}),
        p="partner",
        q="partner",
    )

    assert registered(of, "Y") == [("S", "100%"), ("p", "100%")]
    assert list(significant_control(chains(of), "S")) == []


@pytest.mark.parametrize(
    ("percent", "words"), [(25, []), (26, [("H", "26%")]), (50, [("H", "50%")]), (75, [("H", "75%")])]
)
def test_exactly_a_quarter_is_not_registered_through_a_company_either(percent, words):
    rest = {f"q{number}": (100 - percent) / 5 for number in range(5)}
    of = group(
        company("H", {"p": 51, "q0": 49}),
        company("Y", {"H": percent * 5, **{who: int(part * 5) for who, part in rest.items()}}),
        p="partner",
        **dict.fromkeys(rest, "partner"),
    )

    assert registered(of, "Y") == words
    assert behind(of, "Y") == ["p"] * len(words)


def test_trustees_are_registered_with_whoever_directs_them_but_not_those_they_hold_for():
    of = paymaster({"P": 49, "T": 51})

    shares, votes, directs = [f.sentence for f in significant_control(chains(of), "M") if f.party == "T"]

    assert shares == (
        "Each trustee of the Employee Partnership Trust (Ann, Bob) must be registered for significant control of "
        "MyCSP: 51% of the shares is more than 50% but less than 75%."
    )
    assert votes == shares.replace("shares", "votes")
    assert directs == (
        "Whoever can direct the Employee Partnership Trust, for example by appointing and removing its trustees, must "
        "be registered for significant control of MyCSP with them. Those it is for (all employees of MyCSP) need not "
        "be, merely because they benefit."
    )


def test_a_trust_above_a_holding_company_stands_behind_it():
    trust = Trust("T", "the Trust", (), "all employees")
    of = group(company("H", {"T": 1}, name="Holdings"), company("Y", {"H": 1}), trusts=(trust,))

    assert registered(of, "Y") == [("H", "100%")]
    assert [f.sentence for f in significant_control(chains(of), "Y") if f.party == "T"] == [
        f"Each trustee of the Trust need not be registered at Y Ltd, with 100% of the {noun}: all of it comes through "
        "Holdings, registered instead."
        for noun in ("shares", "votes")
    ]


def test_a_majority_of_the_board_through_a_company_is_a_condition():
    of = group(
        company("H", {"p": 1}, name="Holdings"),
        company("Y", {"H": 1, "q": 9}, board={"H": 3, "q": 2}),
        p="partner",
        q="partner",
    )

    assert found(of, "Y", Topic.PSC_BOARD) == [("H", "60%")]
    assert behind(of, "Y") == ["p"]


def test_half_of_the_board_is_no_majority_of_it():
    of = group(company("Y", {"q": 1, "r": 1}, board={"p": 2, "q": 2}), p="partner", q="partner", r="partner")

    assert found(of, "Y", Topic.PSC_BOARD) == []


def test_without_shares_only_votes_and_seats_count():
    of = group(company("G", {"p": 1, "q": 1}, form=LegalForm.COMPANY_BY_GUARANTEE), p="partner", q="partner")

    assert {finding.topic for finding in significant_control(chains(of), "G")} == {Topic.PSC_VOTES}


def test_an_llp_is_measured_by_the_act_as_applied_to_it():
    of = group(company("L", {"p": 1}, form=LegalForm.LLP), p="partner")

    assert [finding.source for finding in significant_control(chains(of), "L")] == [
        "Companies Act 2006, Sch.1A as applied to LLPs by SI 2016/340, para 3"
    ]


@pytest.mark.parametrize("board", [None, {PARTNER: 2, COUNCIL: 1}])
def test_without_companies_between_it_says_what_the_register_alone_says(board):
    register = register_of(MYCSP, board=board)
    topics = (Topic.PSC_SHARES, Topic.PSC_VOTES, Topic.PSC_BOARD)

    of = group_of({"M": register}, names={"M": "MyCSP"})

    assert {(f.party, f.topic, f.figure) for f in significant_control(chains(of), "M")} == {
        (f.party, f.topic, f.figure) for f in findings(register) if f.topic in topics
    }
    assert STAFF.reference not in {f.party for f in significant_control(chains(of), "M")}


@given(any_group())
def test_somebody_is_registered_wherever_somebody_reaches_a_line(of):
    for known in of.companies:
        all_found = list(significant_control(chains(of), known.reference))
        if not all_found:
            continue
        assert any(finding.topic in (Topic.PSC_SHARES, Topic.PSC_VOTES, Topic.PSC_BOARD) for finding in all_found)
        for finding in all_found:
            assert band(finding.figure) is not None


@given(any_group())
def test_whoever_holds_above_a_quarter_directly_is_registered(of):
    for known in of.companies:
        whole = sum(known.capital.values())
        direct = {who for who, held in known.capital.items() if 4 * held > whole and who != known.reference}
        assert direct <= {party for party, _ in registered(of, known.reference)}
