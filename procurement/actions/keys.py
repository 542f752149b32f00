"""The key of a competition: made when it is published, and tried before anything is sealed to it."""

import secrets

from accounts.domain.refusals import Refusal
from accounts.domain.sealing import CannotOpen
from procurement.domain.lifecycle import CompetitionState
from procurement.models import Competition, CompetitionKey

CANT_READ = (
    "This installation can’t open what it sealed before, so nothing can be sealed safely now. Ask whoever looks after "
    "it to run “check_keys”, and to give it the key that is missing. Nothing is lost by waiting."
)
PLACE = "a trial before publication"


def problems() -> list[str]:
    """Why bids could not be sealed safely now, and what to do; none if this installation opens what it sealed.

    Every competition that takes bids, or whose bids wait to be opened, has a key that must open here.
    """
    waiting = CompetitionKey.objects.filter(competition__state=CompetitionState.PUBLISHED.value)
    # Without the rows themselves: one that can't be opened would stop the reading of all.
    for pk in waiting.order_by("pk").values_list("pk", flat=True):
        try:
            _try(CompetitionKey.objects.get(pk=pk))
        except CannotOpen:
            return [CANT_READ]
    return []


def make(competition: Competition) -> CompetitionKey:
    """Make the competition's key, and prove that it opens what is sealed to it. Refused, with what to do, if not."""
    if found := problems():
        raise Refusal(*found)
    pk = CompetitionKey.objects.of(competition.pk).pk
    try:
        # Read again, as the opening will read it.
        key = CompetitionKey.objects.get(pk=pk)
        _try(key)
    except CannotOpen as error:
        raise Refusal(
            "The key of this competition did not open what was sealed with it for a trial, so the competition is not "
            "published. Tell whoever looks after the installation. Nothing is lost, and you can try again."
        ) from error
    return key


def _try(key: CompetitionKey) -> None:
    """Raises CannotOpen unless the private key opens what the public one seals."""
    trial = secrets.token_bytes(64)
    if key.open(key.seal(trial, PLACE), PLACE) != trial:
        raise CannotOpen("Something else came back.")
