"""A copy of the sessions, or of the statements that ask for them, lets nobody go on as somebody who is signed in."""

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.sessions import SessionStore
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client):
    client.force_login(world.person("Pat Partner"))
    return client


def key_of(browser):
    return browser.cookies[settings.SESSION_COOKIE_NAME].value


def test_no_row_and_no_statement_has_the_key_of_a_session(signed_in):
    with CaptureQueriesContext(
        connection,
    ) as statements:
        assert signed_in.get(reverse("my_work")).status_code == 200

    assert any("django_session" in each["sql"] for each in statements)
    assert [each["sql"] for each in statements if key_of(signed_in) in each["sql"]] == []
    assert [row.pk for row in Session.objects.all() if key_of(signed_in) in (row.pk, row.session_data)] == []


def test_what_a_row_is_called_opens_no_session(signed_in):
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = Session.objects.get().pk

    assert thief.get(reverse("my_work")).status_code == 302
    assert signed_in.get(reverse("my_work")).status_code == 200


def test_who_signs_out_leaves_nothing_behind(signed_in):
    signed_in.post(reverse("account_logout"))

    assert Session.objects.count() == 0


def test_a_session_is_found_by_its_key_until_it_ends():
    session = SessionStore()
    session["word"] = "kept"
    session.save()
    key = session.session_key
    assert (SessionStore(key)["word"], SessionStore().exists(key)) == ("kept", True)

    Session.objects.update(expire_date="2020-01-01T00:00Z")

    ended = SessionStore(key)
    assert (ended.get("word"), ended.session_key) == (None, None)
