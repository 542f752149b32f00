"""How the stages of a competition file are planned, and how a later one begins."""

from collections.abc import Iterator
from functools import partial

from procurement.actions import deadlines
from procurement.actions import stages as planning
from procurement.domain.stages import StageKind
from procurement.models import later_stages
from scoring.actions import stages
from scoring.files.rows import Rows, Step, Who
from scoring.files.schema import CompetitionFile
from scoring.files.schema_stages import BegunPart, ExtendedPart


def plan(rows: Rows, who: Who) -> None:
    """Plan the later stages of the draft, which holds no criteria yet, so that each begins empty."""
    if not rows.later:
        return
    told = [stage.file.competition.stage for stage in (rows, *rows.later)]
    planning.plan(
        rows.competition,
        participation=StageKind.PARTICIPATION in told,
        rounds=told.count(StageKind.TENDERS),
        references=[stage.file.competition.reference for stage in rows.later],
        **who,
    )
    rows.competition.refresh_from_db()
    for stage, competition in zip(rows.later, later_stages(rows.competition), strict=True):
        stage.competition = competition


def beginning(file: CompetitionFile, rows: Rows) -> Iterator[Step]:
    """The invitation to a later stage; and of any, that its deadlines were put off."""
    if file.begun:
        yield Step(file.begun.at, ("begun",), partial(_begin, rows, file.begun))
    for index, part in enumerate(file.extended):
        yield Step(part.at, ("extended", index), partial(_extend, rows, part))


def _begin(rows: Rows, part: BegunPart) -> None:
    stages.invite_bids(
        rows.competition,
        bid_deadline=part.bid_deadline,
        questions_deadline=part.questions_deadline,
        **rows.who(part),
    )


def _extend(rows: Rows, part: ExtendedPart) -> None:
    deadlines.extend(
        rows.competition,
        bid_deadline=part.bid_deadline,
        questions_deadline=part.questions_deadline,
        reasons=part.reasons,
        **rows.who(part),
    )
