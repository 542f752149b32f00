from hypothesis import given
from hypothesis import strategies as st

from scoring.domain.hidden_links import BidPeople, Judge, Match, Named, Writer, links, plain_name

ANN = Named("Ann Tide", "director", is_person=True)


def bid(reference, *named, writers=()):
    return BidPeople(reference, f"Bidder {reference}", (Named(f"Bidder {reference}", "bidder"), *named), tuple(writers))


def said(bids, judges=()):
    return [(each.match, each.words) for each in links(bids, judges)]


def test_one_person_behind_two_bids_is_told_once_with_their_parts():
    other = Named("Dr. TIDE, Ann".replace("Dr. ", ""), "person with significant control", is_person=True)

    assert said([bid("A", ANN, ANN), bid("B", other), bid("C")]) == [
        (
            Match.PERSON,
            (
                "Ann Tide is named in 2 bids: director in that of Bidder A and person with significant control in that "
                "of Bidder B."
            ),
        )
    ]


def test_people_who_were_born_in_different_months_are_two():
    young, old = (Named("Ann Tide", "director", is_person=True, born_in=born) for born in ("May 1990", "June 1961"))

    assert said([bid("A", young), bid("B", old)]) == []


def test_a_bidder_named_in_another_bid_a_number_and_an_address_are_links():
    home = "1 High Street,\nBarchester BA1 1AA"
    parent = Named("Bidder B Ltd", "parent undertaking", numbers=("GB-COH 01234567",), address=home)
    other = Named("Quay Homes", "member of the consortium", numbers=("GB-COH 01234567",), address=home.upper())

    assert said([bid("A", parent), bid("B", other)]) == [
        (
            Match.ORGANISATION,
            "Bidder B Ltd is named in 2 bids: parent undertaking in that of Bidder A and bidder in that of Bidder B.",
        ),
        (
            Match.NUMBER,
            (
                "The number GB-COH 01234567 stands for Bidder B Ltd (parent undertaking, bid of Bidder A) and Quay "
                "Homes (member of the consortium, bid of Bidder B)."
            ),
        ),
        (
            Match.ADDRESS,
            (
                "One address, “1 High Street, Barchester BA1 1AA”, is that of Bidder B Ltd (parent undertaking, bid of "
                "Bidder A) and Quay Homes (member of the consortium, bid of Bidder B)."
            ),
        ),
    ]


def test_one_writer_or_adviser_of_two_bids_is_a_link_but_a_public_mailbox_is_none():
    will, wilma = Writer("Will", "will@advice.example"), Writer("Wilma", "wilma@advice.example")
    ada, ben = Writer("Ada", "ada@gmail.com"), Writer("Ben", "ben@gmail.com")

    assert said([bid("A", writers=[will, ada]), bid("B", writers=[will, ben]), bid("C", writers=[wilma])]) == [
        (Match.WRITER, "Will writes for Bidder A and Bidder B."),
        (Match.MAIL, "Addresses at advice.example write for Bidder A, Bidder B and Bidder C."),
    ]


def test_a_judge_with_a_name_a_surname_or_an_employer_of_a_bid_is_a_link():
    judges = [
        Judge("J1", "Ms Ann Tide", "ann@council.example"),
        Judge("J2", "Tom Tide", "tom@care.example", employer="Quay Homes Limited"),
        Judge("J3", "Nora New", "nora@gmail.com"),
    ]
    bids = [bid("A", ANN, Named("Quay Homes", "subcontractor"), writers=[Writer("Will", "will@care.example")])]

    assert said(bids, judges) == [
        (Match.PERSON, "Ms Ann Tide, of the panel, has the name of Ann Tide (director, bid of Bidder A)."),
        (Match.SURNAME, "Tom Tide, of the panel, has the surname of Ann Tide (director, bid of Bidder A)."),
        (
            Match.EMPLOYER,
            "Tom Tide, of the panel, and Will, who writes the bid of Bidder A, have addresses at care.example.",
        ),
        (
            Match.EMPLOYER,
            "Tom Tide, of the panel, works for Quay Homes Limited, which is subcontractor in the bid of Bidder A.",
        ),
    ]


names = st.sampled_from(["Ann Tide", "Bob Quay", "Harbour Ltd", "X"])
people = st.builds(Named, names, st.just("director"), st.booleans(), st.sampled_from(["", "1 High Street"]))
all_bids = st.lists(st.lists(people, max_size=3), max_size=4).map(
    lambda named: [bid(f"B{number}", *some) for number, some in enumerate(named)]
)


@given(all_bids, st.randoms())
def test_the_order_in_which_bids_come_changes_no_link(bids, random):
    judges = [Judge("J", "Tom Tide", "tom@x.example")]
    turned = [*bids]
    random.shuffle(turned)

    assert {each.key for each in links(turned, judges)} == {each.key for each in links(bids, judges)}
    assert all(len(each.bids) > 1 or each.judge for each in links(bids, judges))


@given(st.text())
def test_a_plain_name_is_plain_already(name):
    assert plain_name(plain_name(name)) == plain_name(name)
