import pytest
from allauth.account.models import EmailAddress
from django.contrib import admin

from accounts.domain.roles import CouncilRole
from accounts.models import Council, CouncilMember, User
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def installer(client):
    user = world.person("Ida Installer")
    user.is_staff = user.is_superuser = True
    user.save()
    client.force_login(user)
    return user


def test_it_knows_people_and_councils_and_nothing_of_competitions():
    assert set(admin.site._registry) == {Council, User, EmailAddress}


def test_whoever_looks_after_the_installation_brings_people_to_a_council(client, installer, officer, council):
    una = world.person("Una New")
    member = CouncilMember.objects.get(user=officer)

    answer = client.post(
        f"/administration/accounts/council/{council.pk}/change/",
        {
            "name": council.name,
            "address": "",
            "email": council.email,
            "members-TOTAL_FORMS": "2",
            "members-INITIAL_FORMS": "1",
            "members-0-id": member.pk,
            "members-0-council": council.pk,
            "members-0-user": officer.pk,
            "members-0-role": "officer",
            "members-1-council": council.pk,
            "members-1-user": una.pk,
            "members-1-role": "approver",
        },
    )

    assert answer.status_code == 302
    assert CouncilMember.objects.get(user=una).role == CouncilRole.APPROVER


def test_a_new_person_can_be_added(client, installer):
    answer = client.post(
        "/administration/accounts/user/add/",
        {
            "email": "Una.New@Example.org",
            "name": "Una New",
            "usable_password": "true",
            "password1": "three odd words together",
            "password2": "three odd words together",
        },
    )

    assert answer.status_code == 302, answer.context["errors"]
    assert User.objects.get(email="una.new@example.org").check_password("three odd words together")


@pytest.mark.parametrize("page", ["", "accounts/user/", "accounts/council/", "account/emailaddress/"])
def test_its_pages_open_for_its_people_alone(client, installer, officer, page):
    assert client.get(f"/administration/{page}").status_code == 200
    client.force_login(officer)
    assert client.get(f"/administration/{page}").status_code in {302, 403}


def test_a_superuser_sees_nothing_of_a_competition_there(client, installer, opened):
    for page in ("", f"accounts/user/{opened.bids[0].started_by.pk}/change/"):
        assert b"A partner for our day centres" not in client.get(f"/administration/{page}").content
