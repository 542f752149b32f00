from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypedDict

from accounts.models import Council, User
from partners.models import Bid, Organisation
from procurement.models import Competition, Criterion
from scoring.files.schema import CompetitionFile, Deed
from scoring.models import PanelMember
from spinouts.models import Service

Step = tuple[datetime, Callable[[], object]]


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
    competition: Competition = field(init=False)
    criteria: dict[str, Criterion] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    bids: dict[str, Bid] = field(default_factory=dict)
    seats: dict[str, PanelMember] = field(default_factory=dict)

    def who(self, deed: Deed) -> Who:
        return {"by": self.people[deed.by], "at": deed.at}
