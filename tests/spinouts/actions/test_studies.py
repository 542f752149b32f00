from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.storage import FileSystemStorage
from django.db import DatabaseError, transaction

from accounts.actions.trail import broken_links
from accounts.domain.refusals import Refusal
from accounts.models import TrailEvent
from spinouts.actions import studies as actions
from spinouts.models import CompanyStudy
from tests.spinouts import studies
from tests.spinouts.studies import AT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def study(council, officer):
    return studies.study(council, officer, "group", losses=["Something was left out."])


def test_the_companies_and_the_file_are_kept(study, council, officer):
    kept = CompanyStudy.objects.get()

    assert kept.companies == studies.companies("group")
    assert (kept.council, kept.name, kept.brought_in_by, kept.brought_in_at) == (council, "Circle group", officer, AT)
    assert kept.losses == ["Something was left out."]
    assert (kept.file_name, kept.size) == ("group.yaml", len(studies.file("group")))
    with kept.file.open() as file:
        assert file.read() == studies.file("group")


@pytest.mark.parametrize("case", studies.CASES)
def test_every_real_case_comes_back_as_it_was(council, officer, case):
    assert studies.study(council, officer, case).companies == studies.companies(case)


def test_it_is_on_a_trail_of_its_own(study, officer):
    event = TrailEvent.objects.get(trail=study.reference)

    assert (event.verb, event.by, event.details["sha256"]) == ("spinouts.bring_in_study", officer, study.sha256)
    assert event.details["companies"] == ["Circle group", "Day hospital", "Eye clinic", "Community nursing"]
    assert broken_links(study.reference) == []


def test_the_same_file_is_kept_once_and_a_better_one_beside_it(study, council, officer):
    assert studies.study(council, officer, "group", at=AT + timedelta(days=1)) == study
    other = studies.study(council, officer, "group", file=studies.file("group") + b"\n# Better.\n")

    assert other != study
    assert list(CompanyStudy.objects.values_list("name", flat=True)) == ["Circle group", "Circle group"]


def test_two_councils_have_the_same_file_each(study, other_officer):
    other = other_officer.council_roles.get().council

    assert studies.study(other, other_officer, "group") != study


def test_it_is_stored_before_it_is_acknowledged(council, officer, monkeypatch):
    monkeypatch.setattr(FileSystemStorage, "save", lambda *_, **__: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        studies.study(council, officer)

    assert not CompanyStudy.objects.exists()
    assert not TrailEvent.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"file": b""}, "is empty"),
        ({"file": b" " * (actions.MOST_BYTES + 1)}, "larger than 2 MB"),
        ({"companies": [studies.companies("circle")[0]] * 41}, "a study can have 40"),
        ({"companies": [replace(studies.companies("circle")[0], name="Circle\x00")]}, "a character that is no text"),
        ({"companies": [replace(studies.companies("circle")[0], name="Circle\ud800")]}, "a character that is no text"),
    ],
)
def test_what_can_not_be_kept_or_shown_is_refused(council, officer, changes, words):
    with pytest.raises(Refusal, match=words):
        studies.study(council, officer, **changes)

    assert not CompanyStudy.objects.exists()


def test_more_events_than_a_page_shows_are_refused(council, officer, monkeypatch):
    monkeypatch.setattr(actions, "MOST_EVENTS", 9)

    with pytest.raises(Refusal, match="more than 9 events"):
        studies.study(council, officer, "mycsp")


def test_names_that_no_file_system_takes_are_kept_as_text(council, officer):
    study = studies.study(council, officer, file_name="..\\../" + "ä" * 300 + ".yaml", name="  Two\n lines ")

    assert study.name == "Two lines"
    assert (len(study.file_name), study.file_name[-5:]) == (255, ".yaml")
    assert study.file.name.endswith(f"/{study.reference}.yaml")


def test_its_author_hides_it_and_shows_it_again(study, officer):
    later = AT + timedelta(days=1)
    for _ in range(2):
        actions.hide(study, by=officer, at=later)

    assert list(CompanyStudy.objects.in_list()) == []
    assert list(CompanyStudy.objects.hidden()) == [study]

    for _ in range(2):
        actions.show_again(study, by=officer, at=later)

    assert list(CompanyStudy.objects.in_list()) == [study]
    verbs = [event.verb for event in TrailEvent.objects.of(study.reference)]
    assert verbs == ["spinouts.bring_in_study", "spinouts.hide_study", "spinouts.show_study_again"]


@pytest.mark.parametrize("changes", [{"content": []}, {"name": "Another"}, {"sha256": "0" * 64}, {"losses": []}])
def test_the_database_refuses_to_change_a_study(study, changes):
    with pytest.raises(DatabaseError, match="stays what its file said"), transaction.atomic():
        CompanyStudy.objects.filter(pk=study.pk).update(**changes)


def test_the_database_refuses_to_delete_a_study(study):
    with pytest.raises(DatabaseError, match="stays what its file said"), transaction.atomic():
        CompanyStudy.objects.filter(pk=study.pk).delete()


def test_only_people_of_the_council_see_it(study, officer, auditor, other_officer):
    assert list(CompanyStudy.objects.visible_to(officer)) == [study]
    assert list(CompanyStudy.objects.visible_to(auditor)) == [study]
    assert list(CompanyStudy.objects.visible_to(other_officer)) == []
