"""What officers do for the secret ballot of staff before it opens: who may vote and when, and what staff read."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from accounts.actions import trail
from accounts.domain.counts import agreeing, counted
from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.actions.bid_letters import tell
from partners.models import Bid, Submission
from procurement.domain.dates import in_words
from procurement.domain.lifecycle import CompetitionState
from procurement.models import Competition, Criterion
from scoring.actions import exclusions, late_bids
from scoring.domain import struck_out
from scoring.domain.staff_ballots import Group, check_groups
from scoring.domain.struck_out import short_names
from scoring.models import StaffBallot, StaffCode, StaffPartner, StaffText
from scoring.models.reading import Bidder, bidders_of, content_of
from scoring.models.staff_bids import left_out

Texts = Mapping[tuple[int, int], StaffText]
"""What was struck out before, by the keys of bid and criterion."""


def rated_by_staff(competition: Competition) -> list[Criterion]:
    """The criteria on the ballot, in the published order, with their scales."""
    return [each for each in Criterion.objects.filter(competition=competition).in_order() if each.is_for_staff]


def read_by_staff(competition: Competition) -> list[Criterion]:
    """The questions of which staff read the answers, in the published order."""
    return list(Criterion.objects.filter(competition=competition, shown_to_staff=True).in_order())


@transaction.atomic
def prepare(
    competition: Competition,
    *,
    groups: Sequence[Group],
    opens_at: datetime,
    closes_at: datetime,
    order: Sequence[Bid] = (),
    by: User,
    at: datetime,
) -> StaffBallot:
    """Say who may vote and when. The first time, bids are drawn by lot, and names and confidential passages struck out.

    A history that is told has the `order` that the lot gave.
    Refused once the ballot has opened, and for groups that change after codes were made for them.
    """
    competition = Competition.objects.select_for_update(no_key=True).get(pk=competition.pk)
    ballot = StaffBallot.objects.filter(competition=competition).first()
    _check_time(competition, ballot, opens_at, closes_at, at)
    check_groups(groups)
    listed = [[group.name, group.eligible] for group in groups]
    partners: list[Bid] = []
    if ballot is None:
        ballot = StaffBallot(competition=competition, prepared_by=by, prepared_at=at)
        partners = bids_to_rate(competition)
    elif ballot.groups != listed and StaffCode.objects.filter(ballot=ballot).exists():
        raise Refusal("Codes were made for these people already. Cancel the codes first, then change who may vote.")
    ballot.groups, ballot.opens_at, ballot.closes_at = listed, opens_at, closes_at
    ballot.save()
    draw(ballot, partners, order, by=by, at=at)
    trail.record(
        "scoring.prepare_staff_ballot",
        competition,
        trail=competition.reference,
        by=by,
        at=at,
        eligible=ballot.eligible,
        opens=opens_at.isoformat(),
        closes=closes_at.isoformat(),
    )
    return ballot


@transaction.atomic
def write_texts(partner: StaffPartner, marked: dict[str, str], *, by: User, at: datetime) -> None:
    """Strike passages out of what staff read of a bid, by criterion. What was approved is to be approved anew."""
    ballot = locked(partner.ballot)
    check_not_open(ballot, at)
    answers = content_of(partner.bid)["answers"]
    changed = []
    for text in StaffText.objects.filter(partner=partner).select_related("criterion"):
        reference = text.criterion.reference
        if reference not in marked:
            continue
        answer = struck_out.as_staff_text(answers.get(reference, ""))
        wanted = struck_out.check(marked[reference], answer)
        if wanted != text.marked:
            text.marked, text.written_by, text.written_at = wanted, by, at
            text.save()
            changed.append(reference)
    if changed:
        StaffBallot.objects.filter(pk=ballot.pk).update(approved_by=None, approved_at=None)
        trail.record(
            "scoring.write_staff_text",
            partner.letter,
            trail=ballot.competition.reference,
            by=by,
            at=at,
            criteria=changed,
        )


@transaction.atomic
def approve(ballot: StaffBallot, *, by: User, at: datetime) -> None:
    """A second person approves what staff read of every bid. Refused for whoever wrote any of it."""
    ballot = locked(ballot)
    check_not_open(ballot, at)
    if ballot.approved_at:
        return
    check_whole(ballot)
    if ballot.opens_at <= at:
        raise Refusal(
            f"The ballot was to open at {in_words(ballot.opens_at)}, which has passed. An officer says anew when staff "
            "vote; then approve it, so that bidders can read theirs before it opens."
        )
    texts = StaffText.objects.filter(partner__ballot=ballot)
    if ballot.prepared_by_id == by.pk or texts.filter(written_by=by).exists():
        raise Refusal(
            "You have worked on these texts yourself, so somebody else of the council approves them: a second person "
            "sees what the first has missed."
        )
    ballot.approved_by, ballot.approved_at = by, at
    ballot.save(update_fields=["approved_by", "approved_at"])
    for partner in StaffPartner.objects.filter(ballot=ballot).select_related("bid"):
        _tell(partner.bid, ballot, at)
    trail.record("scoring.approve_staff_texts", ballot.competition, trail=ballot.competition.reference, by=by, at=at)


def locked(ballot: StaffBallot) -> StaffBallot:
    rows = StaffBallot.objects.select_for_update(of=("self",)).select_related("competition__service__council")
    found = rows.filter(pk=ballot.pk).first()
    if found is None:
        raise Refusal("This ballot was annulled. A new one is prepared, with new codes.")
    return found


def check_whole(ballot: StaffBallot) -> None:
    """Refused where a bid that counts does not stand on the ballot as it counts: all are rated by the same people."""
    if count := left_out(ballot.competition).count():
        raise Refusal(
            f"The ballot leaves out {counted(count, 'bid')} that {agreeing(count, 'counts', 'count')} by now.",
            "An officer begins the preparation anew, or asks that the ballot be annulled if it has opened.",
        )


def _check_time(
    competition: Competition, ballot: StaffBallot | None, opens_at: datetime, closes_at: datetime, at: datetime
) -> None:
    if competition.stage != CompetitionState.OPENED:
        raise Refusal("A ballot of staff is held once the bids are opened, and before they are ranked.")
    if not rated_by_staff(competition):
        raise Refusal("This competition was published without anything that staff rate, so there is no ballot.")
    if ballot and ballot.opens_at <= at and ballot.approved_at:
        raise Refusal(f"The ballot opened at {in_words(ballot.opens_at)}, so it stays as it is.")
    if closes_at <= opens_at:
        raise Refusal("The ballot must close after it opens.")
    if opens_at <= at:
        raise Refusal(f"The ballot can’t open at {in_words(opens_at)}, which has passed: choose a later time.")


def check_not_open(ballot: StaffBallot, at: datetime) -> None:
    if ballot.approved_at and ballot.opens_at <= at:
        raise Refusal(f"The ballot opened at {in_words(ballot.opens_at)}: what staff read stays as it is.")
    if ballot.counted_at:
        raise Refusal("The ballot is counted, so nothing of it changes.")


def bids_to_rate(competition: Competition) -> list[Bid]:
    """All opened bids that count. Refused while it is not decided which do."""
    if waiting := [*late_bids.undecided(competition), *exclusions.undecided(competition)]:
        raise Refusal(*waiting, "Staff rate all bids that count, so that is decided first.")
    aside = exclusions.set_aside(competition)
    bids = [bid for bid in Bid.objects.opened(competition) if bid.reference not in aside]
    if not bids:
        raise Refusal("There is no bid that staff could rate.")
    return bids


def draw(
    ballot: StaffBallot,
    bids: list[Bid],
    order: Sequence[Bid] = (),
    kept: Texts | None = None,
    *,
    by: User,
    at: datetime,
) -> None:
    """Give each bid its place by lot, and prepare what staff read of it."""
    if order and bids:
        if set(order) != set(bids):
            raise Refusal("The bids on the ballot are not those that count.")
        bids = list(order)
    else:
        secrets.SystemRandom().shuffle(bids)
    bidders = {bid.pk: bidder for bid, bidder in bidders_of(ballot.competition).items()} if bids else {}
    named = any(each.partners_named for each in rated_by_staff(ballot.competition))
    asked = read_by_staff(ballot.competition)
    for place, bid in enumerate(bids):
        partner = StaffPartner.objects.create(ballot=ballot, bid=bid, place=place)
        answers, bidder = content_of(bid)["answers"], bidders[bid.pk]
        phrases = _confidential(bid) + ([] if named else _names(bidder))
        short = [] if named else [name for each in (bidder.name, *bidder.consortium) for name in short_names(each)]
        texts = []
        for criterion in asked:
            answer = struck_out.as_staff_text(answers.get(criterion.reference, ""))
            text = StaffText(partner=partner, criterion=criterion, written_by=by, written_at=at)
            text.marked = struck_out.strike(answer, phrases, short)
            texts.append(_as_before(text, answer, (kept or {}).get((bid.pk, criterion.pk))))
        StaffText.objects.bulk_create(texts)


def _as_before(text: StaffText, answer: str, before: StaffText | None) -> StaffText:
    """What was struck out before stays so, and whose work it was, if it was of the same answer."""
    if before and struck_out.is_of(before.marked, answer):
        text.marked, text.written_by = before.marked, before.written_by
    return text


def _confidential(bid: Bid) -> list[str]:
    """What the bidder asked to keep confidential: it says so in its offer, also while that is closed to everybody."""
    counted = Submission.objects.that_count().select_related("bid").get(bid=bid)
    return [each["passage"] for each in counted.whole()["offer"].get("confidential", [])]


def _tell(bid: Bid, ballot: StaffBallot, at: datetime) -> None:
    """Its bidder may say, before the ballot opens, that something confidential stands in what staff will read."""
    body = (
        f"Staff of the service rate the bids for “{ballot.competition}” in a secret ballot, which opens at "
        f"{in_words(ballot.opens_at)}.\n\nUnder your bid, at “What staff read of your bid”, you see what they will "
        "read of yours. If something should have been struck out as confidential, tell the council before then."
    )
    tell(bid, "What staff will read of your bid", body, at)


def _names(bidder: Bidder) -> list[str]:
    return [bidder.name, *bidder.consortium, *(each.name for each in bidder.behind)]
