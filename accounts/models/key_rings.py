from functools import lru_cache
from time import monotonic

from django.apps import apps
from django.conf import settings

from accounts.domain.sealing import KeyRing, SealedForNow, key_of

# For how many seconds a process may still open what another has forgotten the key of.
KEPT_FOR = 10
_read: dict[bytes, tuple[float, bytes]] = {}


def key_ring() -> KeyRing:
    """The keys of this installation, out of SEALING_KEY and OLDER_SEALING_KEYS, and its working keys.

    Raises ValueError, saying how to make one, for a setting that is no key.
    """
    return _ring(settings.SEALING_KEY, tuple(settings.OLDER_SEALING_KEYS))


@lru_cache(maxsize=4)
def _ring(current: str, older: tuple[str, ...]) -> KeyRing:
    return KeyRing(key_of(current), [key_of(text) for text in older], working=_working)


def forget_what_was_read() -> None:
    _read.clear()


def _working(number: bytes) -> bytes | None:
    """The working key of that number, if there is one. Raises SealedForNow if it is forgotten for now."""
    until, secret = _read.get(number, (0.0, b""))
    if monotonic() < until:
        return secret
    # By name, since the row has a sealed field, which asks this module.
    row = apps.get_model("accounts", "WorkingKey").objects.filter(number=number.hex()).first()
    if row is None:
        return None
    if row.secret_hex is None:
        raise SealedForNow
    secret = bytes.fromhex(row.secret_hex)
    _read[number] = monotonic() + KEPT_FOR, secret
    return secret
