from html import unescape

import pytest
from django.urls import reverse

from accounts.models import TrailEvent
from tests.spinouts import studies

pytestmark = pytest.mark.django_db
TYPED = {
    "on": "2014-04-01",
    "name": "Leeds dental",
    "parent": "group",
    "owner_1_name": "Its staff",
    "owner_1_kind": "employees",
    "owner_1_shares": "1,000",
    "owner_1_handed": "501",
    "spin_out_value": "£1,000,000",
    "group_value": "2000000",
}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def group(council, officer):
    return studies.study(council, officer, "group")


def look(client, user, study, **typed):
    client.force_login(user)
    response = client.get(reverse("spinouts:study_joining", args=[study.reference]), typed)
    return unescape(" ".join(response.content.decode().split()))


def test_what_the_page_calls_its_fields_does_not_make_the_address_too_long(client, group, auditor):
    text = look(client, auditor, group)
    assert 'name="owner_3_receiver"' in text
    assert "form-words" not in text


def test_the_form_starts_with_figures_and_shows_nothing_yet(client, group, auditor):
    text = look(client, auditor, group)

    assert 'value="A new spin-out"' in text
    assert "What would come of it" not in text
    assert 'method="get"' in text
    assert "csrfmiddlewaretoken" not in text.split('id="main-content"')[1]


def test_both_registers_are_shown_before_and_after_and_nothing_is_stored(client, group, auditor):
    events = TrailEvent.objects.count()

    text = look(client, auditor, group, **TYPED)

    assert "Owners of Circle group, before and after" in text
    row = text[text.index("Its staff</th>") :]
    assert row.index("250</td>") < row.index("20%</td>")
    assert "0.5 of a share can’t be issued" in text
    assert "Leeds dental is a subsidiary of Circle group" in text
    assert "Who owns Leeds dental in the end" in text
    assert 'value="£1,000,000"' in text
    assert TrailEvent.objects.count() == events


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": " "}, "Enter a name for the new spin-out."),
        ({"owner_1_name": "", "owner_1_shares": ""}, "Enter at least one owner of the new spin-out."),
        ({"owner_1_shares": ""}, "Enter how many shares Its staff has."),
        ({"owner_1_name": ""}, "Enter who has the 1,000 shares."),
        ({"owner_1_handed": "2000"}, "cannot hand over 2,000: choose 0 to 1,000"),
        ({"group_value": "a lot"}, "must be a number, such as 2,000,000"),
        ({"group_value": ""}, "Enter what the company that it joins under is worth."),
        ({"parent": "another"}, "Select a valid choice"),
        ({"spin_out_value": "1"}, "less than one whole share: choose a higher ratio"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(client, group, auditor, change, words):
    text = look(client, auditor, group, **{**TYPED, **change})

    assert "There is a problem" in text
    assert words in text
    assert "What would come of it" not in text
    assert 'value="501"' in text or "owner_1_handed" in change


def test_before_anybody_owns_anything_it_says_so(client, group, auditor):
    client.force_login(auditor)

    response = client.get(reverse("spinouts:study_joining", args=[group.reference]), {"on": "2000-01-01"})

    assert response.status_code == 409
    assert "choose a later day" in response.content.decode()
