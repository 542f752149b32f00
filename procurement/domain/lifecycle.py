"""The states of a competition, and the moves between them."""

from enum import StrEnum

from accounts.domain.refusals import Refusal


class CompetitionState(StrEnum):
    """How far a competition has come, from the first draft to an award or an end without one (s.55)."""

    DRAFT = "draft"
    ANNOUNCED = "announced"
    PUBLISHED = "published"
    OPENED = "opened"
    RANKED = "ranked"
    SHORTLISTED = "shortlisted"
    AWARDED = "awarded"
    ABANDONED = "abandoned"

    @property
    def label(self) -> str:
        """The state's name, as a person reads it."""
        return {
            CompetitionState.DRAFT: "Draft",
            CompetitionState.ANNOUNCED: "Published, not begun",
            CompetitionState.PUBLISHED: "Published",
            CompetitionState.OPENED: "Bids opened",
            CompetitionState.RANKED: "Ranked",
            CompetitionState.SHORTLISTED: "Stage ended",
            CompetitionState.AWARDED: "Awarded",
            CompetitionState.ABANDONED: "Abandoned",
        }[self]


NEXT: dict[CompetitionState, frozenset[CompetitionState]] = {
    CompetitionState.DRAFT: frozenset(
        {CompetitionState.ANNOUNCED, CompetitionState.PUBLISHED, CompetitionState.ABANDONED}
    ),
    CompetitionState.ANNOUNCED: frozenset({CompetitionState.PUBLISHED, CompetitionState.ABANDONED}),
    CompetitionState.PUBLISHED: frozenset({CompetitionState.OPENED, CompetitionState.ABANDONED}),
    CompetitionState.OPENED: frozenset({CompetitionState.RANKED, CompetitionState.ABANDONED}),
    CompetitionState.RANKED: frozenset(
        {CompetitionState.SHORTLISTED, CompetitionState.AWARDED, CompetitionState.ABANDONED}
    ),
    CompetitionState.SHORTLISTED: frozenset(),
    CompetitionState.AWARDED: frozenset(),
    CompetitionState.ABANDONED: frozenset(),
}
"""The moves that are allowed. Bids are opened only once the deadline has passed, which the action checks.

Of a competition in several stages each stage goes this way: a later one is announced with the first, and published when
its tenders are invited; all but the last end with a shortlist in place of an award.
"""

_NOW = {
    CompetitionState.DRAFT: "The competition is still a draft: publish it first.",
    CompetitionState.ANNOUNCED: "This stage waits for the one before it: invite tenders once its shortlist is decided.",
    CompetitionState.PUBLISHED: "The competition is published and takes bids: open them once the deadline has passed.",
    CompetitionState.OPENED: "The bids are opened and being scored: finish moderation, then make the ranking.",
    CompetitionState.RANKED: "The bids are ranked: propose the award, and have it approved.",
    CompetitionState.SHORTLISTED: "This stage has ended with its shortlist: go on with the next stage.",
    CompetitionState.AWARDED: "The competition is awarded, and its record stays as it is.",
    CompetitionState.ABANDONED: "The competition was abandoned, and its record stays as it is: start a new one.",
}

_UNABLE = {
    CompetitionState.DRAFT: "It cannot become a draft again.",
    CompetitionState.ANNOUNCED: "It cannot be published now.",
    CompetitionState.PUBLISHED: "It cannot be published now.",
    CompetitionState.OPENED: "Its bids cannot be opened now.",
    CompetitionState.RANKED: "Its bids cannot be ranked now.",
    CompetitionState.SHORTLISTED: "Its shortlist cannot be decided now.",
    CompetitionState.AWARDED: "It cannot be awarded now.",
    CompetitionState.ABANDONED: "It cannot be abandoned now.",
}


def check_move(state: CompetitionState, to: CompetitionState) -> None:
    """Raise Refusal, with where the competition stands and what to do, unless it may move to that state."""
    if to not in NEXT[state]:
        raise Refusal(_UNABLE[to], _NOW[state])
