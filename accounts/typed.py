"""What a person typed into a form that could not be taken: given back to them, so that nothing is lost.

Whoever is signed out has no access to what the form is about, so the form can't be made again to say how it calls its
fields. Therefore the page sends its words along: `words_of` makes them, a hidden field carries them.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.forms import BaseForm, BooleanField, BoundField, ChoiceField, ModelChoiceField, MultiWidget
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.domain.references import ALPHABET, LENGTH

# No field of a form has such a name: what people call things are "words" too.
WORDS = "form-words"
# Fields that the page wrote, not the person.
MACHINERY = frozenset({"csrfmiddlewaretoken", "next", "version", "seen", "reference", "rows", "save", "more", WORDS})
# What a button or a hidden field names by its reference, unless the page says how it calls it.
_REFERENCE = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")
MOST_CHOICES = 60
MOST_WORDS = 50_000
_PARTS_OF_DAY = ("day", "month", "year")


@dataclass(frozen=True, slots=True)
class Typed:
    label: str
    text: str


def typed_in(request: HttpRequest) -> list[Typed]:
    """The texts of the form that was sent, without passwords and tokens; empty for a mere press of a button."""
    if request.method != "POST":
        return []
    words = _words_sent(request.POST.get(WORDS, ""))
    return [
        Typed(label=words.get(name, name.replace("_", " ").replace("-", " ")), text=words.get(f"{name}={text}", text))
        for name, texts in request.POST.lists()
        if "password" not in name and name not in MACHINERY and words.get(name) != ""
        for text in texts
        if text.strip() and not (name not in words and _REFERENCE.fullmatch(text))
    ]


def words_of(form: BaseForm) -> dict[str, str]:
    """How the form calls its fields, by name, and their choices, by "name=value"; "" for what nobody types."""
    hidden = {field.html_name: "" for field in form.hidden_fields()}
    return hidden | {name: words for field in form.visible_fields() for name, words in _words(field)}


def words_field(words: Mapping[str, str]) -> SafeString:
    """The hidden field that carries the words with what is typed."""
    return format_html('<input type="hidden" name="{}" value="{}">', WORDS, json.dumps(words, ensure_ascii=False))


class Words:
    """The hidden field with a form's words, as a part of its layout."""

    def render(self, form: BaseForm, context: object, **kwargs: Any) -> SafeString:
        return words_field(words_of(form))


def _words(field: BoundField) -> Iterator[tuple[str, str]]:
    label, kind = str(field.label), field.field
    if isinstance(kind.widget, MultiWidget):
        for number, part in enumerate(_PARTS_OF_DAY[: len(kind.widget.widgets)]):
            yield f"{field.html_name}_{number}", f"{label}: {part}"
        return
    yield field.html_name, label
    if isinstance(kind, BooleanField):
        yield f"{field.html_name}=on", "Yes"
    elif isinstance(kind, ChoiceField) and not isinstance(kind, ModelChoiceField):
        for value, words in islice(kind.widget.choices, MOST_CHOICES):
            yield f"{field.html_name}={value}", str(words)


def _words_sent(text: str) -> dict[str, str]:
    """The words that came with the form; none if they were changed into something else on the way."""
    if not text or len(text) > MOST_WORDS:
        return {}
    try:
        words = json.loads(text)
    except ValueError:
        return {}
    if not isinstance(words, dict):
        return {}
    return {name: said for name, said in words.items() if isinstance(said, str)}
