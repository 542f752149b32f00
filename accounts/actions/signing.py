"""Signing with the key of the installation, so that anybody can check later who said something."""

import base64
import hashlib
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from accounts.models import SigningKey, key_ring

PURPOSE = "signing, Ed25519"


def signing_key(*, at: datetime) -> SigningKey:
    """The public half of the key that signs now. It is written down the first time that it is used."""
    public = _private().public_key().public_bytes_raw()
    key, _ = SigningKey.objects.get_or_create(
        name=hashlib.sha256(public).hexdigest()[:16], defaults={"public": public.hex(), "first_used_at": at}
    )
    return key


def sign(message: bytes) -> str:
    """The signature of the message (Ed25519, RFC 8032), in base64."""
    return base64.b64encode(_private().sign(message)).decode()


def known_keys() -> dict[str, str]:
    """Every public key that has signed here, by its name; also those that have been replaced."""
    return dict(SigningKey.objects.values_list("name", "public"))


def _private() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(key_ring().derived(PURPOSE))
