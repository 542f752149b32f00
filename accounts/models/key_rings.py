from functools import lru_cache

from django.conf import settings

from accounts.domain.sealing import KeyRing, key_of


def key_ring() -> KeyRing:
    """The keys of this installation, out of SEALING_KEY and OLDER_SEALING_KEYS.

    Raises ValueError, saying how to make one, for a setting that is no key.
    """
    return _ring(settings.SEALING_KEY, tuple(settings.OLDER_SEALING_KEYS))


@lru_cache(maxsize=4)
def _ring(current: str, older: tuple[str, ...]) -> KeyRing:
    return KeyRing(key_of(current), [key_of(text) for text in older])
