import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from accounts.models import Letter, User
from tests import world

pytestmark = pytest.mark.django_db
SIGN_IN = "/sign-in/"


def credentials(user, password=world.PASSWORD):
    return {"login": user.email, "password": password}


def is_signed_in(browser):
    return "_auth_user_id" in browser.session


def words_of(response):
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", text)


def link_in(letter, part):
    return re.search(rf"https?://[^/]+(/\S*{part}\S*)", letter.body)[1]


def test_a_person_signs_in_and_comes_to_their_work(visitor, pat):
    answer = visitor.post(SIGN_IN, credentials(pat))

    assert answer.headers["Location"] == reverse("my_work")
    assert is_signed_in(visitor)
    assert visitor.session.get_expiry_age() <= 12 * 60 * 60


def test_capitals_and_blanks_in_the_address_do_no_harm(visitor, pat):
    visitor.post(SIGN_IN, {"login": f" {pat.email.upper()} ", "password": world.PASSWORD})

    assert is_signed_in(visitor)


def test_a_wrong_password_and_an_unknown_address_are_told_the_same(visitor, pat):
    wrong = visitor.post(SIGN_IN, credentials(pat, "something else entirely"))
    unknown = visitor.post(SIGN_IN, {"login": "nobody@example.org", "password": "something else entirely"})

    assert (wrong.status_code, unknown.status_code) == (200, 200)
    assert "The e-mail address or the password is not right." in words_of(wrong)
    assert words_of(wrong) == words_of(unknown)
    assert not is_signed_in(visitor)


def test_what_was_typed_stays_but_for_the_password(visitor, pat):
    answer = visitor.post(SIGN_IN, credentials(pat, "something else entirely")).content.decode()

    assert f'value="{pat.email}"' in answer
    assert "something else entirely" not in answer


def test_an_empty_form_says_what_to_enter(visitor, db):
    answer = words_of(visitor.post(SIGN_IN, {}))

    assert "Enter your e-mail address." in answer
    assert "Enter your password." in answer


def test_a_closed_account_is_refused_even_with_the_right_password(visitor, pat):
    pat.is_active = False
    pat.save()

    answer = visitor.post(SIGN_IN, credentials(pat), follow=True)

    assert not is_signed_in(visitor)
    assert "This account is closed" in words_of(answer)


def test_a_closed_account_is_out_at_once_where_it_was_signed_in(visitor, pat):
    visitor.post(SIGN_IN, credentials(pat))
    pat.is_active = False
    pat.save()

    assert visitor.get(reverse("my_work")).status_code == 302


def test_an_address_that_nobody_confirmed_gets_another_letter_and_no_entry(visitor, db):
    user = world.person("Una Unconfirmed")

    answer = visitor.post(SIGN_IN, credentials(user))

    assert answer.headers["Location"] == reverse("account_email_verification_sent")
    assert not is_signed_in(visitor)
    assert [letter.to for letter in Letter.objects.all()] == [user.email]


def test_guessing_is_stopped_even_when_the_guess_is_right_at_last(visitor, pat):
    for guess in range(5):
        visitor.post(SIGN_IN, credentials(pat, f"guess number {guess}"))

    answer = visitor.post(SIGN_IN, credentials(pat))

    assert "too many attempts to sign in" in words_of(answer)
    assert not is_signed_in(visitor)


def test_without_redis_people_sign_in_and_guessing_is_stopped_all_the_same(visitor, pat, settings):
    nowhere = {"LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {"default": settings.CACHES["default"] | nowhere}

    visitor.post(SIGN_IN, credentials(pat))
    assert is_signed_in(visitor)

    stranger = Client()
    answers = [stranger.post(SIGN_IN, credentials(pat, f"guess number {guess}")) for guess in range(6)]
    assert ["too many attempts" in words_of(answer) for answer in answers] == [False] * 5 + [True]


def test_attempts_without_end_from_one_place_are_stopped(visitor, db):
    for number in range(30):
        visitor.post(SIGN_IN, {"login": f"somebody{number}@example.org"})

    answer = visitor.post(SIGN_IN, {"login": "somebody@example.org"})

    assert answer.status_code == 429
    assert "Too many attempts" in words_of(answer)


def test_the_page_that_was_asked_for_comes_after_signing_in(visitor, pat):
    asked = visitor.get(reverse("account_change_password"))
    page = visitor.get(asked.headers["Location"]).content.decode()

    answer = visitor.post(asked.headers["Location"], credentials(pat))

    assert asked.headers["Location"] == "/sign-in/?next=/password/change/"
    assert '<input type="hidden" name="next" value="/password/change/">' in page
    assert answer.headers["Location"] == "/password/change/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "http:evil"])
def test_nobody_is_sent_elsewhere_after_signing_in(visitor, pat, elsewhere):
    answer = visitor.post(SIGN_IN, credentials(pat) | {"next": elsewhere})

    assert answer.headers["Location"] == reverse("my_work")


def test_somebody_who_has_signed_in_is_not_asked_again(visitor, pat):
    visitor.force_login(pat)

    assert visitor.get(SIGN_IN).headers["Location"] == reverse("my_work")
    assert visitor.get("/sign-up/").headers["Location"] == reverse("my_work")
    assert visitor.get("/").headers["Location"] == reverse("my_work")


def test_signing_out_takes_a_post(visitor, pat):
    visitor.force_login(pat)

    visitor.get("/sign-out/")
    assert is_signed_in(visitor)

    answer = visitor.post("/sign-out/", follow=True)
    assert not is_signed_in(visitor)
    assert "You have signed out." in words_of(answer)


def test_the_administration_site_has_no_door_of_its_own(visitor, pat):
    answer = visitor.get("/administration/", follow=True)

    assert answer.redirect_chain[-1][0].startswith(SIGN_IN)


NEW = {"name": "Nora New", "email": "Nora.New@Example.org", "password1": "three odd words together"}


def test_a_new_person_confirms_their_address_and_comes_to_where_they_were_going(visitor, db):
    visitor.get("/sign-up/?next=/privacy/")
    visitor.post("/sign-up/?next=/privacy/", NEW)
    letter = Letter.objects.get()
    assert not is_signed_in(visitor)
    assert "can't sign in" in letter.body

    answer = visitor.post(link_in(letter, "confirm-email"))

    user = User.objects.get()
    assert (user.name, user.email) == ("Nora New", "nora.new@example.org")
    assert is_signed_in(visitor)
    assert answer.headers["Location"] == "/privacy/"


def test_a_look_at_the_link_in_the_letter_confirms_nothing(visitor, db):
    visitor.post("/sign-up/", NEW)

    visitor.get(link_in(Letter.objects.get(), "confirm-email"))

    assert not EmailAddress.objects.get().verified


def test_the_link_in_the_letter_signs_nobody_in_elsewhere(visitor, client, db):
    visitor.post("/sign-up/", NEW)

    answer = client.post(link_in(Letter.objects.get(), "confirm-email"))

    assert EmailAddress.objects.get().verified
    assert not is_signed_in(client)
    assert answer.headers["Location"] == SIGN_IN


def test_a_link_that_is_not_whole_says_what_to_do(visitor, db):
    assert "This link no longer works" in words_of(visitor.get("/confirm-email/nonsense/"))
    assert visitor.post("/confirm-email/nonsense/").status_code == 404


def test_a_known_address_can_not_be_found_out_by_signing_up(visitor, pat):
    known = visitor.post("/sign-up/", NEW | {"email": pat.email}, follow=True)
    new = visitor.post("/sign-up/", NEW, follow=True)

    assert known.redirect_chain == new.redirect_chain
    assert words_of(known) == words_of(new)
    to_known, to_new = Letter.objects.order_by("pk")
    assert (to_known.to, to_known.subject) == (pat.email, "You have an account already")
    assert (to_new.to, to_new.subject) == ("nora.new@example.org", "Confirm your e-mail address")
    assert User.objects.count() == 2


def test_two_clicks_make_one_account(visitor, db):
    visitor.post("/sign-up/", NEW)
    answer = visitor.post("/sign-up/", NEW, follow=True)

    assert User.objects.count() == 1
    assert "Check your e-mail" in words_of(answer)


def test_an_account_made_in_the_same_instant_is_no_failure(visitor, pat, monkeypatch):
    """As when two requests look for the address before either has written it."""
    monkeypatch.setattr("allauth.account.internal.flows.manage_email.assess_unique_email", lambda *a, **k: True)

    answer = visitor.post("/sign-up/", NEW | {"email": pat.email}, follow=True)

    assert "Check your e-mail" in words_of(answer)
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"name": ""}, "Enter your full name."),
        ({"name": "N" * 201}, "Enter a name of at most 200 characters."),
        ({"email": "nora"}, "Enter an e-mail address in the correct format, like name@example.org."),
        ({"email": f"{'n' * 250}@example.org"}, "Enter an e-mail address"),
        ({"password1": ""}, "Enter a password."),
        ({"password1": "short"}, "It must contain at least 12 characters."),
        ({"password1": "password123456"}, "This password is too common."),
        ({"password1": "nora.new@example.org"}, "too similar"),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_is_kept(visitor, db, wrong, told):
    answer = visitor.post("/sign-up/", NEW | wrong)

    assert answer.status_code == 200
    assert told in words_of(answer)
    assert "Error: Create an account" in words_of(answer)
    assert not User.objects.exists()


def test_a_name_with_a_smile_is_a_name(visitor, db):
    visitor.post("/sign-up/", NEW | {"name": "Zoë 😀 O’Neill\r\nBcc: all"})

    assert User.objects.get().name == "Zoë 😀 O’Neill Bcc: all"


def test_a_forgotten_password_is_chosen_anew(visitor, pat):
    visitor.post("/password/forgotten/", {"email": pat.email})
    link = link_in(Letter.objects.get(), "password/new")

    page = visitor.get(link, follow=True)
    place = page.redirect_chain[-1][0]
    answer = visitor.post(place, {"password1": "a wholly different password"}, follow=True)

    assert "Your password is changed" in words_of(answer)
    pat.refresh_from_db()
    assert pat.check_password("a wholly different password")
    assert Letter.objects.latest("pk").subject == "Your password was changed"
    assert "This link no longer works" in words_of(visitor.get(link, follow=True))


def test_whether_there_is_an_account_can_not_be_found_out_by_forgetting(visitor, pat):
    known = visitor.post("/password/forgotten/", {"email": pat.email}, follow=True)
    unknown = visitor.post("/password/forgotten/", {"email": "nobody@example.org"}, follow=True)

    assert known.redirect_chain == unknown.redirect_chain
    assert words_of(known) == words_of(unknown)
    assert [letter.to for letter in Letter.objects.order_by("pk")] == [pat.email, "nobody@example.org"]


def test_an_address_longer_than_any_is_told_so(visitor, db):
    answer = visitor.post(
        "/password/forgotten/", {"email": f"{'n' * 60}@{'e' * 60}.{'x' * 60}.{'y' * 60}.{'z' * 60}.org"}
    )

    assert "at most 254 characters" in words_of(answer)


def test_a_password_is_changed_and_other_places_are_signed_out(visitor, client, pat):
    visitor.force_login(pat)
    client.force_login(pat)

    wrong = visitor.post("/password/change/", {"oldpassword": "no", "password1": "a wholly different password"})
    visitor.post("/password/change/", {"oldpassword": world.PASSWORD, "password1": "a wholly different password"})

    assert "This is not your password." in words_of(wrong)
    assert visitor.get(reverse("my_work")).status_code == 200
    assert client.get(reverse("my_work")).status_code == 302
    letter = Letter.objects.get()
    assert letter.subject == "Your password was changed"
    assert "http://testserver/password/forgotten/" in letter.body


def test_addresses_are_kept_in_small_letters_so_that_everybody_can_sign_in(visitor, db):
    user = User.objects.create_user("Ida.Installer@Example.ORG", "Ida Installer", world.PASSWORD)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)

    visitor.post(SIGN_IN, {"login": "Ida.Installer@example.org", "password": world.PASSWORD})

    assert is_signed_in(visitor)
    assert User.objects.with_email("IDA.installer@example.org") == user


@pytest.mark.parametrize("address", ["/sign-in/", "/sign-up/", "/password/forgotten/"])
def test_browsers_can_fill_in_the_forms(visitor, db, address):
    page = visitor.get(address).content.decode()

    assert 'autocomplete="email"' in page
    assert "placeholder" not in page
    assert "onpaste" not in page
    if "password" in page and address != "/password/forgotten/":
        assert re.search(r'autocomplete="(current|new)-password"', page)
