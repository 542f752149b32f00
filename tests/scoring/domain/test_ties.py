from scoring.domain.ranking import rank
from tests.procurement.domain.methodologies import scale
from tests.scoring.domain.bids import TIED, figures, places, quality_only


def test_places_follow_exact_totals_where_published_ones_are_equal():
    steps = scale(0, "2.49", "2.5", 5)
    methodology = quality_only(steps, places=0)

    ranking = rank(methodology, [figures("Under", a="2.49", b=5), figures("Over", a="2.5", b=5)])

    assert [(bid.name, bid.place, str(bid.published_total)) for bid in ranking.bids] == [
        ("Over", 1, "70"),
        ("Under", 2, "70"),
    ]
    assert ranking.notes == ("“Over” and “Under” both show 70, but the exact totals decide: 70.0 against 69.9.",)


def test_equal_totals_are_parted_by_the_published_tie_break():
    ranking = rank(quality_only(tie_break=("quality", "b")), TIED)

    assert places(ranking) == {"One": 1, "Two": 2}
    assert [bid.joint for bid in ranking.bids] == [False, False]
    assert ranking.notes == (
        "“One” and “Two” have exactly the same total, 56.00.",
        "By the published tie-break “One” comes before “Two”, with more marks for “B”: 32.00 against 8.00.",
    )
    assert places(rank(quality_only(tie_break=("a",)), TIED)) == {"Two": 1, "One": 2}


def test_bids_that_nothing_parts_share_a_place_and_the_next_is_left_out():
    ranking = rank(quality_only(), [figures("Third", a=1, b=1), *TIED, figures("Best", a=5, b=5)])

    assert [(bid.name, bid.place, bid.joint) for bid in ranking.bids] == [
        ("Best", 1, False),
        ("One", 2, True),
        ("Two", 2, True),
        ("Third", 4, False),
    ]
    assert ranking.notes == (
        "“One” and “Two” have exactly the same total, 56.00.",
        "“One” and “Two” share a place, as no tie-break was published.",
    )


def test_a_tie_break_may_part_some_and_not_others():
    twin = figures("Zwei", a=4, b=1)

    ranking = rank(quality_only(tie_break=("a",)), [*TIED, twin])

    assert places(ranking) == {"Two": 1, "Zwei": 1, "One": 3}
    assert ranking.notes == (
        "“Two”, “Zwei” and “One” have exactly the same total, 56.00.",
        "“Two” and “Zwei” share a place, as the published tie-break does not part them.",
        "By the published tie-break “Two” and “Zwei” come before “One”, with more marks for “A”: 48.00 against 24.00.",
    )
