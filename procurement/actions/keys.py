"""The key of a competition: made when it is published, and tried before anything is sealed to it."""

import secrets

from accounts.domain import sealed_boxes
from accounts.domain.refusals import Refusal
from accounts.domain.sealing import CannotOpen
from procurement.actions import divisions
from procurement.domain.lifecycle import CompetitionState
from procurement.models import Competition, CompetitionKey, KeyDivision

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
            key = CompetitionKey.objects.get(pk=pk)
            if key.is_held:
                _try(key)
        except CannotOpen:
            return [CANT_READ]
    return []


def make(competition: Competition) -> CompetitionKey:
    """Make the competition's key, and prove that it opens what is sealed to it. Refused, with what to do, if not.

    Where it is to be divided, each share is sealed to who holds it, and the private key is kept nowhere.
    """
    if found := problems():
        raise Refusal(*found)
    division = KeyDivision.objects.filter(competition=competition).first()
    try:
        if division is not None:
            return _make_divided(competition, division)
        pk = CompetitionKey.objects.of(competition.pk).pk
        # Read again, as the opening will read it.
        key = CompetitionKey.objects.get(pk=pk)
        _try(key)
    except CannotOpen as error:
        raise Refusal(
            "The key of this competition did not open what was sealed with it for a trial, so the competition is not "
            "published. Tell whoever looks after the installation. Nothing is lost, and you can try again."
        ) from error
    return key


def _make_divided(competition: Competition, division: KeyDivision) -> CompetitionKey:
    private, public = sealed_boxes.new_pair()
    key = CompetitionKey.objects.create(competition=competition, public_hex=public.hex(), private_hex="")
    trial = secrets.token_bytes(64)
    if sealed_boxes.open_box(key.seal(trial, PLACE), private, PLACE) != trial:
        raise CannotOpen("Something else came back.")
    divisions.seal_shares(key, private, division)
    return key


def _try(key: CompetitionKey) -> None:
    """Raises CannotOpen unless the private key opens what the public one seals."""
    trial = secrets.token_bytes(64)
    if key.open(key.seal(trial, PLACE), PLACE) != trial:
        raise CannotOpen("Something else came back.")
