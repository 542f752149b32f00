"""What an assumption makes happen: the events that it adds to a company, and what to say about it.

An assumption that cannot come true, or only in part, is no error: it says why, so that the projection goes on.
"""

from decimal import Decimal

from accounts.domain.counts import counted
from spinouts.domain.dilution import convertible_shares
from spinouts.domain.events import EventKind, HoldingEvent, Reason
from spinouts.domain.leaving import bought_back, left
from spinouts.domain.money import in_pounds, pence_up
from spinouts.domain.positions import Outcome, Position
from spinouts.domain.rounds import in_round
from spinouts.domain.scenario import Assumption, BuyBack, Convert, Draw, EarnIn, Grow, Leave, Round, Sale, UseRight
from spinouts.domain.terms import Loan
from spinouts.domain.using_rights import used


def happens(assumption: Assumption, at: Position) -> Outcome:
    """What the assumption makes of the company. Its references are known (`checked_scenario.check_scenario`)."""
    match assumption:
        case EarnIn() | UseRight():
            return used(assumption, at)
        case Round():
            return in_round(assumption, at)
        case Grow():
            return _grow(assumption, at)
        case Leave():
            return left(assumption, at)
        case BuyBack():
            return bought_back(assumption, at)
        case Sale():
            return _sale(assumption, at)
        case Draw():
            return _draw(assumption, at)
        case Convert():
            return _convert(assumption, at)


def _grow(what: Grow, at: Position) -> Outcome:
    amount = pence_up(what.price_per_share * what.shares)
    reason = Reason.SUBSCRIPTION if amount else Reason.GIFT
    event = at.event(EventKind.ISSUE, what.share_class, what.shares, to=what.party, amount=amount, reason=reason)
    name, kind = at.company.party(what.party).name, at.share_class(what.share_class).name
    said = f"{name} gets {counted(what.shares, f'new {kind} share')} for {in_pounds(amount)}."
    return Outcome((event,), (said,))


def _sale(what: Sale, at: Position) -> Outcome:
    seller, shares = at.company.party(what.seller).name, min(what.shares, at.held(what.seller, what.share_class))
    if shares < what.shares:
        return Outcome(sentences=(f"{seller} cannot sell {counted(what.shares, 'share')}: it has {shares:,}.",))
    event = at.event(
        EventKind.TRANSFER,
        what.share_class,
        shares,
        to=what.buyer.reference,
        giver=what.seller,
        amount=what.amount,
        reason=Reason.SALE,
    )
    said = [f"{seller} sells {counted(shares, 'share')} to {what.buyer.name} for {in_pounds(what.amount)}."]
    if at.company.agreed.articles.pre_emption:
        said.append("The other owners may buy them first.")
    return Outcome((event,), (*said, *at.locked(what.seller)))


def _draw(what: Draw, at: Position) -> Outcome:
    loan = _loan(what.loan, at)
    drawn = sum(
        (event.amount or Decimal(0) for event in _under(loan, at) if event.kind is EventKind.DRAW),
        Decimal(0),
    )
    amount = min(what.amount or loan.amount, loan.amount - drawn)
    if amount <= 0:
        return Outcome(sentences=(f"{loan.name} has been drawn in full.",))
    lender = at.company.party(loan.lender)
    event = HoldingEvent(EventKind.DRAW, at.on, 0, to_party=lender, amount=amount, under=loan.reference)
    return Outcome((event,), (f"{lender.name} pays out {in_pounds(amount)} of {loan.name}.",))


def _convert(what: Convert, at: Position) -> Outcome:
    loan = _loan(what.loan, at)
    owed = at.of.owed.get(loan.reference)
    amount = min(what.amount or owed.amount, owed.amount) if owed else Decimal(0)
    shares = convertible_shares(loan, amount)
    if not shares or loan.converts_to is None or not loan.price_per_share:
        return Outcome(sentences=(f"{loan.name} cannot become shares: nothing is owed, or it has no class and price.",))
    paid = pence_up(loan.price_per_share * shares)
    event = at.event(
        EventKind.ISSUE,
        loan.converts_to,
        shares,
        to=loan.lender,
        amount=paid,
        under=loan.reference,
        reason=Reason.CONVERSION,
    )
    said = (
        f"{in_pounds(paid)} of {loan.name} becomes {counted(shares, 'share')} of {at.company.party(loan.lender).name}."
    )
    return Outcome((event,), (said,))


def _loan(reference: str, at: Position) -> Loan:
    return next(loan for loan in at.company.agreed.loans if loan.reference == reference)


def _under(loan: Loan, at: Position) -> list[HoldingEvent]:
    return [event for event in at.company.events if event.under == loan.reference and event.on <= at.on]
