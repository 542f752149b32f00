"""Somebody makes an account, signs in and out, and loses nothing when their session ends while they write."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session

from accounts.models import Letter, User
from tests import world
from tests.journeys.conftest import check, check_narrow_whole

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "three odd words together"


def link_in(letter):
    return re.search(r"https?://\S+", letter.body)[0]


@pytest.fixture
def pat(db):
    user = world.person("Pat Person")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def fill_in(page, email, password):
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)


def test_a_new_person_makes_an_account_and_comes_to_their_work(page):
    page.goto("/")
    check(page, "home")
    check_narrow_whole(page)
    page.get_by_role("link", name="create an account", exact=True).click()
    check(page, "sign-up")

    page.get_by_role("button", name="Create account").click()
    check(page, "sign-up-errors")
    assert page.title().startswith("Error:")
    page.get_by_role("link", name="Enter your full name.").click()
    page.keyboard.type("Nora New")
    fill_in(page, "nora@example.org", PASSWORD)
    page.get_by_role("button", name="Show password").click()
    assert page.get_by_label("Password", exact=True).get_attribute("type") == "text"
    page.get_by_role("button", name="Create account").click()

    page.get_by_role("heading", name="Check your e-mail").wait_for()
    check(page, "check-your-email")
    page.goto(link_in(Letter.objects.get()))
    check(page, "confirm-email")
    page.get_by_role("button", name="Yes, confirm").click()
    page.get_by_role("heading", name="My work").wait_for()
    check(page, "my-work-new")
    check_narrow_whole(page)

    page.get_by_role("button", name="Sign out").click()
    page.get_by_text("You have signed out.").wait_for()
    page.goto("/my-work/")
    assert page.url.endswith("/sign-in/?next=/my-work/")


def test_somebody_signs_in_where_they_were_going(page, pat):
    page.goto("/password/change/")
    check(page, "sign-in")
    fill_in(page, pat.email, "not my password")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="The e-mail address or the password is not right.").wait_for()
    check(page, "sign-in-errors")
    assert page.get_by_label("E-mail address").input_value() == pat.email

    page.get_by_label("Password", exact=True).fill(world.PASSWORD)
    page.keyboard.press("Enter")

    page.get_by_role("heading", name="Change your password").wait_for()
    check(page, "change-password")


def test_a_forgotten_password(page, pat):
    page.goto("/sign-in/")
    page.get_by_role("link", name="I have forgotten my password").click()
    check(page, "forgotten-password")
    page.get_by_label("E-mail address").fill(pat.email)
    page.get_by_role("button", name="Send the link").click()
    page.get_by_role("heading", name="Check your e-mail").wait_for()

    page.goto(link_in(Letter.objects.get()))
    check(page, "new-password")
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_role("button", name="Save the password").click()
    page.get_by_role("heading", name="Your password is changed").wait_for()
    check(page, "password-changed")

    assert User.objects.get(pk=pat.pk).check_password(PASSWORD)


def test_everything_works_without_script(new_browser, pat):
    page = new_browser(java_script_enabled=False)
    page.goto("/sign-in/")
    fill_in(page, pat.email, world.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="My work").wait_for()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_text("You have signed out.").wait_for()


def test_text_that_is_sent_after_the_session_ended_is_given_back(page, sign_in, pat, expected_errors):
    """Any form that a signed-in person fills in; the only one that everybody has is for the password."""
    sign_in(page, pat)
    page.goto("/my-work/")
    Session.objects.all().delete()
    expected_errors.append("status of 401")

    page.evaluate(
        """() => {
            const form = Object.assign(document.createElement("form"), { method: "post", action: "/my-work/" });
            const token = document.querySelector("[name=csrfmiddlewaretoken]").cloneNode();
            const text = Object.assign(document.createElement("textarea"), { name: "what_it_does" });
            text.value = "Eleven day centres";
            form.append(token, text);
            document.body.append(form);
            form.submit();
        }"""
    )

    page.get_by_role("heading", name="You are signed out").wait_for()
    assert page.get_by_label("What it does").input_value() == "Eleven day centres"
    check(page, "signed-out")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in again (opens in a new tab)").click()
    fill_in(opened.value, pat.email, world.PASSWORD)
    opened.value.get_by_role("button", name="Sign in").click()
    opened.value.get_by_role("heading", name="My work").wait_for()


@pytest.mark.parametrize(
    "address", ["/accessibility/", "/privacy/", "/no/such/page/", "/sign-up/closed/", "/password/new/1-abc-def/"]
)
def test_the_other_pages_can_be_read_by_everybody(page, expected_errors, address):
    expected_errors.append("status of 404")
    page.goto(address)
    check(page, address.strip("/").replace("/", "-"))
