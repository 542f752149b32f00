"""Who gains or loses control between two registers: who crosses 25, 50 or 75 per cent of the votes."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from spinouts.domain.cap_table import NO_PART, fractions_of, shown_parts
from spinouts.domain.control import band
from spinouts.domain.parties import Party, PartyKind, Side
from spinouts.domain.percentages import stake_in_words
from spinouts.domain.registers import Register


def crossings(before: Register, after: Register) -> tuple[str, ...]:
    """A sentence for each party, and each side of several parties, that stands in another band of votes than before."""
    parties = {party.reference: party for party in (*before.parties, *after.parties)}
    earlier, later = fractions_of(before.votes), fractions_of(after.votes)
    single = (_crossing(party.name, earlier, later, [party.reference]) for party in parties.values())
    return tuple(said for said in (*single, *_sides(list(parties.values()), earlier, later)) if said)


def _sides(parties: list[Party], earlier: Mapping[str, Fraction], later: Mapping[str, Fraction]) -> Iterator[str]:
    for side in Side:
        of_side = [party for party in parties if party.kind.side is side]
        if len(of_side) > 1:
            yield _crossing(f"{_who(side, of_side)} together", earlier, later, [party.reference for party in of_side])


def _who(side: Side, parties: list[Party]) -> str:
    """The side by its name; on the partners' side others are named too, where they count among it."""
    if side is Side.COUNCIL:
        return "Councils"
    others = [words for kind, words in _BESIDE_PARTNERS if any(party.kind is kind for party in parties)]
    if side is not Side.PARTNER or not others:
        return side.label
    return f"{', '.join([side.label, *others[:-1]])} and {others[-1]}"


_BESIDE_PARTNERS = (
    (PartyKind.SOCIAL_INVESTOR, "social investors"),
    (PartyKind.CHARITY, "charities"),
    (PartyKind.GROUP_COMPANY, "group companies"),
)


def _crossing(name: str, earlier: Mapping[str, Fraction], later: Mapping[str, Fraction], whose: list[str]) -> str:
    was = sum((earlier.get(party, Fraction(0)) for party in whose), Fraction(0))
    now = sum((later.get(party, Fraction(0)) for party in whose), Fraction(0))
    reached = band(now)
    if band(was) is reached:
        return ""
    words = reached.label if reached else "not more than 25%"
    verb = "go" if name.endswith("together") else "goes"
    was_words, now_words = (_shown(parts, whose) for parts in (earlier, later))
    return f"{name} {verb} from {was_words} to {now_words} of the votes: now {words}."


def _shown(parts: Mapping[str, Fraction], whose: list[str]) -> str:
    """The part of one party as the table of the year shows it; that of several as it is."""
    if len(whose) == 1:
        return shown_parts(parts).get(whose[0], NO_PART)
    return stake_in_words(sum((parts.get(party, Fraction(0)) for party in whose), Fraction(0)))
