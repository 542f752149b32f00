"""The stages of a competition, in order. One that has none is its own only stage."""

from dataclasses import dataclass

from procurement.domain.stages import StageKind
from procurement.models.competitions import Competition


@dataclass(frozen=True, slots=True)
class StageOf:
    """A stage, and which it is of how many."""

    number: int
    of: int
    competition: Competition

    @property
    def kind(self) -> StageKind:
        return StageKind(self.competition.stage_kind)

    @property
    def label(self) -> str:
        return f"Stage {self.number} of {self.of}: {self.kind.label.lower()}"


def stages_of(competition: Competition) -> list[StageOf]:
    """All stages of the competition of which this is one; none if it has one stage only. A query for each, no more."""
    if not competition.stage_kind:
        return []
    rows = [competition]
    while rows[0].follows_id:
        rows.insert(0, Competition.objects.select_related("service__council").get(pk=rows[0].follows_id))
    while after := next_stage(rows[-1]):
        rows.append(after)
    return [StageOf(number, len(rows), row) for number, row in enumerate(rows, 1)]


def earlier_stages(competition: Competition) -> list[Competition]:
    """The stages before this one, in order. No query for a first one."""
    if competition.follows_id is None:
        return []
    stages = [each.competition for each in stages_of(competition)]
    return stages[: stages.index(competition)]


def next_stage(competition: Competition) -> Competition | None:
    if not competition.ends_with_shortlist:
        return None
    return Competition.objects.filter(follows=competition.pk).select_related("service__council").first()


def later_stages(competition: Competition) -> list[Competition]:
    """The stages after this one, in order."""
    after = next_stage(competition)
    return [after, *later_stages(after)] if after else []
