import pytest
from django.template.loader import render_to_string
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "heading"),
    [
        ("/", "Find a partner for a public service"),
        ("/accessibility/", "Accessibility statement"),
        ("/privacy/", "Privacy"),
    ],
)
def test_everybody_can_read_what_this_is(client, address, heading):
    page = client.get(address).content.decode()

    assert f"{heading}</h1>" in page
    assert reverse("account_login") in page
    assert reverse("account_signup") in page


def test_whoever_signs_in_from_a_public_page_comes_back_to_it(client, settings):
    """The pages around signing in are no place to come back to."""
    assert "next=" not in client.get("/sign-in/").content.decode()
    assert "next=" not in client.get("/").content.decode()


def test_it_says_whether_it_is_well(client):
    assert client.get("/health/").json() == {"status": "well"}


def test_it_is_not_well_without_its_database(client, settings, monkeypatch):
    from django.db import OperationalError
    from django.db.backends.utils import CursorWrapper

    def gone(*arguments):
        raise OperationalError("gone")

    monkeypatch.setattr(CursorWrapper, "execute", gone)
    client.raise_request_exception = False

    assert client.get("/health/").status_code == 500


def test_the_page_for_a_fault_needs_nothing_that_may_be_broken(django_assert_num_queries):
    with django_assert_num_queries(0):
        page = render_to_string("errors/500.html")

    assert "Sorry, there is a problem with the service" in page


def test_no_page_can_be_framed_or_run_script_from_elsewhere(client):
    answer = client.get("/")

    assert answer.headers["X-Frame-Options"] == "DENY"
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
