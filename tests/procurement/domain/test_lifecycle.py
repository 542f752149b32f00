import pytest

from accounts.domain.refusals import Refusal
from procurement.domain.lifecycle import NEXT, CompetitionState, check_move


def allowed(state, to):
    try:
        check_move(state, to)
    except Refusal:
        return False
    return True


def test_a_competition_goes_from_draft_to_award_and_may_be_abandoned_until_then():
    moves = {(state.value, to.value) for state in CompetitionState for to in CompetitionState if allowed(state, to)}

    assert moves == {
        ("draft", "published"),
        ("published", "opened"),
        ("opened", "ranked"),
        ("ranked", "awarded"),
        ("draft", "abandoned"),
        ("published", "abandoned"),
        ("opened", "abandoned"),
        ("ranked", "abandoned"),
        # A later stage is announced with the first; all but the last end with a shortlist.
        ("draft", "announced"),
        ("announced", "published"),
        ("announced", "abandoned"),
        ("ranked", "shortlisted"),
    }


def test_every_state_is_in_the_table_with_a_label_of_its_own():
    assert set(NEXT) == set(CompetitionState)
    assert len({state.label for state in CompetitionState}) == len(CompetitionState)


def test_a_refused_move_says_where_the_competition_stands_and_what_to_do():
    with pytest.raises(Refusal) as refused:
        check_move(CompetitionState.OPENED, CompetitionState.AWARDED)

    assert refused.value.sentences == (
        "It cannot be awarded now.",
        "The bids are opened and being scored: finish moderation, then make the ranking.",
    )
