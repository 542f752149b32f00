"""Options and warrants that are used, and earn-ins whose milestone is met or missed."""

from accounts.domain.counts import agreeing, counted
from spinouts.domain.dilution import rights_left
from spinouts.domain.events import EventKind, HoldingEvent, Reason, in_words
from spinouts.domain.money import in_pounds, pence_up
from spinouts.domain.positions import Outcome, Position
from spinouts.domain.scenario import EarnIn, UseRight
from spinouts.domain.terms import Right, RightKind


def used(what: EarnIn | UseRight, at: Position) -> Outcome:
    """The shares that the right gives, or its lapse; a right that was agreed but not granted is granted first."""
    right = next(each for each in at.company.agreed.rights if each.reference == what.right)
    left = dict(rights_left(at.company, at.of)).get(right, 0)
    if right.until is not None and at.on > right.until:
        return Outcome(sentences=(f"{right.name} ended on {in_words(right.until)}, so it cannot be used.",))
    if not left:
        return Outcome(sentences=(f"Nothing is left of {right.name}, so nothing happens.",))
    first = Outcome() if right.reference in at.of.rights else Outcome((_grant(right, left, at),))
    if isinstance(what, EarnIn):
        return first + (_shares(right, left, at) if what.met else lapse(right, left, at))
    return first + _shares(right, left if what.shares is None else min(what.shares, left), at)


def lapse(right: Right, shares: int, at: Position) -> Outcome:
    """What is left of the right ends without shares."""
    reason = Reason.EARN_IN if right.kind is RightKind.EARN_IN else Reason.OPTION
    ended = HoldingEvent(EventKind.LAPSE, at.on, 0, under=right.reference, reason=reason)
    return Outcome(
        (ended,),
        (f"{right.name} ends: {counted(shares, 'share')} {agreeing(shares, 'is', 'are')} not issued or handed over.",),
    )


def _grant(right: Right, shares: int, at: Position) -> HoldingEvent:
    return HoldingEvent(
        EventKind.GRANT,
        at.on,
        0,
        at.share_class(right.share_class),
        shares,
        to_party=at.company.party(right.holder),
        under=right.reference,
        until=right.until,
    )


def _shares(right: Right, wanted: int, at: Position) -> Outcome:
    shares = wanted if right.giver is None else min(wanted, at.held(right.giver, right.share_class))
    if not shares:
        return Outcome(sentences=(f"{right.name}: whoever must give the shares has none left.",))
    amount = pence_up(right.price_per_share * shares)
    event = at.event(
        EventKind.ISSUE if right.giver is None else EventKind.TRANSFER,
        right.share_class,
        shares,
        to=right.holder,
        giver=right.giver,
        amount=amount,
        under=right.reference,
        reason=Reason.EARN_IN if right.kind is RightKind.EARN_IN else Reason.OPTION,
    )
    holder, kind = at.company.party(right.holder).name, at.share_class(right.share_class).name
    said = f"{right.name}: {holder} gets {counted(shares, f'{kind} share')} for {in_pounds(amount)}."
    short = f"{right.name}: {wanted - shares:,} more were due, which the giver does not have."
    return Outcome((event,), (said, short) if shares < wanted else (said,))
