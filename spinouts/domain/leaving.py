"""Shares that come back: staff who leave, and the company that buys its own shares."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from accounts.domain.counts import agreeing, counted
from spinouts.domain.company import Company
from spinouts.domain.events import EventKind, Reason
from spinouts.domain.form_limits import CIC_BUY_BACKS, pay_out
from spinouts.domain.money import in_pounds, pence_up
from spinouts.domain.positions import Outcome, Position
from spinouts.domain.registers import standing
from spinouts.domain.scenario import BuyBack, Leave
from spinouts.domain.terms import LeaverRule, Matter

OWN_SHARES = "Companies Act 2006, ss.690, 692 and 733"


def bought_back(what: BuyBack, at: Position, reason: Reason = Reason.BUY_BACK) -> Outcome:
    """As many whole shares as profits and cash pay for, at least one share staying in issue.

    A limited company buys its shares out of distributable profits, and as much then goes to a reserve that stands
    for the capital (ss.690, 692 and 733); a CIC pays no more than was paid for them (reg 24).
    """
    name, known = at.company.party(what.party).name, at.share_class(what.share_class)
    price, sentences = Fraction(what.price_per_share), []
    if at.company.form.is_cic or at.company.form.is_society:
        price = min(price, Fraction(known.nominal_amount))
        if price < what.price_per_share:
            why = CIC_BUY_BACKS if at.company.form.is_cic else pay_out(at.company.form).source
            sentences.append(f"The price is cut to {in_pounds(price)}, which was paid for each share ({why}).")
    wanted = min(what.shares, at.held(what.party, what.share_class))
    affordable = int(Fraction(at.funds) / price) if price else wanted
    shares = min(wanted, affordable, sum(at.of.capital.values()) - 1)
    if wanted < what.shares:
        sentences.append(f"{name} has only {wanted:,} {known.name} shares.")
    if shares < wanted:
        sentences.append(
            f"{wanted - max(shares, 0):,} of the {counted(wanted, 'share')} cannot be bought back from {name}: they "
            f"may be paid only out of distributable profits and cash, {in_pounds(at.funds)} here, and one share must "
            f"stay ({OWN_SHARES})."
        )
    if shares < 1:
        return Outcome(sentences=tuple(sentences))
    amount = pence_up(price * shares)
    event = at.event(EventKind.CANCEL, what.share_class, shares, giver=what.party, amount=amount, reason=reason)
    said = f"The company buys back {counted(shares, f'{known.name} share')} from {name} for {in_pounds(amount)}."
    return Outcome((event,), (said, *sentences, *at.locked(what.party), *at.consents(Matter.SHARES)))


def left(what: Leave, at: Position) -> Outcome:
    """First the shares that have not vested go back, then those that have follow the leaver rule."""
    shares = min(what.shares, at.held(what.party, what.share_class))
    vesting = next((each for each in at.company.agreed.vestings if each.reference == what.vesting), None)
    vested = shares
    if vesting is not None and vesting.shares:
        vested = min(shares, shares * vesting.vested(at.on) // vesting.shares)
    back = what.buyer if vesting is None else vesting.returns_to
    unvested = _given_back(what, at, shares - vested, back) if shares > vested else Outcome()
    return unvested + (_by_rule(what, at, vested, back) if vested else Outcome())


def _by_rule(what: Leave, at: Position, shares: int, back: str | None) -> Outcome:
    rule = at.company.agreed.articles.leaver_rule
    name = at.company.party(what.party).name
    if rule in {None, LeaverRule.KEEP}:
        return Outcome(sentences=(f"{name}: leavers keep {counted(shares, 'share')}.",))
    if rule is LeaverRule.GIVE_BACK:
        return _given_back(what, at, shares, back)
    price = price_paid(at.company, what.party, what.share_class, at.on)
    if rule is LeaverRule.SELL_AT_VALUE and what.value_per_share is not None:
        price = Fraction(what.value_per_share)
    if what.buyer is None:
        each = BuyBack(at.on, what.party, what.share_class, shares, price)
        return bought_back(each, at, Reason.LEAVER)
    if what.buyer == what.party:
        return Outcome(sentences=(f"{name} keeps {counted(shares, 'share')} of leavers for other staff.",))
    return _moved(what, at, shares, what.buyer, pence_up(price * shares))


def _given_back(what: Leave, at: Position, shares: int, to: str | None) -> Outcome:
    name = at.company.party(what.party).name
    if to == what.party:
        return Outcome(sentences=(f"{name} keeps {counted(shares, 'share')} of leavers for other staff.",))
    if to is not None:
        return _moved(what, at, shares, to, None)
    event = at.event(EventKind.CANCEL, what.share_class, shares, giver=what.party, reason=Reason.LEAVER)
    return Outcome(
        (event,), (f"{name}: {counted(shares, 'share')} of leavers {agreeing(shares, 'ceases', 'cease')} to exist.",)
    )


def _moved(what: Leave, at: Position, shares: int, to: str, amount: Decimal | None) -> Outcome:
    event = at.event(
        EventKind.TRANSFER,
        what.share_class,
        shares,
        to=to,
        giver=what.party,
        amount=amount,
        reason=Reason.LEAVER,
    )
    names = f"{at.company.party(what.party).name} to {at.company.party(to).name}"
    moved = f"{counted(shares, 'share')} of leavers {agreeing(shares, 'goes', 'go')}"
    return Outcome((event,), (f"{moved} from {names} for {in_pounds(amount or 0)}.",))


def price_paid(company: Company, party: str, share_class: str, on: date) -> Fraction:
    """What the party paid for a share of the class on average, in pounds; the nominal amount where none is told."""
    counted, amounts = 0, Fraction(0)
    for event in standing(company.events):
        of_it = event.share_class is not None and event.share_class.reference == share_class
        to_it = event.to_party is not None and event.to_party.reference == party
        if of_it and to_it and event.on <= on and event.kind in {EventKind.ISSUE, EventKind.TRANSFER}:
            if event.amount is None:
                continue
            counted, amounts = counted + event.shares, amounts + Fraction(event.amount)
    if counted:
        return amounts / counted
    return Fraction(next(known.nominal_amount for known in company.classes if known.reference == share_class))
