"""Every form that is sent with nothing in it says of each field what is missing, in words of its own."""

import logging

import pytest
from django.db import transaction
from django.forms import BaseForm, Field
from django.test import Client
from django.urls import get_resolver

from accounts.checks import views_of
from accounts.forms import PlainForm
from spinouts.domain.events import EventKind
from spinouts.forms.registers import ENTERED, EventForm
from tests.addresses import address_of
from tests.everything import Moment, everything_at
from tests.spinouts.domain import companies

pytestmark = pytest.mark.django_db
BARE = str(Field.default_error_messages["required"])
APPS = ("accounts", "spinouts", "procurement", "partners", "scoring")
# Between them whoever may send anything: each form is sent by the first who gets to see its answer.
SENDERS = ("lead officer", "officer", "approver", "chair", "evaluator", "administrator", "writer", "rival", "nobody")


def forms_below(one):
    for each in one.__subclasses__():
        yield each
        yield from forms_below(each)


def test_each_required_field_of_each_form_has_words_of_its_own():
    """But for those of signing in, which get theirs as they are made; `tests/accounts` sends them empty."""
    list(views_of(get_resolver()))

    bare = [
        f"{form.__module__}.{form.__name__}.{name}"
        for form in set(forms_below(BaseForm))
        if form.__module__.startswith(APPS) and not issubclass(form, PlainForm)
        for name, field in form.base_fields.items()
        if field.required and field.error_messages["required"] == BARE
    ]

    assert sorted(bare) == []


@pytest.mark.parametrize("kind", ENTERED)
def test_an_empty_entry_of_a_register_names_each_field_once(kind):
    form = EventForm({}, company=companies.everything(), kind=EventKind(kind))

    said = [error for _, error in form.error_links()]

    assert BARE not in said
    assert len(said) == len(set(said)) > 0


@pytest.mark.parametrize("moment", [Moment.DRAFT, Moment.PUBLISHED, Moment.OPENED, Moment.AWARDED])
def test_no_page_answers_an_empty_form_with_a_bare_message(moment, settings, tmp_path, caplog):
    settings.MEDIA_ROOT = tmp_path
    caplog.set_level(logging.CRITICAL, logger="django.request")
    all_of_it = everything_at(moment)
    browsers = [Client() for _ in SENDERS]
    for browser, role in zip(browsers, SENDERS, strict=True):
        browser.force_login(all_of_it.people[role])

    answered = {}
    for route, pattern in views_of(get_resolver()):
        address = address_of(route, pattern, all_of_it)
        if address and pattern.callback.__module__.startswith(APPS):
            answered[address] = _answer(browsers, address)

    assert [address for address, page in answered.items() if BARE in page] == []
    assert sum("There is a problem" in page for page in answered.values()) > 3


def _answer(browsers, address):
    """What the first who may send it reads; nothing where it takes no form, or none of them may."""
    for browser in browsers:
        with transaction.atomic():
            answer = browser.post(address)
            transaction.set_rollback(True)
        if answer.status_code not in {403, 404, 405}:
            return b"".join(answer).decode(errors="replace") if answer.status_code in {200, 400} else ""
        if answer.status_code == 405:
            return ""
    return ""
