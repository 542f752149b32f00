"""References: what stands in an address, and says nothing about how many there are or in which order they came."""

import secrets

# Without 0 and O, 1 and I and L, and U, which people misread or misspell.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 10


def new_reference() -> str:
    """A new random reference of ten letters and digits (about 49 bits)."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
