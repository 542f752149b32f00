"""What the parts of a written file are made of."""

import unicodedata
from base64 import b64encode
from datetime import datetime
from typing import Any

from django.core.files.base import File

from accounts.models import TrailEvent, User

Content = dict[str, Any]


def deed(by: User | None, at: datetime | None) -> Content:
    return {"by": by.email if by else None, "at": at}


def first_deed(trail: str, ending: str = "") -> Content | None:
    """Who did, and when, what stands first on the trail, or first there with a verb of this ending."""
    event = TrailEvent.objects.of(trail).filter(verb__endswith=ending).first()
    return deed(event.by, event.at) if event else None


def document_content(title: str, name: str, file: File[bytes], by: User, at: datetime) -> Content:
    """A document with its bytes, which stand as text wherever they are text."""
    return {"title": title, "name": name, "uploaded": deed(by, at), **bytes_content(file)}


def bytes_content(file: File[bytes]) -> Content:
    """The bytes of a file, as text wherever they are text."""
    with file.open("rb") as opened:
        content = opened.read()
    text = _text_of(content)
    return {"base64": b64encode(content).decode()} if text is None else {"text": text}


def _text_of(content: bytes) -> str | None:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    return None if any(unicodedata.category(each) == "Cc" and each not in "\n\r\t" for each in text) else text
