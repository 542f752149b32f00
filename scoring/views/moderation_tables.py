"""What is seen of moderation: only scores that are visible to its reader, and only of bids that they may read."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from accounts.models import User
from partners.models import Bid
from procurement.domain.methodology import Scale, Step
from procurement.models import Competition, Criterion
from scoring.domain.reasons import problems_with
from scoring.domain.spread import DISCUSS_FROM, spread
from scoring.forms.scores import ConsensusForm
from scoring.models import Assignment, ConsensusDraft, ConsensusScore, OpenedBid, Score
from scoring.models.blindness import Sight, sight_of
from scoring.models.reading import Bidder, answers_to, bidders_of, criteria_in_order

Key = tuple[int, int]
FIELDS = ("value", "reasons", "dissent")


@dataclass(slots=True)
class Line:
    """One criterion of one bid in the list."""

    criterion: Criterion
    bid: Bid
    bidder: Bidder
    waiting: int
    assigned: int
    is_barred: bool
    sees: bool
    values: list[Decimal] = field(default_factory=list)
    agreed: Decimal | None = None

    @property
    def is_ready(self) -> bool:
        return self.assigned > 0 and not self.waiting and not self.is_barred

    @property
    def is_shown(self) -> bool:
        """Ready, and its reader may see the scores."""
        return self.is_ready and self.sees

    @property
    def is_agreed(self) -> bool:
        return self.agreed is not None

    @property
    def share(self) -> Fraction:
        return spread(self.values, _scale_of(self.criterion)) if self.is_shown else Fraction(0)

    @property
    def percent(self) -> int:
        return int(self.share * 100)

    @property
    def needs_discussion(self) -> bool:
        return self.is_shown and self.share >= DISCUSS_FROM


@dataclass(slots=True)
class Card:
    """One bid on the page of a criterion: its answer, its scores, what is agreed, what is typed."""

    line: Line
    answer: str
    scores: list[Score]
    waiting_for: list[str]
    agreed: ConsensusScore | None
    superseded: list[ConsensusScore]
    typed: dict[str, str]
    draft_version: int
    seen: int
    advice: list[str]
    errors: dict[str, list[str]]


def lines_of(competition: Competition, user: User, only: Criterion | None = None) -> list[Line]:
    """Ready ones first, the widest spread before the narrower; then those that wait, as the methodology has them."""
    bidders, sees = bidders_of(competition), sight_of(user, competition) is not Sight.OWN
    readable = set(OpenedBid.objects.visible_to(user).filter(competition=competition).values_list("pk", flat=True))
    assignments = Assignment.objects.of(competition)
    seen = Score.objects.visible_to(user, competition)
    recorded = ConsensusScore.objects.visible_to(user, competition).filter(superseded_at=None)
    if only:
        assignments, recorded = assignments.filter(criterion=only), recorded.filter(criterion=only)
        seen = seen.filter(assignment__criterion=only)
    locked: dict[Key, list[bool]] = defaultdict(list)
    for criterion_pk, bid_pk, locked_at in assignments.values_list("criterion", "bid", "member__locked_at"):
        locked[criterion_pk, bid_pk].append(locked_at is not None)
    values: dict[Key, list[Decimal]] = defaultdict(list)
    for criterion_pk, bid_pk, value in seen.values_list("assignment__criterion", "assignment__bid", "value"):
        if value is not None:
            values[criterion_pk, bid_pk].append(value)
    agreed = {(each.criterion_id, each.bid_id): each.value for each in recorded}
    lines = [
        Line(
            criterion=criterion,
            bid=bid,
            bidder=bidder,
            waiting=locked[criterion.pk, bid.pk].count(False),
            assigned=len(locked[criterion.pk, bid.pk]),
            is_barred=bid.pk not in readable,
            sees=sees,
            values=values[criterion.pk, bid.pk],
            agreed=agreed.get((criterion.pk, bid.pk)),
        )
        for criterion in criteria_in_order(competition)
        if not criterion.is_formula and (only is None or criterion.pk == only.pk)
        for bid, bidder in bidders.items()
    ]
    # Sorting is stable: equal ones stay in the order of the methodology and of the bidders' names.
    return sorted(lines, key=lambda line: (not line.is_ready, -line.share))


def cards_of(criterion: Criterion, user: User, typed: tuple[Bid, ConsensusForm] | None) -> list[Card]:
    """The bids of one criterion; `typed` is the form of one bid that could not be taken, which keeps what was typed."""
    lines = lines_of(criterion.competition, user, only=criterion)
    found = _found(criterion, user, [line.bid for line in lines if not line.is_barred])
    return [_card(line, found, typed if typed and typed[0] == line.bid else None) for line in lines]


@dataclass(slots=True)
class _Found:
    """What the cards of a criterion are made of, by bid."""

    answers: dict[int, str]
    drafts: dict[int, ConsensusDraft]
    scores: dict[int, list[Score]] = field(default_factory=lambda: defaultdict(list))
    waiting: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    recorded: dict[int, list[ConsensusScore]] = field(default_factory=lambda: defaultdict(list))


def _found(criterion: Criterion, user: User, readable: list[Bid]) -> _Found:
    competition = criterion.competition
    drafts = ConsensusDraft.objects.filter(criterion=criterion, bid__in=readable)
    found = _Found(answers_to(criterion, readable), {each.bid_id: each for each in drafts})
    visible = Score.objects.visible_to(user, competition).filter(assignment__criterion=criterion)
    shown = visible.select_related("assignment__member__user").prefetch_related("changes")
    for score in shown.order_by("assignment__member"):
        found.scores[score.assignment.bid_id].append(score)
    still = Assignment.objects.of(competition).waiting().filter(criterion=criterion).select_related("member__user")
    for row in still.order_by("member__user__name"):
        found.waiting[row.bid_id].append(str(row.member.user))
    recorded = ConsensusScore.objects.visible_to(user, competition).filter(criterion=criterion)
    for each in recorded.select_related("decided_by").order_by("-decided_at", "-pk"):
        found.recorded[each.bid_id].append(each)
    return found


def _card(line: Line, found: _Found, typed: tuple[Bid, ConsensusForm] | None) -> Card:
    recorded, draft = found.recorded[line.bid.pk], found.drafts.get(line.bid.pk)
    agreed = next((each for each in recorded if each.superseded_at is None), None)
    fields = _fields(agreed, draft, typed[1] if typed else None)
    return Card(
        line=line,
        answer=found.answers.get(line.bid.pk, ""),
        scores=found.scores[line.bid.pk] if line.is_shown else [],
        waiting_for=found.waiting[line.bid.pk],
        agreed=agreed,
        superseded=[each for each in recorded if each.superseded_at is not None],
        typed=fields,
        draft_version=draft.version if draft else 0,
        seen=len(recorded),
        advice=_advice(line.criterion, fields),
        errors={name: [str(each) for each in errors] for name, errors in typed[1].errors.items()} if typed else {},
    )


def _fields(agreed: ConsensusScore | None, draft: ConsensusDraft | None, form: ConsensusForm | None) -> dict[str, str]:
    """What stands in the form: what could not be taken just now, else a kept draft, else what is agreed."""
    if form:
        return {name: form.data.get(name, "") for name in FIELDS}
    if draft and draft.typed:
        return dict(draft.typed)
    if agreed:
        return {"value": f"{agreed.value.normalize():f}", "reasons": agreed.reasons, "dissent": agreed.dissent}
    return dict.fromkeys(FIELDS, "")


def _advice(criterion: Criterion, fields: dict[str, str]) -> list[str]:
    if not fields["value"] or not fields["reasons"].strip() or criterion.scale is None:
        return []
    steps = criterion.scale.steps.all()
    descriptor = next((step.descriptor for step in steps if f"{step.value.normalize():f}" == fields["value"]), "")
    return problems_with(fields["reasons"], descriptor)


def _scale_of(criterion: Criterion) -> Scale:
    assert criterion.scale is not None  # noqa: S101 - A judged criterion of a published competition has a scale.
    steps = tuple(Step(step.value, step.label, step.descriptor) for step in criterion.scale.steps.all())
    return Scale(criterion.scale.name, steps)
