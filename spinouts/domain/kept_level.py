"""The employees' share kept at a chosen level as others invest, solved in whole shares."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from accounts.domain.refusals import Refusal
from spinouts.domain.percentages import percent_in_words, stake_in_words


class LevelRule(StrEnum):
    """On which side of the level the employees are kept where no number of shares hits it."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"

    @property
    def label(self) -> str:
        """The rule, to stand before a percentage."""
        return {LevelRule.AT_LEAST: "at least", LevelRule.AT_MOST: "at most"}[self]


@dataclass(frozen=True, slots=True)
class Dilution:
    """A holder's whole shares before and after, and the exact part of all: before others invest, once they have, and
    once the employees' new shares are issued too."""

    holder: str
    shares_before: int
    shares_after: int
    before: Fraction
    invested: Fraction
    after: Fraction

    @property
    def given(self) -> Fraction:
        """The part of the company given away to the employees by their new shares; below zero if received."""
        return self.invested - self.after


@dataclass(frozen=True, slots=True)
class KeptLevel:
    """`shares` to issue to the employees, the exact `level` that they then have, and whether it is the target."""

    rule: LevelRule
    target: Fraction
    shares: int
    level: Fraction
    exact: bool
    dilution: tuple[Dilution, ...]
    sentences: tuple[str, ...]


def keep_level(
    holdings: Mapping[str, int],
    employees: Collection[str],
    *,
    to: str,
    target: Fraction,
    bought: Mapping[str, int] | None = None,
    rule: LevelRule = LevelRule.AT_LEAST,
) -> KeptLevel:
    """How many new shares `to`, one of the employees' holders, must receive for the employees to have the target.

    `holdings` are shares of equal weight by holder, before others invest; `bought` the new shares that those others
    buy; `target` a part of all, 0 to 1. With e the employees' shares and T all shares, both after the investment, the
    answer for "at least" is the least whole x with (e + x) / (T + x) >= target, never below zero; for "at most" the
    greatest with <= target.

    Raises Refusal for a target outside 0 to 1 or numbers below zero, and, saying why, where no number of new shares
    to the employees keeps the rule.
    """
    bought = bought or {}
    _check(holdings, bought, target)
    invested = {who: holdings.get(who, 0) + bought.get(who, 0) for who in dict.fromkeys((*holdings, *bought, to))}
    held, whole = sum(shares for who, shares in invested.items() if who in {*employees, to}), sum(invested.values())
    if not whole:
        raise Refusal("There are no shares yet, so there is no level to keep: record who holds shares.")
    shares = _least(held, whole, target) if rule is LevelRule.AT_LEAST else _most(held, whole, target)
    level = Fraction(held + shares, whole + shares)
    return KeptLevel(
        rule,
        target,
        shares,
        level,
        level == target,
        _dilution(holdings, invested, {**invested, to: invested[to] + shares}),
        _sentences(held, whole, shares, target, rule),
    )


def value_given(kept: KeptLevel, worth: Decimal) -> dict[str, Fraction]:
    """What each holder gives to the employees by the new shares, in exact pounds; below zero for what they receive.

    `worth` is the whole company's, after the investment; shares issued for nothing do not change it. The amounts
    add up to zero.
    """
    return {row.holder: row.given * Fraction(worth) for row in kept.dilution}


def _check(holdings: Mapping[str, int], bought: Mapping[str, int], target: Fraction) -> None:
    if not 0 <= target <= 1:
        raise Refusal(f"The employees cannot have {percent_in_words(target * 100)}: choose a level from 0% to 100%.")
    if any(shares < 0 for shares in (*holdings.values(), *bought.values())):
        raise Refusal("Nobody can hold or buy less than no shares: correct the negative number.")


def _least(held: int, whole: int, target: Fraction) -> int:
    if held >= target * whole:
        return 0
    if target == 1:
        raise Refusal(
            f"The employees cannot have all of the company while others hold {whole - held:,} shares, however many new "
            "ones are issued: choose a level below 100%."
        )
    return math.ceil((target * whole - held) / (1 - target))


def _most(held: int, whole: int, target: Fraction) -> int:
    if target == 1:
        raise Refusal("At most 100% is no limit, so there is no greatest number of shares: choose a level below 100%.")
    if held <= target * whole:
        return math.floor((target * whole - held) / (1 - target))
    sentence = (
        f"The employees have {_words(held, whole, target)} before any new shares, more than "
        f"{percent_in_words(target * 100)}, and new shares to them only raise it."
    )
    if target == 0:
        raise Refusal(sentence, "They would have to give up all their shares.")
    more = math.ceil(held / target) - whole
    raise Refusal(sentence, f"It takes {_shares(more)} more bought by others to come down to that level.")


def _dilution(
    holdings: Mapping[str, int], invested: Mapping[str, int], after: Mapping[str, int]
) -> tuple[Dilution, ...]:
    wholes = [sum(shares.values()) or 1 for shares in (holdings, invested, after)]
    return tuple(
        Dilution(
            who,
            holdings.get(who, 0),
            after[who],
            Fraction(holdings.get(who, 0), wholes[0]),
            Fraction(invested[who], wholes[1]),
            Fraction(after[who], wholes[2]),
        )
        for who in invested
    )


def _sentences(held: int, whole: int, shares: int, target: Fraction, rule: LevelRule) -> tuple[str, ...]:
    level = f"{rule.label} {percent_in_words(target * 100)}"
    words = _words(held + shares, whole + shares, target)
    have = f"have {held + shares:,} of {whole + shares:,} shares, {words}"
    if shares:
        first = f"Issue {_shares(shares)} to the employees, so that they have {level}: they then {have}."
    else:
        first = f"Issue no new shares to the employees, so that they have {level}: they {have}."
    if Fraction(held + shares, whole + shares) == target:
        return (first,)
    other = shares - 1 if rule is LevelRule.AT_LEAST else shares + 1
    if other < 0:
        return (first,)
    beside = _words(held + other, whole + other, target)
    exactly = f"Exactly {percent_in_words(target * 100)}"
    return (first, f"{exactly} cannot be hit in whole shares: {_shares(other)} would make {beside}.")


def _words(held: int, whole: int, target: Fraction) -> str:
    return stake_in_words(held, whole, beside=(target * 100,))


def _shares(count: int) -> str:
    return f"{count:,} new share" if count == 1 else f"{count:,} new shares"
