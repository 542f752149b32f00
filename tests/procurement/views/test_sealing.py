import re

import pytest

from accounts.domain.roles import CouncilRole
from procurement.models import KeyShare
from tests import world

pytestmark = pytest.mark.usefixtures("maker")
CODE = re.compile(r"(?:[0-9A-Z]{5}-){5}[0-9A-Z]{5}")


@pytest.fixture
def maker(draft):
    """An officer without a share, who makes the code of the envelope."""
    return world.council_member(draft.council, CouncilRole.OFFICER, "Otto Other")


def test_an_officer_divides_the_key_and_takes_a_share(client, draft, officer, lead_officer):
    client.force_login(officer)
    page = f"/council/competitions/{draft.reference}/sealing/"
    sent = {"how": "divided", "holders": [officer.pk, lead_officer.pk], "needed": "2"}

    refused = client.post(page, sent).content.decode()
    assert "Say who keeps the envelope" in refused
    assert re.search(rf'value="{officer.pk}"[^>]*checked', refused)
    assert client.post(page, sent | {"kept_by": "Mo Officer"}).status_code == 302

    share = f"/council/key-shares/{KeyShare.objects.get(holder=officer).reference}/"
    assert share in client.get(page).content.decode()
    assert "Make your code" in client.get("/my-work/").content.decode()
    made = client.post(f"{share}code/")
    [code] = set(CODE.findall(made.content.decode()))
    assert "no-store" in made["Cache-Control"]
    assert code not in client.get(share).content.decode()
    assert "Type back your code" in client.get("/my-work/").content.decode()

    slip = code[:-1] + ("0" if code[-1] != "0" else "1")
    told = client.post(share, {"code": slip}).content.decode()
    assert "There is a slip in group 6 of the code" in told
    assert slip in told
    assert client.post(share, {"code": code.lower()}).status_code == 302
    assert "typed back at" in client.get(share).content.decode()


def test_the_envelope_stands_in_the_work_of_officers_without_a_share_until_it_is_made(
    client, draft, officer, lead_officer, maker
):
    client.force_login(officer)
    client.post(
        f"/council/competitions/{draft.reference}/sealing/",
        {"how": "divided", "holders": [officer.pk, lead_officer.pk], "needed": "2", "kept_by": "Mo Officer"},
    )
    approver = world.council_member(draft.council, CouncilRole.APPROVER, "Ann Approver")
    envelope = f"/council/key-shares/{KeyShare.objects.get(holder=None).reference}/"

    def seen_by(user):
        client.force_login(user)
        return envelope in client.get("/my-work/").content.decode()

    assert [seen_by(each) for each in (officer, lead_officer, approver, maker)] == [False, False, False, True]
    [code] = set(CODE.findall(client.post(f"{envelope}code/").content.decode()))
    assert "Type back the code of the envelope" in client.get("/my-work/").content.decode()
    client.post(envelope, {"code": code})
    assert not seen_by(maker)


def test_too_few_people_are_told_at_once_and_nothing_typed_is_lost(client, draft, officer, lead_officer):
    client.force_login(officer)
    page = f"/council/competitions/{draft.reference}/sealing/"

    sent = {"how": "divided", "holders": [lead_officer.pk], "needed": "3", "kept_by": "Mo Officer"}
    refused = client.post(page, sent).content.decode()

    assert "Choose at least 3 people who hold a share, or let fewer" in refused
    assert re.search(rf'value="{lead_officer.pk}"[^>]*checked', refused)
    assert 'value="Mo Officer"' in refused
    assert "2 or more" in client.post(page, sent | {"needed": "1"}).content.decode()


def test_nobody_takes_the_share_of_another(client, draft, officer, lead_officer):
    client.force_login(officer)
    client.post(
        f"/council/competitions/{draft.reference}/sealing/",
        {"how": "divided", "holders": [officer.pk, lead_officer.pk], "needed": "2", "kept_by": "Mo Officer"},
    )
    share = KeyShare.objects.get(holder=lead_officer)

    assert client.post(f"/council/key-shares/{share.reference}/code/").status_code == 403
    client.force_login(world.council_member(world.council("Loamshire"), CouncilRole.LEAD_OFFICER, "Ola"))
    assert client.get(f"/council/key-shares/{share.reference}/").status_code == 404


def test_the_page_asks_as_many_questions_for_many_shares_as_for_few(
    client, draft, officer, lead_officer, django_assert_max_num_queries
):
    client.force_login(officer)
    people = [world.council_member(draft.council, CouncilRole.OFFICER, f"Officer {number}") for number in range(8)]
    page = f"/council/competitions/{draft.reference}/sealing/"
    client.post(
        page,
        {"how": "divided", "holders": [officer.pk, *(each.pk for each in people)], "needed": "3", "kept_by": "Mo"},
    )

    with django_assert_max_num_queries(12):
        assert "Officer 7" in client.get(page).content.decode()
