import pytest
from django.urls import reverse

from accounts.domain.refusals import Refusal
from partners.actions import consents
from partners.actions.completeness import gaps
from partners.actions.consortia import members_of, name_consortium
from tests.world import BEFORE


@pytest.fixture
def url(client, bid, bidder, clock):
    clock(BEFORE)
    client.force_login(bidder)
    return reverse("partners:bid_consortium", kwargs={"reference": bid.reference})


def row(number, name, kind="charity", registered_number="", part=""):
    fields = {"name": name, "kind": kind, "registered_number": registered_number, "part": part}
    return {f"member-{number}-{field}": text for field, text in fields.items()}


def test_the_members_are_named_without_script_and_empty_rows_do_not_count(client, url, bid):
    saved = client.post(url, {**row(1, "Tide Trust", part="Trips"), **row(2, "")}, follow=True)

    assert "1 of them is not asked yet to agree: you ask under “Consortium”." in saved.content.decode()
    [member] = members_of(bid)
    assert (member["name"], member["kind"], member["role"], member["part"]) == (
        "Tide Trust",
        "charity",
        "member",
        "Trips",
    )


def test_another_row_can_be_added(client, url):
    page = client.post(url, {**row(1, "A"), **row(2, "B"), "add": "1"}, follow=True).content.decode()

    assert 'name="member-3-name"' in page


def test_an_incomplete_row_is_refused_and_kept_on_the_page(client, url, bid):
    answer = client.post(url, {**row(1, "", part="Trips for all"), **row(2, "B")})

    assert answer.status_code == 422
    assert "Member 1: enter its name." in answer.content.decode()
    assert "Trips for all" in answer.content.decode()
    assert members_of(bid) == []


def test_a_kind_is_chosen_and_never_assumed(client, url, bid):
    page = client.get(url).content.decode()
    answer = client.post(url, row(1, "Tide Trust", kind=""))

    assert '<option value="" selected>Choose</option>' in page
    assert "Member 1: choose what kind of organisation it is." in answer.content.decode()
    assert members_of(bid) == []


def test_a_name_is_saved_while_its_kind_is_still_to_be_chosen_and_the_bid_can_t_be_submitted_so(client, url, bid):
    script = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}

    saved = client.post(url, row(1, "Tide Trust", kind=""), **script)

    assert saved.json()["state"] == "saved"
    assert [(each["name"], each["kind"]) for each in members_of(bid)] == [("Tide Trust", "")]
    assert "Choose what kind of organisation “Tide Trust” is." in [gap.sentence for gap in gaps(bid, BEFORE)]
    with pytest.raises(Refusal, match="Choose what kind of organisation Tide Trust is, save, then ask"):
        consents.ask(bid, "Tide Trust", by=bid.started_by, at=BEFORE)
    pressed = client.post(url, row(1, "Tide Trust", kind=""))
    assert "Member 1: choose what kind of organisation it is." in pressed.content.decode()
    client.post(url, row(1, "Tide Trust"))
    assert members_of(bid)[0]["kind"] == "charity"


def test_each_fault_leads_to_its_field_and_stands_beside_it(client, url):
    wrong = {**row(3, "Tide Trust"), "member-3-share": "130", "member-3-email": "tide"}

    page = client.post(url, {**row(1, ""), **row(2, "Sea Trust"), **wrong}).content.decode()

    # The empty row is gone, so that what is called member 2 is the second on the page.
    assert 'href="#member-2-share">Member 2: enter its share of the work' in page
    assert 'href="#member-2-email">Member 2: enter an e-mail address' in page
    assert 'id="member-2-share_error"' in page
    assert 'id="member-2-share" aria-describedby="member-2-share_error"' in page
    assert 'id="member-1-share_error"' not in page


def test_the_script_saves_and_is_told_the_next_version(client, url, bid):
    headers = {"x-requested-with": "XMLHttpRequest"}

    first = client.post(url, {**row(1, "A"), "version": ""}, headers=headers).json()
    second = client.post(url, {**row(1, "B"), "version": first["version"]}, headers=headers).json()
    refused = client.post(url, {**row(1, "", part="x"), "version": second["version"]}, headers=headers)

    assert (first["state"], second["state"]) == ("saved", "saved")
    assert (refused.status_code, refused.json()["state"]) == (409, "refused")
    assert [member["name"] for member in members_of(bid)] == ["B"]


def test_a_list_that_somebody_else_changed_is_shown_beside_mine(client, url, bid, bidder):
    seen = client.get(url).context["seen"]
    name_consortium(bid, [{"name": "Theirs", "kind": "charity"}], by=bidder, at=BEFORE)

    answer = client.post(url, {**row(1, "Mine"), "version": seen})

    page = answer.content.decode()
    assert "Theirs" in page
    assert 'value="Mine"' in page
    client.post(url, {**row(1, "Mine"), "version": answer.context["seen"]})
    assert [member["name"] for member in members_of(bid)] == ["Mine"]
