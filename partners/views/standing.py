"""Whether a bid is in, said in words, with the clock and the deadline: on top of every page of the bid."""

from dataclasses import dataclass
from datetime import datetime

from partners.actions.completeness import gaps
from partners.actions.since_submitted import NOTHING, Since, since
from partners.actions.submissions import deadline_of, held_in, standing_submission
from partners.domain.lifecycle import BidState
from partners.models import Bid, BidDocument, Submission
from procurement.domain.dates import in_words
from procurement.domain.lifecycle import CompetitionState

SHUT = (
    "The council has divided the key. So all that you wrote is sealed now, and nobody can read it, you neither, until "
    "the council opens the bids."
)


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
    if bid.is_sealed_shut:
        return _shut(bid, now)
    submission = standing_submission(bid)
    changes = since(bid, submission) if submission else NOTHING
    takes_bids = bid.competition.takes_bids(now)
    return Standing(
        is_in=submission is not None,
        headline=_headline(submission),
        sentences=(
            *_refused_in(submission),
            *_sentences(bid, submission, now, changes, takes_bids=takes_bids),
        ),
        takes_bids=takes_bids,
        deadline=bid.competition.bid_deadline,
        now=now,
        submission=submission,
        has_changed=changes.is_changed,
    )


def _shut(bid: Bid, now: datetime) -> Standing:
    """From what can be told without reading it: nothing was changed since it was shut, and nothing will be."""
    submission = standing_submission(bid)
    if bid.competition.state == CompetitionState.ABANDONED:
        sentences = _sentences(bid, submission, now, NOTHING, takes_bids=False)
    elif submission is None:
        sentences = [_why_not_in(bid, takes_bids=False), SHUT]
    else:
        sentences = [SHUT, "Your receipt lists what is in it."]
    return Standing(
        is_in=submission is not None,
        headline=_headline(submission),
        sentences=tuple(sentences),
        takes_bids=False,
        deadline=bid.competition.bid_deadline,
        now=now,
        submission=submission,
        has_changed=False,
    )


def _headline(submission: Submission | None) -> str:
    if submission is None:
        return "Your bid is not in."
    if submission.is_by_agreement:
        return f"Your bid is in, as it stood at the deadline, {in_words(submission.at)}."
    headline = f"Your bid is in, as {submission.by} submitted it at {in_words(submission.at)}."
    if submission.at > deadline_of(submission.bid.competition):
        return f"{headline} That was after the deadline, and the council accepted it."
    return headline


def _sentences(
    bid: Bid, submission: Submission | None, now: datetime, changes: Since, *, takes_bids: bool
) -> list[str]:
    if bid.competition.state == CompetitionState.ABANDONED:
        return ["The council has abandoned this competition. No bid will be opened any more."]
    if bid.counts_if_complete and (submission is None or changes.is_changed) and bid.settled_at is None:
        return _by_agreement(bid, submission, now, changes, takes_bids=takes_bids)
    if submission is None:
        return [_why_not_in(bid, takes_bids=takes_bids)]
    if changes.is_changed:
        return _changed(changes, takes_bids=takes_bids)
    if takes_bids:
        return ["Nothing has changed since. You may still change it and submit it again, or withdraw it."]
    return ["It can’t be changed any more."]


def _changed(changes: Since, *, takes_bids: bool) -> list[str]:
    """Who changed it after it was submitted, and that it is not in."""
    if not changes.by_lead:
        not_in = "That is not in until you submit again." if takes_bids else "You did not submit again: that is not in."
        return [*changes.by_members, not_in]
    if takes_bids:
        return ["You have changed it since: those changes are not in until you submit again.", *changes.by_members]
    return ["You changed it afterwards and did not submit again: those changes are not in.", *changes.by_members]


def _refused_in(submission: Submission | None) -> list[str]:
    """The files that were refused only after they were submitted."""
    held = held_in(submission)
    refused = BidDocument.objects.refused().filter(reference__in=held) if held else []
    return [f"A file in it was refused since, and counts as not sent. {each.reason}" for each in refused]


def _by_agreement(
    bid: Bid, submission: Submission | None, now: datetime, changes: Since, *, takes_bids: bool
) -> list[str]:
    """What becomes of changes that nobody has submitted, where it is agreed that a complete bid counts."""
    begin = "It has not been submitted."
    if submission is not None:
        begin = " ".join([*(["You have changed it since."] if changes.by_lead else []), *changes.by_members])
    otherwise = "it is not in" if submission is None else f"submission {submission.number} counts"
    if missing := len(gaps(bid, now if takes_bids else deadline_of(bid.competition))):
        things = f"{missing} thing{' is' if missing == 1 else 's are'} missing"
        if takes_bids:
            return [
                begin,
                f"You agreed that it counts as it stands at the deadline, if it is complete. Now {things}.",
                f"If that stays so, {otherwise}.",
            ]
        return [f"{begin} At the deadline {things}, so {otherwise}."]
    if takes_bids:
        return [
            begin,
            "It is complete now, and you agreed that it then counts as it stands at the deadline.",
            "So it goes in at the deadline by itself, also if nobody submits it.",
        ]
    return [begin, "It was complete at the deadline, so it is being entered as it stood then. The receipt comes soon."]


def _why_not_in(bid: Bid, *, takes_bids: bool) -> str:
    if bid.state == BidState.WITHDRAWN:
        return "You withdrew it." + (" You may submit it again." if takes_bids else "")
    return "It has not been submitted." if takes_bids else "It was not submitted by the deadline."
