from fractions import Fraction

import pytest

from accounts.domain.fingerprints import canonical
from accounts.domain.refusals import Refusal
from accounts.domain.reports import ReportState
from accounts.models import TrailEvent
from scoring.actions import sensitivity
from scoring.domain.sensitivity.study import seed_of
from scoring.models import SensitivityStudy
from tests.scoring import deciding

AT = deciding.AT


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def made(competition, by):
    study = sensitivity.request(competition, by=by, at=AT)
    sensitivity.make(study.pk, at=AT)
    study.refresh_from_db()
    return study


def test_a_study_holds_all_that_says_how_sure_the_ranking_is(judged, ranking):
    study = made(judged.competition, judged.panel.chair.user)

    assert (study.state, study.error) == (ReportState.DONE, "")
    content = study.content
    first, second = (bid.reference for bid in judged.bids)
    assert (content["first"], content["ranking"], content["seed"]) == (
        first,
        ranking.fingerprint,
        seed_of(ranking.fingerprint),
    )
    assert set(content["bids"].values()) == {"Harbour Care", "Quayside Partners"}
    assert sorted(content["evaluators"].values())[:2] == ["Clare Chair", "Edie Evaluator"]
    weights = {row["title"]: row for row in content["weights"]}
    assert all(Fraction(row["low"]) <= Fraction(row["weight"]) <= Fraction(row["high"]) for row in weights.values())
    assert {row["bid"] for row in content["without_bids"]} == {second}
    assert [row["evaluator"] is None for row in content["without_evaluators"]] == [True, False, False, False]
    assert sum(content["chance"]["highest"].values()) <= content["chance"]["draws"]
    with study.file.open() as file:
        assert file.read() == canonical(content)


def test_the_same_ranking_gives_the_same_study(judged, ranking):
    study = made(judged.competition, judged.panel.chair.user)
    again = SensitivityStudy.objects.get(pk=study.pk)

    assert sensitivity.draw(again, lambda percent, step: None) == canonical(study.content)


def test_asking_and_reading_are_on_the_record_once_each(judged, ranking, auditor):
    chair = judged.panel.chair.user
    study = made(judged.competition, chair)
    sensitivity.request(judged.competition, by=auditor, at=AT)
    for reader in (chair, auditor, auditor):
        sensitivity.note_reading(study, by=reader, at=AT)

    trail = TrailEvent.objects.of(judged.competition.reference).filter(verb__endswith="sensitivity")
    assert [(event.verb, event.by) for event in trail] == [
        ("scoring.request_sensitivity", chair),
        ("scoring.read_sensitivity", chair),
        ("scoring.read_sensitivity", auditor),
    ]
    assert SensitivityStudy.objects.count() == 1


def test_before_the_ranking_there_is_nothing_to_ask(judged):
    with pytest.raises(Refusal, match="have not been ranked"):
        sensitivity.request(judged.competition, by=judged.panel.chair.user, at=AT)


def test_where_two_share_the_first_place_there_is_no_first_bid_to_ask_about(opened):
    for bid in opened.bids:
        world_offer = bid.submissions.get(superseded_at=None)
        world_offer.content = {**world_offer.content, "offer": opened.bids[0].submissions.get().content["offer"]}
        with deciding.past_the_database():
            world_offer.save(update_fields=["content"])
    deciding.agree_all(opened, deciding.GOOD, deciding.GOOD)
    deciding.rank(opened)

    with pytest.raises(Refusal, match="share the first place"):
        sensitivity.request(opened.competition, by=opened.panel.chair.user, at=AT)
    assert not SensitivityStudy.objects.exists()


def test_a_study_that_failed_is_tried_again_when_asked(judged, ranking):
    chair = judged.panel.chair.user
    study = sensitivity.request(judged.competition, by=chair, at=AT)
    SensitivityStudy.objects.filter(pk=study.pk).update(state=ReportState.FAILED.value, error="It broke.", attempts=5)

    assert made(judged.competition, chair).state == ReportState.DONE


def test_a_later_ranking_has_a_study_of_its_own(judged, ranking):
    chair = judged.panel.chair.user
    first = made(judged.competition, chair)
    deciding.agree(judged, judged.bids[1], "service", 4)
    deciding.rank(judged)

    second = made(judged.competition, chair)

    assert first.pk != second.pk
    assert first.content["ranking"] != second.content["ranking"]
