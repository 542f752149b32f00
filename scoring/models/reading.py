"""What is read of opened bids: always the frozen submission that counts, never the rows of the bid itself."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Prefetch, prefetch_related_objects
from django.db.models.fields.json import KeyTextTransform, KeyTransform

from partners.models import Bid, Submission
from procurement.models import Competition, Criterion, ScaleStep, Section


@dataclass(frozen=True, slots=True)
class Bidder:
    """Who bids: the organisation, and those that bid together with it. Nothing of what they bid."""

    name: str
    consortium: tuple[str, ...]


def bidders_of(competition: Competition) -> dict[Bid, Bidder]:
    """The bidders of all opened bids by their bids, in order of name. One query."""
    submissions = (
        Submission.objects.filter(bid__in=Bid.objects.opened(competition).values("pk"), superseded_at=None)
        .annotate(
            bidder=KeyTextTransform("name", KeyTransform("organisation", "content")),
            consortium=KeyTransform("consortium", "content"),
        )
        .select_related("bid__organisation")
        .defer("content")
        .order_by("bidder", "bid")
    )
    found = {}
    for each in submissions:
        # The annotations are not known to the type checker.
        fields = vars(each)
        members = tuple(str(member["name"]) for member in fields["consortium"])
        found[each.bid] = Bidder(str(fields["bidder"]), members)
    return found


def content_of(bid: Bid) -> dict[str, Any]:
    """The whole frozen content of an opened bid."""
    content: dict[str, Any] = Submission.objects.values_list("content", flat=True).get(bid=bid, superseded_at=None)
    return content


def answers_to(criterion: Criterion, bids: Iterable[Bid]) -> dict[int, str]:
    """The answers to one criterion, by bid. One query, which leaves the rest of each bid in the database."""
    answer = KeyTextTransform(criterion.reference, KeyTransform("answers", "content"))
    rows = Submission.objects.filter(bid__in=bids, superseded_at=None).annotate(answer=answer)
    return {bid: text or "" for bid, text in rows.values_list("bid", "answer")}


def answer_and_documents(criterion: Criterion, bid: Bid) -> tuple[str, list[dict[str, Any]]]:
    """A bid's answer to one criterion, and its documents for it or for the whole bid. One query."""
    answer = KeyTextTransform(criterion.reference, KeyTransform("answers", "content"))
    text, documents = (
        Submission.objects.filter(bid=bid, superseded_at=None)
        .annotate(answer=answer, documents=KeyTransform("documents", "content"))
        .values_list("answer", "documents")
        .get()
    )
    return text or "", [each for each in documents or [] if each["criterion"] in {criterion.reference, "", None}]


def criteria_in_order(competition: Competition) -> list[Criterion]:
    """All criteria as the methodology has them: section by section, each section's own before those of its parts.

    Each comes with its section and the steps of its scale. Three queries.
    """
    steps = Prefetch("scale__steps", queryset=ScaleStep.objects.order_by("value"))
    held: dict[int, list[Criterion]] = defaultdict(list)
    criteria = Criterion.objects.filter(competition=competition).select_related("section", "scale")
    for criterion in criteria.order_by("position", "pk").prefetch_related(steps):
        held[criterion.section_id].append(criterion)
    return [criterion for section in _sections_in_order(competition.pk) for criterion in held[section]]


def steps_of(criterion: Criterion) -> list[ScaleStep]:
    """The steps of a criterion's scale, the lowest score first; asked for once for each criterion in memory."""
    if criterion.scale is None:
        return []
    prefetch_related_objects([criterion.scale], "steps")
    return sorted(criterion.scale.steps.all(), key=lambda step: step.value)


def criteria_places(competition: int) -> dict[int, int]:
    """The place of each criterion of the competition with that key in that order, by its key. Two light queries."""
    held: dict[int, list[int]] = defaultdict(list)
    rows = Criterion.objects.filter(competition=competition).order_by("position", "pk")
    for pk, section in rows.values_list("pk", "section"):
        held[section].append(pk)
    ordered = [pk for section in _sections_in_order(competition) for pk in held[section]]
    return {pk: place for place, pk in enumerate(ordered)}


def _sections_in_order(competition: int) -> list[int]:
    parts: dict[int | None, list[int]] = defaultdict(list)
    rows = Section.objects.filter(competition=competition).order_by("position", "pk")
    for pk, parent in rows.annotate(holder=F("parent")).values_list("pk", "holder"):
        parts[parent].append(pk)

    def under(parent: int | None) -> list[int]:
        return [each for section in parts[parent] for each in (section, *under(section))]

    return under(None)
