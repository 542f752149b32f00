import pytest
from django.urls import reverse

from tests.spinouts.actions.test_ventures import form


@pytest.fixture
def venture(service, approver):
    return form(service, approver)


def look(client, user, venture, **query):
    client.force_login(user)
    return client.get(reverse("spinouts:venture", args=[venture.reference]), query)


def test_the_council_sees_who_owns_and_controls_the_company(client, venture, auditor):
    text = look(client, auditor, venture).content.decode()

    assert "<svg" in text
    assert "Harbour Care (partner) holds 40% of the shares" in text
    assert "cannot block a special resolution alone" in text
    assert "not advice" in text


def test_the_register_is_shown_on_any_day(client, venture, auditor):
    assert "Nobody holds any shares" in look(client, auditor, venture, on="2026-11-30").content.decode()
    assert "Harbour Care" in look(client, auditor, venture, on="2026-12-01").content.decode()


def test_a_day_in_three_fields_becomes_part_of_the_address(client, venture, auditor):
    response = look(client, auditor, venture, day="30", month="11", year="2026")

    assert response.url.endswith("?on=2026-11-30")


@pytest.mark.parametrize(
    "query", [{"on": "never"}, {"on": "2026-13-01"}, {"day": "31", "month": "2", "year": "2027"}, {"day": "x"}]
)
def test_a_day_that_does_not_exist_is_said(client, venture, auditor, query):
    assert "Enter a day that exists" in look(client, auditor, venture, **query).content.decode()


def test_another_council_finds_no_company(client, venture, other_officer):
    assert look(client, other_officer, venture).status_code == 404
