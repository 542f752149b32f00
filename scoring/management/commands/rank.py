import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.domain.fingerprints import fingerprint
from accounts.domain.refusals import Refusal
from procurement.domain.methodology import walk
from scoring.domain import ranking_record
from scoring.domain.award_report import place_in_words
from scoring.domain.ranking import RankedBid, Ranking
from scoring.domain.sensitivity.study import study
from scoring.files.ranking import panel_scores_in, ranking_in
from scoring.files.reading import read
from scoring.files.schema import CompetitionFile
from spinouts.files.opening import text_of


class Command(BaseCommand):
    help = (
        "Rank the bids of a competition file (docs/file-format.md), or compute a frozen ranking again (.json, as the "
        "award's record holds it) and say whether it comes out the same. It needs no database."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="the ranking's record, with exact fractions")
        parser.add_argument("--stage", help="of a file in several stages, by number or reference: the last if not said")
        parser.add_argument("--sure", action="store_true", help="how sure it is, with exact figures, as JSON")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            self.stdout.write(_again(file) if file.suffix == ".json" else _said(file, options))
        except Refusal as refusal:
            raise CommandError("\n".join(refusal.sentences)) from refusal


def _said(path: Path, options: dict[str, Any]) -> str:
    file = _stage(read(text_of(path), str(path)), options["stage"])
    ranking = ranking_in(file)
    record = ranking_record.to_content(ranking)
    if options["sure"]:
        names = {person.email: person.name for person in file.people}
        return _json(study(ranking, fingerprint(record), panel_scores_in(file), names, lambda percent, step: None))
    return _json(record) if options["json"] else "\n".join(_lines(ranking))


def _stage(file: CompetitionFile, named: str | None) -> CompetitionFile:
    """The stage of this reference or number, else the last one."""
    stages = file.stages()
    if named is None:
        return stages[-1]
    for number, stage in enumerate(stages, start=1):
        if named in {str(number), stage.competition.reference}:
            return stage
    known = ", ".join(f"{number} ({each.competition.reference})" for number, each in enumerate(stages, start=1))
    raise Refusal(f"The file has no stage “{named}”. There are: {known}.")


def _again(path: Path) -> str:
    """Of a record: the ranking, or the award that it is in."""
    try:
        found = json.loads(text_of(path))
        record = found["ranking"]["content"] if "ranking" in found else found
        again = ranking_record.recompute(record)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refusal(f"{path} is no record of a ranking that can be read ({type(error).__name__}).") from error
    if again != record:
        raise Refusal(
            "The ranking does not come out the same: its record was changed after it was made, or another version of "
            "the arithmetic made it."
        )
    lines = _lines(ranking_record.from_content(record))
    return "\n".join(["Computed again from its inputs, the ranking is the same in every figure.", "", *lines])


def _lines(ranking: Ranking) -> Iterator[str]:
    for bid in ranking.bids:
        yield f"{place_in_words(bid)}: {bid.name}" + (f", {bid.published_total:f} marks" if bid.place else "")
        yield from (f"  {failure}" for failure in bid.failures)
        yield from _marks(ranking, bid)
        yield ""
    yield from ranking.notes


def _marks(ranking: Ranking, bid: RankedBid) -> Iterator[str]:
    for depth, part in walk(ranking.methodology):
        if mark := bid.marks.get(part.reference):
            yield f"{'  ' * (depth + 1)}{part.title}: {mark.explained}"


def _json(content: Any) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False)
