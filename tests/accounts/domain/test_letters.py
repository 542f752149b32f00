import pytest

from accounts.domain.letters import LetterState, state_of
from tests.world import AFTER


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({}, LetterState.WAITING),
        ({"attempts": 1}, LetterState.FAILING),
        ({"attempts": 12}, LetterState.GIVEN_UP),
        ({"attempts": 12, "sent_at": AFTER}, LetterState.SENT),
        ({"is_kept_back": True}, LetterState.KEPT_BACK),
    ],
)
def test_how_a_letter_stands(facts, state):
    given = {"sent_at": None, "is_kept_back": False, "attempts": 0, "most": 12, **facts}

    assert state_of(**given) == state
    assert state.may_be_tried is (state in {LetterState.FAILING, LetterState.GIVEN_UP})
