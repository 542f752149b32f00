"""Sealed boxes: anybody can seal with a public key; only who holds the private key opens.

HPKE (RFC 9180) with X25519, HKDF-SHA256 and AES-256-GCM.
"""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from accounts.domain.sealing import BROKEN, CannotOpen

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def new_pair() -> tuple[bytes, bytes]:
    """A new private key and its public key, of 32 bytes each."""
    private = X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def public_of(private: bytes) -> bytes:
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def seal(plain: bytes, public: bytes, place: str) -> bytes:
    """The bytes, readable only with the private key that belongs to `public`, and for this place."""
    return _SUITE.encrypt(plain, X25519PublicKey.from_public_bytes(public), info=place.encode())


def open_box(sealed: bytes, private: bytes, place: str) -> bytes:
    """What was sealed for the place. Raises CannotOpen if the key is another one, or the box was changed."""
    try:
        return _SUITE.decrypt(sealed, X25519PrivateKey.from_private_bytes(private), info=place.encode())
    except (InvalidTag, ValueError) as error:
        raise CannotOpen(BROKEN) from error
