"""Codes that people keep on paper and type in again: 120 random bits that stand for a pair of keys.

Six groups of five signs, in Crockford's base 32 (no I, L, O or U). The fifth sign of a group checks the other four and
the place of the group, so that a slip of the pen is told, with the group in which it is.
"""

import hashlib
import secrets

from accounts.domain.refusals import Refusal

GROUPS, GROUP = 6, 5
_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans("OIL", "011")
# Odd, so that each single wrong sign changes the check.
_WEIGHTS = (1, 3, 7, 13)


def new_code() -> str:
    """A new code, as it is printed: “4F7K2-…”."""
    groups = ["".join(secrets.choice(_SIGNS) for _ in _WEIGHTS) for _ in range(GROUPS)]
    return "-".join(text + _check(text, place) for place, text in enumerate(groups, 1))


def read_code(typed: str) -> str:
    """The code as it was printed, however it was typed. Raises Refusal, saying where the slip is, if it is no code."""
    signs = "".join(each for each in typed.upper().translate(_READ_AS) if each.isalnum())
    if not signs:
        raise Refusal("Type the code that is printed on your paper.")
    if wrong := sorted({sign for sign in signs if sign not in _SIGNS}):
        raise Refusal(f"A code has no {' or '.join(wrong)}: compare it with your paper.")
    if len(signs) != GROUPS * GROUP:
        raise Refusal(
            f"A code has {GROUPS * GROUP} letters and digits, in {GROUPS} groups of {GROUP}. You typed {len(signs)}."
        )
    groups = [signs[start : start + GROUP] for start in range(0, len(signs), GROUP)]
    slips = [place for place, group in enumerate(groups, 1) if _check(group[:-1], place) != group[-1]]
    if slips:
        where = f"group {slips[0]}" if len(slips) == 1 else f"groups {', '.join(map(str, slips))}"
        raise Refusal(f"There is a slip in {where} of the code: compare it with your paper.")
    return "-".join(groups)


def private_key_of(code: str, place: str) -> bytes:
    """The 32 bytes of the private key for which the code stands in that place, such as a share's reference."""
    return hashlib.scrypt(code.encode(), salt=place.encode(), n=2**14, r=8, p=1, maxmem=64 * 1024 * 1024, dklen=32)


def _check(text: str, place: int) -> str:
    return _SIGNS[(place + sum(weight * _SIGNS.index(sign) for weight, sign in zip(_WEIGHTS, text, strict=True))) % 32]
