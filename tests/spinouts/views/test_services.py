import pytest

from spinouts.models import Service
from tests import world
from tests.pages import errors, filled

NEW = "/council/services/new/"
TYPED = {
    "name": "Libraries",
    "description": "Fourteen libraries.",
    "annual_cost_amount": "£3,100,000.50",
    "headcount": "90",
    "full_time_equivalents": "61.25",
    "assets": "",
    "why_spin_out": "",
}


@pytest.fixture
def at(client, officer):
    client.force_login(officer)
    return client


def test_an_officer_describes_a_service_and_a_double_click_makes_one(at):
    for _ in range(2):
        response = at.post(NEW, TYPED, follow=True)

    assert response.status_code == 200
    assert [str(service) for service in Service.objects.all()] == ["Libraries"]
    assert "£3,100,000.50" in response.content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": ""}, "Enter the name of the service."),
        ({"name": "🏛" * 400}, "Name of the service must be 200 characters or fewer; yours has 400."),
        ({"annual_cost_amount": "-1"}, "What it costs a year, in pounds must be 0 or more."),
        ({"annual_cost_amount": "lots"}, "What it costs a year, in pounds must be a number, such as 4,200,000."),
        ({"annual_cost_amount": "NaN"}, "What it costs a year, in pounds must be a number, such as 4,200,000."),
        ({"headcount": "1.5"}, "How many people work in it must be a whole number, such as 180."),
        ({"headcount": "99999999999999"}, "How many people work in it is larger than can be kept here."),
    ],
)
def test_bad_input_is_said_and_what_was_typed_stays(at, typed, said):
    response = at.post(NEW, TYPED | typed)

    assert errors(response) == [said]
    page = response.content.decode()
    assert all(f"{text}" in page for text in (TYPED | typed).values())
    assert 'maxlength="' not in page
    assert not Service.objects.exists()


def test_a_name_that_is_taken_is_said(at, service):
    assert errors(at.post(NEW, TYPED | {"name": service.name})) == [
        "Your council already has a service called “Day centres”. Open that one, or choose another name."
    ]


def test_two_officers_edit_and_the_second_loses_nothing(at, service, lead_officer):
    address = f"/council/services/{service.reference}/change/"
    typed = filled(at.get(address), headcount="200")
    Service.objects.update(headcount=190)

    met = at.post(address, typed)

    assert errors(met) == [
        "Somebody else changed this after you opened it. What you typed is still here.",
        "How many people work in it is now: 190",
        "To replace theirs with what you typed, save again. To keep theirs, leave this page.",
    ]
    at.post(address, filled(met))
    assert Service.objects.get().headcount == 200


def test_the_options_are_compared(at, service):
    address = f"/council/services/{service.reference}/options/"
    at.post(address, filled(at.get(address), joint_venture_for="Money.", preferred="joint_venture"))

    page = at.get(f"/council/services/{service.reference}/").content.decode()
    assert "Money." in page
    assert "Preferred" in page


def test_an_auditor_reads_but_does_not_change(client, auditor, service):
    client.force_login(auditor)
    address = f"/council/services/{service.reference}/"

    assert client.get(address).status_code == 200
    assert client.get("/council/services/").status_code == 200
    assert client.get(f"{address}change/").status_code == 403
    assert client.get(NEW).status_code == 403


def test_another_council_finds_nothing(client, other_officer, service):
    client.force_login(other_officer)

    assert client.get(f"/council/services/{service.reference}/").status_code == 404
    assert service.name not in client.get("/council/services/").content.decode()


def test_the_list_takes_as_many_queries_for_one_service_as_for_many(at, council, django_assert_num_queries):
    world.service(council)
    with django_assert_num_queries(5):
        at.get("/council/services/")

    for number in range(20):
        world.service(council, f"Service {number}")
    with django_assert_num_queries(5):
        at.get("/council/services/")
