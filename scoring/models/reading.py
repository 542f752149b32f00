"""What is read of opened bids: always the frozen submission that counts, never the rows of the bid itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Func, Prefetch, TextField, Value, prefetch_related_objects
from django.db.models.fields.json import KeyTextTransform, KeyTransform

from accounts.models.questions import Question
from partners.models import Bid, Submission
from procurement.models import Competition, Criterion, ScaleStep
from scoring.domain.behind_bids import Behind, behind
from scoring.models.members_own import with_their_own

_READ = Question(
    lambda bid, criterion: Submission.objects.filter(bid=bid, superseded_at=None).values_list(
        KeyTextTransform("name", KeyTransform("organisation", "content")),
        Func(
            KeyTransform("answers", "content"),
            Value(criterion),
            function="jsonb_extract_path_text",
            output_field=TextField(),
        ),
        KeyTransform("documents", "content"),
    ),
    bid=int,
    criterion=str,
)


@dataclass(frozen=True, slots=True)
class Bidder:
    """Who bids: the organisation, those that bid with it, and all who are named. Nothing of what they bid."""

    name: str
    consortium: tuple[str, ...]
    behind: tuple[Behind, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """A bidder's name, its answer to one criterion, and its documents for that or for the whole bid."""

    bidder: str
    answer: str
    documents: list[dict[str, Any]]


def bidders_of(competition: Competition) -> dict[Bid, Bidder]:
    """The bidders of all opened bids by their bids, in order of name. Two queries at most."""
    submissions = (
        Submission.objects.filter(bid__in=Bid.objects.opened(competition).values("pk"), superseded_at=None)
        .annotate(
            bidder=KeyTextTransform("name", KeyTransform("organisation", "content")),
            consortium=KeyTransform("consortium", "content"),
            persons=KeyTransform("persons", KeyTransform("supplier_information", "content")),
        )
        .select_related("bid__organisation")
        .defer("content")
        .order_by("bidder", "bid")
    )
    found = {}
    rows = list(submissions)
    # The annotations are not known to the type checker.
    consortia = with_their_own(vars(each)["consortium"] for each in rows)
    for each, consortium in zip(rows, consortia, strict=True):
        fields = vars(each)
        named = {
            "organisation": {"name": fields["bidder"]},
            "consortium": consortium,
            "supplier_information": {"persons": fields["persons"]},
        }
        members = tuple(str(member["name"]) for member in consortium)
        found[each.bid] = Bidder(str(fields["bidder"]), members, tuple(behind(named)))
    return found


def content_of(bid: Bid) -> dict[str, Any]:
    """The whole frozen content of an opened bid."""
    content = Submission.objects.values_list("content", flat=True).get(bid=bid, superseded_at=None)
    return content or {}


def answers_to(criterion: Criterion, bids: Iterable[Bid]) -> dict[int, str]:
    """The answers to one criterion, by bid. One query, which leaves the rest of each bid in the database."""
    answer = KeyTextTransform(criterion.reference, KeyTransform("answers", "content"))
    rows = Submission.objects.filter(bid__in=bids, superseded_at=None).annotate(answer=answer)
    return {bid: text or "" for bid, text in rows.values_list("bid", "answer")}


def read_for(criterion: Criterion, bid: Bid) -> Read:
    """What is read of a bid to judge it by one criterion. One query, which leaves the rest of it in the database."""
    found = _READ.first(bid=bid.pk, criterion=criterion.reference)
    if found is None:
        raise Submission.DoesNotExist(f"{bid} was not submitted.")
    bidder, answer, documents = found
    concerns = {criterion.reference, "", None}
    return Read(bidder, answer or "", [each for each in documents or [] if each["criterion"] in concerns])


def criteria_in_order(competition: Competition) -> list[Criterion]:
    """All criteria as the methodology has them: section by section, each section's own before those of its parts.

    Each comes with its section and the steps of its scale. Two queries.
    """
    steps = Prefetch("scale__steps", queryset=ScaleStep.objects.order_by("value"))
    return list(Criterion.objects.filter(competition=competition).in_order().prefetch_related(steps))


def steps_of(criterion: Criterion) -> list[ScaleStep]:
    """The steps of a criterion's scale, the lowest score first; asked for once for each criterion in memory."""
    if criterion.scale is None:
        return []
    prefetch_related_objects([criterion.scale], "steps")
    return sorted(criterion.scale.steps.all(), key=lambda step: step.value)


def criteria_places(competition: int) -> dict[int, int]:
    """The place of each criterion of the competition with that key in that order, by its key. One light query."""
    ordered = Criterion.objects.filter(competition=competition).in_order().values_list("pk", flat=True)
    return {pk: place for place, pk in enumerate(ordered)}
