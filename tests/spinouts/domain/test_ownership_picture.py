from datetime import date
from fractions import Fraction

from spinouts.domain.company import Company
from spinouts.domain.events import EventKind, HoldingEvent
from spinouts.domain.forms import LegalForm
from spinouts.domain.ownership_picture import exactly, ownership_picture
from spinouts.domain.parties import Party, PartyKind
from spinouts.domain.shares import ShareClass

DAY = date(2026, 12, 1)
ORDINARY = ShareClass("ordinary", "Ordinary")


def picture(*stakes, form=LegalForm.COMPANY_BY_SHARES, company="MyCSP Limited"):
    parties = [Party(name.lower(), name, kind) for name, kind, _ in stakes]
    events = [
        HoldingEvent(EventKind.ISSUE, DAY, number, ORDINARY, shares, to_party=party)
        for number, (party, (_, _, shares)) in enumerate(zip(parties, stakes, strict=True), start=1)
    ]
    events += [
        HoldingEvent(EventKind.SEATS, DAY, number, to_party=party, seats=1)
        for number, party in enumerate(parties, start=len(events) + 1)
    ]
    return ownership_picture(Company("mycsp", company, form, DAY, tuple(parties), (ORDINARY,), tuple(events)), DAY)


def mycsp():
    return picture(
        ("Partner", PartyKind.PARTNER, 40), ("Government", PartyKind.COUNCIL, 35), ("Staff", PartyKind.EMPLOYEES, 25)
    )


def test_the_table_says_who_holds_what_in_words_and_exactly():
    rows = [(row.name, row.shares, row.capital, row.capital_exact, row.votes, row.seats) for row in mycsp().rows]

    assert rows == [
        ("Partner", 40, "40%", "40%", 40, 1),
        ("Government", 35, "35%", "35%", 35, 1),
        ("Staff", 25, "25%", "25%", 25, 1),
    ]


def test_partner_and_government_pass_a_special_resolution_together_and_staff_of_exactly_25_percent_block_none():
    ordinary, special, blocking = mycsp().together

    assert [names for names, _ in ordinary.rows] == [
        "Partner with Government",
        "Partner with Staff",
        "Government with Staff",
    ]
    assert special.rows == (("Partner with Government", "75%"),)
    assert blocking.rows == (("Partner", "40%"), ("Government", "35%"))


def test_findings_stand_under_their_headings_with_figure_and_source():
    titles = [group.title for group in mycsp().groups]

    assert titles == ["Decisions of the owners", "People with significant control", "The council", "The employees"]
    assert all(row.figure and row.source for group in mycsp().groups for row in group.rows)


def test_every_finding_of_the_register_is_shown():
    from spinouts.domain.control import Topic
    from spinouts.domain.ownership_picture import _GROUPS

    assert {topic for _, topics in _GROUPS for topic in topics} == set(Topic)


def test_the_picture_is_told_in_words_for_who_does_not_see_it():
    assert mycsp().alternative == (
        "Partner (partner) holds 40% of the shares and of the votes of MyCSP Limited, and fills 1 board seat. "
        "Government (council) holds 35% of the shares and of the votes of MyCSP Limited, and fills 1 board seat. "
        "Staff (employees) holds 25% of the shares and of the votes of MyCSP Limited, and fills 1 board seat."
    )


def test_the_diagram_says_votes_only_where_they_differ_from_the_shares():
    society = picture(
        ("Staff", PartyKind.EMPLOYEES, 1), ("Town", PartyKind.COMMUNITY, 999), form=LegalForm.COMMUNITY_BENEFIT_SOCIETY
    )

    assert {link.label for link in mycsp().diagram.links} == {
        f"Shares: {part}; Board: 1 seat" for part in ("40%", "35%", "25%")
    }
    assert [link.label for link in society.diagram.links] == [
        "Shares: 0.1%; Votes: 50%; Board: 1 seat",
        "Shares: 99.9%; Votes: 50%; Board: 1 seat",
    ]


def test_a_third_is_exactly_a_third():
    assert exactly(Fraction(1, 3)) == "1/3 of all"
    assert exactly(Fraction(249, 1000)) == "24.9%"


def test_a_society_counts_members_not_shares():
    rows = picture(
        ("Staff", PartyKind.EMPLOYEES, 1), ("Town", PartyKind.COMMUNITY, 999), form=LegalForm.COMMUNITY_BENEFIT_SOCIETY
    ).rows

    assert [row.votes_in_words for row in rows] == ["50%", "50%"]


def test_many_equal_owners_are_counted_where_they_cannot_all_be_listed():
    owners = [(f"Owner {number}", PartyKind.COMMUNITY, 1) for number in range(9)]

    ordinary = picture(*owners).together[0]

    assert (len(ordinary.rows), ordinary.left_out, ordinary.complete) == (12, 114, True)


def test_nobody_owns_anything_before_the_first_day():
    empty = ownership_picture(Company("mycsp", "MyCSP Limited", LegalForm.COMPANY_BY_SHARES, DAY), DAY)

    assert empty.is_empty
    assert "Nobody" in empty.alternative
