"""The states of a bid, and the moves between them."""

from enum import StrEnum

from accounts.domain.refusals import Refusal


class BidState(StrEnum):
    """Where a bid stands. Whether it is still in time is the competition's business, not told here."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """The state, as a person reads it."""
        return self.value.capitalize()


NEXT: dict[BidState, frozenset[BidState]] = {
    BidState.DRAFT: frozenset({BidState.SUBMITTED}),
    # A submitted bid may be replaced by submitting it again.
    BidState.SUBMITTED: frozenset({BidState.SUBMITTED, BidState.WITHDRAWN}),
    BidState.WITHDRAWN: frozenset({BidState.DRAFT}),
}

_WHY_NOT: dict[tuple[BidState, BidState], str] = {
    (BidState.DRAFT, BidState.DRAFT): "This bid is already a draft: go on writing it.",
    (
        BidState.DRAFT,
        BidState.WITHDRAWN,
    ): "This bid is a draft that nobody else can see, so there is nothing to withdraw.",
    (BidState.SUBMITTED, BidState.DRAFT): "This bid is submitted. Change it and submit it again, or withdraw it first.",
    (BidState.WITHDRAWN, BidState.SUBMITTED): "This bid is withdrawn. Make it a draft again, then submit it.",
    (BidState.WITHDRAWN, BidState.WITHDRAWN): "This bid is already withdrawn: there is nothing more to do.",
}


def check_move(now: BidState | str, to: BidState | str) -> None:
    """Let a bid go from its state now to another. Raises Refusal, saying why and what to do, where `NEXT` has no move.

    States may be given as their values. Raises ValueError for a value that is no state.
    """
    move = (BidState(now), BidState(to))
    if move[1] not in NEXT[move[0]]:
        raise Refusal(_WHY_NOT[move])
