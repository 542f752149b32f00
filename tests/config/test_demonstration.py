import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from accounts.actions import letters, people
from accounts.domain.roles import CouncilRole
from accounts.models import CouncilMember
from config.demonstration import PASSWORD
from partners.domain.organisations import OrganisationRole
from partners.models import OrganisationMember
from scoring.domain.roles import PanelRole
from scoring.models import PanelMember
from tests import world

pytestmark = pytest.mark.django_db


def demo_person(name):
    return people.enrol(email=f"{name.split()[0].lower()}@demo.example", name=name, password=PASSWORD)


@pytest.fixture
def demo(settings):
    settings.DEMO = True
    settings.ROOT_URLCONF = "tests.config.urls_with_demo"


@pytest.fixture
def leo(council):
    leo = demo_person("Leo Lead")
    CouncilMember.objects.create(council=council, user=leo, role=CouncilRole.LEAD_OFFICER.value)
    return leo


@pytest.fixture
def everybody(leo, published):
    clare, ada = demo_person("Clare Chair"), demo_person("Ada Administrator")
    for user, role in ((clare, PanelRole.CHAIR), (leo, PanelRole.OBSERVER)):
        PanelMember.objects.create(
            competition=published, user=user, role=role.value, appointed_by=leo, appointed_at=timezone.now()
        )
    organisation, _ = world.organisation("Harbour Care")
    OrganisationMember.objects.create(organisation=organisation, user=ada, role=OrganisationRole.ADMINISTRATOR.value)


def settings_with(ask="pass", **environment):
    """Django started anew with these in its environment, and asked something of its `settings`."""
    code = f"import django; django.setup(); from django.conf import settings; from config import urls; {ask}"
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_can_not_be_switched_on_where_debug_is_off():
    done = settings_with(DEMO="1", DEBUG="0", SECRET_KEY="a long random text")

    assert done.returncode != 0
    assert "works only together with DEBUG=1" in done.stderr


def test_an_unknown_way_for_letters_stops_the_server():
    done = settings_with(EMAIL_URL="consolemail:")

    assert done.returncode != 0
    assert "EMAIL_URL names no known way for letters" in done.stderr


def test_the_letters_of_the_demonstration_go_to_its_log_and_count_as_sent():
    done = settings_with("print(settings.EMAIL_BACKEND)", DEMO="1", DEBUG="1")

    assert done.stdout.split()[-1] == "django.core.mail.backends.console.EmailBackend"


def test_people_who_try_it_meet_the_products_own_error_pages():
    ask = (
        "from django.test import Client; page = Client(headers={'host': 'localhost'}).get('/nowhere/'); "
        "print(page.status_code, settings.PRODUCT_NAME in page.content.decode(), b'URLconf' in page.content); "
        "print(Client(headers={'host': 'localhost'}).get('/static/src/images/favicon.svg').status_code)"
    )

    done = settings_with(ask, DEMO="1", DEBUG="1")

    assert done.stdout.split() == ["404", "True", "False", "200"], done.stderr


def test_it_is_off_unless_asked_for(settings):
    assert settings.DEMO is False


def test_where_it_is_off_its_addresses_do_not_exist(client, leo):
    for address in ("/demo/", "/demo/sign-in/", "/demo/letters/"):
        assert client.get(address).status_code == 404
        assert client.post(address, {"email": leo.email}).status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("demo:sign_in")
    assert "demonstration" not in client.get("/sign-in/").content.decode().lower()


def test_even_with_its_addresses_it_does_nothing_where_it_is_off(client, leo, settings):
    settings.ROOT_URLCONF = "tests.config.urls_with_demo"

    assert client.post("/demo/sign-in/", {"email": leo.email}).status_code == 404
    assert client.get("/demo/letters/").status_code == 404


def test_the_sign_in_page_names_everybody_by_what_they_are(client, demo, everybody):
    page = client.get("/sign-in/").content.decode()

    assert "This is a demonstration" in page
    assert "Sign in as Leo Lead, lead officer, observer (Evaluation panels)" in page
    assert "Sign in as Clare Chair, chair" in page
    assert "Sign in as Ada Administrator, administrator" in page
    places = [page.index(title) for title in ("Barchester Council", "Evaluation panels</h3>", "Harbour Care</h3>")]
    assert places == sorted(places)
    assert "ada.of.harbour.care@example.org" not in page


def test_who_sits_on_several_panels_is_named_once(client, demo, everybody, leo, council):
    libraries = world.draft_competition(world.service(council, "Libraries"), "A partner for our libraries")
    clare = PanelMember.objects.get(role=PanelRole.CHAIR.value).user
    PanelMember.objects.create(
        competition=libraries, user=clare, role=PanelRole.CHAIR.value, appointed_by=leo, appointed_at=timezone.now()
    )

    assert "Sign in as Clare Chair, chair</button>" in client.get("/sign-in/").content.decode()


def test_one_click_signs_in(client, demo, leo):
    answer = client.post("/demo/sign-in/", {"email": leo.email})

    assert answer.headers["Location"] == reverse("my_work")
    assert client.session["_auth_user_id"] == str(leo.pk)


def test_a_second_click_on_somebody_else_changes_who_one_is(client, demo, everybody, leo):
    client.post("/demo/sign-in/", {"email": "clare@demo.example"})
    client.post("/demo/sign-in/", {"email": leo.email})

    assert client.session["_auth_user_id"] == str(leo.pk)


@pytest.mark.parametrize(("wanted", "comes_to"), [("/privacy/", "/privacy/"), ("https://evil.example/", "/my-work/")])
def test_one_comes_to_the_page_that_one_wanted(client, demo, leo, wanted, comes_to):
    answer = client.post("/demo/sign-in/", {"email": leo.email, "next": wanted})

    assert answer.headers["Location"] == comes_to


def test_signing_in_takes_a_post(client, demo, leo):
    assert client.get("/demo/sign-in/").status_code == 405


@pytest.mark.parametrize("of_the_installation", [{"is_superuser": True}, {"is_staff": True}, {"is_active": False}])
def test_nobody_with_more_rights_than_a_demo_needs(client, demo, leo, of_the_installation):
    for name, value in of_the_installation.items():
        setattr(leo, name, value)
    leo.save()

    assert client.post("/demo/sign-in/", {"email": leo.email}).status_code == 404


def test_nobody_real(client, demo, officer):
    assert client.post("/demo/sign-in/", {"email": officer.email}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_the_password_works_too(client, demo, leo):
    client.post("/sign-in/", {"login": leo.email, "password": PASSWORD})

    assert client.session["_auth_user_id"] == str(leo.pk)


def test_the_letters_can_be_read_and_their_links_followed(client, demo, db):
    letters.queue("ada@demo.example", "Come <in>", "Open http://testserver/invitations/abc/ & join", at=timezone.now())

    page = client.get("/demo/letters/").content.decode()

    assert '<a href="http://testserver/invitations/abc/" rel="nofollow">' in page
    assert "Come &lt;in&gt;" in page
    assert "To ada@demo.example" in page


def test_the_newest_letter_stands_first_whenever_it_was_loaded(client, demo, db):
    now = timezone.now()
    for subject, days in (("Second", 1), ("Third", 2), ("First", 0)):
        letters.queue("ada@demo.example", subject, "Read me.", at=now - timedelta(days=days))

    page = client.get("/demo/letters/").content.decode()

    assert page.index(">First<") < page.index(">Second<") < page.index(">Third<")


def test_the_list_of_people_costs_the_same_for_many(client, demo, everybody, council, django_assert_num_queries):
    with django_assert_num_queries(3):
        client.get("/demo/")
    for number in range(20):
        world_member = demo_person(f"P{number} Person")
        CouncilMember.objects.create(council=council, user=world_member, role=CouncilRole.OFFICER.value)

    with django_assert_num_queries(3):
        client.get("/demo/")


def test_the_command_says_who_there_is_and_what_to_try(demo, everybody, capsys):
    call_command("demo_people")

    said = capsys.readouterr().out
    assert "leo@demo.example" in said
    assert PASSWORD in said
    assert "Leo Lead, lead officer, observer (Evaluation panels), leo@demo.example\n      " in said
    assert "What to try" in said


def test_the_command_says_nothing_where_it_is_off(leo):
    with pytest.raises(CommandError, match="only in demo mode"):
        call_command("demo_people")
