"""Dividing a secret among people: any `needed` of the shares give it back, and fewer say nothing about it at all.

Shamir's scheme (How to share a secret, 1979) over GF(256) with the polynomial of AES, a byte at a time, as in
draft-mcgrew-tss: each byte of the secret is the value at 0 of a polynomial of its own, whose other coefficients are
random; a share is the number at which the polynomials are read, and what they give there.
"""

import secrets
from collections.abc import Mapping

MOST_SHARES = 255
_POLYNOMIAL = 0x11B


def divide(secret: bytes, *, shares: int, needed: int) -> dict[int, bytes]:
    """The shares by their numbers, from 1; each is as long as the secret. Raises ValueError for impossible counts."""
    if not 1 <= needed <= shares <= MOST_SHARES:
        raise ValueError(f"{needed} of {shares} shares can’t be.")
    coefficients = [secret, *(secrets.token_bytes(len(secret)) for _ in range(needed - 1))]
    return {number: _at(number, coefficients) for number in range(1, shares + 1)}


def put_together(shares: Mapping[int, bytes]) -> bytes:
    """The secret, from as many shares as are needed or more. From fewer, or from wrong ones, something else comes out.

    Raises ValueError for shares that can't belong together.
    """
    if not shares or len({len(share) for share in shares.values()}) != 1:
        raise ValueError("Shares of one secret are equally long.")
    if not all(1 <= number <= MOST_SHARES for number in shares):
        raise ValueError(f"Shares have numbers from 1 to {MOST_SHARES}.")
    secret = bytes(len(next(iter(shares.values()))))
    for number, share in shares.items():
        weight = 1
        for other in shares:
            if other != number:
                # Lagrange's basis at 0, where subtracting is XOR.
                weight = _times(weight, _times(other, _inverse(other ^ number)))
        secret = bytes(so_far ^ _times(weight, byte) for so_far, byte in zip(secret, share, strict=True))
    return secret


def _at(number: int, coefficients: list[bytes]) -> bytes:
    """The polynomials at the number (Horner)."""
    value = bytes(len(coefficients[0]))
    for each in reversed(coefficients):
        value = bytes(_times(number, so_far) ^ byte for so_far, byte in zip(value, each, strict=True))
    return value


def _times(one: int, other: int) -> int:
    """The product in GF(256), in the same eight steps whatever is multiplied."""
    product = 0
    for _ in range(8):
        product ^= one & -(other & 1)
        one = (one << 1) ^ (_POLYNOMIAL & -(one >> 7))
        other >>= 1
    return product


def _inverse(number: int) -> int:
    """What gives 1 with the number: its 254th power."""
    power = 1
    for _ in range(254):
        power = _times(power, number)
    return power
