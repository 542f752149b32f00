from scoring.domain.behind_bids import Behind, behind, changes

CONTENT = {
    "organisation": {"name": "Harbour Care"},
    "consortium": [{"name": "Tide Housing"}, {"name": "Buses Ltd", "role": "subcontractor"}],
    "supplier_information": {
        "persons": [
            {"name": "Ann Tide", "connection": "director"},
            {"name": "ANN  tide", "connection": "director"},
            {"name": "Harbour Group", "connection": "parent"},
        ]
    },
}


def test_all_behind_a_bid_are_named_once_with_their_part():
    assert behind(CONTENT) == [
        Behind("Harbour Care", "bidder"),
        Behind("Tide Housing", "member of the consortium"),
        Behind("Buses Ltd", "subcontractor"),
        Behind("Ann Tide", "director, trustee or shadow director"),
        Behind("Harbour Group", "parent undertaking"),
    ]


def test_the_persons_of_a_member_that_declared_for_itself_are_named_as_its_own():
    own = {"persons": [{"name": "Tom Tide", "connection": "director"}]}
    members = [{"name": "Tide Housing", "information": own}, {"name": "Buses Ltd", "information": None}]

    named = behind({"organisation": {"name": "Harbour Care"}, "consortium": members})

    assert named[2] == Behind("Tom Tide", "director, trustee or shadow director, of Tide Housing")
    assert len(named) == 4


def test_a_bid_without_members_or_supplier_information_has_its_bidder():
    assert behind({"organisation": {"name": "Harbour Care"}, "consortium": [], "supplier_information": None}) == [
        Behind("Harbour Care", "bidder")
    ]


def test_who_came_and_who_went_is_told_and_another_way_to_write_a_name_is_no_change():
    after = CONTENT | {"consortium": [{"name": "tide  HOUSING"}, {"name": "Quay Homes"}]}

    assert changes(CONTENT, after) == [
        "Quay Homes (member of the consortium) has come in.",
        "Buses Ltd (subcontractor) has gone.",
    ]
    assert changes(CONTENT, CONTENT) == []
