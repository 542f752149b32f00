"""Submitting a bid, replacing what was submitted, and withdrawing it: until the deadline, by the server's clock."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from accounts.actions import trail
from accounts.domain.fingerprints import canonical, fingerprint
from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.actions import consents, receipts, supplier_information
from partners.actions.bid_letters import tell
from partners.actions.completeness import Part, gaps, questions_of
from partners.actions.uploads import finish_whole
from partners.actions.writing import check_in_time, kept_if_late, may_repeat
from partners.domain import typed_offers
from partners.domain.last_day import Deed
from partners.domain.lifecycle import BidState, check_move
from partners.domain.offers import to_content
from partners.domain.receipts import armoured
from partners.models import Answer, Bid, BidDocument, Offer, Submission, SubmissionCopy
from procurement.domain.dates import in_words
from procurement.domain.lifecycle import CompetitionState
from procurement.models import Competition, CompetitionKey


def what_is_missing(bid: Bid, at: datetime) -> list[str]:
    """Everything that stands between the bid and its submission, in sentences; empty if nothing does."""
    return [gap.sentence for gap in gaps(bid, at)]


def standing_submission(bid: Bid) -> Submission | None:
    """The submission that counts, if the bid is in."""
    return Submission.objects.that_count().filter(bid=bid).select_related("by", "bid").first()


def content_of(bid: Bid, at: datetime | None = None, *, held: Collection[str] = ()) -> dict[str, Any]:
    """The bid as it stands, whole, as a submission freezes it; with the supplier information of that instant.

    Files that were refused are not in it, but for those `held`.
    """
    organisation = bid.organisation
    documents = BidDocument.objects.taken_in(held).filter(bid=bid).select_related("criterion").order_by("pk")
    texts = {answer.criterion_id: answer.text for answer in Answer.objects.filter(bid=bid)}
    offer = Offer.objects.filter(bid=bid).first()
    content: dict[str, Any] = {
        "bid": bid.reference,
        "competition": bid.competition.reference,
        "organisation": {
            "name": organisation.name,
            "kind": organisation.kind,
            "registered_number": organisation.registered_number,
            "address": organisation.address,
        },
        "consortium": consents.content_of(bid),
        "answers": {each.reference: texts.get(each.pk, "") for each in questions_of(bid.competition)},
        "documents": [
            {
                "reference": document.reference,
                "title": document.title,
                "name": document.name,
                "size": document.size,
                "sha256": document.sha256,
                "criterion": document.criterion.reference if document.criterion else None,
            }
            for document in documents
        ],
        "offer": to_content(typed_offers.read(offer.typed if offer else {}).offer),
    }
    if bid.competition.asks_supplier_information:
        content["supplier_information"] = supplier_information.frozen(organisation, at)
    return content


def changed_since(bid: Bid, submission: Submission) -> bool:
    """Whether the bid as it is being written differs from what was submitted."""
    # Not by their times: a save that began before the submission may have waited for it to end.
    # A file that was refused after it was submitted is no change that anybody made.
    return fingerprint(content_of(bid, held=held_in(submission))) != submission.fingerprint


def held_in(submission: Submission | None) -> list[str]:
    """The references of the documents that were submitted."""
    return [each["reference"] for each in submission.whole()["documents"]] if submission else []


def submit(bid: Bid, *, by: User, at: datetime, holds_offer: bool = True) -> Submission:
    """Submit the bid, in place of what was submitted before; unchanged content stays the submission that it is.

    Refused with the whole list of what is missing, and after the deadline (s.19(3)(d)): unless the bid is in just so,
    as for somebody who got no answer in time and presses again. One that a file tells while its offer is closed holds
    none, and so its offer can never be opened.
    """
    finish_whole(bid, at=at)
    if may_repeat(bid, at) and (standing := _in_just_so(bid)):
        return standing
    with kept_if_late(bid, Deed.SUBMISSION, "Submit the bid", {}, by=by, at=at):
        return _submit(bid, by=by, at=at, holds_offer=holds_offer)


def _in_just_so(bid: Bid) -> Submission | None:
    """What counts of the bid, if nothing was done to it since."""
    if bid.competition.state == CompetitionState.ABANDONED:
        return None
    standing = standing_submission(bid)
    return None if standing is None or changed_since(bid, standing) else standing


@transaction.atomic
def _submit(bid: Bid, *, by: User, at: datetime, holds_offer: bool) -> Submission:
    bid = _locked_with_competition(bid, at=at)
    if missing := [gap for gap in gaps(bid, at) if holds_offer or gap.part is not Part.OFFER]:
        raise Refusal(*(gap.sentence for gap in missing))
    content = content_of(bid)
    mark = fingerprint(content)
    before = standing_submission(bid)
    if before is not None and before.fingerprint == mark:
        return before
    return enter(bid, content, by=by, at=at, entered_at=at)


def enter(
    bid: Bid,
    content: dict[str, Any],
    *,
    by: User,
    at: datetime,
    entered_at: datetime,
    is_by_agreement: bool = False,
) -> Submission:
    """Make the content what counts of the locked bid, in at `at`, with a signed receipt; whoever calls has checked."""
    if bid.state == BidState.WITHDRAWN:
        _move(bid, BidState.DRAFT)
    _move(bid, BidState.SUBMITTED)
    last = bid.submissions.order_by("-number").first()
    bid.submissions.that_count().update(superseded_at=entered_at)
    submission = Submission(
        bid=bid,
        number=last.number + 1 if last else 1,
        at=at,
        by=by,
        fingerprint=fingerprint(content),
        is_by_agreement=is_by_agreement,
    )
    submission.sealed = CompetitionKey.objects.of(bid.competition_id).seal(canonical(content), submission.place)
    submission.save(force_insert=True)
    if bid.working_key_id is not None:
        SubmissionCopy.objects.create(submission=submission, content=content)
    receipts.issue(submission, at=entered_at)
    trail.record(
        "partners.submit_bid",
        bid.reference,
        trail=bid.reference,
        by=None if is_by_agreement else by,
        at=entered_at,
        number=submission.number,
        fingerprint=submission.fingerprint,
        by_agreement=is_by_agreement,
    )
    tell(bid, f"Your bid is in: {bid.competition}", _receipt_in_words(submission), entered_at)
    return submission


def withdraw(bid: Bid, *, by: User, at: datetime) -> None:
    """Take the bid back: it is not in any more. What is written stays, and it may be submitted again in time."""
    if may_repeat(bid, at) and bid.state == BidState.WITHDRAWN:
        return
    with kept_if_late(bid, Deed.WITHDRAWAL, "Withdraw the bid", {}, by=by, at=at):
        _withdraw(bid, by=by, at=at)


@transaction.atomic
def _withdraw(bid: Bid, *, by: User, at: datetime) -> None:
    bid = _locked_with_competition(bid, at=at)
    if bid.state == BidState.WITHDRAWN:
        return
    _move(bid, BidState.WITHDRAWN)
    # Or else the bid would come in again at the deadline, by itself.
    bid.agreed_by, bid.agreed_at = None, None
    bid.save(update_fields=["agreed_by", "agreed_at"])
    bid.submissions.that_count().update(superseded_at=at)
    trail.record("partners.withdraw_bid", bid.reference, trail=bid.reference, by=by, at=at)
    body = (
        f"{by} withdrew the bid of {bid.organisation.name} at {in_words(at)}.\n\n"
        "The bid is not in: the council will not see it. What you wrote is kept, and you may submit it again until "
        f"{in_words(deadline_of(bid.competition))}.\n"
    )
    tell(bid, f"Your bid is withdrawn: {bid.competition}", body, at)


def _locked_with_competition(bid: Bid, *, at: datetime) -> Bid:
    """The locked bid, with its competition, which stays as it is: no bid comes in while the bids are being opened.

    Bids come in side by side, though: in the last minute none waits for another.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT FROM {Competition._meta.db_table} WHERE id = %s FOR SHARE", [bid.competition_id])
    competition = Competition.objects.select_related("service__council").get(pk=bid.competition_id)
    check_in_time(competition, at)
    bid = Bid.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=bid.pk)
    bid.competition = competition
    return bid


def _move(bid: Bid, to: BidState) -> None:
    check_move(bid.state, to)
    bid.state = to.value
    bid.save(update_fields=["state"])


def _receipt_in_words(submission: Submission) -> str:
    bid, receipt = submission.bid, receipts.signed(submission)
    if receipt is None:
        raise ValueError("A submission is made together with its receipt.")
    if submission.is_by_agreement:
        how = (
            f"as it stood at the deadline, {in_words(submission.at)}: it was complete, and you had agreed that it then "
            "counts"
        )
        after = "It can’t be changed any more."
    elif submission.at > deadline_of(bid.competition):
        how = (
            f"as {submission.by} submitted it at {in_words(submission.at)}: that was after the deadline, and the "
            "council decided to accept it"
        )
        after = "It can’t be changed any more."
    else:
        how = f"as {submission.by} submitted it at {in_words(submission.at)}"
        after = (
            f"You may change it and submit it again until {in_words(deadline_of(bid.competition))}. "
            "Changes are not in until you submit again."
        )
    return (
        f"The bid of {bid.organisation.name} is in, {how}.\n\n"
        f"Competition: {bid.competition}\n"
        f"Submission: {submission.number} (it counts, in place of any before it)\n"
        f"Receipt: {submission.reference}\n"
        f"Fingerprint of the whole bid (SHA-256): {submission.fingerprint}\n\n"
        f"{after}\n\n"
        "Keep this letter. The signed receipt is below; the page “Check a receipt” of this service, and the program "
        "that it offers, can check it as it stands here.\n\n"
        f"{armoured(receipt)}\n"
    )


def deadline_of(competition: Competition) -> datetime:
    """The deadline, which every published competition has."""
    if competition.bid_deadline is None:
        raise ValueError("A published competition has a deadline.")
    return competition.bid_deadline
