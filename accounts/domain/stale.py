"""Two people who edit the same thing: the second is told what stands now, and keeps what they typed."""

import hashlib
from collections.abc import Mapping

from accounts.domain.refusals import Refusal


class Stale(Refusal):
    """What the person saw when they began to type is no longer what stands. `now` is the fingerprint of what does."""

    def __init__(self, *sentences: str, now: str) -> None:
        super().__init__(*sentences)
        self.now = now


def fingerprint(values: Mapping[str, object]) -> str:
    """A short name for what stands: equal values have equal fingerprints, in whatever order they come."""
    text = "\n".join(f"{name}={values[name]!r}" for name in sorted(values))
    return hashlib.sha256(text.encode()).hexdigest()[:16]
