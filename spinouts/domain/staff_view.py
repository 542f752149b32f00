"""What a company means for the people who work in it, in plain words and from its own figures."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from accounts.domain.counts import counted
from spinouts.domain.cap_table import fractions_of
from spinouts.domain.company import Company
from spinouts.domain.control import HALF, QUARTER
from spinouts.domain.events import in_words
from spinouts.domain.parties import Party, PartyKind, Side
from spinouts.domain.percentages import percent_in_words, stake_in_words
from spinouts.domain.promised_parts import least_for_employees
from spinouts.domain.registers import EVERYBODY, Register


@dataclass(frozen=True, slots=True)
class Plain:
    """A question that somebody would ask, and its answer in sentences."""

    question: str
    answers: tuple[str, ...]


def staff_view(company: Company, on: date) -> tuple[Plain, ...]:
    """Questions and answers for the staff, as things stand at the end of the day."""
    register = company.register(on)
    asked = (
        ("What part of the company is ours?", _ours(company, register)),
        ("What can we decide?", _decide(company, register)),
        ("Who speaks for us on the board?", _board(company, register)),
        ("Do we get a part of the profit?", _profit(company, register)),
        ("What can change, and when?", _change(company, register)),
        ("What happens to my shares if I leave?", _leaving(company)),
        ("What happens if the company is sold or ends?", _end(company)),
    )
    return tuple(Plain(question, answers) for question, said in asked if (answers := tuple(said)))


def _employees(register: Register) -> list[Party]:
    return [party for party in register.parties if party.kind.side is Side.EMPLOYEES]


def _part(weights: dict[str, int], parties: list[Party]) -> Fraction:
    parts = fractions_of(weights)
    return sum((parts.get(party.reference, Fraction(0)) for party in parties), Fraction(0))


def _ours(company: Company, register: Register) -> Iterator[str]:
    people = _employees(register)
    part = _part(register.capital, people)
    unit = "shares" if company.form.has_shares else "memberships"
    if not part:
        yield f"The people who work in {company.name} own no part of it today."
        return
    yield f"The people who work in {company.name} own {stake_in_words(part)} of its {unit} together."
    for party in people:
        if party.kind.is_trust:
            trustees = f" Its trustees are {_listed(party.trustees)}." if party.trustees else ""
            yield f"{party.name} holds them for all of you. You need not buy any; no one person owns them.{trustees}"
        elif party.kind is PartyKind.EMPLOYEES and party.reference in register.capital:
            yield f"{party.name} hold shares or memberships of their own."
    others = [party for party in register.parties if party.kind.side is not Side.EMPLOYEES]
    capital = fractions_of(register.capital)
    said = [
        f"{party.name} {stake_in_words(capital[party.reference])}" for party in others if party.reference in capital
    ]
    if said:
        yield f"The rest belongs to others: {_listed(tuple(said))}."


def _decide(company: Company, register: Register) -> Iterator[str]:
    votes = _part(register.votes, _employees(register))
    words = stake_in_words(votes)
    if votes >= 3 * QUARTER:
        yield f"With {words} of the votes, the staff's side can decide everything alone, also change the rules."
    elif votes > HALF:
        yield (
            f"With {words} of the votes, the staff's side can decide ordinary matters alone. Changing the rules of "
            "the company takes 75%, so it needs others for that."
        )
    elif votes > QUARTER:
        yield (
            f"With {words} of the votes, the staff's side can stop a change of the company's rules, which takes 75%. "
            "It can't decide alone."
        )
    elif votes:
        yield (
            f"With {words} of the votes, the staff's side is heard, but it can neither decide alone nor stop a change "
            "of the company's rules by its votes: that takes more than 25%."
        )
    for reserved in company.agreed.articles.reserved:
        if any(company.party(party).kind.side is Side.EMPLOYEES for party in reserved.consent_of):
            yield f"This needs the consent of the staff's side, whatever its votes: {reserved.matter.label.lower()}."


def _board(company: Company, register: Register) -> Iterator[str]:
    seats = sum(register.board.get(party.reference, 0) for party in _employees(register))
    whole = sum(register.board.values())
    if whole:
        yield f"The staff's side fills {seats} of the {counted(whole, 'seat')} on the board."


def _profit(company: Company, register: Register) -> Iterator[str]:
    form, articles = company.form, company.agreed.articles
    if form.is_charity or not form.has_shares:
        yield f"A {form.label[0].lower()}{form.label[1:]} pays no profit to its owners: it stays in the service."
        return
    if form.is_cic:
        yield "Of the profit of a year, at most 35% may be paid to owners. The rest stays for the community."
    if articles.most_dividend_percent is not None:
        most = percent_in_words(articles.most_dividend_percent)
        yield f"It was agreed that at most {most} of a year's profit is paid out."
    if part := _part(register.sharing_profits, _employees(register)):
        yield f"When profit is paid out by shares, {stake_in_words(part)} of it goes to the staff's side."
    yield "Profit is paid out only when there is some, and the owners decide so. Nothing here is a promise of money."


def _change(company: Company, register: Register) -> Iterator[str]:
    for whose, until in register.locks.items():
        name = "Nobody" if whose == EVERYBODY else company.party(whose).name
        may = "may give up shares" if whose == EVERYBODY else "may not give up its shares"
        yield f"{name} {may} until {in_words(until)} has passed."
    for reference, right in register.rights.items():
        by = f" until {in_words(right.until)}" if right.until else ""
        yield f"{right.party.name} may get {counted(right.shares, 'more share')}{by} (“{reference}”)."
    if promised := least_for_employees(company.agreed):
        least = " and ".join(f"at least {each.words}" for each in promised)
        yield f"It was promised that the staff's side keeps {least} of the company."


def _leaving(company: Company) -> Iterator[str]:
    rule = company.agreed.articles.leaver_rule
    if rule:
        yield f"{rule.label}."
    if any(party.kind.is_trust for party in company.parties):
        yield "What a trust holds for all staff stays with the trust when somebody leaves, for those who come after."


def _end(company: Company) -> Iterator[str]:
    articles = company.agreed.articles
    if articles.asset_lock or company.form.is_cic or company.form.is_charity:
        body = f", and what is left goes to {articles.asset_lock_body}" if articles.asset_lock_body else ""
        yield f"Its assets are locked for the community: owners can't take them out{body}."
    if articles.exit:
        yield articles.exit
    if articles.step_in:
        yield articles.step_in


def _listed(things: tuple[str, ...]) -> str:
    *first, last = things
    return f"{', '.join(first)} and {last}" if first else last
