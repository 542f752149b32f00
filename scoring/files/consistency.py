"""What the shape alone can't say of a competition file: that whatever is named in it stands in it."""

from base64 import b64decode
from collections.abc import Iterable, Iterator

from procurement.domain.methodology import CriterionKind
from scoring.files import appraisals, divided_keys, preparing_checks, voting
from scoring.files.answer_files import files_of_answers
from scoring.files.rows import Path
from scoring.files.schema import CompetitionFile
from scoring.files.schema_council import CriterionPart, FilePart, SectionPart
from scoring.files.values import Deed

Fault = tuple[Path, str]


def faults(file: CompetitionFile) -> list[Fault]:
    """Each place that names something unknown, with what is wrong there; none if the file is whole."""
    return [
        *_unknown_people(file),
        *_unknown_organisations(file),
        *_unknown_criteria(file),
        *_unanswerable(file),
        *_not_on_the_panel(file),
        *_reasons_twice_or_not_at_all(file),
        *_bare_documents(file),
        *preparing_checks.faults(file),
        *_twice(file),
        *voting.faults(file, ((each.reference, each.kind) for _, each in criteria_of(file))),
        *divided_keys.problems(file),
    ]


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
    named = list(_people_named(file))
    for path, email in named:
        if email not in known:
            yield path, f"“{email}” is not one of the people at the top of the file"
    does_something = {email for _, email in named}
    for index, person in enumerate(file.people):
        if person.email not in does_something:
            yield ("people", index, "email"), f"“{person.email}” does nothing in this file"
    for index, organisation in enumerate(file.organisations):
        if organisation.registered.by not in {each.person for each in organisation.members}:
            yield ("organisations", index, "registered", "by"), "who registers an organisation is one of its members"


def _people_named(file: CompetitionFile) -> Iterator[tuple[Path, str]]:
    for index, member in enumerate(file.council.members):
        yield ("council", "members", index, "person"), member.person
    for index, organisation in enumerate(file.organisations):
        for place, person in enumerate(organisation.members):
            yield ("organisations", index, "members", place, "person"), person.person
    for index, seat in enumerate(file.panel):
        yield ("panel", index, "person"), seat.person
    yield from _members_named(file)
    for index, share in enumerate(file.divided_key.shares if file.divided_key else []):
        if share.person:
            yield ("divided_key", "shares", index, "person"), share.person
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
    named += [(("low_offers", index, "organisation"), part.organisation) for index, part in enumerate(file.low_offers)]
    named += [(("revealed", index, "organisation"), part.organisation) for index, part in enumerate(file.revealed)]
    named += [(("enquiries", index, "organisation"), part.organisation) for index, part in enumerate(file.enquiries)]
    for index, seat in enumerate(file.panel):
        here = ("panel", index)
        named += [
            ((*here, "interests", place, "organisation"), it.organisation) for place, it in enumerate(seat.interests)
        ]
        named += [((*here, "scores", place, "organisation"), it.organisation) for place, it in enumerate(seat.scores)]
        named += [((*here, "only", reference), name) for reference, names in seat.only.items() for name in names]
    named += preparing_checks.organisations(file)
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
    for index, asked in enumerate(file.enquiries):
        yield ("enquiries", index, "criterion"), asked.criterion
    for index, sample in enumerate(file.samples):
        yield ("samples", index, "criterion"), sample.criterion
    yield from _criteria_judged(file)


def _criteria_judged(file: CompetitionFile) -> Iterator[tuple[Path, str]]:
    for index, seat in enumerate(file.panel):
        for place, reference in enumerate(seat.criteria):
            yield ("panel", index, "criteria", place), reference
        for reference in seat.only:
            yield ("panel", index, "only", reference), reference
        for place, score in enumerate(seat.scores):
            yield ("panel", index, "scores", place, "criterion"), score.criterion
    for index, consensus in enumerate(file.moderation):
        yield ("moderation", index, "criterion"), consensus.criterion
    for index, revealed in enumerate(file.revealed):
        yield ("revealed", index, "criterion"), revealed.criterion
    yield from preparing_checks.criteria(file)
    for reference in file.moderation_rules.quorum_of if file.moderation_rules else ():
        yield ("moderation_rules", "quorum_of", reference), reference


def _unanswerable(file: CompetitionFile) -> Iterator[Fault]:
    formulas = {part.reference for _, part in criteria_of(file) if part.kind is CriterionKind.FORMULA}
    for_staff = {part.reference for _, part in criteria_of(file) if part.kind is CriterionKind.STAFF}
    for path, reference in _criteria_named(file):
        if reference in formulas:
            yield path, f"“{reference}” is marked by a formula from the offer, so nobody answers or scores it"
        if reference in for_staff:
            yield path, f"“{reference}” is rated by staff in a ballot, so nobody answers it and the panel scores it not"
    for index, seat in enumerate(file.panel):
        for place, score in enumerate(seat.scores):
            if score.criterion not in seat.criteria:
                yield (
                    ("panel", index, "scores", place, "criterion"),
                    f"“{score.criterion}” is not one of the criteria of this seat",
                )


def _not_on_the_panel(file: CompetitionFile) -> Iterator[Fault]:
    seats = {seat.person for seat in file.panel}
    for path, person in _members_named(file):
        if person not in seats:
            yield path, f"“{person}” has no seat on the panel"


def _members_named(file: CompetitionFile) -> Iterator[tuple[Path, str]]:
    """Everybody who is named as a member of the panel outside of it."""
    for index, meeting in enumerate(file.meetings):
        for place, said in enumerate(meeting.attendance):
            yield ("meetings", index, "attendance", place, "person"), said.person
    for index, consensus in enumerate(file.moderation):
        for place, person in enumerate(consensus.dissenters):
            yield ("moderation", index, "dissenters", place), person
    yield from preparing_checks.members(file)
    for index, asked in enumerate(file.enquiries):
        yield ("enquiries", index, "drafted", "by"), asked.drafted.by
    for index, sample in enumerate(file.samples):
        for place, score in enumerate(sample.scores):
            yield ("samples", index, "scores", place, "person"), score.person


def _reasons_twice_or_not_at_all(file: CompetitionFile) -> Iterator[Fault]:
    for index, consensus in enumerate(file.moderation):
        if bool(consensus.reasons) == bool(consensus.reasons_in_parts):
            yield ("moderation", index), "an agreed score has its reasons either in “reasons” or in “reasons_in_parts”"


def _bare_documents(file: CompetitionFile) -> Iterator[Fault]:
    for path, document in (*_documents(file), *files_of_answers(file)):
        if (document.text is None) == (document.base64 is None):
            yield path, "a document has its content either in “text” or in “base64”"
        elif document.base64 is not None:
            try:
                b64decode(document.base64, validate=True)
            except ValueError:
                yield (*path, "base64"), "this is not base64"


def _documents(file: CompetitionFile) -> Iterator[tuple[Path, FilePart]]:
    for index, document in enumerate(file.competition.documents):
        yield ("competition", "documents", index), document
    for index, bid in enumerate(file.bids):
        for place, paper in enumerate(bid.documents):
            yield ("bids", index, "documents", place), paper


def _twice(file: CompetitionFile) -> Iterator[Fault]:
    """What the product holds once: a second one would be lost."""
    seen: set[tuple[object, ...]] = set()
    for path, *named in _once(file):
        if tuple(named) in seen:
            yield path, f"“{named[-1]}” stands here twice"
        seen.add(tuple(named))


def _once(file: CompetitionFile) -> Iterator[tuple[Path, *tuple[object, ...]]]:
    """Everything that may stand in the file once: its place, where it is to be alone, and its name."""
    part = file.competition
    for index, person in enumerate(file.people):
        yield ("people", index, "email"), "people", person.email.lower()
    for index, member in enumerate(file.council.members):
        yield ("council", "members", index), "council", member.person
    for index, option in enumerate(file.service.options):
        yield ("service", "options", index), "options", option.option.value
    for index, scale in enumerate(part.scales):
        yield ("competition", "scales", index, "name"), "scales", scale.name
    for path, section in sections_of(part.sections, ("competition", "sections")):
        yield (*path, "reference"), "methodology", section.reference
    for path, criterion in criteria_of(file):
        yield (*path, "reference"), "methodology", criterion.reference
    for index, clarification in enumerate(part.clarifications):
        yield ("competition", "clarifications", index), "clarifications", clarification.question
    for path, document in _documents(file):
        of_bid = path[1] if path[0] == "bids" else None
        yield (*path, "title"), "documents", of_bid, document.title
    yield from appraisals.once(file)
    yield from _once_of_bidders(file)
    yield from _once_of_panel(file)


def _once_of_bidders(file: CompetitionFile) -> Iterator[tuple[Path, *tuple[object, ...]]]:
    for index, organisation in enumerate(file.organisations):
        yield ("organisations", index, "name"), "organisations", organisation.name
        for place, member in enumerate(organisation.members):
            yield ("organisations", index, "members", place), "members", index, member.person
    for index, bid in enumerate(file.bids):
        yield ("bids", index, "organisation"), "bids", bid.organisation


def _once_of_panel(file: CompetitionFile) -> Iterator[tuple[Path, *tuple[object, ...]]]:
    for index, seat in enumerate(file.panel):
        here: Path = ("panel", index)
        yield (*here, "person"), "panel", seat.person
        for place, reference in enumerate(seat.criteria):
            yield (*here, "criteria", place), "criteria", index, reference
        for place, interest in enumerate(seat.interests):
            asked_again = interest.reopened.at if interest.reopened else None
            yield (*here, "interests", place), "interests", index, asked_again, interest.organisation
        for place, score in enumerate(seat.scores):
            yield (*here, "scores", place), "scores", index, f"{score.organisation}, {score.criterion}"
    yield from preparing_checks.once(file)
    for index, consensus in enumerate(file.moderation):
        yield (
            ("moderation", index),
            "moderation",
            bool(consensus.why_then),
            f"{consensus.organisation}, {consensus.criterion}",
        )
    for index, revealed in enumerate(file.revealed):
        yield ("revealed", index), "revealed", f"{revealed.organisation}, {revealed.criterion}"
