"""A late bid: one whose submit was pressed after the deadline. If the council accepts it, it is brought in from here.

What else came late counts for nothing without such a press, since nobody asked for it to be in.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.domain.fingerprints import fingerprint
from accounts.domain.refusals import Refusal
from partners.actions.answers import write_answer
from partners.actions.completeness import Part, gaps
from partners.actions.consortia import write_consortium
from partners.actions.documents import store, take_out
from partners.actions.offers import write_offer
from partners.actions.submissions import content_of, deadline_of, enter, held_in, standing_submission
from partners.domain.last_day import Deed
from partners.models import Bid, BidDocument, LateAttempt, Submission
from procurement.models import Competition, Criterion


@dataclass
class BroughtIn:
    """What counts of the bid now, and what of the late attempts could not be taken in, in sentences."""

    submission: Submission
    left_out: list[str] = field(default_factory=list)


def last_press(bid: Bid) -> LateAttempt | None:
    """The last press of submit that came too late, but before the bids were opened."""
    return LateAttempt.objects.presses().filter(bid=bid).select_related("by").order_by("at", "pk").last()


@transaction.atomic
def bring_in(bid: Bid, *, at: datetime) -> BroughtIn:
    """Make the bid count as it was at its last late press of submit, with all that came late before that press.

    Whoever calls has decided on it. Refused with what is missing: a bid that is not complete can't be scored. If
    nothing in it differs from what counts, that goes on to count.
    """
    bid = _locked(bid)
    press = last_press(bid)
    if press is None or bid.competition.opened_at is None:
        raise Refusal("Nobody pressed submit between the deadline and the opening, so there is no late bid to accept.")
    left_out = _write(bid, press)
    if missing := _missing(bid):
        raise Refusal("It is not complete, so it can’t be scored and can only be disregarded.", *missing)
    before = standing_submission(bid)
    content = content_of(bid, press.at, held=held_in(before))
    if before is not None and before.fingerprint == fingerprint(content):
        return BroughtIn(before, left_out)
    submission = enter(bid, content, by=press.by, at=press.at, entered_at=at)
    # The others were opened already, so there is nothing to wait for.
    submission.open(with_offer=bid.competition.shows_offers)
    return BroughtIn(submission, left_out)


def _missing(bid: Bid) -> list[str]:
    """In sentences to the council: while offers are closed, none that tells what is in one."""
    found = gaps(bid, deadline_of(bid.competition))
    if bid.competition.shows_offers:
        return [gap.sentence for gap in found]
    said = ["Its offer is not complete." if gap.part is Part.OFFER else gap.sentence for gap in found]
    return list(dict.fromkeys(said))


def _locked(bid: Bid) -> Bid:
    competition = (
        Competition.objects.select_for_update(of=("self",), no_key=True)
        .select_related("service__council")
        .get(pk=bid.competition_id)
    )
    bid = Bid.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=bid.pk)
    bid.competition = competition
    return bid


def _write(bid: Bid, press: LateAttempt) -> list[str]:
    """Write all that came late up to the press, in order; returns what could not be, in sentences."""
    left_out = []
    for attempt in LateAttempt.objects.of(bid).filter(at__lte=press.at):
        try:
            with transaction.atomic():
                _write_one(bid, attempt)
        except Refusal as refusal:
            left_out.append(f"{attempt.deed}: {' '.join(refusal.sentences)}")
    return left_out


def _write_one(bid: Bid, attempt: LateAttempt) -> None:
    content: dict[str, Any] = attempt.content
    who: dict[str, Any] = {"by": attempt.by, "at": attempt.at}
    match Deed(attempt.kind):
        case Deed.ANSWER:
            criterion = Criterion.objects.get(competition=bid.competition, reference=content["criterion"])
            write_answer(bid, criterion, content["text"], version=None, is_whole=True, **who)
        case Deed.OFFER:
            write_offer(bid, content["typed"], version=None, has_ticks=content.get("has_ticks", False), **who)
        case Deed.CONSORTIUM:
            write_consortium(bid, content["members"], **who)
        case Deed.DOCUMENT:
            _add_document(bid, attempt)
        case Deed.REMOVAL:
            take_out(BidDocument.objects.get(bid=bid, reference=content["reference"]), bid, **who)
        case Deed.PART_OF_DOCUMENT:
            raise Refusal(f"only a part of “{attempt.file_name}” arrived.")
        case Deed.KIT:
            raise Refusal(f"nobody chose which answers of “{attempt.file_name}” are to stand.")
        # A late withdrawal or agreement is shown, and changes nothing here.


def _add_document(bid: Bid, attempt: LateAttempt) -> None:
    content = attempt.content
    if not attempt.file:
        raise Refusal(f"“{attempt.file_name}” was empty or too large, so it was not kept.")
    asked = Criterion.objects.filter(competition=bid.competition, reference=content.get("criterion"))
    document = BidDocument(
        bid=bid,
        criterion=asked.first(),
        title=content["title"],
        name=content["name"],
        size=content["size"],
        sha256=content["sha256"],
        uploaded_by=attempt.by,
        uploaded_at=attempt.at,
    )
    with attempt.file.open("rb") as file:
        store(document, bid, file)
