"""The ballot of staff in a file: lived again, computed from, written, and looked through for what can't be."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from procurement.domain.figures import exactly
from procurement.domain.methodology import Criterion, CriterionKind
from procurement.domain.staff_ratings import FEWEST
from procurement.models import Competition
from scoring.actions import staff_annulments, staff_ballots, staff_voting
from scoring.domain.staff_ballots import VERSION, Content, Group
from scoring.files.content import Content as FileContent
from scoring.files.content import deed
from scoring.files.rows import Path, Rows, Step
from scoring.files.schema import CompetitionFile
from scoring.files.schema_voting import AnnulledBallotPart, RatedPart, StaffBallotPart, StaffCountPart
from scoring.files.values import Deed
from scoring.models import StaffAnnulment, StaffBallot, StaffPartner, StaffText


def steps(file: CompetitionFile, rows: Rows) -> Iterator[Step]:
    """Annulling, preparing, approving and counting. How anybody voted is told by no file."""
    for index, each in enumerate(file.annulled_ballots):
        yield Step(each.decided.at, ("annulled_ballots", index), partial(_annulled, rows, each))
    part = file.staff_ballot
    if part is None:
        return
    yield Step(part.prepared.at, ("staff_ballot", "prepared"), partial(_prepare, rows, part))
    if part.approved:
        yield Step(part.approved.at, ("staff_ballot", "approved"), partial(_approve, rows, part.approved))
    if part.counted:
        yield Step(part.counted.at, ("staff_ballot", "counted"), partial(_count, rows, part, part.counted))


def count_in(
    part: StaffBallotPart, counted: StaffCountPart, asked: Iterable[Criterion], bid_of: Callable[[str], str]
) -> Content:
    """The count that the file tells, as it is frozen. `bid_of` gives the bid of an organisation."""
    return {
        "version": VERSION,
        "eligible": sum(group.eligible for group in part.groups),
        "ballots": counted.ballots,
        "groups": [each.model_dump() for each in counted.groups],
        "criteria": [_criterion(each, part, counted, bid_of) for each in asked],
    }


def written(competition: Competition) -> FileContent | None:
    ballot = StaffBallot.objects.filter(competition=competition).first()
    if ballot is None:
        return None
    partners = StaffPartner.objects.filter(ballot=ballot).select_related("bid__organisation")
    names = {partner.bid.reference: partner.bid.organisation.name for partner in partners}
    texts = StaffText.objects.filter(partner__ballot=ballot).select_related(
        "criterion__section", "partner__bid__organisation"
    )
    return {
        "groups": [{"name": group.name, "eligible": group.eligible} for group in ballot.who_may_vote],
        "opens_at": ballot.opens_at,
        "closes_at": ballot.closes_at,
        "prepared": deed(ballot.prepared_by, ballot.prepared_at),
        "partners": list(names.values()),
        "texts": [
            {
                "organisation": text.partner.bid.organisation.name,
                "criterion": text.criterion.reference,
                "text": text.marked,
            }
            for text in texts.order_by("partner__place", "criterion__section__position", "criterion__position")
        ],
        "approved": deed(ballot.approved_by, ballot.approved_at) if ballot.approved_by else None,
        "counted": _written_count(ballot, names) if ballot.counted_by else None,
    }


def annulled(competition: Competition) -> list[FileContent]:
    """Ballots that two people annulled, in order of time."""
    rows = StaffAnnulment.objects.confirmed().filter(competition=competition).select_related("asked_by", "decided_by")
    return [
        {
            "reason": each.reason,
            "asked": deed(each.asked_by, each.asked_at),
            "decided": deed(each.decided_by, each.decided_at),
        }
        for each in rows
    ]


def faults(file: CompetitionFile, criteria: Iterable[tuple[str, CriterionKind]]) -> Iterator[tuple[Path, str]]:
    """What the file says of the ballot that can't be. `criteria` are the references and kinds of all there are."""
    part, kinds = file.staff_ballot, dict(criteria)
    for index, each in enumerate(file.annulled_ballots):
        if each.asked.by == each.decided.by:
            yield ("annulled_ballots", index, "decided", "by"), "a ballot is annulled by two people"
    if part is None:
        return
    bidding = {bid.organisation for bid in file.bids}
    for place, name in enumerate(part.partners):
        if name not in bidding:
            yield ("staff_ballot", "partners", place), f"“{name}” has no bid in this file"
    for place, text in enumerate(part.texts):
        if text.organisation not in part.partners:
            yield ("staff_ballot", "texts", place, "organisation"), f"“{text.organisation}” is not on the ballot"
        if text.criterion not in kinds or not kinds[text.criterion].is_judged:
            yield ("staff_ballot", "texts", place, "criterion"), f"nobody answers “{text.criterion}”"
    if part.counted:
        yield from _faults_of_count(part, part.counted, kinds)


def _faults_of_count(
    part: StaffBallotPart, counted: StaffCountPart, kinds: Mapping[str, CriterionKind]
) -> Iterator[tuple[Path, str]]:
    for place, rated in enumerate(counted.rated):
        here: Path = ("staff_ballot", "counted", "rated", place)
        if rated.organisation not in part.partners:
            yield here, f"“{rated.organisation}” is not on the ballot"
        if kinds.get(rated.criterion) is not CriterionKind.STAFF:
            yield here, f"“{rated.criterion}” is not rated by staff"
        if rated.ballots not in {0, counted.ballots}:
            yield here, "each ballot rates every bid, so all have as many"


def _annulled(rows: Rows, part: AnnulledBallotPart) -> None:
    """Kept as told: the ballot itself is gone."""
    asked = rows.who(part.asked)
    staff_annulments.take_over(
        rows.competition, part.reason, asked_by=asked["by"], asked_at=asked["at"], **rows.who(part.decided)
    )


def _prepare(rows: Rows, part: StaffBallotPart) -> None:
    ballot = staff_ballots.prepare(
        rows.competition,
        groups=[Group(group.name, group.eligible) for group in part.groups],
        opens_at=part.opens_at,
        closes_at=part.closes_at,
        order=[rows.bid(name) for name in part.partners],
        **rows.who(part.prepared),
    )
    for partner in StaffPartner.objects.filter(ballot=ballot).select_related("ballot", "bid__organisation"):
        name = partner.bid.organisation.name
        marked = {text.criterion: text.text for text in part.texts if text.organisation == name}
        staff_ballots.write_texts(partner, marked, **rows.who(part.prepared))


def _approve(rows: Rows, approved: Deed) -> None:
    staff_ballots.approve(StaffBallot.objects.get(competition=rows.competition), **rows.who(approved))


def _count(rows: Rows, part: StaffBallotPart, counted: StaffCountPart) -> None:
    asked = staff_voting.on_the_ballot(rows.competition)
    content = count_in(part, counted, asked, lambda name: rows.bids[name].reference)
    ballot = StaffBallot.objects.get(competition=rows.competition)
    staff_voting.take_over(ballot, content, **rows.who(counted))


def _criterion(
    criterion: Criterion, part: StaffBallotPart, counted: StaffCountPart, bid_of: Callable[[str], str]
) -> Content:
    rated = {each.organisation: each for each in counted.rated if each.criterion == criterion.reference}
    return {
        "reference": criterion.reference,
        "title": criterion.title,
        "least_ballots": criterion.staff.least_ballots if criterion.staff else FEWEST,
        "counts": any(each.ballots for each in rated.values()),
        "advisory": criterion.is_advisory,
        "top": exactly(criterion.scale.maximum) if criterion.scale else "0",
        "bids": [_bid(bid_of(name), rated[name]) for name in part.partners if name in rated],
    }


def _bid(bid: str, rated: RatedPart) -> Content:
    return {
        "bid": bid,
        "ballots": rated.ballots,
        "total": exactly(rated.total),
        "bands": [band.model_dump() for band in rated.bands],
        "groups": [group.model_dump() for group in rated.groups],
    }


def _written_count(ballot: StaffBallot, names: dict[str, str]) -> FileContent:
    count = ballot.count or {}
    return {
        **(deed(ballot.counted_by, ballot.counted_at) if ballot.counted_by else {}),
        "ballots": count["ballots"],
        "groups": count["groups"],
        "rated": [
            {
                "organisation": names[bid["bid"]],
                "criterion": criterion["reference"],
                **{name: bid[name] for name in ("ballots", "total", "bands", "groups")},
            }
            for criterion in count["criteria"]
            for bid in criterion["bids"]
        ],
    }
