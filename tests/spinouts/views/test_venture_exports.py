import json
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from spinouts.files import bods_in, companies, sheet_in
from spinouts.files.exporting import EXPORTS
from spinouts.models import JointVenture
from tests.spinouts.actions.test_ventures import form

NAMES = list(EXPORTS)
LATER = "2027-06-01"


@pytest.fixture
def venture(service, approver):
    return form(service, approver)


def take(client, user, venture, name, **query):
    client.force_login(user)
    return client.get(reverse("spinouts:venture_file", args=[venture.reference, name]), query)


def test_bods_states_the_parts_of_the_register(client, venture, auditor):
    answer = take(client, auditor, venture, "bods.json", on=LATER)

    ((company,), _) = bods_in.read(answer.content.decode(), "bods")
    assert company.register(date(2027, 6, 1)).capital == venture.as_value().register(date(2027, 6, 1)).capital
    assert json.loads(answer.content)[0]["publicationDetails"]["publisher"] == {"name": venture.council.name}


def test_the_package_of_ocf_names_the_company(client, venture, auditor):
    answer = take(client, auditor, venture, "ocf.zip", on=LATER)

    with ZipFile(BytesIO(answer.content)) as packed:
        assert json.loads(packed.read("Manifest.ocf.json"))["issuer"]["legal_name"] == venture.name


def test_what_is_handed_on_has_no_note_that_is_not_published(client, venture, auditor):
    venture.events.update(note="In the blue folder")

    with ZipFile(BytesIO(take(client, auditor, venture, "ocf.zip", on=LATER).content)) as packed:
        handed_on = [packed.read(name) for name in packed.namelist()]
    handed_on += [take(client, auditor, venture, name, on=LATER).content for name in ("bods.json", "owners.csv")]

    assert all(b"blue folder" not in each for each in handed_on)
    assert b"blue folder" in take(client, auditor, venture, "company.yaml").content


def test_a_society_has_no_package_of_ocf_and_is_told_what_to_do(client, venture, auditor):
    JointVenture.objects.filter(pk=venture.pk).update(legal_form="community_benefit_society")

    answer = take(client, auditor, venture, "ocf.zip")

    assert answer.status_code == 409
    assert "Use BODS instead" in answer.content.decode()


def test_what_can_be_read_again_gives_the_same_company(client, venture, auditor):
    company = venture.as_value()

    (of_yaml,) = companies.read(take(client, auditor, venture, "company.yaml").content.decode(), "yaml")
    of_xlsx = sheet_in.read_xlsx(take(client, auditor, venture, "ownership.xlsx").content, "xlsx")
    of_csv = sheet_in.read_csv(take(client, auditor, venture, "sheet.csv").content.decode("utf-8-sig"), "csv")

    assert of_yaml == company
    assert (of_xlsx.events, of_xlsx.parties, of_xlsx.classes) == (company.events, company.parties, company.classes)
    assert of_csv == of_xlsx


def test_the_owners_are_those_of_the_day(client, venture, auditor):
    before = take(client, auditor, venture, "owners.csv", on="2026-11-30").content.decode("utf-8-sig")
    after = take(client, auditor, venture, "owners.csv", on="2026-12-01").content.decode("utf-8-sig")

    assert len(before.splitlines()) == 1
    assert "Harbour Care,Partner" in after
    content = json.loads(take(client, auditor, venture, "ownership.json", on="2026-12-01").content)
    assert content["owners"][0]["capital"]["words"] in after


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_stored_under_a_safe_name(client, venture, auditor, name):
    JointVenture.objects.filter(pk=venture.pk).update(name='../"Nails\r\n & Co" Ltd.exe')

    answer = take(client, auditor, venture, name, on=LATER)

    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith('attachment; filename="nails-co-ltdexe-')
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", ["bods.json", "ocf.zip", "owners.csv", "ownership.xlsx", "ownership.json"])
def test_a_day_that_does_not_exist_is_said(client, venture, auditor, name):
    answer = take(client, auditor, venture, name, on="2026-02-30")

    assert answer.status_code == 409
    assert "There is no such day" in answer.content.decode()


@pytest.mark.parametrize("name", NAMES)
def test_another_council_finds_no_file(client, venture, other_officer, name):
    assert take(client, other_officer, venture, name).status_code == 404


@pytest.mark.parametrize("name", NAMES)
def test_the_number_of_queries_does_not_grow_with_the_events(client, venture, auditor, name, django_assert_num_queries):
    address = reverse("spinouts:venture_file", args=[venture.reference, name])
    client.force_login(auditor)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    event = venture.events.last()
    for number in range(50, 60):
        event.pk, event.reference, event.sequence, event.again = None, f"event{number}", number, number
        event.save()

    with django_assert_num_queries(len(few)):
        client.get(address)
