"""What an ownership tree says: beside each line, in a sentence for those who do not see it, and in its table."""

from collections.abc import Collection, Mapping, Sequence

from spinouts.domain.pictures.lettering import shorten, wrap
from spinouts.domain.pictures.nodes import Node
from spinouts.domain.pictures.tree_values import Stake, StakeRow


def facts(stake: Stake, unit: str) -> tuple[str, ...]:
    """The stake's figures, one by one: "Shares: 40%", "Board: 1 seat"."""
    votes = () if stake.votes is None else (f"Votes: {stake.votes}",)
    seats = (f"Board: {stake.seats} seat{'' if stake.seats == 1 else 's'}",) if stake.seats else ()
    return (f"{unit.capitalize()}: {stake.capital}", *votes, *seats)


def head(owned: str, *, is_cross_holding: bool) -> str:
    """What stands above the figures where they need telling apart."""
    return f"{'Cross-holding in' if is_cross_holding else 'In'} {owned}:"


def lines(
    stakes: Sequence[tuple[Stake, bool]], names: Mapping[str, str], unit: str, room: int
) -> list[list[tuple[str, bool]]]:
    """Lines of at most `room` pixels for each of an owner's stakes, and whether they are bold.

    A stake says in which company it is where its owner has several, or it is a cross-holding. That company's name
    is shortened here, since its own box says it all.
    """
    several = len(stakes) > 1
    said = []
    for stake, crosses in stakes:
        heading = shorten(head(names[stake.owned], is_cross_holding=crosses), room, 3) if several or crosses else ()
        figures = [line for fact in facts(stake, unit) for line in wrap(fact, room)]
        said.append([*((line, True) for line in heading), *((line, False) for line in figures)])
    return said


def alternative(nodes: Sequence[Node], stakes: Sequence[Stake], crossing: Collection[int], unit: str) -> str:
    """The whole picture in sentences."""
    by_reference = {node.reference: node for node in nodes}
    sentences = [
        _sentence(by_reference[stake.owner], by_reference[stake.owned], stake, unit)
        for index, stake in enumerate(stakes)
        if index not in crossing
    ]
    circles = [
        f"A cross-holding, which the picture shows as a dashed line: "
        f"{_sentence(by_reference[stakes[index].owner], by_reference[stakes[index].owned], stakes[index], unit)}"
        for index in sorted(crossing)
    ]
    alone = " and ".join(node.name for node in nodes)
    return " ".join([*sentences, *circles]) or f"Nobody holds any {unit} of {alone or 'the company'} on this day."


def _sentence(owner: Node, owned: Node, stake: Stake, unit: str) -> str:
    votes = " and of the votes" if stake.votes is None else f" and {stake.votes} of the votes"
    seats = f", and fills {stake.seats} board seat{'' if stake.seats == 1 else 's'}" if stake.seats else ""
    return f"{owner.name} ({owner.label.lower()}) holds {stake.capital} of the {unit}{votes} of {owned.name}{seats}."


def table(nodes: Sequence[Node], stakes: Sequence[Stake], crossing: Collection[int]) -> tuple[StakeRow, ...]:
    """A row for each stake, in their order."""
    by_reference = {node.reference: node for node in nodes}
    return tuple(
        StakeRow(
            owner=by_reference[stake.owner].name,
            label=by_reference[stake.owner].label,
            owned=by_reference[stake.owned].name,
            capital=stake.capital,
            votes=stake.capital if stake.votes is None else stake.votes,
            seats=stake.seats,
            is_cross_holding=index in crossing,
        )
        for index, stake in enumerate(stakes)
    )
