"""A round of new money: whole new shares at the price that a valuation makes, pre-emption, and no dilution for some."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from accounts.domain.counts import counted
from spinouts.domain.allotment import allot
from spinouts.domain.events import EventKind, HoldingEvent, Reason
from spinouts.domain.money import in_pounds, pence_up
from spinouts.domain.percentages import stake_in_words
from spinouts.domain.positions import Outcome, Position
from spinouts.domain.scenario import Round
from spinouts.domain.terms import Matter


def in_round(what: Round, at: Position) -> Outcome:
    """The issues of a round: first to those who pay, then to those whom the articles protect.

    The price of a share is the exact fraction pre-money valuation / shares there are. Each buyer pays for its whole
    shares, any part of a penny made a whole one.
    """
    capital, name = at.of.capital, what.investor.name
    whole = sum(capital.values())
    if not whole or what.pre_money <= 0:
        return Outcome(sentences=(f"{name} cannot invest: there are no shares, or no value to make a price of.",))
    price = Fraction(what.pre_money) / whole
    shares = int(Fraction(what.amount) / price)
    if not shares:
        return Outcome(sentences=(f"{name}: {in_pounds(what.amount)} does not buy a share of {in_pounds(price)}.",))
    bought = _bought(what, at, shares)
    protected = [party for party in at.company.agreed.articles.anti_dilution if capital.get(party)]
    if sum(capital[party] for party in protected) == whole:
        return Outcome(sentences=(f"{name} cannot invest: every owner is protected against dilution.",))
    given = undiluted(capital, bought, protected)
    events = (
        *(_issue(what.share_class, party, count, price, at) for party, count in bought.items() if count),
        *(_given(party, count, at) for party, count in given.items() if count),
    )
    said = _said(what, at, bought, given, price)
    return Outcome(events, (*said, *at.consents(Matter.SHARES)))


def _bought(what: Round, at: Position, shares: int) -> dict[str, int]:
    """Who buys how many: those who take up their part, by largest remainders, and the investor all the rest."""
    takers = set(what.taken_up_by) if at.company.agreed.articles.pre_emption else set()
    capital = at.of.capital
    due = dict(zip(capital, allot(shares, [Fraction(held) for held in capital.values()]), strict=True))
    bought = {party: count for party, count in due.items() if party in takers and party != what.investor.reference}
    return {what.investor.reference: shares - sum(bought.values()), **bought}


def undiluted(capital: Mapping[str, int], bought: Mapping[str, int], protected: list[str]) -> dict[str, int]:
    """The fewest further shares for each protected party such that no one's part of the capital falls.

    `capital` are shares before, `bought` new ones, by party. What one gets dilutes the others, so it is repeated until
    nobody lacks any. It ends, since the protected have not all of the capital (else ValueError).
    """
    before, new = sum(capital.values()), sum(bought.values())
    if sum(capital[party] for party in protected) >= before:
        raise ValueError("Protecting everybody against dilution has no answer.")
    given = dict.fromkeys(protected, 0)
    while True:
        after = before + new + sum(given.values())
        needed = {
            party: max(0, -(-capital[party] * after // before) - capital[party] - bought.get(party, 0))
            for party in protected
        }
        if needed == given:
            return given
        given = needed


def _issue(share_class: str, party: str, shares: int, price: Fraction, at: Position) -> HoldingEvent:
    amount = pence_up(price * shares)
    return at.event(EventKind.ISSUE, share_class, shares, to=party, amount=amount, reason=Reason.SUBSCRIPTION)


def _given(party: str, shares: int, at: Position) -> HoldingEvent:
    held = {known: count for (holder, known), count in at.of.holdings.items() if holder == party}
    most = max(held, key=lambda known: held[known])
    return at.event(EventKind.ISSUE, most, shares, to=party, amount=Decimal(0), reason=Reason.ANTI_DILUTION)


def _said(
    what: Round, at: Position, bought: Mapping[str, int], given: Mapping[str, int], price: Fraction
) -> tuple[str, ...]:
    own = bought[what.investor.reference]
    paid = pence_up(price * own)
    left = what.amount - sum(pence_up(price * count) for count in bought.values())
    after = sum(at.of.capital.values()) + sum(bought.values()) + sum(given.values())
    held = at.of.capital.get(what.investor.reference, 0) + own + given.get(what.investor.reference, 0)
    sentences = [
        f"{what.investor.name} pays {in_pounds(paid)} for {counted(own, 'new share')} at {in_pounds(price)} each.",
        f"It then has {stake_in_words(held, after)} of the capital.",
    ]
    if left > 0:
        sentences.append(f"{in_pounds(left)} of the {in_pounds(what.amount)} buys no whole share and is not paid.")
    for party, count in bought.items():
        if party != what.investor.reference and count:
            sentences.append(f"{at.company.party(party).name} takes up {count:,} of the new shares.")
    if what.taken_up_by and not at.company.agreed.articles.pre_emption:
        sentences.append("The articles give no right to new shares first, so nobody takes any up.")
    sentences += [
        f"{at.company.party(party).name} gets {counted(count, 'share')} for nothing, since its part may not shrink."
        for party, count in given.items()
        if count
    ]
    return tuple(sentences)
