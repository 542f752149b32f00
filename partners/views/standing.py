"""Whether a bid is in, said in words, with the clock and the deadline: on top of every page of the bid."""

from dataclasses import dataclass
from datetime import datetime

from partners.actions.submissions import changed_since, standing_submission
from partners.domain.lifecycle import BidState
from partners.models import Bid, BidDocument, Submission
from procurement.domain.dates import in_words
from procurement.domain.lifecycle import CompetitionState


@dataclass(frozen=True, slots=True)
class Standing:
    """`headline` says whether it is in; `sentences` what that means now. `takes_bids` is whether there is time left."""

    is_in: bool
    headline: str
    sentences: tuple[str, ...]
    takes_bids: bool
    deadline: datetime | None
    now: datetime
    submission: Submission | None
    has_changed: bool


def standing_of(bid: Bid, now: datetime) -> Standing:
    submission = standing_submission(bid)
    has_changed = submission is not None and changed_since(bid, submission)
    takes_bids = bid.competition.takes_bids(now)
    return Standing(
        is_in=submission is not None,
        headline=_headline(submission),
        sentences=tuple(_sentences(bid, submission, has_changed=has_changed, takes_bids=takes_bids)),
        takes_bids=takes_bids,
        deadline=bid.competition.bid_deadline,
        now=now,
        submission=submission,
        has_changed=has_changed,
    )


def _headline(submission: Submission | None) -> str:
    if submission is None:
        return "Your bid is not in."
    return f"Your bid is in, as {submission.by} submitted it at {in_words(submission.at)}."


def _sentences(bid: Bid, submission: Submission | None, *, has_changed: bool, takes_bids: bool) -> list[str]:
    if bid.competition.state == CompetitionState.ABANDONED:
        return ["The council has abandoned this competition. No bid will be opened any more."]
    if submission is None:
        return [_why_not_in(bid, takes_bids=takes_bids)]
    if refused := _refused_in(submission):
        return [*refused, *_after_submission(has_changed=has_changed, takes_bids=takes_bids)]
    return _after_submission(has_changed=has_changed, takes_bids=takes_bids)


def _refused_in(submission: Submission) -> list[str]:
    """The files that were refused only after they were submitted."""
    held = [each["reference"] for each in submission.content["documents"]]
    refused = BidDocument.objects.refused().filter(bid=submission.bid_id, reference__in=held)
    return [f"A file in it was refused since, and counts as not sent. {each.reason}" for each in refused]


def _after_submission(*, has_changed: bool, takes_bids: bool) -> list[str]:
    if has_changed and takes_bids:
        return ["You have changed it since: those changes are not in until you submit again."]
    if has_changed:
        return ["You changed it afterwards and did not submit again: those changes are not in."]
    if takes_bids:
        return ["Nothing has changed since. You may still change it and submit it again, or withdraw it."]
    return ["It can’t be changed any more."]


def _why_not_in(bid: Bid, *, takes_bids: bool) -> str:
    if bid.state == BidState.WITHDRAWN:
        return "You withdrew it." + (" You may submit it again." if takes_bids else "")
    return "It has not been submitted." if takes_bids else "It was not submitted by the deadline."
