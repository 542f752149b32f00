"""What must come before what in the history that a file tells."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from procurement.domain.dates import in_words
from scoring.files import preparing_checks
from scoring.files.rows import Path
from scoring.files.schema import CompetitionFile
from scoring.files.schema_bids import BidPart
from scoring.files.schema_evaluation import EnquiryPart, SamplePart, SeatPart
from scoring.files.schema_voting import StaffBallotPart

Moment = tuple[datetime | None, Path, str]
"""When something was done (None: not at all), where the file says so, and what it was."""


def out_of_order(file: CompetitionFile) -> list[tuple[Path, str]]:
    """Each deed that is told as done before another one without which it can't be, or without it."""
    pairs = [
        *_council(file),
        *_opening(file),
        *_evaluation(file),
        *_offers(file),
        *_prices(file),
        *_ending(file),
        *_annulled(file),
    ]
    registered = {each.name: each.registered.at for each in file.organisations}
    for index, bid in enumerate(file.bids):
        pairs += _bid(file, index, bid, registered[bid.organisation])
    for index, seat in enumerate(file.panel):
        pairs += _seat(file, index, seat)
    for index, sample in enumerate(file.samples):
        pairs += _sample(("samples", index), sample, _published(file))
    if file.staff_ballot:
        pairs += _ballot(file, file.staff_ballot)
    for index, asked in enumerate(file.enquiries):
        pairs += _enquiry(("enquiries", index), asked, _opened(file))
    return told(pairs)


def told(pairs: Iterable[tuple[Moment, Moment]]) -> list[tuple[Path, str]]:
    """Those of the pairs, of a deed and one without which it can't be, that are the wrong way round."""
    return [
        (path, _words(what, at, first, before)) for (at, path, what), (first, _, before) in pairs if _wrong(at, first)
    ]


def _wrong(at: datetime | None, first: datetime | None) -> bool:
    return at is not None and (first is None or at < first)


def _words(what: str, at: datetime | None, first: datetime | None, before: str) -> str:
    if first is None or at is None:
        return f"{what} comes after {before}, of which this file does not tell"
    return f"{what}, {in_words(at)}, comes before {before}, {in_words(first)}"


def _council(file: CompetitionFile) -> Iterator[tuple[Moment, Moment]]:
    part = file.competition
    described: Moment = (file.service.described.at, ("service",), "the description of the service")
    drafted: Moment = (part.drafted.at, ("competition", "drafted"), "the draft")
    published = _published(file)
    yield drafted, described
    if appraisal := file.service.appraisal:
        yield (appraisal.appraised.at, ("service", "appraisal", "appraised"), "the options appraisal"), described
    yield published, drafted
    for index, document in enumerate(part.documents):
        yield (document.uploaded.at, ("competition", "documents", index), "this document"), drafted
    for index, each in enumerate(part.clarifications):
        path: Path = ("competition", "clarifications", index)
        yield (each.asked.at, path, "the question"), _invited(file)
        if each.answered:
            yield (each.answered.at, path, "the answer"), (each.asked.at, path, "the question")
    if part.abandoned:
        yield (part.abandoned.at, ("competition", "abandoned"), "the end of the competition"), drafted


def _bid(file: CompetitionFile, index: int, bid: BidPart, registered: datetime) -> Iterator[tuple[Moment, Moment]]:
    started: Moment = (bid.started.at, ("bids", index, "started"), "the start of the bid")
    yield started, _invited(file)
    yield started, (registered, (), "the registration of the organisation")
    for place, document in enumerate(bid.documents):
        yield (document.uploaded.at, ("bids", index, "documents", place), "this document"), started
    if bid.submitted:
        yield (bid.submitted.at, ("bids", index, "submitted"), "the submission"), started


def _seat(file: CompetitionFile, index: int, seat: SeatPart) -> Iterator[tuple[Moment, Moment]]:
    here: Path = ("panel", index)
    appointed: Moment = (seat.appointed.at, (*here, "appointed"), "the appointment")
    assigned: Moment = (seat.assigned.at if seat.assigned else None, (*here, "assigned"), "the assignment of criteria")
    yield appointed, (file.competition.drafted.at, (), "the draft of the competition")
    yield assigned, appointed
    yield assigned, _opened(file)
    yield from preparing_checks.order_of_seat(index, seat, appointed)
    for place, interest in enumerate(seat.interests):
        moment: Moment = (interest.at, (*here, "interests", place), "the declaration")
        yield moment, appointed
        yield moment, _opened(file)
        if interest.decision:
            yield (interest.decision.at, (*here, "interests", place, "decision"), "the decision"), moment
    for place, score in enumerate(seat.scores):
        yield (score.at, (*here, "scores", place), "the score"), assigned
        if seat.locked_at:
            yield (seat.locked_at, (*here, "locked_at"), "the lock"), (score.at, (), "a score")
        for number, marked in enumerate(score.evidence):
            here_marked = (*here, "scores", place, "evidence", number)
            yield (marked.at, here_marked, "the evidence"), assigned
            if seat.locked_at:
                yield (seat.locked_at, (*here, "locked_at"), "the lock"), (marked.at, (), "evidence")
        for number, change in enumerate(score.changes):
            changed: Moment = (change.at, (*here, "scores", place, "changes", number), "the change of this score")
            yield changed, (seat.locked_at, (), "the lock")
    yield (seat.locked_at, (*here, "locked_at"), "the lock"), assigned


def _sample(here: Path, part: SamplePart, published: Moment) -> Iterator[tuple[Moment, Moment]]:
    written: Moment = (part.written.at, (*here, "written"), "the sample answer")
    yield written, published
    for place, score in enumerate(part.scores):
        yield (score.at, (*here, "scores", place), "this score of the sample answer"), written
    for place, note in enumerate(part.notes):
        yield (note.at, (*here, "notes", place), "this note on the sample answer"), written


def _enquiry(here: Path, part: EnquiryPart, opened: Moment) -> Iterator[tuple[Moment, Moment]]:
    drafted: Moment = (part.drafted.at, (*here, "drafted"), "the draft of this question")
    decided: Moment = (part.decided.at, (*here, "decided"), "the chair’s decision on this question")
    sent: Moment = (part.sent.at if part.sent else None, (*here, "sent"), "the sending of this question")
    answered: Moment = (part.answered.at if part.answered else None, (*here, "answered"), "the answer to this question")
    late: Moment = (part.late.at if part.late else None, (*here, "late"), "the decision on this late answer")
    yield drafted, opened
    yield decided, drafted
    yield sent, decided
    yield answered, sent
    yield late, answered


def _opening(file: CompetitionFile) -> Iterator[tuple[Moment, Moment]]:
    for index, change in enumerate(file.extended):
        yield (change.at, ("extended", index), "the new deadlines"), _invited(file)
    for index, deed in enumerate(file.opened):
        yield (deed.at, ("opened", index), "the opening"), _invited(file)
    for index, share in enumerate(file.divided_key.shares if file.divided_key else []):
        if share.entered:
            yield _opened(file), (share.entered.at, ("divided_key", "shares", index), "a code of the key")


def _evaluation(file: CompetitionFile) -> Iterator[tuple[Moment, Moment]]:
    opened = _opened(file)
    ranked: Moment = (file.ranked.at if file.ranked else None, ("ranked",), "the ranking")
    for index, meeting in enumerate(file.meetings):
        begun: Moment = (meeting.opened.at, ("meetings", index, "opened"), "the meeting")
        yield begun, opened
        for place, said in enumerate(meeting.attendance):
            yield (said.at, ("meetings", index, "attendance", place), "who was there"), begun
        if meeting.closed:
            yield (meeting.closed.at, ("meetings", index, "closed"), "the end of the meeting"), begun
    for index, consensus in enumerate(file.moderation):
        yield (consensus.at, ("moderation", index), "the agreed score"), opened
        for place, check in enumerate(consensus.checks):
            checked: Moment = (check.at, ("moderation", index, "checks", place), "the check of this score")
            yield checked, (consensus.at, (), "the agreed score")
        if file.ranked:
            yield ranked, (consensus.at, (), "an agreed score")
    yield from preparing_checks.order(file, opened)
    yield ranked, opened
    if file.award:
        proposed: Moment = (file.award.proposed.at, ("award", "proposed"), "the proposal")
        yield proposed, ranked
        if file.award.approved:
            yield (file.award.approved.at, ("award", "approved"), "the approval"), proposed


def _offers(file: CompetitionFile) -> Iterator[tuple[Moment, Moment]]:
    """Where offers wait, they are opened by two officers after the bids, and ranked after that."""
    deeds = file.offers_opened
    for index, deed in enumerate(deeds):
        yield (deed.at, ("offers_opened", index), "the opening of the offers"), _opened(file)
    if file.competition.offers_wait and file.ranked:
        at = max(deed.at for deed in deeds) if len(deeds) == 2 else None
        opened: Moment = (at, ("offers_opened",), "the opening of the offers by two officers")
        yield (file.ranked.at, ("ranked",), "the ranking"), opened


def _prices(file: CompetitionFile) -> Iterator[tuple[Moment, Moment]]:
    """A bidder is asked about its price once the bids are open, answers, and is then decided on."""
    for index, part in enumerate(file.low_offers):
        here: Path = ("low_offers", index)
        asked: Moment = (part.asked.at, (*here, "asked"), "the question about the price")
        yield asked, _opened(file)
        for place, said in enumerate(part.answers):
            yield (said.at, (*here, "answers", place), "the answer about the price"), asked
        if part.decided:
            yield (part.decided.at, (*here, "decided"), "the decision on the price"), asked


def _annulled(file: CompetitionFile) -> Iterator[tuple[Moment, Moment]]:
    """What is annulled was open; what stands was prepared after that."""
    for index, each in enumerate(file.annulled_ballots):
        here: Path = ("annulled_ballots", index)
        asked: Moment = (each.asked.at, (*here, "asked"), "the wish to annul the ballot")
        decided: Moment = (each.decided.at, (*here, "decided"), "the annulment of the ballot")
        yield asked, _opened(file)
        yield decided, asked
        if file.staff_ballot:
            yield (
                (file.staff_ballot.prepared.at, ("staff_ballot", "prepared"), "the preparation of the ballot"),
                decided,
            )


def _ballot(file: CompetitionFile, part: StaffBallotPart) -> Iterator[tuple[Moment, Moment]]:
    prepared: Moment = (part.prepared.at, ("staff_ballot", "prepared"), "the preparation of the ballot")
    approved: Moment = (part.approved.at if part.approved else None, ("staff_ballot", "approved"), "its approval")
    yield prepared, _opened(file)
    yield approved, prepared
    if part.counted:
        counted: Moment = (part.counted.at, ("staff_ballot", "counted"), "the count of the ballot")
        yield counted, approved
        yield counted, (part.closes_at, ("staff_ballot", "closes_at"), "the close of the ballot")


def _ending(file: CompetitionFile) -> Iterator[tuple[Moment, Moment]]:
    """Of a stage that another follows: who goes on, and what they are told before the next one."""
    decided = shortlisted(file)
    ranked = (file.ranked.at if file.ranked else None, ("ranked",), "the ranking")
    yield decided, ranked
    sent: Moment = (file.feedback_sent.at if file.feedback_sent else None, ("feedback_sent",), "the feedback")
    for index, part in enumerate(file.feedback):
        yield (part.at, ("feedback", index), "this feedback"), decided
        if file.feedback_sent:
            yield sent, (part.at, (), "this feedback")
    yield sent, decided
    for index, note in enumerate(file.negotiations):
        yield (note.at, ("negotiations", index), "this note of a meeting"), decided


def shortlisted(file: CompetitionFile) -> Moment:
    return file.shortlist.at if file.shortlist else None, ("shortlist",), "the decision who goes on"


def _invited(file: CompetitionFile) -> Moment:
    """From when on bids are taken: of a later stage that is not the publication, which is that of the first."""
    if file.follows:
        return file.begun.at if file.begun else None, ("begun",), "the invitation to this stage"
    return _published(file)


def _published(file: CompetitionFile) -> Moment:
    published = file.competition.published
    return published.at if published else None, ("competition", "published"), "the publication"


def _opened(file: CompetitionFile) -> Moment:
    """The second of two confirmations opens the bids."""
    at = max(deed.at for deed in file.opened) if len(file.opened) == 2 else None
    return at, ("opened",), "the opening of the bids by two officers"
