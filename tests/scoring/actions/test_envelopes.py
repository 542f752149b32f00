from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import InternalError, ProgrammingError, transaction

from accounts.domain.refusals import Refusal
from accounts.domain.roles import CouncilRole
from accounts.models import Letter, TrailEvent
from partners.models import Submission
from scoring.actions import envelopes, moderation, rankings, score_changes
from scoring.domain.award_report import award_report
from scoring.models import ConsensusScore, OffersConfirmation
from tests import world
from tests.scoring import deciding, judging
from tests.scoring.judging import criterion
from tests.scoring.waiting import make_offers_wait

AT = deciding.AT + timedelta(hours=1)
WHY = "The panel had overlooked page 4; the price plays no part in it."


@pytest.fixture
def waiting(opened):
    return make_offers_wait(opened)


@pytest.fixture
def agreed(waiting):
    deciding.agree_all(waiting)
    return waiting


@pytest.fixture
def both_open(agreed, officer, lead_officer):
    confirm(agreed, officer)
    confirm(agreed, lead_officer)
    agreed.competition.refresh_from_db()
    return agreed


def confirm(opened, by):
    return envelopes.confirm_opening(opened.competition, by=by, at=AT)


def test_two_officers_open_the_offers_once_every_quality_score_is_agreed(agreed, officer, lead_officer):
    first, second = confirm(agreed, officer), confirm(agreed, lead_officer)

    assert (first, second) == (False, True)
    agreed.competition.refresh_from_db()
    assert (agreed.competition.offers_opened_at, agreed.competition.shows_offers) == (AT, True)
    assert all("offer" in each.content for each in Submission.objects.all())
    events = TrailEvent.objects.filter(trail=agreed.competition.reference, verb__contains="offers")
    assert [event.verb for event in events.order_by("sequence")] == [
        "scoring.confirm_offers",
        "scoring.confirm_offers",
        "scoring.open_offers",
    ]


def test_what_is_not_locked_is_said_and_nothing_is_opened(waiting, officer):
    judging.assign_all(waiting)
    judging.score_and_lock(waiting.panel.evaluators[0])

    with pytest.raises(Refusal) as refused:
        confirm(waiting, officer)

    assert refused.value.sentences[0] == "The offers stay closed until quality is locked."
    assert "Evan Evaluator has not locked their scores yet." in refused.value.sentences
    assert "“Harbour Care” has no agreed score for “Insurance”." in refused.value.sentences
    assert not any("investment" in sentence.lower() for sentence in refused.value.sentences)
    assert not OffersConfirmation.objects.exists()


def test_one_score_that_is_missing_keeps_them_closed(waiting, officer, lead_officer):
    deciding.agree_all(waiting, deciding.GOOD, {"insurance": 1, "service": 3})

    with pytest.raises(Refusal, match="“Quayside Partners” has no agreed score for “Working with employees”"):
        confirm(waiting, officer)


def test_a_bid_that_fails_a_condition_needs_no_more_scores(waiting, officer):
    deciding.agree_all(waiting, deciding.GOOD, {"insurance": 0})

    assert confirm(waiting, officer) is False


def test_one_officer_alone_opens_nothing_and_nothing_is_opened_twice(agreed, officer, lead_officer, council):
    confirm(agreed, officer)
    with pytest.raises(Refusal, match="You confirmed already"):
        confirm(agreed, officer)
    confirm(agreed, lead_officer)

    with pytest.raises(Refusal, match="opened already"):
        confirm(agreed, world.council_member(council, CouncilRole.OFFICER, "Otto Officer"))


def test_where_offers_do_not_wait_there_is_nothing_to_open(judged, officer):
    with pytest.raises(Refusal, match="opened together with the bids"):
        confirm(judged, officer)


def test_bids_are_ranked_only_with_their_offers(agreed, officer, lead_officer):
    (problem,) = rankings.problems(agreed.competition)
    assert "offers are closed" in problem
    confirm(agreed, officer)
    confirm(agreed, lead_officer)

    agreed.competition.refresh_from_db()

    assert [bid["place"] for bid in deciding.rank(agreed).content["bids"]] == [1, 2]


def test_bidders_and_the_panel_are_told(both_open):
    told = {letter.to for letter in Letter.objects.all() if letter.subject.startswith("The offers were opened")}

    assert {bid.started_by.email for bid in both_open.bids} < told
    assert both_open.panel.chair.user.email in told
    assert not any("500,000" in letter.body for letter in Letter.objects.all())


def test_whoever_changes_a_score_now_says_why_and_the_record_says_that_the_offers_were_known(both_open):
    with pytest.raises(Refusal, match="say why this score is agreed or changed now that they are known"):
        deciding.agree(both_open, both_open.bids[0], "service", 3)

    moderation.agree(
        both_open.bids[0],
        criterion(both_open),
        value=Decimal(3),
        reasons=deciding.REASONS,
        dissent="",
        why_then=WHY,
        by=both_open.panel.chair.user,
        at=AT,
    )

    first, second = ConsensusScore.objects.filter(bid=both_open.bids[0], criterion=criterion(both_open)).order_by("pk")
    assert (first.knew_offers, second.knew_offers, second.why_then) == (False, True, WHY)
    event = TrailEvent.objects.filter(verb="scoring.moderate").last()
    assert event.details["offers_were_known"] is True
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        ConsensusScore.objects.filter(pk=second.pk).update(why_then="Something else.")


def test_a_score_of_ones_own_can_not_be_changed_once_it_is_agreed_so_nor_once_offers_are_open(both_open):
    mine = judging.assignment(both_open.panel.evaluators[0], both_open.bids[0])

    with pytest.raises(Refusal, match=r"agreed score of .* is recorded"):
        score_changes.change(
            mine, value=Decimal(5), reasons="Cheap.", why="It is cheap.", seen="1", by=mine.member.user, at=AT
        )


def test_the_award_report_says_when_the_offers_were_opened_and_what_was_changed_since(both_open, approver):
    moderation.agree(
        both_open.bids[0],
        criterion(both_open),
        value=Decimal(5),
        reasons=deciding.REASONS,
        dissent="",
        why_then=WHY,
        by=both_open.panel.chair.user,
        at=AT,
    )
    deciding.rank(both_open)
    award = deciding.approve(deciding.propose(both_open))

    report = award_report(award.content)

    facts = dict(report.facts)
    assert facts["Offers"].startswith("Closed until every quality score was agreed; then opened at")
    assert facts["Offers"].endswith("by Olive Officer and Leo Lead")
    assert [row.why_then for row in report.bids[0].rows if row.why_then] == [WHY]
