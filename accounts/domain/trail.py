"""The chain of the audit trail: each event's hash covers the event before it."""

import hashlib
import json
from collections.abc import Mapping

FIRST = "0" * 64


def event_hash(previous: str, event: Mapping[str, object]) -> str:
    """SHA-256, in hex, of the previous hash and the event in canonical JSON (keys sorted, UTF-8, no blanks)."""
    text = json.dumps(event, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()
