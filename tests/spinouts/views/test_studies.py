import json
from datetime import date
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.domain.roles import CouncilRole
from accounts.models import CouncilMember
from spinouts.actions import studies as actions
from spinouts.files import bods, bods_in, companies
from spinouts.files.exporting import EXPORTS
from spinouts.models import CompanyStudy, JointVenture
from tests import world
from tests.spinouts import studies
from tests.spinouts.actions.test_ventures import form
from tests.spinouts.studies import AT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def study(council, officer):
    return studies.study(council, officer)


@pytest.fixture
def group(council, officer):
    return studies.study(council, officer, "group")


def look(client, user, study, place="study", *more, **query):
    client.force_login(user)
    return client.get(reverse(f"spinouts:{place}", args=[study.reference, *more]), query)


def text_of(response):
    return unescape(" ".join(response.content.decode().split()))


def send(client, user, content, file_name, **typed):
    client.force_login(user)
    upload = SimpleUploadedFile(file_name, content)
    return client.post(reverse("spinouts:study_new"), {"upload": upload, **typed}, follow=True)


def test_a_company_is_shown_on_the_last_day_on_which_something_happened(client, study, auditor):
    text = text_of(look(client, auditor, study))

    assert "at the end of <strong>Wednesday 1 October 2014</strong>" in text
    assert "Equiniti Paymaster (partner) holds 51% of the shares" in text
    assert "MyCSP Employee Partnership Trust cannot block a special resolution alone" in text
    assert "The government transferred 1,100 ordinary shares to Equiniti Paymaster (sale)." in text
    assert "although it was locked in until 30 April 2017" in text
    assert "Broken after about two and a half of the five years." in text


def test_on_a_past_day_nothing_is_said_of_later_days_nor_by_laws_that_were_not_there(client, study, auditor):
    now, then = (text_of(look(client, auditor, study, **query)) for query in ({}, {"on": "2012-05-01"}))

    assert "although it was locked in until" in now
    assert "although it was locked in until" not in then
    assert "must be registered for significant control" not in then
    assert "did not exist on 1 May 2012: the law on it began on 6 April 2016" in then


def test_each_day_on_which_something_happened_is_a_link_away(client, study, auditor):
    page = look(client, auditor, study)
    address = f"{reverse('spinouts:study', args=[study.reference])}?company=mycsp&amp;on=2012-05-01"

    assert f'<a class="govuk-link" href="{address}">Tuesday 1 May 2012</a>' in page.content.decode()
    assert "holds 40% of the shares" in text_of(look(client, auditor, study, on="2012-05-01"))


def test_any_other_day_can_be_typed_and_keeps_the_company(client, group, auditor):
    response = look(client, auditor, group, company="eye-clinic", day="1", month="5", year="2013")

    assert response.url.endswith("?company=eye-clinic&on=2013-05-01")
    wrong = look(client, auditor, group, company="eye-clinic", day="31", month="2", year="2013")
    assert "Enter a day that exists" in text_of(wrong)
    assert '<h1 class="govuk-heading-l">Eye clinic</h1>' in text_of(wrong)


def test_a_group_is_shown_whole_with_its_chains_and_the_chosen_company_by_itself(client, group, auditor):
    text = text_of(look(client, auditor, group, company="day-hospital"))

    assert "Circle group (company) holds 50.1% of the shares and of the votes of Day hospital" in text
    assert "Circle plc owns 25.1% of Eye clinic, through Circle group: 50.1% of 50.1%." in text
    assert "What the group makes of Day hospital" in text
    assert "Day hospital by itself" in text
    assert '<strong aria-current="page">Day hospital</strong>' in text


def test_a_company_that_the_file_does_not_have_is_not_found(client, group, auditor):
    assert look(client, auditor, group, company="another").status_code == 404
    assert look(client, auditor, group, "study_file", "owners.csv", company="another").status_code == 404


def test_companies_that_are_no_group_say_why(client, council, officer):
    two = (*studies.companies("circle"), *studies.companies("3bm"))
    study = studies.study(council, officer, companies=two)

    text = text_of(look(client, officer, study, on="2014-01-01"))
    assert "can’t be shown as one group" in text
    assert "give each party its own" in text


@pytest.mark.parametrize("case", studies.CASES)
@pytest.mark.parametrize("name", EXPORTS)
def test_every_case_can_be_taken_away_in_every_format_of_its_form(client, council, officer, case, name):
    study = studies.study(council, officer, case)
    society = case in {"explore-york", "aspire"}

    response = look(client, officer, study, "study_file", name)

    assert response.status_code == (409 if society and name == "ocf.zip" else 200)
    page = look(client, officer, study).content.decode()
    assert (f"/{name}?" in page) == (not society or name != "ocf.zip")
    if name == "company.yaml":
        assert companies.read(response.content.decode(), name) == study.companies
    if name == "bods.json":
        found, _ = bods_in.read(response.content.decode(), name)
        assert [company.name for company in found] == [company.name for company in study.companies]


def test_what_is_taken_away_is_of_the_company_and_day(client, group, auditor):
    file = look(client, auditor, group, "study_file", "owners.csv", company="eye-clinic", on="2013-04-01")

    assert "Staff: eye clinic,Employees,499" in file.content.decode("utf-8-sig")
    assert file["Content-Disposition"] == 'attachment; filename="eye-clinic-2013-04-01-owners.csv"'


def test_the_file_itself_is_given_back_as_it_was(client, study, auditor):
    response = look(client, auditor, study, "study_original")

    assert b"".join(response.streaming_content) == studies.file("mycsp")
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"] == 'attachment; filename="mycsp.yaml"'


def test_an_officer_brings_in_a_file_and_sees_it(client, officer, council):
    page = send(client, officer, studies.file("entrust"), "entrust.yaml", name="Staffordshire’s schools")

    study = CompanyStudy.objects.get()
    assert (study.council, study.name, study.brought_in_by) == (council, "Staffordshire’s schools", officer)
    assert page.redirect_chain[-1][0] == reverse("spinouts:study", args=[study.reference])
    assert f"“entrust.yaml” ({len(studies.file('entrust')):,} bytes) is read and stored." in text_of(page)
    assert "Capita (partner) holds 51%" in text_of(page)


def test_every_fault_is_listed_with_line_and_field_and_the_name_is_kept(client, officer):
    content = studies.file("mycsp").replace(b"shares: 4000", b"shares: many").replace(b"kind: council", b"kind: king")

    page = send(client, officer, content, "mine.yaml", name="A what-if of mine")

    text = text_of(page)
    assert "mine.yaml, line 20, company 1, party 2, kind: this should be one of" in text
    assert "mine.yaml, line 28, company 1, event 1, shares: this should be a whole number" in text
    assert 'value="A what-if of mine"' in text
    assert not CompanyStudy.objects.exists()


def test_all_losses_of_an_import_are_said(client, officer):
    statements = bods.statements(studies.companies("mycsp"), date(2014, 10, 1), published_on=AT.date(), publisher="X")
    for each in statements:
        each["recordDetails"].get("entityType", {}).pop("details", None)

    page = send(client, officer, json.dumps(statements).encode(), "mycsp.json")

    losses = CompanyStudy.objects.get().losses
    assert "The legal form of MyCSP Limited is not stated in our words: it is taken as a company by shares." in losses
    text = text_of(page)
    assert all(loss in text for loss in losses)


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "a.yaml", "“a.yaml” is empty (0 bytes)"),
        (b"x" * (actions.MOST_BYTES + 1), "a.yaml", "“a.yaml” is larger than 2 MB"),
        (b"\xff\xfe", "a.csv", "a.csv: this is not text, or not saved as Unicode"),
        (b"%PDF-1.7", "a.pdf", "the end of its name does not say what this file is"),
        (b"PK\x03\x04", "a.xlsx", "this is no workbook"),
    ],
)
def test_what_can_not_be_read_is_said(client, officer, content, name, words):
    assert words in text_of(send(client, officer, content, name))
    assert not CompanyStudy.objects.exists()


def test_without_a_file_it_asks_for_one(client, officer):
    client.force_login(officer)

    assert "Choose the file." in text_of(client.post(reverse("spinouts:study_new"), {"name": "Something"}))


def test_who_works_for_two_councils_says_for_which_it_is(client, officer):
    other = world.council("Loamshire Council")
    CouncilMember.objects.create(council=other, user=officer, role=CouncilRole.OFFICER.value)

    send(client, officer, studies.file("circle"), "circle.yaml", council=other.pk)

    assert CompanyStudy.objects.get().council == other


def test_only_officers_bring_in_files(client, study, officer, approver, auditor):
    file = {"upload": SimpleUploadedFile("circle.yaml", studies.file("circle"))}
    for user in (approver, auditor):
        client.force_login(user)
        assert client.post(reverse("spinouts:study_new"), file).status_code == 403
        assert "Bring in a file" not in text_of(client.get(reverse("spinouts:study_list")))


@pytest.mark.parametrize(
    ("who", "status"),
    [("lead_officer", 403), ("auditor", 403), ("other_officer", 404), ("bidder", 404), ("officer", 302)],
)
def test_only_its_author_hides_a_study(client, study, who, status, request):
    client.force_login(request.getfixturevalue(who))

    assert client.post(reverse("spinouts:study_hide", args=[study.reference])).status_code == status


def test_nothing_of_it_is_for_another_council_or_the_public(client, study, other_officer):
    for place, more in (("study", []), ("study_original", []), ("study_joining", []), ("study_file", ["owners.csv"])):
        assert look(client, other_officer, study, place, *more).status_code == 404
        client.logout()
        address = reverse(f"spinouts:{place}", args=[study.reference, *more])
        assert client.get(address).url.startswith("/sign-in/")


def test_a_hidden_study_stays_below_the_list(client, study, officer, auditor):
    client.force_login(officer)
    assert "Hide it from the list" in text_of(look(client, officer, study))
    client.post(reverse("spinouts:study_hide", args=[study.reference]))

    client.force_login(auditor)
    page = text_of(client.get(reverse("spinouts:study_list")))
    assert page.index("No file has been brought in yet") < page.index("Hidden by whoever brought them in")
    assert "MyCSP Limited" in page
    assert "Hidden from the list since" in text_of(look(client, auditor, study))
    client.force_login(officer)
    client.post(reverse("spinouts:study_show", args=[study.reference]))
    assert "Hidden" not in text_of(client.get(reverse("spinouts:study_list")))


def test_the_list_costs_the_same_with_many(client, study, council, officer, django_assert_num_queries):
    client.force_login(officer)
    address = reverse("spinouts:study_list")
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for case in studies.CASES:
        studies.study(council, officer, case)

    with django_assert_num_queries(len(few)):
        page = text_of(client.get(address))
    assert page.index("3BM") < page.index("Aspire Community Benefit Society") < page.index("MyCSP Limited")
    assert page.count("Olive Officer, ") == len(studies.CASES)


def page_of(study):
    return f"{reverse('spinouts:study', args=[study.reference])}?on=2030-01-01"


def test_a_file_of_the_councils_own_company_is_known_as_that(client, council, service, approver, officer):
    venture = form(service, approver)
    text = companies.to_yaml([venture.as_value()])
    client.force_login(officer)
    upload = SimpleUploadedFile("own.yaml", text.encode())

    page = client.post(reverse("spinouts:study_new"), {"name": "", "upload": upload}, follow=True).content.decode()

    assert "a company that a competition of Barchester Council created" in page
    assert reverse("spinouts:venture", args=[venture.reference]) in page
    assert "The register says the same today." in page
    assert "company to learn from: no competition" not in page
    JointVenture.objects.filter(pk=venture.pk).update(name="Renamed Limited")
    assert "The register says something else today" in client.get(page_of(CompanyStudy.objects.get())).content.decode()


def test_a_company_of_another_council_is_one_to_learn_from(client, council, other_officer, service, approver):
    venture = form(service, approver)
    other = other_officer.council_roles.get().council
    text = companies.to_yaml([venture.as_value()]).encode()
    study = actions.bring_in(
        other, name="", companies=[venture.as_value()], file=text, file_name="a.yaml", by=other_officer, at=AT
    )
    client.force_login(other_officer)

    page = client.get(page_of(study)).content.decode()

    assert "a company to learn from" in page
    assert "The register says" not in page


@pytest.mark.parametrize(
    ("place", "heading", "query"),
    [
        ("study_projection", "The years to come", {"scenario": "agreed", "income": "1000"}),
        ("study_exit", "Who gets what at the end", {"situation": "sale", "value": "1000"}),
    ],
)
def test_a_company_of_a_study_has_the_pages_of_a_joint_venture_and_they_keep_the_company(
    client, group, auditor, place, heading, query
):
    page = text_of(look(client, auditor, group, company="day-hospital"))
    address = f"{reverse(f'spinouts:{place}', args=[group.reference])}?company=day-hospital"

    first = text_of(look(client, auditor, group, place, company="day-hospital"))
    asked = text_of(look(client, auditor, group, place, company="day-hospital", **query))

    assert f'href="{address}"' in page
    for text in (first, asked):
        assert f'<h1 class="govuk-heading-l">{heading}</h1>' in text
        assert "Day hospital, as “" in text
        assert '<input type="hidden" name="company" value="day-hospital">' in text
    assert 'class="govuk-error-summary"' not in first
    assert "Change what is assumed" in asked


def test_the_pages_of_a_study_are_for_its_council_and_of_its_companies(client, group, auditor, other_officer):
    for place in ("study_projection", "study_exit"):
        assert look(client, auditor, group, place, company="another").status_code == 404
        assert look(client, other_officer, group, place).status_code == 404


def test_what_the_legal_form_asks_is_a_link_away_and_by_the_law_of_the_day(client, study, auditor):
    now, then = (text_of(look(client, auditor, study, **query)) for query in ({"on": "2026-01-01"}, {}))

    assert '<a class="govuk-link" href="#notices">' in now
    assert "What the legal form asks" in then
    assert "can never be exempt as an in-house one" in now
    assert "can never be exempt as an in-house one" not in then
