"""Sealing: what is written can be read again only with the installation's key, and only in the place it was sealed for.

AES-256-GCM (NIST SP 800-38D) with a key of its own for each place, made from the installation's key by HKDF-SHA256
(RFC 5869). A sealed text is: one byte for the format, four that tell which key, a nonce of twelve, then ciphertext and
tag. The text is padded to a multiple of 64 bytes, so that its length tells little.
"""

import base64
import binascii
import hmac
import secrets
from collections.abc import Callable, Sequence
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from accounts.domain.refusals import Refusal

KEY_BYTES, NONCE_BYTES, ID_BYTES, PADDED_TO = 32, 12, 4, 64
FORMAT = b"\x01"
HOW_TO_MAKE_ONE = 'python -c "import base64, secrets; print(base64.b64encode(secrets.token_bytes(32)).decode())"'

NO_KEY = (
    "This is sealed with a key that this installation does not have. Nothing is lost: whoever looks after the "
    "installation has to give it the key again, as SEALING_KEY or among OLDER_SEALING_KEYS."
)
BROKEN = (
    "This is not what was sealed here: it was changed, damaged or moved since, so it is not shown. "
    "Tell whoever looks after the installation, who can put back a copy of the backup."
)

FOR_NOW = (
    "This is sealed until the council opens the bids. Until then nobody can read it, neither here nor with a copy of "
    "the database: the key is divided among officers. What was submitted is safe, and the receipt lists it."
)


class CannotOpen(Refusal):
    """What is sealed can't be opened: the key is not at hand, or it is not what was sealed."""


class SealedForNow(CannotOpen):
    """Its key is forgotten until it is given again."""

    def __init__(self) -> None:
        super().__init__(FOR_NOW)


def _no_working_keys(number: bytes) -> bytes | None:
    return None


class KeyRing:
    """The installation's key, with which all is sealed, and the older ones, with which things can still be opened.

    Beside them working keys, asked for by number each time, as one may be forgotten at any moment.
    """

    def __init__(
        self,
        current: bytes,
        older: Sequence[bytes] = (),
        working: Callable[[bytes], bytes | None] = _no_working_keys,
    ) -> None:
        if any(len(key) != KEY_BYTES for key in (current, *older)):
            raise ValueError(f"A key has {KEY_BYTES} bytes.")
        self._keys = {key_id(key): key for key in (current, *older)}
        self._current, self._working = key_id(current), working
        self._ciphers: dict[tuple[bytes, str], AESGCM] = {}

    def seal(self, plain: bytes, place: str, working: bytes | None = None) -> bytes:
        """The bytes, readable only with this key and for this place, such as "partners_answer.text".

        With the working key of that number, or the installation's where there is none, or where it is forgotten: what
        comes then came too late to be sealed with it.
        """
        key, nonce = self.sealing_id(working), secrets.token_bytes(NONCE_BYTES)
        head = FORMAT + key
        return head + nonce + self._cipher(key, place).encrypt(nonce, _padded(plain), head + place.encode())

    def sealing_id(self, working: bytes | None) -> bytes:
        """The id of the key that seals where the working key of that number should."""
        if working is None:
            return self._current
        try:
            return working if self._working(working) else self._current
        except SealedForNow:
            return self._current

    def open(self, sealed: bytes, place: str) -> bytes:
        """What was sealed for the place. Raises CannotOpen with a sentence that says what to do."""
        key = self._known(sealed)
        start = len(FORMAT) + ID_BYTES
        nonce, body = sealed[start : start + NONCE_BYTES], sealed[start + NONCE_BYTES :]
        try:
            return _unpadded(self._cipher(key, place).decrypt(nonce, body, sealed[:start] + place.encode()))
        except (InvalidTag, ValueError) as error:
            raise CannotOpen(BROKEN) from error

    def is_older(self, key: bytes) -> bool:
        """Whether the key of that id is an older one, and not the current or a working key."""
        return key in self._keys and key != self._current

    def older_heads(self) -> list[bytes]:
        """How all begins that an older key sealed."""
        return [FORMAT + key for key in self._keys if key != self._current]

    def derived(self, purpose: str) -> bytes:
        """32 secret bytes for the purpose: always the same ones, and nothing about the key itself."""
        return derive(self._keys[self._current], f"derived:{purpose}")

    def all_derived(self, purpose: str) -> list[bytes]:
        """As `derived`, of each key, the current one first: for what an older key may have made."""
        return [derive(key, f"derived:{purpose}") for key in self._keys.values()]

    def file_key(self, key: bytes, salt: bytes) -> bytes:
        """The key of one file, made with its own salt by the key of that id. Raises CannotOpen if it is not at hand."""
        return derive(self._secret(key), "file", salt)

    @property
    def number(self) -> str:
        """By which people tell the key that is used now from another; it says nothing about the key."""
        return self._current.hex()

    def tags(self, purpose: str, value: str) -> list[str]:
        """What stands for the value where it must be found but not read, under each key, the current one first."""
        return [hmac.new(key, value.encode(), sha256).hexdigest() for key in self.all_derived(f"tag:{purpose}")]

    def _known(self, sealed: bytes) -> bytes:
        if sealed[: len(FORMAT)] != FORMAT:
            raise CannotOpen(BROKEN)
        return sealed_by(sealed)

    def _secret(self, key: bytes) -> bytes:
        secret = self._keys.get(key) or self._working(key)
        if secret is None:
            raise CannotOpen(NO_KEY)
        return secret

    def _cipher(self, key: bytes, place: str) -> AESGCM:
        found = self._ciphers.get((key, place))
        if found is None:
            found = AESGCM(derive(self._secret(key), f"place:{place}"))
            if key in self._keys:
                self._ciphers[key, place] = found
        return found


def sealed_by(sealed: bytes) -> bytes:
    """The id of the key that sealed it."""
    return sealed[len(FORMAT) : len(FORMAT) + ID_BYTES]


def new_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def key_of(text: str) -> bytes:
    """The key that a setting names in base64. Raises ValueError, saying how to make one, if it names none."""
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError(f"It is no base64. Make a key with: {HOW_TO_MAKE_ONE}") from error
    if len(key) != KEY_BYTES:
        raise ValueError(f"It has {len(key)} bytes and not {KEY_BYTES}. Make a key with: {HOW_TO_MAKE_ONE}")
    return key


def key_id(key: bytes) -> bytes:
    """Four bytes that tell keys apart and say nothing about them."""
    return derive(key, "id")[:ID_BYTES]


def derive(key: bytes, purpose: str, salt: bytes | None = None) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt, f"partner-competitions:{purpose}".encode()).derive(key)


def _padded(plain: bytes) -> bytes:
    """The bytes, one that ends them, and zeros up to the next 64 (ISO/IEC 7816-4)."""
    ended = plain + b"\x80"
    return ended + bytes(-len(ended) % PADDED_TO)


def _unpadded(padded: bytes) -> bytes:
    plain = padded.rstrip(b"\x00")
    if plain[-1:] != b"\x80":
        raise ValueError("The padding has no end.")
    return plain[:-1]
