"""What is to be agreed, line by line: its reader sees only scores that are revealed, and only of bids they may read."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from accounts.models import User
from partners.models import Bid
from procurement.domain.methodology import Scale, Step
from procurement.models import Competition, Criterion
from scoring.domain.spread import DISCUSS_FROM, spread
from scoring.models import Assignment, ConsensusScore, OpenedBid, Reveal, Score
from scoring.models.blindness import Sight, sight_of
from scoring.models.reading import Bidder, bidders_of, criteria_in_order

Key = tuple[int, int]


@dataclass(slots=True)
class Line:
    """One criterion of one bid in the list."""

    criterion: Criterion
    bid: Bid
    bidder: Bidder
    waiting: int
    assigned: int
    is_barred: bool
    is_revealed: bool
    sees: bool
    hidden_spread: Fraction
    """Orders the list, which is all that anybody learns of it before the scores are revealed."""
    agreed: Decimal | Fraction | None = None
    check: str = ""
    """What a second person has still to do about the agreed score, or said of it, in a word or two."""

    @property
    def is_ready(self) -> bool:
        return self.assigned > 0 and not self.waiting and not self.is_barred

    @property
    def is_to_reveal(self) -> bool:
        return self.is_ready and not self.is_revealed

    @property
    def is_shown(self) -> bool:
        """Revealed, and its reader may see the scores."""
        return self.is_ready and self.is_revealed and self.sees

    @property
    def is_agreed(self) -> bool:
        return self.agreed is not None

    @property
    def share(self) -> Fraction:
        return self.hidden_spread if self.is_shown else Fraction(0)

    @property
    def percent(self) -> int:
        return int(self.share * 100)

    @property
    def needs_discussion(self) -> bool:
        return self.is_shown and self.share >= DISCUSS_FROM


def lines_of(competition: Competition, user: User, only: Criterion | None = None) -> list[Line]:
    """Ready ones first, the widest spread before the narrower; then those that wait, as the methodology has them."""
    found = _found(competition, user, only)
    lines = [
        Line(
            criterion=criterion,
            bid=bid,
            bidder=bidder,
            waiting=found.locked[criterion.pk, bid.pk].count(False),
            assigned=len(found.locked[criterion.pk, bid.pk]),
            is_barred=bid.pk not in found.readable,
            is_revealed=(criterion.pk, bid.pk) in found.revealed,
            sees=found.sees,
            hidden_spread=spread(found.values[criterion.pk, bid.pk], _scale_of(criterion)),
            agreed=recorded.exact(criterion.panel_result) if recorded else None,
        )
        for criterion in criteria_in_order(competition)
        if criterion.is_judged and (only is None or criterion.pk == only.pk)
        for bid, bidder in bidders_of(competition).items()
        for recorded in (found.agreed.get((criterion.pk, bid.pk)),)
    ]
    # Sorting is stable: equal ones stay in the order of the methodology and of the bidders' names.
    return sorted(lines, key=lambda line: (not line.is_ready, -line.hidden_spread if line.is_ready else 0))


@dataclass(slots=True)
class _Found:
    """What the lines are made of, by criterion and bid."""

    sees: bool
    readable: set[int]
    revealed: set[Key]
    agreed: dict[Key, ConsensusScore]
    locked: dict[Key, list[bool]]
    values: dict[Key, list[Decimal]]


def _found(competition: Competition, user: User, only: Criterion | None) -> _Found:
    sees = sight_of(user, competition) is not Sight.OWN
    readable = OpenedBid.objects.visible_to(user).filter(competition=competition)
    recorded = ConsensusScore.objects.visible_to(user, competition).filter(superseded_at=None)
    # Whoever may see no scores yet gets the order of the methodology, so that it tells them nothing.
    given = Score.objects.counting(competition) if sees else Score.objects.none()
    assignments, revealed = Assignment.objects.of(competition), Reveal.objects.of(competition)
    if only:
        assignments, recorded = assignments.filter(criterion=only), recorded.filter(criterion=only)
        given, revealed = given.filter(assignment__criterion=only), revealed.filter(criterion=only)
    found = _Found(
        sees=sees,
        readable=set(readable.values_list("pk", flat=True)),
        revealed=set(revealed.order_by().values_list("criterion", "bid")),
        agreed={(each.criterion_id, each.bid_id): each for each in recorded},
        locked=defaultdict(list),
        values=defaultdict(list),
    )
    for criterion, bid, locked_at in assignments.values_list("criterion", "bid", "member__locked_at"):
        found.locked[criterion, bid].append(locked_at is not None)
    for criterion, bid, value in given.values_list("assignment__criterion", "assignment__bid", "value"):
        if value is not None:
            found.values[criterion, bid].append(value)
    return found


def _scale_of(criterion: Criterion) -> Scale:
    assert criterion.scale is not None  # noqa: S101 - A judged criterion of a published competition has a scale.
    steps = tuple(Step(step.value, step.label, step.descriptor) for step in criterion.scale.steps.all())
    return Scale(criterion.scale.name, steps)
