"""Who controls the company: what the law makes of the register, in sentences with their exact figures and sources.

Indications to think about, not legal advice: control can also come from agreements that no register shows.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction

from spinouts.domain.cap_table import NO_PART, fractions_of, shown_parts
from spinouts.domain.findings import Finding, Topic
from spinouts.domain.forms import LegalForm
from spinouts.domain.parties import Party, PartyKind, Side
from spinouts.domain.percentages import stake_in_words
from spinouts.domain.regimes import OWNERSHIP_TRUSTS, PROCUREMENT_ACT, SIGNIFICANT_CONTROL
from spinouts.domain.registers import Register
from spinouts.domain.resolutions import Coalition, Coalitions, Power, alone, minimal_coalitions

__all__ = [
    "Band",
    "Coalition",
    "Coalitions",
    "Finding",
    "Power",
    "Topic",
    "alone",
    "band",
    "findings",
    "minimal_coalitions",
]

HALF = Fraction(1, 2)
FIFTH = Fraction(1, 5)
QUARTER = Fraction(1, 4)


class Band(StrEnum):
    """Bands in which significant control is registered (Companies Act 2006, Sch.1A)."""

    OVER_QUARTER = "over_quarter"
    OVER_HALF = "over_half"
    THREE_QUARTERS = "three_quarters"

    @property
    def label(self) -> str:
        """The band in words, with its ends."""
        return {
            Band.OVER_QUARTER: "more than 25% but not more than 50%",
            Band.OVER_HALF: "more than 50% but less than 75%",
            Band.THREE_QUARTERS: "75% or more",
        }[self]


def band(share: Fraction) -> Band | None:
    """The band for a part of the shares or votes (0 to 1). Exactly 25% is in none, exactly 75% in the highest."""
    if share >= Fraction(3, 4):
        return Band.THREE_QUARTERS
    if share > HALF:
        return Band.OVER_HALF
    return Band.OVER_QUARTER if share > QUARTER else None


def findings(of: Register) -> tuple[Finding, ...]:
    """All that follows from the register. Many people under one name have a power only as far as they use it alike."""
    return (
        *_resolutions(of),
        *_significant_control(of),
        *_subsidiary(of),
        *_council(of),
        *_employee_trusts(of),
        *_employee_control(of),
    )


def _resolutions(of: Register) -> Iterator[Finding]:
    votes, shown = fractions_of(of.votes), shown_parts(of.votes)
    for party in of.parties:
        share = votes.get(party.reference, Fraction(0))
        words = shown.get(party.reference, NO_PART)
        for power, topic in (
            (Power.CARRY_ORDINARY, Topic.PASSES_ORDINARY),
            (Power.CARRY_SPECIAL, Topic.PASSES_SPECIAL),
            (Power.BLOCK_SPECIAL, Topic.BLOCKS_SPECIAL),
        ):
            if power.reached(share):
                who = f"{party.name}, if they all vote alike," if party.kind.is_many else party.name
                sentence = f"{who} can {power.label} alone, with {words} of the votes: it takes {power.need}."
                yield Finding(party.reference, topic, sentence, share, words, _meeting(of, power))
        if share == QUARTER:
            sentence = (
                f"{party.name} cannot block a special resolution alone: with exactly 25% of the votes against, "
                "the other 75% are enough to pass it."
            )
            yield Finding(
                party.reference, Topic.EXACT_QUARTER, sentence, share, words, _meeting(of, Power.BLOCK_SPECIAL)
            )
        if share == HALF:
            sentence = (
                f"{party.name} can block every ordinary resolution but pass none alone, with exactly 50% of the votes: "
                "settle in the articles how a deadlock ends."
            )
            yield Finding(party.reference, Topic.DEADLOCK, sentence, share, words, _meeting(of, Power.BLOCK_ORDINARY))
    if any(votes.values()) and not alone(of.votes, Power.CARRY_ORDINARY):
        most = max(votes.values())
        words = shown[max(votes, key=lambda party: votes[party])]
        sentence = f"No one party can pass an ordinary resolution alone: the most that one has is {words}."
        yield Finding(None, Topic.NOBODY_ALONE, sentence, most, words, _meeting(of, Power.CARRY_ORDINARY))


def _meeting(of: Register, power: Power) -> str:
    if of.form is not None and of.form.is_society:
        return f"The society's own rules; measured here as in {power.source}"
    if of.form is LegalForm.LLP:
        return f"The members' agreement; measured here as in {power.source}"
    return power.source


def _significant_control(of: Register) -> Iterator[Finding]:
    """Sch.1A, paras 2 to 4. Societies are outside the regime; without shares its first condition asks other things."""
    if of.form is not None and of.form.is_society:
        return
    source = "Companies Act 2006, Sch.1A"
    if of.form is LegalForm.LLP:
        source += " as applied to LLPs by SI 2016/340"
    if not SIGNIFICANT_CONTROL.is_known(of.on):
        yield psc_not_yet(of.on)
        return
    measures: list[tuple[Topic, str, Mapping[str, int]]] = [(Topic.PSC_VOTES, "votes", of.votes)]
    if of.form is None or of.form.has_shares:
        measures.insert(0, (Topic.PSC_SHARES, "shares", of.capital))
    board = fractions_of(of.board)
    for party in of.parties:
        for topic, noun, weights in measures:
            share = fractions_of(weights).get(party.reference, Fraction(0))
            if (reached := band(share)) is not None:
                words = shown_parts(weights)[party.reference]
                sentence = _registered(party, f"{words} of the {noun} is {reached.label}")
                yield Finding(party.reference, topic, sentence, share, words, f"{source}, para {_PARAGRAPHS[topic]}")
        seats = board.get(party.reference, Fraction(0))
        if seats > HALF:
            sentence = (
                f"{_holder(party)} must be registered for significant control if they can appoint or remove "
                f"{_seats(of, party)}: that is a majority of the board."
            )
            yield Finding(party.reference, Topic.PSC_BOARD, sentence, seats, stake_in_words(seats), f"{source}, para 4")


def _registered(party: Party, why: str) -> str:
    alone = f" {EACH_ALONE}" if party.kind.is_many else ""
    return f"{_holder(party)} must be registered for significant control: {why}.{alone}"


EACH_ALONE = "People who hold in their own names are each counted by their own part alone."


def _holder(party: Party) -> str:
    """Who is registered for the party: trustees for their trust; for many people whoever holds for them all."""
    if party.kind.is_many:
        return f"Whoever holds for all of {party.name}"
    return party.as_trustees if party.kind.is_trust else party.name


def psc_not_yet(on: date) -> Finding:
    """What is said instead of who must be registered, on a day before anybody had to be."""
    sentence = f"{SIGNIFICANT_CONTROL.not_yet(on)} Nobody had to be registered."
    return Finding(None, Topic.PSC_NOT_YET, sentence, Fraction(0), "", "Companies Act 2006, Part 21A")


_PARAGRAPHS = {Topic.PSC_SHARES: 2, Topic.PSC_VOTES: 3}


def _subsidiary(of: Register) -> Iterator[Finding]:
    """Whose subsidiary it is (s.1159). Trustees, people and councils are no such parents; see `_council` for these."""
    if of.form is not None and of.form.is_society:
        return
    votes, board = fractions_of(of.votes), fractions_of(of.board)
    for party in of.parties:
        if party.kind.side is not Side.PARTNER:
            continue
        voting, seats = votes.get(party.reference, Fraction(0)), board.get(party.reference, Fraction(0))
        most = max(voting, seats)
        if most > HALF:
            limb, noun, weights = ("a", "votes", of.votes) if voting >= seats else ("b", "board seats", of.board)
            words = _words(weights, [party])
            sentence = (
                f"The company is a subsidiary of {party.name}, which has {words} of the {noun}: more than half is "
                f"enough, if {party.name} is a body corporate."
            )
            source = f"Companies Act 2006, s.1159(1)({limb}) and Sch.6"
            yield Finding(party.reference, Topic.SUBSIDIARY, sentence, most, words, source)


def _council(of: Register) -> Iterator[Finding]:
    """Councils count together; a board seat is taken as one vote at the board."""
    councils = [party for party in of.parties if party.kind is PartyKind.COUNCIL]
    votes, board = _together(of.votes, councils), _together(of.board, councils)
    most = max(votes, board)
    noun, weights = ("votes", of.votes) if votes >= board else ("board seats", of.board)
    words = _words(weights, councils)
    names, reference = _names(councils) or "The council", councils[0].reference if len(councils) == 1 else None
    if most > HALF:
        sentence = f"{names} would control the company, with {words} of the {noun}: more than half is enough."
        topic, section = Topic.COUNCIL_CONTROLLED, "s.68"
    elif most >= FIFTH:
        sentence = (
            f"{names} may influence the company, with {words} of the {noun}: 20% is enough, if there is also a "
            "business relationship, such as more than half of its turnover from the council."
        )
        topic, section = Topic.COUNCIL_INFLUENCED, "s.69"
    else:
        seats = f" and {stake_in_words(board)} of the board seats" if of.board else ""
        unknown = "" if of.board else " The board is not recorded, and counts too."
        sentence = (
            f"{names} would neither control nor influence the company by its stake, with {_words(of.votes, councils)} "
            f"of the votes{seats}: influence starts at 20%. Staff of the council count too.{unknown}"
        )
        topic, section = Topic.COUNCIL_NEITHER, "ss.68 and 69"
    source = f"Local Government and Housing Act 1989, {section}; SI 1995/849"
    yield Finding(reference, topic, sentence, most, words, source)


def _employee_trusts(of: Register) -> Iterator[Finding]:
    """Each employees' party is tested by itself, since the trust must itself hold the majority."""
    if of.form is not None and (of.form.is_society or not of.form.has_shares):
        return
    capital, votes = fractions_of(of.capital), fractions_of(of.votes)
    source = "Taxation of Chargeable Gains Act 1992, ss.236H to 236U"
    if not OWNERSHIP_TRUSTS.is_known(of.on):
        yield Finding(None, Topic.EMPLOYEE_TRUST, OWNERSHIP_TRUSTS.not_yet(of.on), Fraction(0), "", source)
        return
    for party in of.parties:
        if party.kind.side is not Side.EMPLOYEES:
            continue
        least = min(capital.get(party.reference, Fraction(0)), votes.get(party.reference, Fraction(0)))
        words = _words(of.capital if capital.get(party.reference) == least else of.votes, [party])
        noun = "shares and votes" if least > HALF or _same(capital, votes, party) else "shares or of the votes"
        if least > HALF:
            held = ", if a trust held them for everybody" if party.kind.is_many else ""
            sentence = f"{party.name} could be an employee ownership trust, with at least {words} of the {noun}{held}."
        else:
            sentence = (
                f"{party.name} cannot be an employee ownership trust, with {words} of the {noun}: that takes more than "
                "50%. A smaller stake can be an employee benefit trust or shares held by staff."
            )
        yield Finding(party.reference, Topic.EMPLOYEE_TRUST, sentence, least, words, source)


def _employee_control(of: Register) -> Iterator[Finding]:
    """The two limbs that figures can show: control by a majority of votes, management by one of the board."""
    employees = [party for party in of.parties if party.kind.side is Side.EMPLOYEES]
    votes, board = _together(of.votes, employees), _together(of.board, employees)
    limbs = [] if votes > HALF else [f"they have {_words(of.votes, employees)} of the votes"]
    if of.board and board <= HALF:
        limbs.append(
            f"they fill {sum(of.board.get(party.reference, 0) for party in employees)} of the "
            f"{sum(of.board.values())} board seats"
        )
    if limbs:
        sentence = f"The employees do not manage and control the company: {' and '.join(limbs)}, not more than half."
    elif of.board:
        sentence = (
            "The employees may manage and control the company: they have more than half of the votes and of the board "
            "seats. Look also for vetoes given to others."
        )
    else:
        sentence = (
            "The employees have more than half of the votes; the board is not recorded, so control is not yet shown."
        )
    reference = employees[0].reference if len(employees) == 1 else None
    least = min(votes, board) if of.board else votes
    words = _words(of.board if of.board and board < votes else of.votes, employees)
    source = "Procurement Act 2023, s.33(6)(c)"
    if not PROCUREMENT_ACT.is_known(of.on):
        source = f"Measured here as in {source}, {PROCUREMENT_ACT.began}"
    yield Finding(reference, Topic.EMPLOYEE_CONTROL, sentence, least, words, source)


def _words(weights: Mapping[str, int], parties: list[Party]) -> str:
    """The part of one party as the table of owners shows it; that of several as it is."""
    if len(parties) == 1:
        return shown_parts(weights).get(parties[0].reference, NO_PART)
    return stake_in_words(_together(weights, parties))


def _together(weights: Mapping[str, int], parties: list[Party]) -> Fraction:
    parts = fractions_of(weights)
    return sum((parts.get(party.reference, Fraction(0)) for party in parties), Fraction(0))


def _same(capital: Mapping[str, Fraction], votes: Mapping[str, Fraction], party: Party) -> bool:
    return capital.get(party.reference) == votes.get(party.reference)


def _names(parties: list[Party]) -> str:
    return " and ".join(party.name for party in parties)


def _seats(of: Register, party: Party) -> str:
    return f"{of.board[party.reference]} of the {sum(of.board.values())} board seats"
