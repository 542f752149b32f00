"""The database's own door: what a connection shows, so that PostgreSQL lets it see rows.

A token is made from the installation's key, and says nothing about it. The database keeps only the SHA-256 of each
token that opens, so that who reads the database, or a dump of it, can't make one.
"""

from collections.abc import Sequence
from hashlib import sha256

from accounts.domain.sealing import KeyRing, key_of


def tokens_of(current: str, older: Sequence[str]) -> list[str]:
    """The token of each key, which settings name in base64, the current one first. Raises ValueError as key_of."""
    ring = KeyRing(key_of(current), [key_of(text) for text in older])
    return [token.hex() for token in ring.all_derived("database.door")]


def digest_of(token: str) -> str:
    """What the database keeps of a token, in hex."""
    return sha256(token.encode()).hexdigest()
