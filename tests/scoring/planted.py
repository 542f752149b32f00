"""A competition that is full of words, and ways to find in it who wrote them."""

from dataclasses import dataclass, field

from accounts.models import User
from procurement.models import Competition, Criterion
from scoring.models import Assignment, PanelMember
from tests.everything import Everything
from tests.partners.rich import Rich, Words

OURS, THEIRS, SHUT = "Harbour Care", "Quayside Partners", "Third Trust"
STEMS = {OURS: "quokka", THEIRS: "zanzibar", SHUT: "yttrium"}


@dataclass
class Planted:
    """Who there is and what they wrote: `words` by who wrote it, `bids` by their bidder's name."""

    all_of_it: Everything
    at: object
    bids: dict[str, Rich] = field(default_factory=dict)
    seats: dict[str, PanelMember] = field(default_factory=dict)
    words: dict[str, Words] = field(default_factory=dict)

    @property
    def competition(self) -> Competition:
        return self.all_of_it.things[Competition]

    @property
    def people(self) -> dict[str, User]:
        return self.all_of_it.people

    def by(self, who: str) -> Words:
        return self.words.setdefault(who, Words(who))

    def criterion(self, reference: str) -> Criterion:
        return Criterion.objects.get(competition=self.competition, reference=reference)

    def assignment(self, who: str, bidder: str, reference: str) -> Assignment:
        rows = Assignment.objects.select_related("criterion", "bid__organisation", "member__user")
        return rows.get(member=self.seats[who], bid=self.bids[bidder].bid, criterion__reference=reference)

    def of(self, who: str) -> list[Assignment]:
        rows = Assignment.objects.select_related("criterion", "bid__organisation", "member__user")
        return list(rows.filter(member=self.seats[who]).order_by("pk"))
