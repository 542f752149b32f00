"""Who would own an option in whole percents, and what that lets them do if votes follow the stakes."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from accounts.domain.refusals import Refusal
from spinouts.domain.options import AppraisalOption
from spinouts.domain.parties import Side
from spinouts.domain.resolutions import Power, alone, minimal_coalitions

Split = Mapping[Side, int]

NAMES = {
    Side.EMPLOYEES: "the employees",
    Side.PARTNER: "the partner",
    Side.COUNCIL: "the council",
    Side.COMMUNITY: "the community",
}


def split_of(percents: Mapping[Side, int | None]) -> dict[Side, int] | None:
    """The whole split, or None if nothing is entered. What is left empty beside figures that make 100 is 0.

    Raises Refusal for a negative figure, and unless all together are exactly 100.
    """
    given = {kind: percent for kind, percent in percents.items() if percent is not None}
    if not given:
        return None
    if any(percent < 0 for percent in given.values()):
        raise Refusal("A stake cannot be less than nothing: correct the negative one.")
    total = sum(given.values())
    if total != 100:
        raise Refusal(
            f"The stakes add up to {total}%, and must add up to exactly 100%: "
            f"{f'add {100 - total}' if total < 100 else f'take off {total - 100}'}%. Or leave all of them empty."
        )
    return {kind: given.get(kind, 0) for kind in NAMES}


def controller(option: AppraisalOption, split: Split) -> str:
    """Who can pass an ordinary resolution alone (more than 50%), in a word or two."""
    if _is_part_of_the_council(option, split):
        return "The council"
    return next((_starting(NAMES[Side(kind)]) for kind in alone(_votes(split), Power.CARRY_ORDINARY)), "Nobody alone")


def control(option: AppraisalOption, split: Split) -> tuple[str, ...]:
    """Sentences on who would control, by exact fractions: exactly 25% does not block, and 75% passes everything."""
    if _is_part_of_the_council(option, split):
        return ("The service stays part of the council, which decides alone.",)
    return (*_alone(split), *_together(split))


def _alone(split: Split) -> Iterator[str]:
    for kind, percent in split.items():
        share, name = Fraction(percent, 100), _starting(NAMES[kind])
        passes = Power.CARRY_SPECIAL if Power.CARRY_SPECIAL.reached(share) else Power.CARRY_ORDINARY
        if passes.reached(share):
            yield f"{name} can {passes.label} alone, with {percent}%: it takes {passes.need}."
        elif Power.BLOCK_ORDINARY.reached(share):
            yield (
                f"{name} can block every ordinary resolution but pass none alone, with exactly {percent}%: "
                "settle in the articles how a deadlock ends."
            )
        elif Power.BLOCK_SPECIAL.reached(share):
            yield f"{name} can {Power.BLOCK_SPECIAL.label} alone, with {percent}%: it takes {Power.BLOCK_SPECIAL.need}."
        elif share == Fraction(1, 4):
            yield f"{name} cannot {Power.BLOCK_SPECIAL.label} alone, with exactly {percent}%: it takes more."


def _together(split: Split) -> Iterator[str]:
    if alone(_votes(split), Power.CARRY_ORDINARY):
        return
    pairs = minimal_coalitions(_votes(split), Power.CARRY_ORDINARY).found
    named = ", or ".join(" with ".join(NAMES[Side(kind)] for kind in each.members) for each in pairs)
    yield f"Nobody controls alone. To {Power.CARRY_ORDINARY.label} takes {named}."


def _is_part_of_the_council(option: AppraisalOption, split: Split) -> bool:
    return option is AppraisalOption.IN_HOUSE and split.get(Side.COUNCIL) == 100


def _votes(split: Split) -> dict[str, int | Fraction]:
    """Votes follow the stakes."""
    return {kind.value: percent for kind, percent in split.items()}


def _starting(words: str) -> str:
    return words[:1].upper() + words[1:]
