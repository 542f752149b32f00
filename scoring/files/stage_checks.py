"""The stages of a competition file: checks of one stage asked of each, and what links them."""

from collections.abc import Callable, Iterator
from itertools import pairwise

from accounts.domain.refusals import Refusal
from procurement.domain.stages import GoingOn, StageKind, kinds
from scoring.files import chronology
from scoring.files.consistency import criteria_of
from scoring.files.rows import Path
from scoring.files.schema import CompetitionFile, LaterCompetitionPart

Fault = tuple[Path, str]
_SHARED = {"format", "people", "council", "service", "organisations"}


def path_in(number: int, path: Path) -> Path:
    """Where it stands in the whole file what stands at `path` of its stage; the first has the number 0."""
    return path if number == 0 or _is_shared(path) else ("later_stages", number - 1, *path)


def in_each(check: Callable[[CompetitionFile], list[Fault]]) -> Callable[[CompetitionFile], list[Fault]]:
    """The check of a competition in one stage, asked of each. What all stages share is wrong if it is so for each."""

    def checked(file: CompetitionFile) -> list[Fault]:
        found = [check(stage) for stage in file.stages()]
        everywhere = set(found[0]).intersection(*found[1:])
        shared = [fault for fault in found[0] if _is_shared(fault[0]) and fault in everywhere]
        own = [
            (path_in(number, path), words)
            for number, faults in enumerate(found)
            for path, words in faults
            if not _is_shared(path)
        ]
        return shared + own

    return checked


def _is_shared(path: Path) -> bool:
    if path[:1] == ("competition",) and len(path) > 1:
        return path[1] not in LaterCompetitionPart.model_fields
    return path[:1] != () and path[0] in _SHARED


def faults(file: CompetitionFile) -> list[Fault]:
    """What can't be of the stages as such."""
    return [*_of_their_order(file), *_of_their_links(file)]


def _of_their_order(file: CompetitionFile) -> Iterator[Fault]:
    found, told = file.stages(), [stage.competition.stage for stage in file.stages()]
    if len(found) == 1:
        if told != [None]:
            yield ("competition", "stage"), "the stages after this one are missing: they stand in “later_stages”"
    elif None in told or told != _planned([kind for kind in told if kind]):
        yield (
            ("competition", "stage"),
            "stages are “participation” if there is one, up to 4 times “tenders”, and “final” as the last",
        )
    references = [stage.competition.reference for stage in found]
    for number, reference in enumerate(references):
        if reference in references[:number]:
            yield path_in(number, ("competition", "reference")), f"“{reference}” stands here twice"


def _planned(told: list[StageKind]) -> list[StageKind]:
    try:
        return kinds(participation=StageKind.PARTICIPATION in told, rounds=told.count(StageKind.TENDERS))
    except Refusal:
        return []


def _of_their_links(file: CompetitionFile) -> Iterator[Fault]:
    """What only a stage that another follows may tell, what only a later one, and who can't be in one."""
    found = file.stages()
    goes_on: set[str] | None = None
    for number, stage in enumerate(found):
        is_last = number == len(found) - 1
        if stage.begun and not stage.follows:
            yield ("begun",), "the first stage begins with its publication"
        for name in ("shortlist", "feedback", "feedback_sent", "negotiations"):
            if is_last and getattr(stage, name):
                yield path_in(number, (name,)), "no stage follows this one"
        if stage.award and not is_last:
            yield path_in(number, ("award",)), "another stage follows this one: the award stands in the last"
        part = stage.competition.going_on
        for sentence in GoingOn(part.most, part.least, part.least_marks).problems():
            yield path_in(number, ("competition", "going_on")), sentence
        for index, bid in enumerate(stage.bids):
            if goes_on is not None and bid.organisation not in goes_on:
                path = path_in(number, ("bids", index, "organisation"))
                yield path, f"“{bid.organisation}” did not go on to this stage"
        yield from ((path_in(number, path), words) for path, words in _of_the_ending(stage))
        goes_on = set(stage.shortlist.go_on) if stage.shortlist else set()


def _of_the_ending(stage: CompetitionFile) -> Iterator[Fault]:
    """Who is told something in the end has a bid, and goes on; and it is about criteria of the stage."""
    bidding = {bid.organisation for bid in stage.bids}
    goes_on = set(stage.shortlist.go_on) if stage.shortlist else set()
    known = {criterion.reference for _, criterion in criteria_of(stage)}
    for index, name in enumerate(stage.shortlist.go_on if stage.shortlist else ()):
        if name not in bidding:
            yield ("shortlist", "go_on", index), f"“{name}” has no bid in this stage"
    named = [(("feedback", index), part.organisation) for index, part in enumerate(stage.feedback)]
    named += [(("negotiations", index), part.organisation) for index, part in enumerate(stage.negotiations)]
    for place, name in named:
        if name not in goes_on:
            yield (*place, "organisation"), f"“{name}” does not go on from this stage"
    seen: set[str] = set()
    for index, part in enumerate(stage.feedback):
        if part.organisation in seen:
            yield ("feedback", index), f"“{part.organisation}” stands here twice"
        seen.add(part.organisation)
        for reference in part.texts:
            if reference not in known:
                yield ("feedback", index, "texts", reference), f"“{reference}” is not one of the criteria"


def out_of_order(file: CompetitionFile) -> list[Fault]:
    """Within each stage, and from one to the next."""
    found = file.stages()
    pairs = [
        pair
        for number, (before, stage) in enumerate(pairwise(found), start=1)
        for pair in _from_one_to_the_next(number, before, stage)
    ]
    return [*in_each(chronology.out_of_order)(file), *chronology.told(pairs)]


def _from_one_to_the_next(
    number: int, before: CompetitionFile, stage: CompetitionFile
) -> Iterator[tuple[chronology.Moment, chronology.Moment]]:
    at = stage.begun.at if stage.begun else None
    begun: chronology.Moment = (at, path_in(number, ("begun",)), "the invitation to this stage")
    yield begun, chronology.shortlisted(before)
    told = [before.feedback_sent, *before.feedback, *before.negotiations] if stage.begun else []
    yield from ((begun, (each.at, (), "what was told to those who go on")) for each in told if each)
