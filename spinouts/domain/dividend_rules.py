"""Whether dividends that were paid keep within profits, the articles and the legal form."""

from collections.abc import Iterator
from fractions import Fraction

from spinouts.domain.company import Company
from spinouts.domain.events import EventKind, HoldingEvent
from spinouts.domain.form_limits import COMPANY_DIVIDENDS, is_asset_locked, pay_out
from spinouts.domain.money import in_pounds
from spinouts.domain.notices import Level, Notice
from spinouts.domain.percentages import percent_in_words, stake_in_words
from spinouts.domain.registers import Register, standing


def dividend_notices(company: Company, of: Register) -> Iterator[Notice]:
    """What is wrong with each dividend up to the day of the register."""
    for event in standing(company.events):
        if event.kind is EventKind.DIVIDEND and event.on <= of.on:
            yield from _wrong(company, event, Fraction(event.amount or 0), Fraction(event.profits or 0))


def _wrong(company: Company, event: HoldingEvent, amount: Fraction, profits: Fraction) -> Iterator[Notice]:
    rule, most = pay_out(company.form), company.agreed.articles.most_dividend_percent
    what = f"{event.what} is {in_pounds(amount)}"
    if not (rule.fixed or rule.rest):
        yield Notice(Level.BROKEN, f"{what}. {rule.sentence}", rule.source, amount, in_pounds(amount))
    if amount > profits:
        sentence = f"{what}, more than the distributable profits of {in_pounds(profits)}."
        yield Notice(Level.BROKEN, sentence, COMPANY_DIVIDENDS, amount - profits, in_pounds(amount - profits))
        return
    part = amount / profits if profits else Fraction(0)
    if most is not None and part > Fraction(most) / 100:
        words = stake_in_words(part, beside=(most,))
        sentence = (
            f"{what}, which is {words} of the distributable profits: the articles allow {percent_in_words(most)}."
        )
        yield Notice(Level.BROKEN, sentence, "The articles", part, words)
    if rule.unlocked_percent is not None:
        unlocked = part * _unlocked(company, event)
        if unlocked > rule.unlocked_percent / 100:
            words = stake_in_words(unlocked, beside=(rule.unlocked_percent,))
            sentence = f"{what}: {words} of the profits go to holders whose own assets are not locked. {rule.sentence}"
            yield Notice(Level.BROKEN, sentence, rule.source, unlocked, words)


def _unlocked(company: Company, event: HoldingEvent) -> Fraction:
    """The part of a dividend that goes to holders without an asset lock, each share of its class getting the same."""
    of = company.register(event.on)
    classes = {known.reference for known in of.classes if known.dividends}
    if event.share_class is not None:
        classes = {event.share_class.reference}
    locked = {party.reference for party in of.parties if is_asset_locked(party)}
    shares = {holder: count for holder, count in of.holdings.items() if holder[1] in classes}
    free = sum(count for (party, _), count in shares.items() if party not in locked)
    return Fraction(free, sum(shares.values()) or 1)
