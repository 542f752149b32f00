"""What the shape alone can't say of a competition file: that whatever is named in it stands in it."""

from collections.abc import Iterable, Iterator

from scoring.files.schema import CompetitionFile, CriterionPart, Deed, SectionPart

Path = tuple[int | str, ...]
Fault = tuple[Path, str]


def faults(file: CompetitionFile) -> list[Fault]:
    """Each place that names something unknown, with what is wrong there; none if the file is whole."""
    return [*_unknown_people(file), *_unknown_organisations(file), *_unknown_criteria(file), *_twice(file)]


def sections_of(sections: Iterable[SectionPart], path: Path) -> Iterator[tuple[Path, SectionPart]]:
    """Every section, outer ones first, with its place in the file."""
    for index, section in enumerate(sections):
        here = (*path, index)
        yield here, section
        yield from sections_of(section.sections, (*here, "sections"))


def criteria_of(file: CompetitionFile) -> Iterator[tuple[Path, CriterionPart]]:
    """Every criterion with its place in the file."""
    for path, section in sections_of(file.competition.sections, ("competition", "sections")):
        for index, criterion in enumerate(section.criteria):
            yield (*path, "criteria", index), criterion


def _unknown_people(file: CompetitionFile) -> Iterator[Fault]:
    known = {person.email for person in file.people}
    for path, email in _people_named(file):
        if email not in known:
            yield path, f"“{email}” is not one of the people at the top of the file"


def _people_named(file: CompetitionFile) -> Iterator[tuple[Path, str]]:
    for index, member in enumerate(file.council.members):
        yield ("council", "members", index, "person"), member.person
    for index, organisation in enumerate(file.organisations):
        for place, person in enumerate(organisation.members):
            yield ("organisations", index, "members", place, "person"), person.person
    for index, seat in enumerate(file.panel.seats):
        yield ("panel", "seats", index, "person"), seat.person
    for index, clarification in enumerate(file.competition.clarifications):
        if clarification.asked.by:
            yield ("competition", "clarifications", index, "asked", "by"), clarification.asked.by
    for path, deed in _deeds(file, ()):
        yield (*path, "by"), deed.by


def _deeds(value: object, path: Path) -> Iterator[tuple[Path, Deed]]:
    if isinstance(value, Deed):
        yield path, value
    if isinstance(value, list):
        for index, each in enumerate(value):
            yield from _deeds(each, (*path, index))
    elif hasattr(value, "model_fields_set"):
        for name, each in vars(value).items():
            yield from _deeds(each, (*path, name))


def _unknown_organisations(file: CompetitionFile) -> Iterator[Fault]:
    known = {organisation.name for organisation in file.organisations}
    bidding = {bid.organisation for bid in file.bids}
    for index, bid in enumerate(file.bids):
        if bid.organisation not in known:
            yield ("bids", index, "organisation"), f"“{bid.organisation}” is not one of the organisations"
    for index, organisation in enumerate(file.organisations):
        if organisation.name not in bidding:
            yield ("organisations", index, "name"), f"“{organisation.name}” has no bid in this file"
    named: list[tuple[Path, str]] = [
        (("moderation", index, "organisation"), part.organisation) for index, part in enumerate(file.moderation)
    ]
    for index, seat in enumerate(file.panel.seats):
        here = ("panel", "seats", index)
        named += [
            ((*here, "interests", place, "organisation"), it.organisation) for place, it in enumerate(seat.interests)
        ]
        named += [((*here, "scores", place, "organisation"), it.organisation) for place, it in enumerate(seat.scores)]
    if file.award:
        named.append((("award", "organisation"), file.award.organisation))
    for path, name in named:
        if name not in bidding:
            yield path, f"“{name}” has no bid in this file"


def _unknown_criteria(file: CompetitionFile) -> Iterator[Fault]:
    known = {criterion.reference for _, criterion in criteria_of(file)}
    scales = {scale.name for scale in file.competition.scales}
    sections = {part.reference for _, part in sections_of(file.competition.sections, ())}
    for path, criterion in criteria_of(file):
        if criterion.scale is not None and criterion.scale not in scales:
            yield (*path, "scale"), f"“{criterion.scale}” is not one of the scales"
    for index, reference in enumerate(file.competition.tie_break):
        if reference not in known | sections:
            yield ("competition", "tie_break", index), f"“{reference}” is neither a section nor a criterion"
    for path, reference in _criteria_named(file):
        if reference not in known:
            yield path, f"“{reference}” is not one of the criteria"


def _criteria_named(file: CompetitionFile) -> Iterator[tuple[Path, str]]:
    for index, bid in enumerate(file.bids):
        for reference in bid.answers:
            yield ("bids", index, "answers", reference), reference
    for index, seat in enumerate(file.panel.seats):
        for place, reference in enumerate(seat.criteria):
            yield ("panel", "seats", index, "criteria", place), reference
        for place, score in enumerate(seat.scores):
            yield ("panel", "seats", index, "scores", place, "criterion"), score.criterion
    for index, consensus in enumerate(file.moderation):
        yield ("moderation", index, "criterion"), consensus.criterion


def _twice(file: CompetitionFile) -> Iterator[Fault]:
    named: list[tuple[Path, str]] = [
        *((("people", index, "email"), person.email.lower()) for index, person in enumerate(file.people)),
        *((("organisations", index, "name"), each.name) for index, each in enumerate(file.organisations)),
        *((("bids", index, "organisation"), f"bid of {bid.organisation}") for index, bid in enumerate(file.bids)),
    ]
    seen: set[str] = set()
    for path, name in named:
        if name in seen:
            yield path, f"“{name}” stands in the file twice"
        seen.add(name)
