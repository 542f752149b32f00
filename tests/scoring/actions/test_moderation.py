from decimal import Decimal

import pytest
from django.db import InternalError, ProgrammingError, transaction

from accounts.domain.fingerprints import fingerprint
from accounts.domain.refusals import Refusal
from accounts.models import TrailEvent
from procurement.domain.lifecycle import CompetitionState
from scoring.actions import moderation, panels
from scoring.domain.roles import Interest
from scoring.models import Award, ConsensusDraft, ConsensusScore, Ranking, Reveal
from tests.scoring.judging import (
    AT,
    REASONS,
    assign_all,
    assignment,
    criterion,
    reveal,
    reveal_all,
    save,
    score_and_lock,
)


@pytest.fixture
def locked(opened):
    assign_all(opened)
    for member, value in zip(opened.panel.evaluators, (2, 3, 5), strict=True):
        score_and_lock(member, value)
    return opened


@pytest.fixture
def revealed(locked):
    reveal_all(locked)
    return locked


def agree(opened, value="4", reasons=REASONS, dissent="", bid=0, reference="service", **options):
    return moderation.agree(
        opened.bids[bid],
        criterion(opened, reference),
        value=Decimal(value),
        reasons=reasons,
        dissent=dissent,
        by=opened.panel.chair.user,
        at=AT,
        **options,
    )


def test_the_chair_records_what_the_panel_agreed(revealed):
    agreed = agree(revealed, dissent="Edie would have given 5.")

    assert (agreed.value, agreed.reasons, agreed.dissent) == (4, REASONS, "Edie would have given 5.")
    event = TrailEvent.objects.get(verb="scoring.moderate")
    assert event.subject == "How the service will run of Harbour Care"
    assert event.details == {
        "number": 1,
        "has_dissent": True,
        "fingerprint": fingerprint(moderation.content_of(agreed)),
    }


def test_a_correction_supersedes_and_both_are_kept(revealed):
    first = agree(revealed)
    second = agree(revealed, "3", "The transport plan is missing, which the panel had overlooked.")

    kept = ConsensusScore.objects.order_by("pk")
    assert list(kept) == [first, second]
    assert [(each.value, each.superseded_at) for each in kept] == [(4, AT), (3, None)]


def test_the_same_word_twice_is_one(revealed):
    assert agree(revealed) == agree(revealed)
    assert ConsensusScore.objects.count() == 1


@pytest.mark.parametrize("value", ["3.33", "10", "-1", "NaN"])
def test_an_average_is_no_score(revealed, value):
    with pytest.raises(Refusal, match="not on the published scale"):
        agree(revealed, value)


def test_reasons_are_required(revealed):
    with pytest.raises(Refusal, match="Write the reasons"):
        agree(revealed, reasons=" ")


def test_nothing_is_agreed_while_somebody_still_scores_it(opened):
    assign_all(opened)
    score_and_lock(opened.panel.evaluators[0])

    with pytest.raises(Refusal, match="Still scoring: Edie Evaluator, Evan Evaluator"):
        agree(opened)


def test_somebody_who_is_away_for_long_holds_nobody_up(opened, officer):
    """Their chair takes from them what they have not begun; an officer stands them down. Either is on the record."""
    assign_all(opened, opened.panel.evaluators[:2], ["service"])
    score_and_lock(opened.panel.evaluators[0])
    save(assignment(opened.panel.evaluators[1], opened.bids[0]))
    assign_all(opened, opened.panel.evaluators[:1], ["service"])
    assert reveal(opened, bid=1).bid == opened.bids[1]
    with pytest.raises(Refusal, match="away for long"):
        reveal(opened)

    panels.stand_down(opened.panel.evaluators[1], why="Away until March.", by=officer, at=AT)

    assert reveal(opened).bid == opened.bids[0]
    assert [each.verb for each in TrailEvent.objects.order_by("pk")][-4:] == [
        "scoring.assign",
        "scoring.reveal",
        "scoring.stand_down",
        "scoring.reveal",
    ]


def test_nothing_is_agreed_before_its_scores_are_revealed(locked):
    with pytest.raises(Refusal, match="not revealed"):
        agree(locked)


def test_scores_are_revealed_once_on_the_record_and_only_when_all_who_score_have_locked(opened):
    assign_all(opened, opened.panel.evaluators[:2], ["service"])
    score_and_lock(opened.panel.evaluators[0])
    with pytest.raises(Refusal, match="Still scoring: Evan Evaluator"):
        reveal(opened)
    score_and_lock(opened.panel.evaluators[1])

    assert reveal(opened) == reveal(opened)
    assert [each.subject for each in TrailEvent.objects.filter(verb="scoring.reveal")] == [
        "How the service will run of Harbour Care"
    ]
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        Reveal.objects.all().delete()


def test_nothing_is_agreed_that_nobody_scored(opened):
    with pytest.raises(Refusal, match="Nobody has scored"):
        agree(opened)


def test_a_formula_is_not_moderated(revealed):
    with pytest.raises(Refusal, match="not scored by the panel"):
        agree(revealed, "1", reference="price")


def test_a_chair_with_a_conflict_does_not_moderate_that_bid(revealed):
    chair = revealed.panel.chair
    panels.declare(chair, revealed.bids[0], Interest.PERCEIVED, "A friend of its chief.", by=chair.user, at=AT)

    with pytest.raises(Refusal, match="appoint another chair"):
        agree(revealed)
    agree(revealed, bid=1)

    assert [each.bid for each in ConsensusScore.objects.all()] == [revealed.bids[1]]


def test_a_second_tab_is_told_of_what_was_agreed_meanwhile(revealed):
    agree(revealed, "4", seen=0)

    with pytest.raises(Refusal, match="Clare Chair recorded the agreed score 4"):
        agree(revealed, "2", "From the other tab.", seen=0)
    agree(revealed, "2", "Read, and still so.", seen=1)

    assert ConsensusScore.objects.current(revealed.competition).get().value == 2


def test_a_ranking_can_still_be_corrected_until_an_award_is_proposed(revealed, lead_officer):
    agree(revealed)
    revealed.competition.state = CompetitionState.RANKED.value
    revealed.competition.save()
    agree(revealed, "3", "An error was found in the reading of the staffing plan.")
    ranking = Ranking.objects.create(
        competition=revealed.competition, number=1, made_by=lead_officer, made_at=AT, content={}, fingerprint=""
    )
    Award.objects.create(
        competition=revealed.competition,
        ranking=ranking,
        bid=revealed.bids[0],
        reasons="First.",
        proposed_by=lead_officer,
        proposed_at=AT,
    )

    with pytest.raises(Refusal, match="an award is proposed"):
        agree(revealed, "4", "Once more.")


def test_drafts_are_kept_until_the_score_is_agreed(revealed):
    bid, service, chair = revealed.bids[0], criterion(revealed), revealed.panel.chair.user
    typed = {"value": "4", "reasons": "Eleven cen", "dissent": ""}

    first = moderation.keep_draft(bid, service, typed, version=0, by=chair, at=AT)
    stale = moderation.keep_draft(bid, service, {**typed, "reasons": "Other tab"}, version=0, by=chair, at=AT)
    agree(revealed)

    assert (first.state, first.version) == ("saved", 1)
    assert (stale.state, stale.typed) == ("conflict", typed)
    assert ConsensusDraft.objects.get().typed == {}


def test_the_database_keeps_what_was_agreed(revealed):
    agree(revealed)

    for rewrite in (
        lambda: ConsensusScore.objects.update(value=5),
        lambda: ConsensusScore.objects.all().delete(),
    ):
        with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
            rewrite()
