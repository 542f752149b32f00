"""Rules that follow from who the owners are: employee ownership trusts, councils, equal halves, promises kept."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from spinouts.domain.cap_table import fractions_of
from spinouts.domain.company import Company
from spinouts.domain.control import HALF
from spinouts.domain.dilution import diluted_capital
from spinouts.domain.limit_checks import part_of
from spinouts.domain.notices import Level, Notice
from spinouts.domain.parties import Party, PartyKind, Side
from spinouts.domain.percentages import percent_in_words, stake_in_words
from spinouts.domain.promised_parts import least_for_employees
from spinouts.domain.regimes import PROCUREMENT_ACT
from spinouts.domain.registers import Register

EOT = "Taxation of Chargeable Gains Act 1992, ss.236H to 236U (s.236M: controlling interest)"
TECKAL = "Procurement Act 2023, Sch.2 para 2(3)"
AUTHORITY = "Procurement Act 2023, s.2"


def owner_notices(company: Company, of: Register) -> Iterator[Notice]:
    """What the owners' kinds and parts make of the company by its register on a day."""
    for party in of.parties:
        if party.kind is PartyKind.EMPLOYEE_OWNERSHIP_TRUST:
            yield from _ownership_trust(company, of, party)
    if PROCUREMENT_ACT.is_known(of.on):
        yield from _in_house(company, of)
        yield from _contracting_authority(of)
    yield from _deadlock(company, of)
    yield from _promise_to_employees(company, of)


def _ownership_trust(company: Company, of: Register, trust: Party) -> Iterator[Notice]:
    """The trustees need more than half of shares, votes, profits and assets, and that nothing can take it from them."""
    if company.form.is_society or not company.form.has_shares:
        sentence = f"{trust.name} cannot be an employee ownership trust here: that takes a company with shares."
        yield Notice(Level.BROKEN, sentence, EOT)
        return
    measures: tuple[tuple[str, Mapping[str, int]], ...] = (
        ("the shares", of.capital),
        ("the votes", of.votes),
        ("the profits", _shares(of, {known.reference for known in of.classes if known.dividends})),
        ("what is left at the end", _shares(of, {known.reference for known in of.classes if known.participates})),
    )
    parts = [(noun, fractions_of(weights).get(trust.reference, Fraction(0))) for noun, weights in measures]
    noun, least = min(parts, key=lambda pair: pair[1])
    if least <= HALF:
        words = stake_in_words(least)
        sentence = (
            f"{trust.name} has {words} of {noun}. An employee ownership trust needs more than 50% of the shares, of "
            "the votes, of the profits and of what is left at the end; with less it is an employee benefit trust."
        )
        yield Notice(Level.WARNING, sentence, EOT, least, words)
        return
    diluted = fractions_of(diluted_capital(company, of)).get(trust.reference, Fraction(0))
    if diluted <= HALF:
        words = stake_in_words(diluted)
        sentence = (
            f"If every right to shares is used, {trust.name} falls to {words} of the shares. An employee ownership "
            "trust must not be able to lose its majority without the consent of its trustees."
        )
        yield Notice(Level.WARNING, sentence, EOT, diluted, words)


def _shares(of: Register, classes: set[str]) -> dict[str, int]:
    counted: dict[str, int] = {}
    for (party, known), shares in of.holdings.items():
        if known in classes:
            counted[party] = counted.get(party, 0) + shares
    return counted


def _in_house(company: Company, of: Register) -> Iterator[Notice]:
    """A direct award to an owned company needs that nobody but public authorities holds shares in it."""
    capital = fractions_of(of.capital)
    councils = {party.reference for party in of.parties if party.kind is PartyKind.COUNCIL}
    if not company.form.has_shares or not councils & set(capital):
        return
    private = sum((part for party, part in capital.items() if party not in councils), Fraction(0))
    if private:
        words = stake_in_words(private)
        sentence = (
            f"Owners other than councils hold {words} of the shares, so the council's contract with the company can "
            "never be exempt as an in-house one: it needs an award under the Act."
        )
        yield Notice(Level.WARNING, sentence, TECKAL, private, words)


def _contracting_authority(of: Register) -> Iterator[Notice]:
    councils = [party for party in of.parties if party.kind is PartyKind.COUNCIL]
    for weights, what in ((of.board, "choose {} of the board"), (of.votes, "have {} of the votes")):
        part = sum((fractions_of(weights).get(party.reference, Fraction(0)) for party in councils), Fraction(0))
        if part > HALF:
            words = stake_in_words(part)
            sentence = (
                f"Councils {what.format(words)}, more than half: the company is under the oversight of public "
                "authorities, and unless it operates on a commercial basis it must buy under the Act itself."
            )
            yield Notice(Level.WARNING, sentence, AUTHORITY, part, words)


def _deadlock(company: Company, of: Register) -> Iterator[Notice]:
    if company.agreed.articles.deadlock.strip():
        return
    names = [party.name for party in of.parties if fractions_of(of.votes).get(party.reference) == HALF]
    if names:
        who = " and ".join(names) + (" each have" if len(names) > 1 else " has")
        sentence = f"{who} exactly half of the votes, and nothing is agreed for a deadlock: agree how it is broken."
        yield Notice(Level.WARNING, sentence, "Companies Act 2006, s.282", HALF, "50%")
    seats = of.board
    for side in Side:
        filled = sum(seats.get(party.reference, 0) for party in of.parties if party.kind.side is side)
        if filled and filled * 2 == sum(seats.values()):
            sentence = (
                f"{side.label}: exactly half of the board seats, and nothing is agreed for a deadlock. Say whether "
                "the chair has a casting vote."
            )
            yield Notice(Level.WARNING, sentence, "The articles", HALF, f"{filled} of {filled * 2} seats")
            return


def _promise_to_employees(company: Company, of: Register) -> Iterator[Notice]:
    if not of.capital:
        return
    part = part_of(of, Side.EMPLOYEES)
    for promised in least_for_employees(company.agreed):
        if promised.is_left_by(part):
            words = stake_in_words(part, beside=(promised.percent,))
            sentence = (
                f"The employees have {words} of the capital, less than the {percent_in_words(promised.percent)} that "
                "is promised."
            )
            yield Notice(Level.WARNING, sentence, promised.source, part, words)
