from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, TypedDict

from django.db.models.fields.files import FieldFile

from accounts.domain.refusals import Refusal
from accounts.models import Council, User
from partners.models import Bid, Organisation
from procurement.models import Competition, Criterion
from scoring.files.schema import CompetitionFile
from scoring.files.values import Deed
from scoring.models import PanelMember
from spinouts.models import Service

Path = tuple[int | str, ...]
"""Where something stands in a file: the names of fields, and places in lists from 0."""


class Step(NamedTuple):
    """A deed of the history, when it was done, and where the file tells of it."""

    at: datetime
    path: Path
    deed: Callable[[], object]


class Who(TypedDict):
    by: User
    at: datetime


@dataclass
class Rows:
    """What has come of a file's deeds so far, by the names that the file uses."""

    file: CompetitionFile
    council: Council
    people: dict[str, User]
    service: Service = field(init=False)
    describes_service: bool = True
    competition: Competition = field(init=False)
    criteria: dict[str, Criterion] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    bids: dict[str, Bid] = field(default_factory=dict)
    seats: dict[str, PanelMember] = field(default_factory=dict)
    stored: list[FieldFile] = field(default_factory=list)
    """The documents stored on the way, which no rollback takes away."""
    later: list["Rows"] = field(default_factory=list)
    """Of the first stage: those of each later one."""

    def bid(self, organisation: str) -> Bid:
        """The organisation's bid as it stands now: what is kept here was read when it was started."""
        if organisation not in self.bids:
            raise Refusal(f"by then {organisation} had not started its bid")
        return Bid.objects.select_related("organisation", "competition__service__council").get(
            pk=self.bids[organisation].pk
        )

    def who(self, deed: Deed) -> Who:
        return {"by": self.people[deed.by], "at": deed.at}
