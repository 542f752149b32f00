"""How late attempts are told."""

from collections.abc import Iterator
from typing import Any

from django import template

from partners.actions.consortia import FIELDS
from partners.domain.deadlines import after_in_words
from partners.domain.typed_fields import label_of
from partners.models import LateAttempt
from procurement.domain.dates import to_the_second

register = template.Library()

_LABELS = {
    "question": "Question",
    "text": "Text",
    "title": "Title",
    "name": "File name",
    "size": "Size in bytes",
    "sha256": "SHA-256",
    "received": "Bytes that arrived",
    "last_piece": "The last of them arrived at",
}


@register.filter
def how_late(attempt: LateAttempt) -> str:
    """ "3 minutes": how long after the deadline it came."""
    deadline = attempt.bid.competition.bid_deadline
    return after_in_words(deadline, attempt.at) if deadline and attempt.at > deadline else "just"


register.filter(to_the_second)


@register.filter
def what_was_sent(attempt: LateAttempt) -> list[tuple[str, str]]:
    """Each thing that was sent, with its name."""
    return list(_flat(attempt.content))


def _flat(content: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in content.items():
        if name == "typed":
            yield from ((label_of(field), str(text)) for field, text in sorted(value.items()) if text)
        elif name == "members":
            for number, each in enumerate(value, 1):
                yield f"Member {number}", ", ".join(each[part] for part in FIELDS if each.get(part))
        else:
            if name in {"has_ticks", "criterion", "reference"}:
                continue
            yield _LABELS.get(name, name), str(value)
