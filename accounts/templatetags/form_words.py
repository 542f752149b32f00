from django import template
from django.forms import BaseForm
from django.utils.safestring import SafeString

from accounts.typed import words_field, words_of

register = template.Library()


@register.simple_tag
def form_words(form: BaseForm | None = None, **words: str) -> SafeString:
    """`{% form_words form %}` or `{% form_words reasons="Reasons" %}`: what a page calls its fields goes with them.

    For a `<form>` that a template writes itself. Should the session have ended by the time that it is sent, the page
    which gives the text back calls it the same.
    """
    return words_field((words_of(form) if form is not None else {}) | words)
