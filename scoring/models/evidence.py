from typing import Self

from django.db import models
from django.db.models import Prefetch, Q

from accounts.models import Referenced
from accounts.models.questions import Question
from partners.models import Enquiry
from scoring.domain.evidence import LONGEST_NOTE, Bearing
from scoring.models.assignments import Assignment
from scoring.models.scores import Score

BEARINGS = [(each.value, each.label) for each in Bearing]


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def current(self) -> Self:
        """What its evaluator has not taken away again."""
        return self.filter(removed_at=None)


class Evidence(Referenced):
    """What an evaluator marks for a score: a passage of the answer, or a page of a document.

    It is seen by whoever sees the score, and so reached only through scores (`Score.objects.visible_to`). From the lock
    on it stays as it is: the database itself keeps this.
    """

    score = models.ForeignKey(Score, models.PROTECT, related_name="evidence")
    bearing = models.CharField("which way it points", max_length=20, choices=BEARINGS)
    quote = models.TextField("the passage as it stands in the answer; or words of the page, as typed", blank=True)
    start = models.PositiveIntegerField("where the passage starts in the answer", null=True, blank=True)
    end = models.PositiveIntegerField("where it ends", null=True, blank=True)
    enquiry = models.ForeignKey(
        Enquiry, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="whose answer holds the passage"
    )
    document = models.CharField("reference of the document", max_length=40, blank=True)
    document_title = models.CharField(max_length=300, blank=True)
    page = models.PositiveIntegerField(null=True, blank=True)
    note = models.CharField(max_length=LONGEST_NOTE, blank=True)
    marked_at = models.DateTimeField()
    removed_at = models.DateTimeField("when its evaluator took it away again", null=True, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["start", "document_title", "page", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(quote="") & Q(document="", page=None, start__isnull=False, end__gt=models.F("start"))
                | ~Q(document="") & Q(page__gte=1, start=None, end=None),
                name="evidence_is_a_passage_or_a_page",
            )
        ]

    def __str__(self) -> str:
        return f"{Bearing(self.bearing).label}: {self.where}"

    @property
    def where(self) -> str:
        """ "The answer", "Business plan, page 9", or "The clarification"."""
        if self.enquiry_id:
            return "The clarification"
        return f"{self.document_title}, page {self.page}" if self.document else "The answer"


_MARKED = Question(lambda assignment: Evidence.objects.current().filter(score__assignment=assignment), assignment=int)


def evidence_for(assignment: Assignment) -> list[Evidence]:
    """What the evaluator has marked for their score of this. One query."""
    return _MARKED.ask(assignment=assignment.pk)


def with_evidence() -> Prefetch:  # type: ignore[type-arg]
    """Fetches what was marked for scores that somebody may see, as `marked`: one query, whatever their number."""
    return Prefetch("evidence", Evidence.objects.current(), to_attr="marked")
