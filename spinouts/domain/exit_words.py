"""What happens to consents, votes and rights when the company is sold, fails or ends, in sentences."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from accounts.domain.counts import agreeing, counted
from spinouts.domain import consents
from spinouts.domain.cap_table import fractions_of
from spinouts.domain.company import Company
from spinouts.domain.dilution import convertible_shares, rights_left
from spinouts.domain.events import in_words
from spinouts.domain.parties import PartyKind, Side
from spinouts.domain.percentages import percent_in_words, stake_in_words
from spinouts.domain.registers import EVERYBODY, Register
from spinouts.domain.resolutions import Power, alone
from spinouts.domain.situations import Situation
from spinouts.domain.terms import Matter


def exit_notes(company: Company, of: Register, situation: Situation) -> tuple[str, ...]:
    """Sentences on who decides in the situation, how votes shift, and which rights come to nothing."""
    notes = {
        Situation.SALE: _sale,
        Situation.INSOLVENCY: _insolvency,
        Situation.DEFAULT: _default,
        Situation.STEP_IN: _step_in,
        Situation.WINDING_UP: _winding_up,
    }[situation]
    return (*notes(company, of), *_rights(company, of))


def _sale(company: Company, of: Register) -> Iterator[str]:
    articles = company.agreed.articles
    yield from consents.in_words(company, of, Matter.SALE)
    if articles.drag_along_percent is not None:
        part = Fraction(articles.drag_along_percent) / 100
        capital = fractions_of(of.capital)
        who = [party.name for party in of.parties if capital.get(party.reference, Fraction(0)) >= part]
        words = percent_in_words(articles.drag_along_percent)
        yield (
            f"Owners of {words} of the shares can make the others sell with them; "
            f"{' and '.join(who) or 'nobody'} has that many alone."
        )
    if articles.tag_along:
        yield "Whoever sells must get the same price for the others who want to sell with it."
    for whose, until in {**_agreed_locks(company, of), **of.locks}.items():
        name = "Every owner" if whose == EVERYBODY else company.party(whose).name
        yield f"{name} is locked in until {in_words(until)}."
    if articles.exit.strip():
        yield f"Agreed on exit: {articles.exit.strip()}"


def _insolvency(company: Company, of: Register) -> Iterator[str]:
    yield (
        "The directors' powers stop, and the insolvency practitioner decides (Insolvency Act 1986, s.103); the owners' "
        "votes no longer move the money."
    )
    yield from _agreed_step_in(company)


def _default(company: Company, of: Register) -> Iterator[str]:
    """Lenders who may convert can turn what is owed into votes."""
    votes = of.votes
    for loan in company.agreed.loans:
        owed = of.owed.get(loan.reference)
        shares = convertible_shares(loan, owed.amount) if owed is not None else 0
        known = next((each for each in company.classes if each.reference == loan.converts_to), None)
        if not shares or known is None or (of.form is not None and of.form.one_member_one_vote):
            continue
        more = {**votes, loan.lender: votes.get(loan.lender, 0) + shares * known.votes_per_share}
        before, after = (fractions_of(each).get(loan.lender, Fraction(0)) for each in (votes, more))
        yield (
            f"If {company.party(loan.lender).name} converts {loan.name} instead of calling it in, it gets {shares:,} "
            f"shares, and its votes go from {stake_in_words(before)} to {stake_in_words(after)}."
        )
    yield from _agreed_step_in(company)


def _step_in(company: Company, of: Register) -> Iterator[str]:
    votes, seats = fractions_of(of.votes), of.board
    for party in of.parties:
        if party.kind is PartyKind.COUNCIL:
            held = votes.get(party.reference, Fraction(0))
            yield (
                f"{party.name} has {stake_in_words(held)} of the votes and {seats.get(party.reference, 0)} of "
                f"{sum(seats.values())} board seats before it steps in."
            )
    yield from _agreed_step_in(company)
    yield "Shares and votes stay where they are, unless what is agreed moves them; what is paid here is for assets."


def _winding_up(company: Company, of: Register) -> Iterator[str]:
    yield from consents.in_words(company, of, Matter.WINDING_UP)
    names = {party.reference: party.name for party in of.parties}
    who = " and ".join(names[party] for party in alone(of.votes, Power.CARRY_SPECIAL)) or "nobody"
    yield f"It takes 75% of the votes that are cast (Insolvency Act 1986, s.84); {who} has them alone."


def _agreed_step_in(company: Company) -> Iterator[str]:
    agreed = company.agreed.articles.step_in.strip()
    councils = any(party.kind.side is Side.COUNCIL for party in company.parties)
    if agreed:
        yield f"Agreed on stepping in: {agreed}"
    elif councils:
        yield "Nothing is agreed on whether, and how, the council may step in."


def _agreed_locks(company: Company, of: Register) -> dict[str, date]:
    return {lock.party or EVERYBODY: lock.until for lock in company.agreed.articles.locks if lock.until >= of.on}


def _rights(company: Company, of: Register) -> Iterator[str]:
    for right, shares in rights_left(company, of):
        if right.until is None or right.until >= of.on:
            have, are = agreeing(shares, "has", "have"), agreeing(shares, "is", "are")
            yield f"{right.name}: {counted(shares, 'share')} {have} not been taken up and {are} not counted here."
