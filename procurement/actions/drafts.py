"""The design of a competition may change only while it is a draft."""

from accounts.domain.refusals import Refusal
from procurement.domain.dates import in_words
from procurement.domain.lifecycle import CompetitionState
from procurement.models import Competition


def lock_draft(competition: Competition) -> Competition:
    """The competition's row, locked until the transaction ends. Refused unless it is still a draft."""
    locked = (
        Competition.objects.select_for_update(of=("self",), no_key=True)
        .select_related("service__council")
        .get(pk=competition.pk)
    )
    if locked.state != CompetitionState.DRAFT:
        raise Refusal(*why_frozen(locked))
    return locked


def why_frozen(competition: Competition) -> list[str]:
    """Why the design can't change any more, and what to do instead."""
    if competition.published_at is None:
        return ["This competition was abandoned, so its design stays as it is. Start a new competition."]
    return [
        f"This competition was published at {in_words(competition.published_at)}.",
        "Its design can’t change any more, since bidders rely on it.",
        "You can still add documents and answer questions, and a lead officer can extend the deadlines.",
        "To correct the design itself, abandon this competition, say why, and start a new one.",
    ]
