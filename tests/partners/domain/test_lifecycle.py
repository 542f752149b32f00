from itertools import pairwise, product

import pytest

from accounts.domain.refusals import Refusal
from partners.domain.lifecycle import NEXT, BidState, check_move


def test_a_bid_can_be_submitted_replaced_withdrawn_and_taken_up_again():
    story = ["draft", "submitted", "submitted", "withdrawn", "draft", "submitted"]

    for now, to in pairwise(story):
        check_move(now, to)


@pytest.mark.parametrize(
    ("now", "to"), [(now, to) for now, to in product(BidState, repeat=2) if to not in NEXT[now]], ids=str
)
def test_any_other_move_is_refused_with_a_sentence(now, to):
    with pytest.raises(Refusal, match=r"^This bid is .*\.$"):
        check_move(now, to)


def test_a_value_that_is_no_state_is_a_fault():
    with pytest.raises(ValueError, match="late"):
        check_move("draft", "late")


def test_every_state_has_a_label():
    assert [state.label for state in BidState] == ["Draft", "Submitted", "Withdrawn"]
