import pytest
from django.db import InternalError, ProgrammingError, transaction

from accounts.domain.refusals import Refusal
from accounts.models import Letter, TrailEvent
from scoring.actions import moderation_rules, panels, quality_checks, rankings
from scoring.domain.roles import PanelRole
from scoring.models import ConsensusScore, OpenedBid, QualityCheck
from tests import world
from tests.scoring import deciding
from tests.scoring.judging import AT

REMARK = "The reasons do not say why transport keeps it from a 5."


def check(agreed, by, signs_off=True, remark=""):
    return quality_checks.check(agreed, signs_off=signs_off, remark=remark, by=by, at=AT)


@pytest.fixture
def agreed(judged):
    return ConsensusScore.objects.get(bid=judged.bids[0], criterion__reference="service")


def test_an_officer_or_a_quality_checker_signs_off(judged, agreed, officer):
    checker = world.seat(judged.competition, PanelRole.CHECKER, "Quinn Checker", officer)
    world.declare_nothing(checker)

    assert check(agreed, officer) == check(agreed, officer)
    check(agreed, checker.user)
    assert [each.by.name for each in QualityCheck.objects.all()] == ["Olive Officer", "Quinn Checker"]
    signed = TrailEvent.objects.filter(verb="scoring.sign_off_score")
    assert [each.subject for each in signed] == ["How the service will run of Harbour Care"] * 2


def test_what_is_sent_back_has_a_remark_which_the_chair_reads_on_the_page(judged, agreed, officer):
    with pytest.raises(Refusal, match="Say what the panel should look at"):
        check(agreed, officer, signs_off=False)
    Letter.objects.all().delete()
    check(agreed, officer, signs_off=False, remark=REMARK)

    letter = Letter.objects.get()
    assert letter.to == judged.panel.chair.user.email
    assert REMARK not in letter.body
    assert REMARK not in str([each.details for each in TrailEvent.objects.all()])
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        QualityCheck.objects.update(is_signed_off=True)


def test_whoever_chaired_or_scored_checks_nothing_also_once_they_have_another_role(judged, agreed, officer):
    eve, chair = judged.panel.evaluators[0], judged.panel.chair
    eve.role = PanelRole.CHECKER.value
    eve.save()

    for member in (eve, chair):
        with pytest.raises(Refusal, match="You chaired or scored here"):
            check(agreed, member.user)


def test_whoever_may_not_read_the_bid_and_a_score_that_was_corrected_are_refused(judged, agreed, officer):
    deciding.agree(judged, judged.bids[0], "service", 5, "Read again.")
    with pytest.raises(Refusal, match="agreed anew"):
        check(agreed, officer)
    checker = world.seat(judged.competition, PanelRole.CHECKER, "Quinn Checker", officer)

    with pytest.raises(Refusal, match="may not read the bid"):
        check(ConsensusScore.objects.current(judged.competition).first(), checker.user)


def test_a_ranking_waits_for_each_sign_off_where_the_council_asks_for_it(judged, agreed, officer):
    rules = {"quorum": None, "quorum_of": {}, "needs_sign_off": True, "why": "Agreed with audit."}
    moderation_rules.set_rules(judged.competition, **rules, by=officer, at=AT)
    for each in ConsensusScore.objects.current(judged.competition).exclude(pk=agreed.pk):
        check(each, officer)

    with pytest.raises(Refusal, match="“How the service will run” of Harbour Care is not signed off yet"):
        deciding.rank(judged)
    check(agreed, officer)
    check(agreed, officer, signs_off=False, remark=REMARK)
    assert len(rankings.problems(judged.competition)) == 1
    check(agreed, officer)
    assert deciding.rank(judged).number == 1


def test_a_checker_may_join_after_scores_are_locked_and_reads_them_once_all_are(judged, officer):
    quinn = world.person("Quinn Checker")
    member = panels.appoint(judged.competition, quinn, PanelRole.CHECKER, by=officer, at=AT)
    world.declare_nothing(member)

    assert OpenedBid.objects.visible_to(quinn).count() == 2
    assert ConsensusScore.objects.visible_to(quinn, judged.competition).count() == 6
