from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from accounts.domain.refusals import Refusal
from accounts.models import Letter, TrailEvent
from partners.actions import bids, intentions, openings, reminders
from partners.models import Admission, Answer, Submission
from procurement.actions import competitions
from procurement.domain.lifecycle import CompetitionState
from procurement.models import CompetitionKey, Criterion
from scoring.actions import awards, rankings, reveals, scores, shortlists, stages
from scoring.domain.stage_results import COMPARES
from scoring.models import Assignment, PanelMember, Score, Shortlist, ShortlistedBid
from tests import world
from tests.scoring import deciding, judging, staging

REMINDED = (timedelta(days=-7), timedelta(days=-2), timedelta(hours=-3), timedelta(seconds=1))


def letters_to(bid):
    return [letter.body for letter in Letter.objects.filter(trail=bid.reference).order_by("pk")]


def test_who_goes_on_follows_from_the_ranking_by_the_published_rule(two_stages):
    made = staging.shortlist(two_stages.competition)

    assert [(row.bid, row.place, row.goes_on) for row in made.bids.all()] == [
        (two_stages.bids[0], 1, True),
        (two_stages.bids[1], 2, False),
    ]
    assert [(each.competition, each.earlier) for each in Admission.objects.all()] == [
        (two_stages.final, two_stages.bids[0])
    ]
    assert staging.fresh(two_stages.competition).stage == CompetitionState.SHORTLISTED


def test_a_second_press_decides_and_writes_nothing_more(two_stages):
    staging.shortlist(two_stages.competition)
    before = Letter.objects.count()

    staging.shortlist(two_stages.competition)

    assert (Shortlist.objects.count(), Letter.objects.count()) == (1, before)


def test_every_bidder_is_told_its_own_result_and_nothing_of_any_other(two_stages):
    better, other = two_stages.bids

    staging.shortlist(two_stages.competition)

    on, out = letters_to(better)[-1], letters_to(other)[-1]
    assert "goes on to the next stage" in on
    assert "does not go on" in out
    assert "Only the best bid goes on by the published rule, and this is not that one." in out
    assert deciding.REASONS in out
    assert "Harbour" not in out
    assert "Quayside" not in on
    totals = {row.bid_id: row.result["total"] for row in ShortlistedBid.objects.all()}
    assert f"Your total: {totals[other.pk]} of 100 marks." in out
    assert totals[better.pk] not in out


def test_no_bidder_can_work_out_another_offer_from_its_own_marks_between_stages(planned, judged):
    Criterion.objects.filter(competition=judged.competition, reference="price").update(
        method="pro_rata_lowest", zero_at=None, full_at=None
    )
    deciding.rank(judged)

    staging.shortlist(judged.competition)

    results = {row.bid.reference: row.result for row in ShortlistedBid.objects.select_related("bid")}
    for bid in judged.bids:
        told = {each["title"]: each["marks"] for each in results[bid.reference]["criteria"]}
        assert told["Price"] == COMPARES
        assert told["Investment"].endswith("of 20.00 marks")
        assert results[bid.reference]["total"] == ""
        assert "Your total" not in letters_to(bid)[-1]
        assert "Your marks for all but “Price”:" in letters_to(bid)[-1]


def test_marks_told_without_those_that_compare_add_up(planned, judged):
    Criterion.objects.filter(competition=judged.competition, reference="price").update(
        method="pro_rata_lowest", zero_at=None, full_at=None
    )
    deciding.rank(judged)

    staging.shortlist(judged.competition)

    told = ShortlistedBid.objects.get(bid=judged.bids[0]).result
    parts = [each["marks"].split(" ")[0] for each in told["criteria"] if each["marks"] not in {"", COMPARES}]
    total = sum(Decimal(each) for each in parts)
    assert told["without_compared"] == f"Your marks for all but “Price”: {total} of 80.00."


def test_with_fewer_than_the_least_number_reasons_are_asked_for(two_stages):
    competition = two_stages.competition
    competition.most_going_on, competition.least_going_on = None, 3
    competition.save()

    with pytest.raises(Refusal, match="1 fewer than the published least number of 3"):
        staging.shortlist(competition)
    made = staging.shortlist(competition, reasons="Two strong bids are competition enough.")

    assert made.bids.filter(goes_on=True).count() == 2
    assert TrailEvent.objects.get(verb="scoring.shortlist").details["reasons"] == made.reasons


def test_where_nobody_would_go_on_the_competition_is_abandoned(two_stages):
    two_stages.competition.least_marks_going_on = Decimal(100)
    two_stages.competition.save()

    with pytest.raises(Refusal, match="Nobody goes on"):
        staging.shortlist(two_stages.competition)


def test_a_ranking_that_is_not_current_decides_nothing(two_stages):
    deciding.correct(two_stages, two_stages.bids[1], "service", 5)

    with pytest.raises(Refusal, match="rank the bids again"):
        staging.shortlist(two_stages.competition)


def test_an_earlier_stage_leads_to_no_award_and_the_last_to_no_shortlist(two_stages):
    with pytest.raises(Refusal, match="Another stage follows"):
        deciding.propose(two_stages)
    with pytest.raises(Refusal, match="No stage follows"):
        staging.shortlist(two_stages.final)


def test_a_competition_in_one_stage_has_no_shortlist(judged):
    deciding.rank(judged)

    with pytest.raises(Refusal, match="No stage follows"):
        staging.shortlist(judged.competition)


def test_what_was_decided_and_told_is_never_rewritten(two_stages):
    staging.shortlist(two_stages.competition)

    for row in (Shortlist.objects.get(), ShortlistedBid.objects.first()):
        with pytest.raises(DatabaseError), transaction.atomic():
            row.save()
        with pytest.raises(DatabaseError), transaction.atomic():
            row.delete()


def test_once_a_stage_has_ended_nothing_in_it_is_ranked_or_scored_again(shortlisted):
    with pytest.raises(Refusal):
        deciding.rank(shortlisted)
    with pytest.raises(Refusal):
        competitions.abandon(shortlisted.competition, reasons="No.", by=staging.lead(shortlisted.final), at=staging.AT)


def test_the_next_stage_begins_only_after_the_shortlist(two_stages):
    with pytest.raises(Refusal, match="Decide first who goes on"):
        staging.invite(two_stages.final)


@pytest.mark.parametrize(("days", "words"), [(-1, "can’t be before the published one"), (-100, "ahead")])
def test_the_deadlines_of_the_next_stage_are_never_earlier_than_published(two_stages, days, words):
    staging.shortlist(two_stages.competition)
    moved = timedelta(days=days)

    with pytest.raises(Refusal, match=words):
        stages.invite(
            two_stages.final,
            bid_deadline=staging.FINAL_DEADLINE + moved,
            questions_deadline=staging.QUESTIONS + moved,
            by=staging.lead(two_stages.final),
            at=staging.AT,
        )


def test_unless_the_contract_is_light_touch_those_who_went_on_have_ten_days(two_stages):
    staging.shortlist(two_stages.competition)
    two_stages.final.is_light_touch = False
    two_stages.final.save()

    with pytest.raises(Refusal, match="at least 10 days"):
        stages.invite(
            two_stages.final,
            bid_deadline=staging.FINAL_DEADLINE,
            questions_deadline=staging.FINAL_DEADLINE - timedelta(hours=12),
            by=staging.lead(two_stages.final),
            at=staging.FINAL_DEADLINE - timedelta(days=9),
        )


def test_all_who_go_on_are_invited_and_the_panel_sits_again(shortlisted):
    assert "invites you to bid" in letters_to(shortlisted.bids[0])[-1]
    assert "invites you to bid" not in "".join(letters_to(shortlisted.bids[1]))
    before = {(seat.user, seat.role) for seat in PanelMember.objects.filter(competition=shortlisted.competition)}
    assert {(seat.user, seat.role) for seat in PanelMember.objects.filter(competition=shortlisted.final)} == before
    assert not PanelMember.objects.filter(competition=shortlisted.final, locked_at__isnull=False).exists()


def test_inviting_twice_invites_once(shortlisted):
    before = Letter.objects.count()

    staging.invite(shortlisted.final)

    assert Letter.objects.count() == before


def reminders_of_the_final():
    return [reminders.remind_due(at=staging.FINAL_DEADLINE + after) for after in REMINDED]


def test_who_went_on_and_has_begun_nothing_is_reminded_before_the_deadline_and_not_after(shortlisted):
    on, out = shortlisted.bids

    assert reminders_of_the_final() == [1, 1, 1, 0]
    last = Letter.objects.order_by("pk").last()
    assert last.to == on.started_by.email != out.started_by.email
    assert "You have not started a bid yet." in last.body


def test_who_went_on_and_declines_is_not_reminded_also_if_the_button_is_pressed_again(shortlisted):
    on = shortlisted.bids[0]
    final = shortlisted.final
    intentions.decline(final, on.organisation, reason="We are too few.", by=on.started_by, at=staging.AT)

    staging.invite(final)

    assert reminders_of_the_final() == [0, 0, 0, 0]


def test_nobody_comes_in_later_who_did_not_go_on(shortlisted):
    late, its_administrator = world.organisation("Latecomers")
    rival = shortlisted.bids[1]

    for organisation, by in ((rival.organisation, rival.started_by), (late, its_administrator)):
        with pytest.raises(Refusal, match="Only those who went on"):
            bids.start(shortlisted.final, organisation, by=by, at=staging.AT)
        with pytest.raises(Refusal, match="Only those who went on"):
            intentions.express(shortlisted.final, organisation, by=by, at=staging.AT)


def test_a_final_tender_begins_with_what_its_bidder_wrote_and_leaves_that_as_it_is(shortlisted):
    earlier = Submission.objects.get(bid=shortlisted.bids[0])

    bid = staging.final_tender(shortlisted)
    service = Criterion.objects.get(competition=shortlisted.final, reference="service")
    bids.save_answer(bid, service, "We will open a twelfth.", version=1, by=bid.started_by, at=staging.AT)

    assert Answer.objects.get(bid=bid, criterion=service).text == "We will open a twelfth."
    assert (
        Answer.objects.get(bid=shortlisted.bids[0], criterion__reference="service").text == "We will keep all eleven."
    )
    kept = Submission.objects.get(pk=earlier.pk)
    assert (kept.content, kept.fingerprint) == (earlier.content, earlier.fingerprint)


def test_a_final_tender_is_sealed_to_a_key_of_its_own_and_opened_by_two_officers_again(shortlisted, officer):
    submission = staging.sealed_final_tender(shortlisted)
    first = CompetitionKey.objects.of(shortlisted.competition.pk)

    assert CompetitionKey.objects.get(competition=shortlisted.final).public_hex != first.public_hex
    assert submission.content is None
    with pytest.raises(Refusal, match="only after the deadline"):
        openings.confirm_opening(shortlisted.final, by=officer, at=staging.FINAL_DEADLINE)
    assert not openings.confirm_opening(shortlisted.final, by=officer, at=staging.OPENS)
    submission.refresh_from_db()
    assert submission.content is None
    assert openings.confirm_opening(shortlisted.final, by=staging.lead(shortlisted.final), at=staging.OPENS)
    submission.refresh_from_db()
    assert submission.content["answers"]["service"] == "We will keep all eleven."


def test_final_tenders_are_scored_anew_and_the_award_follows_from_them_alone(shortlisted, officer):
    earlier = list(Score.objects.order_by("pk").values_list("pk", "value", "reasons"))
    bid, evaluators, chair, at = staging.score_final(shortlisted, officer)

    for each in Assignment.objects.filter(bid=bid).select_related("criterion", "member__user"):
        value = Decimal(1 if each.criterion.is_condition else 5)
        scores.save(each, value=value, reasons=judging.REASONS, version=0, by=each.member.user, at=at)
    for member in evaluators:
        scores.lock(member, by=member.user, at=at)
    for criterion in shortlisted.final.criteria.judged():
        reveals.reveal(bid, criterion, by=chair.user, at=at)
        deciding.moderation.agree(
            bid,
            criterion,
            value=Decimal(1 if criterion.is_condition else 5),
            reasons=deciding.REASONS,
            dissent="",
            by=chair.user,
            at=at,
        )
    ranking = rankings.rank(staging.fresh(shortlisted.final), by=chair.user, at=at)
    award = awards.propose(shortlisted.final, bid, reasons="First.", by=staging.lead(shortlisted.final), at=at)

    assert award.ranking == ranking
    assert [each["bid"] for each in ranking.content["bids"]] == [bid.reference]
    assert {row["scores"]["service"] for row in ranking.content["figures"]} == {"5"}
    assert (
        list(
            Score.objects.filter(assignment__bid__in=shortlisted.bids)
            .order_by("pk")
            .values_list("pk", "value", "reasons")
        )
        == earlier
    )


def test_who_scores_anew_sees_of_the_earlier_stage_their_own_scores_only(shortlisted, officer):
    _, evaluators, _, _ = staging.score_final(shortlisted, officer)
    eve = evaluators[0].user
    everybody = Score.objects.visible_to(staging.lead(shortlisted.final), shortlisted.competition).count()

    mine = Score.objects.visible_to(eve, shortlisted.competition)

    assert {score.assignment.member.user for score in mine} == {eve}
    assert everybody == mine.count() * 3


def test_shortlists_problems_are_none_once_the_stage_is_ranked(two_stages):
    assert shortlists.problems(two_stages.competition, rankings.latest(two_stages.competition)) == []
    assert shortlists.problems(two_stages.competition, None) != []
