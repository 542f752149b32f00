import pytest

from accounts.domain.roles import CouncilRole
from tests import world

pytestmark = pytest.mark.django_db
PEOPLE = "/council/people/"


def test_a_lead_officer_sees_who_works_at_their_council_and_at_no_other(client, lead_officer, approver, other_officer):
    client.force_login(lead_officer)

    page = client.get(PEOPLE).content.decode()

    assert "Una Approver" in page
    assert "Approver" in page
    assert other_officer.email not in page
    assert "Loamshire" not in page


def test_who_is_lead_officer_at_one_council_and_approver_at_another_sees_only_the_first(
    client, lead_officer, other_officer
):
    council = other_officer.council_roles.get().council
    council.members.create(user=lead_officer, role=CouncilRole.APPROVER.value)
    client.force_login(lead_officer)

    page = client.get(PEOPLE).content.decode()

    assert "Loamshire" not in page


def test_nobody_else_does(client, officer, approver):
    for user in (officer, approver, world.person("Nora New")):
        client.force_login(user)
        assert client.get(PEOPLE).status_code == 403


def test_it_costs_the_same_for_many(client, council, lead_officer, django_assert_num_queries):
    client.force_login(lead_officer)
    client.get(PEOPLE)
    for number in range(10):
        world.council_member(council, CouncilRole.OFFICER, f"Officer {number}")

    with django_assert_num_queries(5):
        client.get(PEOPLE)
