from scoring.domain.independence import MemberRow, Standing, map_of, sentences, standing_of
from scoring.domain.roles import Background, PanelRole

CLEAR, TERMS, BARRED, OPEN = Standing.CLEAR, Standing.TERMS, Standing.BARRED, Standing.OPEN


def member(name, *standings, role=PanelRole.EVALUATOR, background=Background.OUTSIDE):
    return MemberRow(name, role, background, standings)


def test_what_stands_between_a_member_and_a_bid():
    def standing(clears, has_interest=False, is_asked_again=False):
        return standing_of(clears=clears, has_interest=has_interest, is_asked_again=is_asked_again)

    assert [
        standing(True),
        standing(True, has_interest=True),
        standing(False, has_interest=True),
        standing(None, is_asked_again=True),
        standing(None),
    ] == list(Standing)


def test_a_bid_that_few_may_score_and_a_side_that_could_decide_alone_are_told():
    service = Background.SERVICE
    members = [
        member("Ann", CLEAR, BARRED, background=service),
        member("Bob", TERMS, OPEN, background=service),
        member("Cy", CLEAR, CLEAR, background=None),
        member("Olga", CLEAR, CLEAR, role=PanelRole.OBSERVER, background=service),
    ]

    assert sentences(["Harbour Care", "Quayside"], members) == [
        "1 of 3 people who may score is cleared for the bid of Quayside; three for each criterion is good practice.",
        (
            "Nobody has said where 1 person who may score comes from: an officer does, on the page of the panel, under "
            "“Role”."
        ),
        (
            "2 of 3 people who may score come from one side (manages or commissions the service), so they could decide "
            "alone."
        ),
    ]


def test_half_is_no_majority_and_people_from_outside_are_no_side():
    side = [member("Ann", CLEAR, background=Background.STAFF), member("Bob", CLEAR), member("Cy", CLEAR)]
    half = [member("Ann", CLEAR, background=Background.STAFF), member("Bob", CLEAR)]

    assert sentences(["Harbour Care"], side) == []
    assert not any("decide alone" in each for each in sentences(["Harbour Care"], half))
    assert sentences(["Harbour Care"], []) == ["Nobody on the panel may score."]


def test_the_map_has_a_cell_for_each_and_lies_within_its_frame():
    picture = map_of(["Harbour Care", "Quayside"], [member("Ann", CLEAR, BARRED), member("Bob", OPEN, CLEAR)])

    assert [cell.letter.words for cell in picture.cells] == ["N", "X", "–", "N"]
    assert len({(cell.x, cell.y) for cell in (*picture.cells, *picture.key_entries)}) == 9
    assert all(
        cell.x + picture.size <= picture.width and cell.y + picture.size <= picture.height
        for cell in (*picture.cells, *picture.key_entries)
    )
    assert picture.alternative == (
        "2 members and 2 bids: 2 times “no interest”, 1 times “an interest, and stays out”, 1 times “not declared”. "
        "The table below has each by name."
    )
    assert map_of([], []) is None
    assert map_of(["x"] * 41, [member("Ann", *[CLEAR] * 41)]) is None
