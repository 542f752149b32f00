"""Feedback to those who go on, and notes of negotiations with them: between the end of a stage and the next (s.20)."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from accounts.actions import trail
from accounts.domain.refusals import Refusal
from accounts.domain.stale import Stale, fingerprint
from accounts.models import User
from partners.actions.bid_letters import tell
from partners.domain.words import normalise
from partners.models import Bid
from procurement.domain.lifecycle import CompetitionState
from procurement.models import Competition, next_stage
from scoring.actions import rankings
from scoring.models import Feedback, NegotiationNote, ShortlistedBid
from scoring.models.reading import criteria_in_order


def going_on(competition: Competition) -> list[ShortlistedBid]:
    """The bids that go on from a stage, with the feedback that is written, in the order of their bidders' names."""
    rows = ShortlistedBid.objects.filter(bid__competition=competition, goes_on=True)
    return list(rows.select_related("bid__organisation", "bid__feedback__sent_by").order_by("bid__organisation__name"))


def feedback_on(bid: Bid) -> Feedback | None:
    return Feedback.objects.filter(bid=bid).select_related("sent_by", "saved_by").first()


def seen(feedback: Feedback | None) -> str:
    """The fingerprint of what is written, for a form to carry."""
    return fingerprint({"texts": sorted(feedback.texts.items()), "general": feedback.general} if feedback else {})


@transaction.atomic
def write(
    bid: Bid, *, texts: Mapping[str, str], general: str, by: User, at: datetime, seen_before: str | None = None
) -> Feedback:
    """Write the feedback on a bid, which its bidder reads only once all feedback is sent. The same again is no news."""
    competition = _locked(bid.competition)
    _check_open(competition, bid)
    asked = {each.reference for each in criteria_in_order(competition)}
    if unknown := sorted(set(texts) - asked):
        raise Refusal(f"“{unknown[0]}” is not a criterion of this stage.")
    wanted = {reference: words for reference, text in texts.items() if (words := normalise(text).strip())}
    general = normalise(general).strip()
    row = feedback_on(bid)
    if row is not None and row.sent_at is not None:
        raise Refusal("The feedback to all who go on was sent already, so it stays as it is.")
    if row is not None and (row.texts, row.general) == (wanted, general):
        return row
    if seen_before is not None and seen_before != seen(row):
        raise Stale(
            "Somebody else changed this feedback after you opened it. What you typed is still here.",
            "To replace theirs with what you typed, save again. To keep theirs, leave this page.",
            now=seen(row),
        )
    row = row or Feedback(bid=bid)
    row.texts, row.general, row.saved_by, row.saved_at = wanted, general, by, at
    row.save()
    trail.record("scoring.write_feedback", str(bid.organisation), trail=competition.reference, by=by, at=at)
    return row


def problems(competition: Competition) -> list[str]:
    """Why the feedback can't be sent yet: all who go on get some, at the same time."""
    rows = going_on(competition)
    lacking = [str(row.bid.organisation) for row in rows if not _is_written(row.bid)]
    return [f"There is no feedback for {', '.join(lacking)} yet: all who go on get some, alike."] if lacking else []


@transaction.atomic
def send(competition: Competition, *, by: User, at: datetime) -> None:
    """Send each who goes on its own feedback, all at the same time. A second press sends nothing."""
    competition = _locked(competition)
    rows = going_on(competition)
    if rows and all(_is_sent(row.bid) for row in rows):
        return
    _check_begins_later(competition)
    if found := problems(competition):
        raise Refusal(*found)
    titles = {each.reference: each.title for each in criteria_in_order(competition)}
    for row in rows:
        feedback = Feedback.objects.get(bid=row.bid)
        feedback.sent_by, feedback.sent_at = by, at
        feedback.save(update_fields=["sent_by", "sent_at"])
        said = "\n\n".join(f"{titles[each]}\n{feedback.texts[each]}" for each in titles if each in feedback.texts)
        body = (
            f"{competition.council} gives you this feedback on your bid in “{competition}”, for your bid in the next "
            "stage. Everybody who goes on gets feedback on their own bid at the same time.\n\n"
            f"{said}\n\n{feedback.general}\n\nYou can read it on the page of your bid too.\n"
        )
        tell(Bid.objects.get(pk=row.bid_id), f"Feedback on your bid: {competition}", body, at)
    bidders = [str(row.bid.organisation) for row in rows]
    trail.record("scoring.send_feedback", competition, trail=competition.reference, by=by, at=at, bidders=bidders)


@transaction.atomic
def note_meeting(bid: Bid, *, held_on: date, who: str, text: str, by: User, at: datetime) -> NegotiationNote:
    """Keep what was said with a bidder. The same note again, as after a second press, is kept once."""
    competition = _locked(bid.competition)
    _check_open(competition, bid)
    if held_on > at.date():
        raise Refusal("The day of the meeting lies ahead: note it once it was held.")
    note = {"bid": bid, "held_on": held_on, "who": normalise(who).strip(), "text": normalise(text).strip()}
    if not note["who"] or not note["text"]:
        raise Refusal("Say who took part, and what was said.")
    known = NegotiationNote.objects.filter(**note).first()
    if known:
        return known
    made = NegotiationNote.objects.create(**note, by=by, at=at)
    trail.record("scoring.note_negotiation", str(bid.organisation), trail=competition.reference, by=by, at=at)
    return made


def check_alike(competition: Competition) -> None:
    """Before the next stage begins: feedback that is written for somebody is sent, and so everybody has some."""
    if any(_is_written(row.bid) and not _is_sent(row.bid) for row in going_on(competition)):
        raise Refusal(
            "Feedback is written for some who go on, and was not sent. Send it to all of them, or empty it, before the "
            "next stage begins: all are treated alike (Procurement Act 2023, s.12)."
        )


def _locked(competition: Competition) -> Competition:
    return rankings.locked(competition)


def _check_open(competition: Competition, bid: Bid) -> None:
    _check_begins_later(competition)
    if not ShortlistedBid.objects.filter(bid=bid, goes_on=True).exists():
        raise Refusal("This bid does not go on. Its bidder was told the panel’s reasons with the result.")


def _check_begins_later(competition: Competition) -> None:
    to = next_stage(competition)
    if competition.stage != CompetitionState.SHORTLISTED or to is None:
        raise Refusal("It is not decided yet who goes on from this stage.")
    if to.stage != CompetitionState.ANNOUNCED:
        raise Refusal("The next stage has begun, so feedback and notes stay as they are.")


def _is_written(bid: Bid) -> bool:
    return hasattr(bid, "feedback") and bid.feedback.says_something


def _is_sent(bid: Bid) -> bool:
    return hasattr(bid, "feedback") and bid.feedback.sent_at is not None
