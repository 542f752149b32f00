from fractions import Fraction

import pytest

from accounts.domain.refusals import Refusal
from spinouts.domain.control import Topic
from spinouts.domain.forms import LegalForm
from spinouts.domain.group_control import group_findings
from spinouts.domain.group_findings import GroupFinding, GroupTopic
from spinouts.domain.groups import Trust
from tests.spinouts.domain.group_worlds import CIRCLE, MYCSP_2012, MYCSP_2014, company, group

F = Fraction
COUNCIL_TOPICS = (Topic.COUNCIL_CONTROLLED, Topic.COUNCIL_INFLUENCED, Topic.COUNCIL_NEITHER)


def found(of, reference, *topics):
    return [(finding.party, finding.words) for finding in group_findings(of, reference) if finding.topic in topics]


def councils(of, reference):
    return [
        (finding.party, finding.topic, finding.figure)
        for finding in group_findings(of, reference)
        if finding.topic in COUNCIL_TOPICS
    ]


def test_every_spin_out_of_circle_is_a_subsidiary_of_the_group_company_and_of_the_plc():
    for spin_out in ("1", "2", "3"):
        assert found(CIRCLE, spin_out, GroupTopic.SUBSIDIARY) == [("H", "100%"), ("Circle_plc", "100%")]
        assert found(CIRCLE, spin_out, Topic.PSC_VOTES) == [("H", "100%")]
        assert found(CIRCLE, spin_out, GroupTopic.STANDS_BEHIND) == [("Circle_plc", "100%")] * 2
    assert found(CIRCLE, "H", GroupTopic.SUBSIDIARY) == [("Circle_plc", "50.1%")]
    assert found(CIRCLE, "H", Topic.PSC_VOTES) == [("Circle_Partnership", "49.9%"), ("Circle_plc", "50.1%")]


def test_mycsp_becomes_a_subsidiary_of_equiniti_in_2014():
    assert found(MYCSP_2012, "M", GroupTopic.SUBSIDIARY) == []
    assert [f for f in group_findings(MYCSP_2014, "M") if f.topic is GroupTopic.SUBSIDIARY] == [
        GroupFinding(
            party="P",
            topic=GroupTopic.SUBSIDIARY,
            sentence="MyCSP is a subsidiary of Paymaster, which has 51% of the votes: more than half is enough.",
            figure=F(51, 100),
            words="51%",
            source="Companies Act 2006, s.1159(1)(a) and Sch.6",
            company="M",
        ),
        GroupFinding(
            party="Equiniti",
            topic=GroupTopic.SUBSIDIARY,
            sentence="MyCSP is a subsidiary of Equiniti, which has 51% of the votes through Paymaster: more than half "
            "is enough, if Equiniti is a body corporate.",
            figure=F(51, 100),
            words="51%",
            source="Companies Act 2006, s.1159(1)(a) and Sch.6",
            company="M",
        ),
    ]


def test_a_parent_by_the_board_alone():
    of = group(company("H", {"q": 1}), company("Y", {"H": 1, "q": 1}, board={"H": 2, "q": 1}), q="employees")

    [parent] = [f for f in group_findings(of, "Y") if f.topic is GroupTopic.SUBSIDIARY]

    assert (parent.party, parent.figure) == ("H", F(2, 3))
    assert parent.source == "Companies Act 2006, s.1159(1)(b) and Sch.6"


def test_trustees_and_employees_are_no_parents():
    trust = Trust("T", "the Trust", ("Ann",), "all employees")
    of = group(company("A", {"T": 1}), company("B", {"staff": 1}), trusts=(trust,), staff="employees")

    assert found(of, "A", GroupTopic.SUBSIDIARY) == found(of, "B", GroupTopic.SUBSIDIARY) == []


def test_a_subsidiary_that_holds_shares_in_its_parent_is_warned():
    of = group(company("A", {"p": 80, "B": 20}), company("B", {"A": 100}), p="employees")

    [warning] = [f for f in group_findings(of, "B") if f.topic is GroupTopic.IN_PARENT]

    assert (warning.party, warning.words, warning.source) == ("A", "20%", "Companies Act 2006, ss.136 to 138")
    assert warning.sentence.startswith("B Ltd holds 20% of the shares in A Ltd, whose subsidiary it is.")
    assert found(of, "A", GroupTopic.IN_PARENT) == []


def test_a_councils_own_votes_and_those_of_a_company_that_it_controls_make_control():
    of = group(
        company("H", {"council": 60, "p": 40}, name="Holdings"),
        company("C", {"H": 30, "council": 25, "p": 45}),
        council="council",
        p="partner",
    )

    assert councils(of, "C") == [("council", Topic.COUNCIL_CONTROLLED, F(55, 100))]
    assert [f.sentence for f in group_findings(of, "C") if f.topic is Topic.COUNCIL_CONTROLLED] == [
        "council would control C Ltd, with 55% of the votes (counting those of Holdings): more than half is enough."
    ]


@pytest.mark.parametrize(
    ("held", "topic"),
    [
        (1999, Topic.COUNCIL_NEITHER),
        (2000, Topic.COUNCIL_INFLUENCED),
        (5000, Topic.COUNCIL_INFLUENCED),
        (5001, Topic.COUNCIL_CONTROLLED),
    ],
)
def test_the_lines_hold_exactly_through_a_company(held, topic):
    of = group(
        company("H", {"council": 51, "p": 49}),
        company("C", {"H": held, "p": 10000 - held}),
        council="council",
        p="partner",
    )

    assert councils(of, "C") == [("council", topic, F(held, 10000))]


def test_what_an_influenced_company_holds_does_not_count_for_the_council():
    of = group(company("H", {"council": 50, "p": 50}), company("C", {"H": 100}), council="council", p="partner")

    assert councils(of, "C") == [("council", Topic.COUNCIL_NEITHER, F(0))]


def test_councils_that_control_only_together_are_measured_together():
    of = group(
        company("H", {"north": 30, "south": 30, "p": 40}, name="Holdings"),
        company("C", {"H": 60, "p": 40}),
        north="council",
        south="council",
        west="council",
        p="partner",
    )

    [finding] = [f for f in group_findings(of, "C") if f.topic in COUNCIL_TOPICS]

    assert (finding.party, finding.topic, finding.figure) == (None, Topic.COUNCIL_CONTROLLED, F(60, 100))
    assert finding.sentence == (
        "north and south together would control C Ltd, with 60% of the votes through Holdings: more than half is "
        "enough."
    )
    assert finding.source == "Local Government and Housing Act 1989, s.68 and s.73; SI 1995/849"


def test_a_council_that_controls_alone_does_so_alone():
    of = group(company("C", {"north": 60, "south": 40}), north="council", south="council")

    assert councils(of, "C") == [("north", Topic.COUNCIL_CONTROLLED, F(60, 100))]


def test_councils_of_ten_per_cent_each_influence_together():
    of = group(company("C", {"north": 10, "south": 10, "p": 80}), north="council", south="council", p="partner")

    assert councils(of, "C") == [(None, Topic.COUNCIL_INFLUENCED, F(20, 100))]


def test_board_seats_can_weigh_more_than_votes():
    of = group(
        company("H", {"council": 1}),
        company("C", {"H": 10, "p": 90}, board={"H": 3, "p": 2}),
        council="council",
        p="partner",
    )

    assert councils(of, "C") == [("council", Topic.COUNCIL_CONTROLLED, F(3, 5))]


def test_where_votes_and_seats_weigh_the_same_the_votes_are_named():
    of = group(company("C", {"council": 6, "p": 4}, board={"council": 3, "p": 2}), council="council", p="partner")

    assert [f.sentence for f in group_findings(of, "C") if f.topic in COUNCIL_TOPICS] == [
        "council would control C Ltd, with 60% of the votes: more than half is enough."
    ]


def test_without_a_council_or_in_an_llp_the_1989_act_is_silent():
    assert councils(CIRCLE, "H") == []
    assert councils(group(company("L", {"c": 1}, form=LegalForm.LLP), c="council"), "L") == []


def test_a_company_outside_the_group_is_refused():
    with pytest.raises(Refusal, match="X is not a company of this group"):
        group_findings(CIRCLE, "X")


@pytest.mark.parametrize("topic", list(GroupTopic))
def test_every_topic_has_a_heading(topic):
    assert topic.label[0].isupper()
