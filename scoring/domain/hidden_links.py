"""Links that nobody declared: between bids, and between the panel and a bid. They are offered, and decide nothing.

Each says what matched, in words. A person confirms it or dismisses it, since two people may share a name by chance.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from accounts.domain.fingerprints import fingerprint


class Match(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"
    NUMBER = "number"
    ADDRESS = "address"
    WRITER = "writer"
    MAIL = "mail"
    SURNAME = "surname"
    EMPLOYER = "employer"

    @property
    def label(self) -> str:
        return {
            Match.PERSON: "The same person",
            Match.ORGANISATION: "The same organisation",
            Match.NUMBER: "The same number in a register",
            Match.ADDRESS: "The same address",
            Match.WRITER: "The same writer or adviser",
            Match.MAIL: "E-mail addresses of one organisation",
            Match.SURNAME: "The same surname",
            Match.EMPLOYER: "The same employer",
        }[self]


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody whom a bid names: `part` is what they are in it."""

    name: str
    part: str
    is_person: bool = False
    address: str = ""
    numbers: tuple[str, ...] = ()
    born_in: str = ""


@dataclass(frozen=True, slots=True)
class Writer:
    """Somebody who writes a bid, or signed for it."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class BidPeople:
    """A bid with everybody who stands behind it."""

    reference: str
    bidder: str
    named: tuple[Named, ...]
    writers: tuple[Writer, ...] = ()


@dataclass(frozen=True, slots=True)
class Judge:
    """A member of the panel."""

    reference: str
    name: str
    email: str
    employer: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """What matched, in words; between these bids, or between the judge and the bid."""

    match: Match
    words: str
    bids: tuple[str, ...]
    judge: str
    key: str
    """The same as long as the same matches between the same: what was found about it then still holds."""


_TITLE_WORDS = "mr mrs ms miss mx dr prof professor sir dame lord lady cllr councillor rev reverend"
_ENDING_WORDS = "ltd limited plc llp cic cio company the"
_PUBLIC_DOMAINS = """
gmail.com googlemail.com outlook.com hotmail.com hotmail.co.uk live.com live.co.uk msn.com yahoo.com yahoo.co.uk
icloud.com me.com aol.com btinternet.com sky.com talktalk.net virginmedia.com proton.me protonmail.com gmx.com
example.org example.com example.net
"""
_TITLES, _ENDINGS = frozenset(_TITLE_WORDS.split()), frozenset(_ENDING_WORDS.split())
_TELLS_NOTHING = frozenset(_PUBLIC_DOMAINS.split())
"""Domains where anybody may have an address, and those kept for examples."""
LEAST_OF_ADDRESS = 8


def links(bids: Sequence[BidPeople], judges: Sequence[Judge]) -> list[Link]:
    """All links, those between bids first; whatever the order in which they are given."""
    bids = sorted(bids, key=lambda each: each.reference)
    found = [*_between_bids(bids), *_with_judges(bids, judges)]
    once = {each.key: each for each in found}
    order = list(Match)
    return sorted(once.values(), key=lambda each: (each.judge != "", order.index(each.match), each.words, each.key))


def plain_name(name: str) -> str:
    """A name to compare: no case, titles, company endings or signs; "Tide, Ann" is "ann tide"."""
    last, comma, first = name.partition(",")
    turned = f"{first} {last}" if comma and " " not in last.strip() else name
    words = re.findall(r"\w+", turned.replace("'", "").replace("’", "").casefold())
    left = [word for word in words if word not in _TITLES and word not in _ENDINGS]
    return " ".join(left or words)


def _plain_address(address: str) -> str:
    plain = " ".join(re.findall(r"\w+", address.casefold()))
    return plain if len(plain) >= LEAST_OF_ADDRESS else ""


def _domain(email: str) -> str:
    domain = email.rpartition("@")[2].casefold()
    return "" if domain in _TELLS_NOTHING else domain


Seen = tuple[BidPeople, Named]


def _between_bids(bids: Sequence[BidPeople]) -> Iterator[Link]:
    everybody = [(bid, each) for bid in bids for each in bid.named]
    for name, seen in _in_several_bids((plain_name(each.name), bid, each) for bid, each in everybody):
        if _may_be_one(each for _, each in seen):
            match = Match.PERSON if all(each.is_person for _, each in seen) else Match.ORGANISATION
            yield _link(match, name, f"{seen[0][1].name} is named in {len(_refs(seen))} bids: {_parts(seen)}.", seen)
    for number, seen in _in_several_bids((number, bid, each) for bid, each in everybody for number in each.numbers):
        if len({plain_name(each.name) for _, each in seen}) > 1:
            yield _link(Match.NUMBER, number, f"The number {number} stands for {_people(seen)}.", seen)
    for address, seen in _in_several_bids((_plain_address(each.address), bid, each) for bid, each in everybody):
        words = f"One address, “{_one_line(seen[0][1].address)}”, is that of {_people(seen)}."
        yield _link(Match.ADDRESS, address, words, seen)
    yield from _writers(bids)


def _writers(bids: Sequence[BidPeople]) -> Iterator[Link]:
    hands = [(bid, Named(writer.name, "writer"), writer.email) for bid in bids for writer in bid.writers]
    for email, seen in _in_several_bids((email.casefold(), bid, each) for bid, each, email in hands):
        words = f"{seen[0][1].name} writes for {_list(sorted({bid.bidder for bid, _ in seen}))}."
        yield _link(Match.WRITER, email, words, seen)
    for domain, seen in _in_several_bids((_domain(email), bid, each) for bid, each, email in hands):
        if len({each.name for _, each in seen}) > 1:
            words = f"Addresses at {domain} write for {_list(sorted({bid.bidder for bid, _ in seen}))}."
            yield _link(Match.MAIL, domain, words, seen)


def _with_judges(bids: Sequence[BidPeople], judges: Sequence[Judge]) -> Iterator[Link]:
    by_name: dict[str, list[Seen]] = defaultdict(list)
    by_surname: dict[str, list[Seen]] = defaultdict(list)
    by_domain: dict[str, list[Seen]] = defaultdict(list)
    for bid in bids:
        hands = [(Named(each.name, "writer of the bid", is_person=True), each.email) for each in bid.writers]
        for each in (*bid.named, *(named for named, _ in hands)):
            by_name[plain_name(each.name)].append((bid, each))
            if each.is_person and len(plain_name(each.name).split()) > 1:
                by_surname[plain_name(each.name).split()[-1]].append((bid, each))
        for each, email in hands:
            by_domain[_domain(email)].append((bid, each))
    for judge in judges:
        name = plain_name(judge.name)
        for bid, each in by_name[name]:
            words = f"{judge.name}, of the panel, has the name of {_one(bid, each)}."
            yield _link(Match.PERSON, name, words, [(bid, each)], judge)
        for bid, each in by_surname[name.split()[-1]] if len(name.split()) > 1 else ():
            if plain_name(each.name) != name:
                words = f"{judge.name}, of the panel, has the surname of {_one(bid, each)}."
                yield _link(Match.SURNAME, plain_name(each.name), words, [(bid, each)], judge)
        yield from _employer(judge, by_name, by_domain)


def _employer(judge: Judge, by_name: dict[str, list[Seen]], by_domain: dict[str, list[Seen]]) -> Iterator[Link]:
    if employer := plain_name(judge.employer):
        for bid, each in by_name[employer]:
            words = f"{judge.name}, of the panel, works for {judge.employer}, which is {each.part} in the bid of "
            yield _link(Match.EMPLOYER, employer, f"{words}{bid.bidder}.", [(bid, each)], judge)
    if domain := _domain(judge.email):
        for bid, each in by_domain[domain]:
            words = (
                f"{judge.name}, of the panel, and {each.name}, who writes the bid of {bid.bidder}, have addresses at "
            )
            yield _link(Match.EMPLOYER, domain, f"{words}{domain}.", [(bid, each)], judge)


def _in_several_bids(rows: Iterable[tuple[str, BidPeople, Named]]) -> Iterator[tuple[str, list[Seen]]]:
    """Whatever two bids or more have in common, with everybody who has it."""
    groups: dict[str, list[Seen]] = defaultdict(list)
    for common, bid, each in rows:
        if common:
            groups[common].append((bid, each))
    for common, seen in sorted(groups.items(), key=lambda item: item[0]):
        if len(_refs(seen)) > 1:
            yield common, seen


def _may_be_one(some: Iterable[Named]) -> bool:
    """Not if they were born in different months."""
    return len({each.born_in for each in some if each.born_in}) < 2


def _refs(seen: Iterable[Seen]) -> tuple[str, ...]:
    return tuple(sorted({bid.reference for bid, _ in seen}))


def _parts(seen: Sequence[Seen]) -> str:
    return _list(list(dict.fromkeys(f"{each.part} in that of {bid.bidder}" for bid, each in seen)))


def _people(seen: Sequence[Seen]) -> str:
    return _list(list(dict.fromkeys(_one(bid, each) for bid, each in seen)))


def _one(bid: BidPeople, each: Named) -> str:
    return f"{each.name} ({each.part}, bid of {bid.bidder})"


def _list(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _one_line(text: str) -> str:
    return ", ".join(line.strip(" ,") for line in text.splitlines() if line.strip(" ,"))


def _link(match: Match, common: str, words: str, seen: Sequence[Seen], judge: Judge | None = None) -> Link:
    bids, who = _refs(seen), judge.reference if judge else ""
    return Link(match, words, bids, who, fingerprint([match.value, common, list(bids), who])[:40])
