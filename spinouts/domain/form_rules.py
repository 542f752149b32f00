"""The rules of each legal form, applied to a company on a day: what cannot be, and what to watch, with the source.

Indications to think about, not legal advice: articles, rules and agreements can say more than a register shows.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

from spinouts.domain.company import Company
from spinouts.domain.dividend_rules import dividend_notices
from spinouts.domain.form_limits import (
    CHARITY,
    CIC_DIVIDENDS,
    CIC_END,
    CIC_INTEREST,
    CIC_PERCENT,
    SOCIETY,
    at_the_end,
    pay_out,
)
from spinouts.domain.forms import LegalForm
from spinouts.domain.money import in_pounds
from spinouts.domain.notices import Level, Notice, gravest_first
from spinouts.domain.owner_rules import owner_notices
from spinouts.domain.parties import PartyKind
from spinouts.domain.percentages import percent_in_words
from spinouts.domain.registers import Register
from spinouts.domain.terms import LoanKind

MOST_WITHDRAWABLE = Decimal(100_000)
"""Pounds of withdrawable shares that one member of a society may have (2014 Act, s.24)."""
LEAST_MEMBERS = 3
"""Members that a society needs (2014 Act, s.2(2)(b))."""


def notices(company: Company, on: date) -> tuple[Notice, ...]:
    """All that the form and the owners' kinds forbid or ask at the end of a day, the gravest first.

    Raises Refusal as `Company.register` does.
    """
    of = company.register(on)
    found = (
        *_dividends(company, of),
        *dividend_notices(company, of),
        *_asset_lock(company),
        *_capital(company, of),
        *_votes(company, of),
        *_members(company, of),
        *_withdrawable(company, of),
        *_income_share(company),
        *_llp(company, of),
        *owner_notices(company, of),
    )
    return gravest_first(found)


def _dividends(company: Company, of: Register) -> Iterator[Notice]:
    form, settled = company.form, company.agreed.articles.most_dividend_percent
    rule = pay_out(form)
    if form is LegalForm.CIC_BY_SHARES and settled is not None and settled > CIC_PERCENT:
        words = percent_in_words(settled)
        sentence = (
            f"The articles would pay up to {words} of distributable profits, and a community interest company may pay "
            "at most 35% to holders whose own assets are not locked."
        )
        yield Notice(Level.BROKEN, sentence, CIC_DIVIDENDS, Fraction(settled) / 100, words)
    if not rule.rest and settled:
        words = percent_in_words(settled)
        level = Level.WARNING if form is LegalForm.COMPANY_BY_GUARANTEE else Level.BROKEN
        sentence = f"The articles would pay out up to {words} of the profit. {rule.sentence}"
        yield Notice(level, sentence, rule.source, Fraction(settled) / 100, words)
    for known in of.classes:
        percent = known.fixed_dividend_percent
        if not percent:
            continue
        words = percent_in_words(percent)
        if not rule.fixed:
            sentence = f"{known.name} would be paid {words} a year. {rule.sentence}"
            yield Notice(Level.BROKEN, sentence, rule.source, Fraction(percent) / 100, words)
        elif form.is_society:
            sentence = f"{known.name} is paid {words} a year. {rule.sentence} Record why this rate is needed."
            yield Notice(Level.WARNING, sentence, rule.source, Fraction(percent) / 100, words)


def _asset_lock(company: Company) -> Iterator[Notice]:
    form, articles = company.form, company.agreed.articles
    if form.is_cic or form.is_charity:
        source = CIC_END if form.is_cic else CHARITY
        if not articles.asset_lock_body.strip():
            who = "the Regulator" if form.is_cic else "the trustees, or the Charity Commission,"
            sentence = (
                "Its assets are locked, but the articles do not name the body that gets what is left when it ends: "
                f"{who} would choose one. Name it."
            )
            yield Notice(Level.WARNING, sentence, source)
    elif form is LegalForm.COMMUNITY_BENEFIT_SOCIETY and not articles.asset_lock:
        sentence = (
            "Without the optional asset lock, three quarters of the members who vote could turn the society into a "
            "company later. Consider the lock."
        )
        source = "Co-operative and Community Benefit Societies Act 2014, ss.29 and 112 (lock: SI 2006/264)"
        yield Notice(Level.WARNING, sentence, source)
    elif articles.asset_lock and not articles.asset_lock_body.strip():
        sentence = "The articles lock the assets, but do not name the body that gets what is left at the end. Name it."
        yield Notice(Level.WARNING, sentence, "The articles")
    if articles.asset_lock and not (form.is_cic or form.is_charity or form.is_society):
        sentence = (
            "The asset lock stands only in the articles: 75% of the votes can take it out, unless another consent is "
            "entrenched."
        )
        yield Notice(Level.WARNING, sentence, "Companies Act 2006, ss.21 and 22", Fraction(3, 4), "75%")


def _capital(company: Company, of: Register) -> Iterator[Notice]:
    end = at_the_end(company.form, company.agreed.articles)
    for known in of.classes:
        amount = known.preference_amount
        if end.at_most_paid and amount > (known.nominal_amount if end.members else 0):
            sentence = f"{known.name} would get {in_pounds(amount)} a share before others at the end. {end.sentence}"
            yield Notice(Level.BROKEN, sentence, end.source, Fraction(amount), in_pounds(amount))


def _votes(company: Company, of: Register) -> Iterator[Notice]:
    if not company.form.is_society:
        return
    for known in of.classes:
        if known.votes_per_share > 1:
            sentence = (
                f"{known.name} would carry {known.votes_per_share} votes a share: in a society each member has one "
                "vote, however many shares it has."
            )
            yield Notice(Level.BROKEN, sentence, SOCIETY, Fraction(known.votes_per_share), str(known.votes_per_share))
        if known.golden:
            sentence = (
                f"{known.name} would be a golden share, whose holder must consent: that is not equal control by the "
                "members of a society."
            )
            yield Notice(Level.BROKEN, sentence, SOCIETY)


def _members(company: Company, of: Register) -> Iterator[Notice]:
    votes = of.votes
    if company.form.is_society and votes and sum(votes.values()) < LEAST_MEMBERS:
        count = sum(votes.values())
        sentence = f"A society needs at least 3 members; here there {'is' if count == 1 else 'are'} {count}."
        source = "Co-operative and Community Benefit Societies Act 2014, s.2(2)(b)"
        yield Notice(Level.BROKEN, sentence, source, Fraction(count), str(count))
    if not company.form.one_member_one_vote:
        return
    memberships = {known.reference for known in of.classes if known.memberships}
    for party in of.parties:
        alone = not any(share_class in memberships for holder, share_class in of.holdings if holder == party.reference)
        if party.kind in {PartyKind.EMPLOYEES, PartyKind.COMMUNITY} and party.reference in votes and alone:
            sentence = (
                f"{party.name} counts as one member with one vote of {sum(votes.values())}. If each person is to be a "
                "member, give them memberships."
            )
            source = SOCIETY if company.form.is_society else "The constitution; see the notes on this form"
            yield Notice(Level.WARNING, sentence, source, Fraction(1, sum(votes.values())), "1 vote")


def _withdrawable(company: Company, of: Register) -> Iterator[Notice]:
    """A party that stands for many members may hold the limit for each of them."""
    if not company.form.is_society:
        return
    nominal = {known.reference: known.nominal_amount for known in of.classes}
    for party in of.parties:
        value = sum(
            (count * nominal[known] for (holder, known), count in of.holdings.items() if holder == party.reference),
            Decimal(0),
        )
        if value > MOST_WITHDRAWABLE * of.votes.get(party.reference, 1):
            sentence = (
                f"{party.name} has shares of {in_pounds(value)}. A member of a society may have at most £100,000 of "
                "withdrawable shares, unless it is a society itself: make the rest transferable, or a loan."
            )
            source = "Co-operative and Community Benefit Societies Act 2014, s.24"
            yield Notice(Level.WARNING, sentence, source, Fraction(value), in_pounds(value))


def _income_share(company: Company) -> Iterator[Notice]:
    if not company.form.is_cic:
        return
    for loan in company.agreed.loans:
        if loan.kind is LoanKind.QUASI_EQUITY:
            sentence = (
                f"{loan.name} is paid back by income. In a community interest company interest that depends on "
                "performance is capped, at 20% of the average debt when last set: check the present cap."
            )
            yield Notice(Level.WARNING, sentence, CIC_INTEREST, Fraction(1, 5), "20%")


def _llp(company: Company, of: Register) -> Iterator[Notice]:
    if company.form is not LegalForm.LLP:
        return
    for party in of.parties:
        if party.kind is PartyKind.COUNCIL:
            sentence = (
                f"{party.name} would be a member of an LLP. A council that acts for a commercial purpose must do it "
                "through a company or a society: record that its purpose is another."
            )
            yield Notice(Level.WARNING, sentence, "Localism Act 2011, s.4")
    if len(of.parties) == 1 and of.parties[0].kind not in {PartyKind.EMPLOYEES, PartyKind.COMMUNITY}:
        sentence = "An LLP needs at least two members."
        yield Notice(Level.BROKEN, sentence, "Limited Liability Partnerships Act 2000, s.2(1)(a)", Fraction(1), "1")
