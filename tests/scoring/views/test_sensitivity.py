import pytest
from django.urls import reverse

from accounts.models import TrailEvent
from scoring.actions import sensitivity
from scoring.domain.roles import Interest
from scoring.models import InterestDeclaration, SensitivityStudy
from tests.scoring import deciding, judging


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def page(client, user, competition, name="sensitivity", **headers):
    client.force_login(user)
    return client.get(reverse(f"scoring:{name}", args=[competition.reference]), headers=headers)


def ask(client, user, competition):
    client.force_login(user)
    return client.post(reverse("scoring:ask_sensitivity", args=[competition.reference]))


@pytest.fixture
def study(judged, ranking):
    found = sensitivity.request(judged.competition, by=judged.panel.chair.user, at=deciding.AT)
    sensitivity.make(found.pk, at=deciding.AT)
    return SensitivityStudy.objects.get(pk=found.pk)


def test_it_is_asked_with_one_button_and_a_second_click_does_no_harm(client, judged, ranking, officer):
    assert b"Work it out" in page(client, officer, judged.competition).content

    for _ in range(2):
        assert ask(client, officer, judged.competition).status_code == 302

    assert SensitivityStudy.objects.count() == 1
    text = page(client, officer, judged.competition).content.decode()
    assert "It waits for a worker" in text
    assert "Work it out" not in text


def test_what_waits_asks_for_itself_and_then_for_the_whole_page(client, judged, study, officer):
    poll = {"HX-Request": "true", "HX-Target": "sensitivity-progress"}
    assert page(client, officer, judged.competition, **poll).headers["HX-Refresh"] == "true"

    SensitivityStudy.objects.update(state="working", percent=50, step="Moving each weight")
    text = page(client, officer, judged.competition, **poll).content.decode()
    assert "Moving each weight: 50% done." in text
    assert "<h1" not in text


def test_the_page_says_what_the_first_place_hangs_on(client, judged, study, officer):
    text = page(client, officer, judged.competition).content.decode()

    assert "<strong>Harbour Care</strong> is first." in text
    for heading in ("If a weight had been otherwise", "If one agreed score had been otherwise", "If one bid had not"):
        assert heading in text
    assert TrailEvent.objects.filter(verb="scoring.read_sensitivity", by=officer).count() == 1


def test_only_chair_and_auditor_read_of_single_evaluators(client, judged, study, officer, auditor):
    for reader, reads in ((judged.panel.chair.user, True), (auditor, True), (officer, False)):
        text = page(client, reader, judged.competition).content.decode()
        given = page(client, reader, judged.competition, "sensitivity_json").json()
        assert ("Eve Evaluator" in text) is reads
        assert ("severities" in given, "evaluators" in given, "without_evaluators" in given) == (reads,) * 3


def test_an_evaluator_is_not_let_in(client, judged, study):
    evaluator = judged.panel.evaluators[0].user

    assert page(client, evaluator, judged.competition).status_code == 403
    assert page(client, evaluator, judged.competition, "sensitivity_json").status_code == 403
    assert ask(client, evaluator, judged.competition).status_code == 403


def test_who_may_not_read_one_of_the_bids_reads_nothing_of_it(client, judged, study):
    chair = judged.panel.chair
    InterestDeclaration.objects.filter(member=chair, bid=judged.bids[0]).update(superseded_at=deciding.AT)
    InterestDeclaration.objects.create(
        member=chair, bid=judged.bids[0], interest=Interest.ACTUAL.value, details="A cousin.", at=deciding.AT
    )

    text = page(client, chair.user, judged.competition).content.decode()

    assert "You see this once you may see every bid" in text
    assert "Harbour Care" not in text
    assert page(client, chair.user, judged.competition, "sensitivity_json").status_code == 409
    assert ask(client, chair.user, judged.competition).status_code == 409


def test_before_everybody_has_locked_there_is_nothing(client, opened, officer):
    judging.assign_all(opened)

    assert "have not been ranked" in page(client, officer, opened.competition).content.decode()
    assert ask(client, officer, opened.competition).status_code == 409
