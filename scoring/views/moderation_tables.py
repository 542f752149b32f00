"""What is seen of moderation: only scores that are visible to its reader, and only of bids that they may read."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.forms import Form

from accounts.models import User
from partners.models import Bid, Enquiry
from procurement.models import Criterion
from scoring.domain.agreed_reasons import LABELS, AgreedReasons
from scoring.domain.reasons import problems_with
from scoring.forms.scores import ConsensusForm
from scoring.models import Assignment, ConsensusDraft, ConsensusScore, Score
from scoring.models.evidence import with_evidence
from scoring.models.reading import answers_to
from scoring.views.moderation_lines import Line, lines_of

FIELDS = ("value", *LABELS, "dissenters", "dissent", "why_then")


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
    """What stands in the fields, and the members that are ticked, each on a line."""
    draft_version: int
    seen: int
    advice: list[str]
    errors: dict[str, list[str]]
    enquiries: list[Enquiry]
    """What its bidder was asked about it, and answered."""

    @property
    def beyond(self) -> str:
        """ "more" or "less", if the panel agreed on that beside what every evaluator gave."""
        given = [score.value for score in self.scores if score.value is not None]
        if self.agreed is None or not given or self.line.criterion.panel_result.is_computed:
            return ""
        return "more" if self.agreed.value > max(given) else "less" if self.agreed.value < min(given) else ""

    @property
    def dissenting(self) -> list[str]:
        """The references of the members that are ticked."""
        return self.typed["dissenters"].splitlines()


def ids_of(bid: Bid, form: Form) -> dict[str, str]:
    """The id of the input on the card of the bid where each field of its form is mended."""
    several = {"value", "dissenters"}
    return {name: f"{name}-{bid.reference}{'-1' if name in several else ''}" for name in form.fields}


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
    enquiries: dict[int, list[Enquiry]] = field(default_factory=lambda: defaultdict(list))


def _found(criterion: Criterion, user: User, readable: list[Bid]) -> _Found:
    competition = criterion.competition
    drafts = ConsensusDraft.objects.filter(criterion=criterion, bid__in=readable)
    found = _Found(answers_to(criterion, readable), {each.bid_id: each for each in drafts})
    visible = Score.objects.visible_to(user, competition).filter(assignment__criterion=criterion)
    shown = visible.select_related("assignment__member__user").prefetch_related("changes", with_evidence())
    for score in shown.order_by("assignment__member"):
        found.scores[score.assignment.bid_id].append(score)
    still = Assignment.objects.of(competition).waiting().filter(criterion=criterion).select_related("member__user")
    for row in still.order_by("member__user__name"):
        found.waiting[row.bid_id].append(str(row.member.user))
    recorded = ConsensusScore.objects.visible_to(user, competition).filter(criterion=criterion)
    rows = recorded.select_related("decided_by").prefetch_related("dissents__member__user", "quality_checks__by")
    for each in rows.order_by("-decided_at", "-pk"):
        found.recorded[each.bid_id].append(each)
    if asked := [bid.pk for bid in readable if bid.was_asked]:
        for enquiry in Enquiry.objects.filter(bid__in=asked, criterion=criterion):
            found.enquiries[enquiry.bid_id].append(enquiry)
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
        enquiries=found.enquiries[line.bid.pk],
    )


def _fields(agreed: ConsensusScore | None, draft: ConsensusDraft | None, form: ConsensusForm | None) -> dict[str, str]:
    """What stands in the form: what could not be taken just now, else a kept draft, else what is agreed."""
    empty = dict.fromkeys(FIELDS, "")
    if form:
        return {name: "\n".join(form.data.getlist(name)) for name in FIELDS}  # type: ignore[attr-defined]
    if draft and draft.typed:
        return {**empty, "evidence": str(draft.typed.get("reasons", "")), **draft.typed}
    if agreed is None:
        return empty
    parts = agreed.in_parts or AgreedReasons(evidence=agreed.reasons)
    return {
        "value": f"{agreed.value.normalize():f}",
        **{name: text for name, _, text in parts.parts()},
        "dissenters": "\n".join(each.member.reference for each in agreed.dissents.all()),
        "dissent": agreed.dissent,
        "why_then": "",
    }


def _advice(criterion: Criterion, fields: dict[str, str]) -> list[str]:
    """On the reasons as they would be recorded; where nothing is written, nothing is said."""
    reasons = " ".join(fields[name] for name in LABELS).strip()
    if not fields["value"] or not reasons or criterion.scale is None:
        return []
    steps = criterion.scale.steps.all()
    descriptor = next((step.descriptor for step in steps if f"{step.value.normalize():f}" == fields["value"]), "")
    return problems_with(reasons, descriptor)
