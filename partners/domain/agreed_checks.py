"""What is wrong with what an offer says is agreed beside the shares, in sentences that say what to do."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from partners.domain.class_checks import class_problems, held
from partners.domain.instruments import Instrument
from partners.domain.loan_checks import loan_problems
from partners.domain.offers import Offer, Terms
from partners.domain.places import Place, Placed, number_of, single
from spinouts.domain.events import in_words
from spinouts.domain.form_limits import is_asset_locked, pay_out
from spinouts.domain.forms import LegalForm
from spinouts.domain.parties import Party, Side
from spinouts.domain.percentages import percent_in_words
from spinouts.domain.terms import Articles, Right, RightKind, Vesting


def placed(offer: Offer) -> list[Placed]:
    """All that is wrong with classes and agreements, each with its place; empty if nothing."""
    return [
        *class_problems(offer),
        *_unknown(offer),
        *loan_problems(offer),
        *_rights(offer),
        *_vestings(offer),
        *_articles(offer),
        *_confidential(offer),
    ]


def advice(offer: Offer) -> list[str]:
    """What a reader will ask, though the offer can be submitted without it."""
    said = {terms.instrument for terms in offer.terms if terms.valuation.strip()}
    used = {one.instrument for one in offer.investments if one.instrument.is_in_kind and one.amount}
    return [
        f"You give no basis for the value of “{instrument.label}”: say how you found it, such as by market rents."
        for instrument in Instrument
        if instrument in used - said
    ]


def ended_before_the_start(offer: Offer, terms: Terms) -> list[Placed]:
    """Lock-ins and rights that would be over before the contract starts, so that they bind nobody."""
    start = terms.contract_starts_on
    if start is None:
        return []
    ends = [
        *((("lock", n, "until"), each.until, "A lock-in") for n, each in enumerate(offer.agreed.articles.locks, 1)),
        *((("right", n, "until"), each.until, each.name) for n, each in enumerate(offer.agreed.rights, 1)),
    ]
    return [
        (
            place,
            (
                f"{what} ends on {in_words(until)}, but the contract starts on {in_words(start)}: "
                "enter a day after that."
            ),
        )
        for place, until, what in ends
        if until is not None and until < start
    ]


def _unknown(offer: Offer) -> Iterator[Placed]:
    """Names of parties that are no holders, and of classes that nobody has; what is not chosen yet is said before."""
    holders = {holding.name for holding in offer.holdings}
    classes = {holding.share_class for holding in offer.holdings} | {each.name for each in offer.classes}
    for place, name in _parties(offer):
        if name and name not in holders:
            yield (
                place,
                f"{name} is not among the holders: enter it there, with a stake of 0% if it holds nothing at first.",
            )
    for place, name in _classes(offer):
        if name and name not in classes:
            yield place, f"There are no {name} shares: enter the name of a class that is there."


def _parties(offer: Offer) -> Iterator[tuple[Place, str | None]]:
    agreed, articles = offer.agreed, offer.agreed.articles
    for number, loan in enumerate(agreed.loans, start=1):
        yield ("loan", number, "lender"), loan.lender
    for number, right in enumerate(agreed.rights, start=1):
        yield ("right", number, "holder"), right.holder
        yield ("right", number, "giver"), right.giver
    for number, vesting in enumerate(agreed.vestings, start=1):
        yield ("vesting", number, "holder"), vesting.holder
        yield ("vesting", number, "returns"), vesting.returns_to
    for number, lock in enumerate(articles.locks, start=1):
        yield ("lock", number, "who"), lock.party
    for matter in articles.reserved:
        for name in matter.consent_of:
            yield single(f"reserved-{matter.matter}-1"), name
    for name in articles.anti_dilution:
        yield single("dilution-1"), name


def _classes(offer: Offer) -> Iterator[tuple[Place, str | None]]:
    for number, loan in enumerate(offer.agreed.loans, start=1):
        yield ("loan", number, "into"), loan.converts_to
    for number, right in enumerate(offer.agreed.rights, start=1):
        yield ("right", number, "class"), right.share_class
    for number, vesting in enumerate(offer.agreed.vestings, start=1):
        yield ("vesting", number, "class"), vesting.share_class


def _rights(offer: Offer) -> Iterator[Placed]:
    for number, right in enumerate(offer.agreed.rights, start=1):
        for part, sentence in _right(offer, right):
            yield ("right", number, part), sentence


def _right(offer: Offer, right: Right) -> Iterator[tuple[str, str]]:
    if right.shares < 1:
        yield "shares", f"{right.name} is to {number_of(right.shares, 'share')}: enter 1 or more."
    if right.kind is RightKind.EARN_IN and not right.milestone.strip():
        yield "milestone", f"{right.name} has no milestone: say what must be met, by when, and who decides."
    if right.giver is not None and right.giver == right.holder:
        yield "giver", f"{right.name} is from {right.giver} to itself: choose who gives the shares, or new shares."
        return
    there = held(offer, right.giver, right.share_class) if right.giver else None
    if there is not None and there < right.shares:
        yield (
            "shares",
            (
                f"{right.giver} would give {right.shares:,} {right.share_class} shares under {right.name}, but would "
                f"hold {there:,}: enter fewer, or choose new shares."
            ),
        )


def _vestings(offer: Offer) -> Iterator[Placed]:
    for number, vesting in enumerate(offer.agreed.vestings, start=1):
        for part, sentence in _vesting(offer, vesting):
            yield ("vesting", number, part), sentence


def _vesting(offer: Offer, vesting: Vesting) -> Iterator[tuple[str, str]]:
    who = vesting.holder or "Somebody"
    if vesting.shares < 1:
        yield "shares", f"{who} earns {number_of(vesting.shares, 'share')} by staying: enter 1 or more."
    if vesting.months < 1:
        yield "months", f"The shares that {who} earns by staying need months: enter 1 or more."
    elif vesting.cliff_months > vesting.months:
        yield (
            "cliff",
            f"The first shares of {who} come after {vesting.cliff_months} months, but all after {vesting.months}.",
        )
    there = held(offer, vesting.holder, vesting.share_class)
    if there is not None and there < vesting.shares:
        yield (
            "shares",
            (
                f"{who} would earn {vesting.shares:,} {vesting.share_class} shares by staying, but would hold "
                f"{there:,}: enter fewer."
            ),
        )


def _articles(offer: Offer) -> Iterator[Placed]:
    articles = offer.agreed.articles
    for who, count in Counter(lock.party for lock in articles.locks).items():
        if count > 1:
            last = max(number for number, lock in enumerate(articles.locks, 1) if lock.party == who)
            yield ("lock", last, "who"), f"{who or 'Every party'} has {count} lock-ins: keep the longest."
    matters = Counter(each.matter for each in articles.reserved)
    for each in articles.reserved:
        if matters[each.matter] > 1:
            yield single(f"reserved-{each.matter}-1"), f"“{each.matter.label}” is reserved more than once: say it once."
        if not each.consent_of:
            yield single(f"reserved-{each.matter}-1"), f"“{each.matter.label}” is reserved to nobody: say who consents."
    if articles.asset_lock_body and not articles.asset_lock and not offer.legal_form.is_cic:
        yield (
            single("asset_lock"),
            f"{articles.asset_lock_body} would get what is left, but there is no asset lock: answer yes to it.",
        )
    yield from _dividends(offer, articles)
    yield from _least_employees(offer, articles)


def _dividends(offer: Offer, articles: Articles) -> Iterator[Placed]:
    """What the form forbids. A charity among the owners of a community interest company may be paid beyond its cap."""
    most, rule = articles.most_dividend_percent, pay_out(offer.legal_form)
    if most and not (rule.fixed or rule.rest or offer.legal_form is LegalForm.COMPANY_BY_GUARANTEE):
        yield (
            single("most_dividend"),
            f"{percent_in_words(most)} of profits can’t be paid as dividends: leave it empty. {rule.sentence}",
        )
    cap = rule.unlocked_percent
    if most is not None and cap is not None and most > cap and not _has_charity(offer):
        yield (
            single("most_dividend"),
            (
                f"Up to {percent_in_words(most)} of profits would be paid as dividends: enter {percent_in_words(cap)} "
                f"or less. {rule.sentence}"
            ),
        )


def _has_charity(offer: Offer) -> bool:
    return any(is_asset_locked(Party("", holding.name, holding.kind)) for holding in offer.holdings)


def _least_employees(offer: Offer, articles: Articles) -> Iterator[Placed]:
    least = articles.least_employees_percent
    stakes = [holding.percent for holding in offer.holdings if holding.kind.side is Side.EMPLOYEES]
    if least is None or not all(stake.is_finite() for stake in stakes):
        return
    total = sum(map(Fraction, stakes), Fraction(0))
    if total < Fraction(least):
        yield (
            single("least_employees"),
            (
                f"You promise that employees keep at least {percent_in_words(least)}, but they would begin with "
                f"{percent_in_words(total)}: enter less, or a larger stake for them."
            ),
        )


def _confidential(offer: Offer) -> Iterator[Placed]:
    for number, each in enumerate(offer.confidential, start=1):
        if not each.passage.strip():
            yield ("confidential", number, "passage"), f"Confidential passage {number} does not say which: say it."
        if not each.reason.strip():
            yield ("confidential", number, "reason"), f"Confidential passage {number} has no reason: say why."
