"""What panel members have to do about sample answers, which are scored before real ones."""

from collections.abc import Iterable, Iterator

from django.db.models import Exists, OuterRef, Q

from config.my_work.tasks import Task, link
from procurement.domain.lifecycle import CompetitionState
from scoring.domain.roles import PanelRole
from scoring.models import PanelMember, Sample, SampleScore

OPEN = {CompetitionState.PUBLISHED, CompetitionState.OPENED}


def sample_work(seats: Iterable[PanelMember]) -> Iterator[Task]:
    """A task for each sample answer that an evaluator, or a chair who scores, has still to score. One query."""
    scoring = {
        seat.competition_id: seat
        for seat in seats
        if _scores(seat) and not seat.locked_at and seat.competition.stage in OPEN
    }
    if not scoring:
        return
    own = SampleScore.objects.filter(sample=OuterRef("pk"), member__in=scoring.values())
    open_ones = Sample.objects.filter(Q(revealed_at=None) | Q(is_required=True), competition__in=scoring)
    for each in open_ones.exclude(Exists(own)).select_related("criterion"):
        competition = scoring[each.competition_id].competition
        why = "It is made up, and counts for nothing."
        if each.is_required:
            why += " You can’t score this criterion of a bid before."
        words = f"Score a sample answer to “{each.criterion}” for “{competition}”"
        yield Task(words, link("scoring:sample", each.reference), why)


def _scores(seat: PanelMember) -> bool:
    """Whether they are to score: `assigned` was counted with the seats."""
    return seat.role == PanelRole.EVALUATOR or (seat.role == PanelRole.CHAIR and bool(vars(seat).get("assigned")))
