"""Sample answers that the panel scored before real ones, as a file tells of them."""

from collections.abc import Iterator
from functools import partial

from accounts.domain.refusals import Refusal
from scoring.actions import calibrations
from scoring.files.rows import Rows, Step
from scoring.files.schema import CompetitionFile
from scoring.files.schema_evaluation import SampleNotePart, SamplePart, SampleScorePart
from scoring.models import Sample


def steps(file: CompetitionFile, rows: Rows) -> Iterator[Step]:
    """Each deed with its instant, those of one instant in the order in which they must be done."""
    for index, part in enumerate(file.samples):
        here = ("samples", index)
        yield Step(part.written.at, (*here, "written"), partial(_write, rows, part))
        for place, score in enumerate(part.scores):
            yield Step(score.at, (*here, "scores", place), partial(_give, rows, part, score))
        if part.revealed:
            yield Step(part.revealed.at, (*here, "revealed"), partial(_reveal, rows, part))
        for place, note in enumerate(part.notes):
            yield Step(note.at, (*here, "notes", place), partial(_note, rows, part, note))


def _write(rows: Rows, part: SamplePart) -> None:
    calibrations.write(
        rows.competition,
        [rows.criteria[part.criterion]],
        part.text,
        is_required=part.is_required,
        is_made_up=True,
        **rows.who(part.written),
    )


def _give(rows: Rows, part: SamplePart, score: SampleScorePart) -> None:
    member = rows.seats.get(score.person)
    if member is None:
        raise Refusal(f"by then {score.person} had no seat on the panel")
    calibrations.give(_sample(rows, part), member, score.score, score.reasons, by=member.user, at=score.at)


def _reveal(rows: Rows, part: SamplePart) -> None:
    if part.revealed:
        calibrations.reveal(_sample(rows, part), **rows.who(part.revealed))


def _note(rows: Rows, part: SamplePart, note: SampleNotePart) -> None:
    calibrations.note(_sample(rows, part), note.text, adds_nothing=True, **rows.who(note))


def _sample(rows: Rows, part: SamplePart) -> Sample:
    samples = Sample.objects.of(rows.competition).filter(criterion=rows.criteria[part.criterion], text=part.text)
    found = samples.select_related("competition").first()
    if found is None:
        raise Refusal("by then this sample answer was not written")
    return found
