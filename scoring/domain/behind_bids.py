"""Everybody behind a bid, as its submission names them: its bidder, who bids with it, and the persons connected to it.

Panel members declare about each of them (ss.81-83), and declare anew when they change.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from partners.domain.connected_persons import Connection
from partners.domain.consortia import ConsortiumRole

Content = Mapping[str, Any]
BIDDER = "bidder"


@dataclass(frozen=True, slots=True)
class Behind:
    """One of them: `part` says what they are in the bid, in words."""

    name: str
    part: str

    @property
    def key(self) -> tuple[str, str]:
        """Two are the same if they have one name, however it is written, and one part."""
        return one_name(self.name), self.part

    def __str__(self) -> str:
        return f"{self.name} ({self.part})"


def one_name(name: str) -> str:
    """The name without differences of case and space."""
    return " ".join(name.casefold().split())


def behind(content: Content) -> list[Behind]:
    """All of them in the order of the submission, the bidder first; each once.

    A member may have its own "information" beside it, with the persons connected to it.
    """
    found: dict[tuple[str, str], Behind] = {}
    for each in _all(content):
        found.setdefault(each.key, each)
    return list(found.values())


def changes(before: Content, after: Content) -> list[str]:
    """Who came and who went between two submissions of a bid, a sentence each; none if they are the same."""
    old, new = behind(before), behind(after)
    return [
        *(f"{each} has come in." for each in _without(new, old)),
        *(f"{each} has gone." for each in _without(old, new)),
    ]


def _all(content: Content) -> Iterator[Behind]:
    yield Behind(str(content["organisation"]["name"]), BIDDER)
    for member in content.get("consortium") or ():
        yield Behind(str(member["name"]), ConsortiumRole(member.get("role") or ConsortiumRole.MEMBER).short)
        for person in (member.get("information") or {}).get("persons") or ():
            connection = Connection(person["connection"]).label.lower()
            yield Behind(str(person["name"]), f"{connection}, of {member['name']}")
    for person in (content.get("supplier_information") or {}).get("persons") or ():
        yield Behind(str(person["name"]), Connection(person["connection"]).label.lower())


def _without(some: Sequence[Behind], others: Sequence[Behind]) -> list[Behind]:
    known = {each.key for each in others}
    return [each for each in some if each.key not in known]
