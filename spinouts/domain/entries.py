"""What tells one entry in a register from another, so that nobody enters the same event twice."""

import hashlib
import json
from dataclasses import replace

from spinouts.domain.company_content import BY_REFERENCE
from spinouts.domain.events import HoldingEvent
from spinouts.domain.plain import written


def entry_of(event: HoldingEvent) -> str:
    """The SHA-256, in hexadecimal digits, of all that happened; its number and its note tell nothing apart."""
    content = written(replace(event, sequence=0, note=""), by_reference=BY_REFERENCE)
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
