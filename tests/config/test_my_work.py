from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.domain.roles import CouncilRole
from accounts.models import CouncilMember
from config.my_work import work_of
from partners.domain.last_day import Deed
from partners.domain.lifecycle import BidState
from partners.domain.organisations import OrganisationRole
from partners.models import Invitation, LateAttempt, OpeningConfirmation, OrganisationMember
from procurement.actions import stages
from procurement.domain.lifecycle import CompetitionState
from procurement.domain.methodology import CriterionKind
from procurement.models import Clarification, Competition, Criterion
from scoring.actions import declarations, exclusions, meetings, panels, quality_checks
from scoring.domain.decisions import AwardState
from scoring.domain.roles import Interest, PanelRole
from scoring.models import (
    Assignment,
    Award,
    ConsensusScore,
    InterestDeclaration,
    InterestReopening,
    ModerationRules,
    PanelMember,
    Ranking,
    Score,
)
from tests import world
from tests.scoring import deciding
from tests.scoring.waiting import make_offers_wait
from tests.world import AFTER, BEFORE

pytestmark = pytest.mark.django_db
TITLE = "“A partner for our day centres”"


def works(user, at=BEFORE):
    return {work.title: work for work in work_of(user, at)}


def to_do(user, at=BEFORE):
    """What the page asks the person to do, in words."""
    return [task.words for work in work_of(user, at) for task in work.open_tasks]


def told(user, at=BEFORE):
    """Everything that the page says, in one text."""
    tasks = [task for work in work_of(user, at) for task in (*work.tasks, *work.to_start)]
    return " | ".join(f"{task.words} {task.detail} {task.tag}" for task in tasks)


def assignments_of(opened, member, scored=0):
    criteria = Criterion.objects.filter(competition=opened.competition).exclude(kind=CriterionKind.FORMULA.value)
    rows = [
        Assignment.objects.create(
            member=member, bid=bid, criterion=criterion, assigned_by=opened.panel.chair.user, assigned_at=AFTER
        )
        for bid in opened.bids
        for criterion in criteria
    ]
    for assignment in rows[:scored]:
        Score.objects.create(assignment=assignment, value=3, reasons="Because.", saved_at=AFTER)
    return rows


def agree_all(opened):
    criteria = Criterion.objects.filter(competition=opened.competition).exclude(kind=CriterionKind.FORMULA.value)
    for bid in opened.bids:
        for criterion in criteria:
            ConsensusScore.objects.create(
                bid=bid,
                criterion=criterion,
                value=3,
                reasons="Agreed.",
                decided_by=opened.panel.chair.user,
                decided_at=AFTER,
            )


def move(competition, state):
    competition.state = state.value
    competition.save()


def propose(opened, by, state=AwardState.PROPOSED, **fields):
    move(opened.competition, CompetitionState.RANKED)
    ranking = Ranking.objects.create(
        competition=opened.competition, number=1, made_by=by, made_at=AFTER, content={}, fingerprint="f"
    )
    return Award.objects.create(
        competition=opened.competition,
        ranking=ranking,
        bid=opened.bids[0],
        state=state.value,
        reasons="It is best.",
        proposed_by=by,
        proposed_at=AFTER,
        **fields,
    )


# At the council


def test_a_draft_is_for_officers_to_finish_and_for_lead_officers_to_publish(draft, officer, lead_officer, approver):
    assert f"Finish the draft of {TITLE}" in to_do(officer)
    assert f"Finish and publish {TITLE}" in to_do(lead_officer)
    assert to_do(approver) == []


def test_a_draft_in_several_stages_is_one_task(draft, lead_officer):
    stages.plan(draft, participation=True, rounds=1, by=lead_officer, at=BEFORE)

    assert [words for words in to_do(lead_officer) if "publish" in words] == [f"Finish and publish {TITLE}"]


def test_questions_wait_for_an_answer(published, officer, bidder):
    for answer in ("", "", "Yes."):
        Clarification.objects.create(
            competition=published,
            question="May we visit?",
            asked_by=bidder,
            asked_at=BEFORE,
            answer=answer,
            answered_at=BEFORE if answer else None,
        )

    assert f"Answer 2 questions about {TITLE}" in to_do(officer)


def test_before_the_deadline_nothing_tells_whether_there_are_bids(published, officer, lead_officer, approver, auditor):
    people = (officer, lead_officer, approver, auditor)
    without = [told(user) for user in people]
    for number in range(3):
        bid = world.bid(published, *world.organisation(f"Bidder {number}"))
        world.submission(bid)

    assert [told(user) for user in people] == without
    assert [told(user, AFTER) for user in people] != []
    assert "bids for" not in "".join(without).lower().replace("takes bids", "")


def test_after_the_deadline_and_before_the_opening_nothing_tells_how_many_bids_there_are(published, officer):
    without = told(officer, AFTER)
    world.submission(world.bid(published, *world.organisation("Bidder")))

    assert told(officer, AFTER) == without


def test_two_officers_confirm_the_opening(published, officer, lead_officer):
    assert f"Confirm the opening of the bids for {TITLE}" in to_do(officer, AFTER)
    OpeningConfirmation.objects.create(competition=published, officer=lead_officer, at=AFTER)

    assert "Leo Lead has confirmed it; you would be the second." in told(officer, AFTER)
    assert f"You confirmed the opening of {TITLE} Another officer has to confirm it too." in told(lead_officer, AFTER)


def test_a_panel_without_a_chair_is_to_be_appointed(published, officer, opened):
    assert f"Appoint the panel for {TITLE}" not in to_do(officer, AFTER)
    opened.panel.chair.left_at = AFTER
    opened.panel.chair.save()

    assert f"Appoint the panel for {TITLE}" in to_do(officer, AFTER)


def test_officers_decide_on_exclusion_before_anybody_can_rank(opened, officer, lead_officer, approver):
    assert "exclusion" not in told(officer, AFTER)
    Competition.objects.filter(pk=opened.competition.pk).update(asks_supplier_information=True)
    count = len(opened.bids)
    waiting = f"Decide on exclusion of {count} bidders for {TITLE}"

    assert to_do(officer, AFTER) == to_do(lead_officer, AFTER) == [waiting]
    assert to_do(approver, AFTER) == []

    for bid in opened.bids:
        exclusions.record_check(bid, checked_on=AFTER.date(), listed="not", note="Nobody.", by=officer, at=AFTER)
        exclusions.decide(bid, sets_aside=False, reasons="Nothing applies.", by=officer, at=AFTER)
    assert "exclusion" not in told(officer, AFTER)


def test_a_lead_officer_who_may_not_read_a_late_bid_is_told_that_another_decides(opened, lead_officer):
    press = {"kind": Deed.SUBMISSION.value, "deed": "Submit the bid", "by": opened.bids[0].started_by}
    LateAttempt.objects.create(bid=opened.bids[0], at=world.DEADLINE + timedelta(minutes=1), **press)
    assert f"Decide on late bids for {TITLE}" in to_do(lead_officer, AFTER)

    PanelMember.objects.create(
        competition=opened.competition,
        user=lead_officer,
        role=PanelRole.OBSERVER.value,
        appointed_by=lead_officer,
        appointed_at=BEFORE,
    )

    assert f"Another lead officer decides on late bids for {TITLE}" in to_do(lead_officer, AFTER)
    assert "Decide on late bids" not in told(lead_officer, AFTER)
    assert reverse("scoring:late_attempts", args=[opened.competition.reference]) not in [
        task.url for work in work_of(lead_officer, AFTER) for task in work.tasks
    ]


def test_after_the_ranking_the_lead_officer_proposes_and_the_approver_decides(opened, officer, lead_officer, approver):
    move(opened.competition, CompetitionState.RANKED)
    assert to_do(lead_officer, AFTER) == [f"Propose the award of {TITLE}"]
    assert to_do(officer, AFTER) == to_do(approver, AFTER) == []

    propose(opened, lead_officer)
    assert to_do(approver, AFTER) == [f"Approve or send back the award of {TITLE}"]
    assert to_do(lead_officer, AFTER) == []


def test_an_award_that_was_sent_back_is_to_be_proposed_again(opened, lead_officer, approver):
    propose(opened, lead_officer, AwardState.RETURNED, decided_by=approver, decision_note="Say why it is best.")

    assert to_do(lead_officer, AFTER) == [f"Propose the award of {TITLE}"]
    assert "Say why it is best." in told(lead_officer, AFTER)


def test_an_auditor_reads_the_records_of_what_was_published(published, auditor):
    world.draft_competition(world.service(published.council, "Libraries"), "A partner for our libraries")

    assert to_do(auditor) == [f"Read the record of {TITLE}"]


def test_another_council_is_told_nothing_of_it(opened, other_officer):
    assert TITLE not in told(other_officer, AFTER)


# On panels


def test_a_panel_member_waits_for_the_opening(published, lead_officer):
    seat = world.seat(published, PanelRole.EVALUATOR, "Eve Evaluator", lead_officer)
    world.submission(world.bid(published, *world.organisation("Bidder")))

    assert to_do(seat.user) == []
    assert "There is nothing to do before the bids are opened." in told(seat.user)


def test_a_panel_member_declares_then_scores_then_locks(opened):
    eve = opened.panel.evaluators[0]
    InterestDeclaration.objects.filter(member=eve, bid=opened.bids[1]).update(superseded_at=AFTER)
    assert to_do(eve.user, AFTER) == [f"Declare your interests for {TITLE}"]
    assert "1 of 2 bidders declared." in told(eve.user, AFTER)
    InterestReopening.objects.create(
        declaration=eve.declarations.get(bid=opened.bids[1]), cause="by_hand", reason="New.", by=eve.user, at=AFTER
    )
    assert to_do(eve.user, AFTER) == [f"Declare your interests again for {TITLE}"]

    InterestDeclaration.objects.create(member=eve, bid=opened.bids[1], interest=Interest.NONE.value, at=AFTER)
    rows = assignments_of(opened, eve, scored=2)
    assert to_do(eve.user, AFTER) == [f"Score bids for {TITLE}"]
    assert f"2 of {len(rows)} scored." in told(eve.user, AFTER)

    for assignment in rows[2:]:
        Score.objects.create(assignment=assignment, value=3, reasons="Because.", saved_at=AFTER)
    assert to_do(eve.user, AFTER) == [f"Lock your scores for {TITLE}"]

    eve.locked_at = AFTER
    eve.save()
    assert to_do(eve.user, AFTER) == []


def test_a_score_without_reasons_is_not_done(opened):
    eve = opened.panel.evaluators[0]
    rows = assignments_of(opened, eve)
    Score.objects.create(assignment=rows[0], value=3, reasons=" ", saved_at=AFTER)

    assert f"0 of {len(rows)} scored." in told(eve.user, AFTER)


def test_a_bid_in_whose_bidder_one_has_an_interest_is_not_counted(opened):
    eve = opened.panel.evaluators[0]
    rows = assignments_of(opened, eve)
    InterestDeclaration.objects.filter(member=eve, bid=opened.bids[1]).update(superseded_at=AFTER)
    InterestDeclaration.objects.create(member=eve, bid=opened.bids[1], interest=Interest.ACTUAL.value, at=AFTER)

    assert f"0 of {len(rows) // 2} scored." in told(eve.user, AFTER)


def test_the_chair_assigns_then_moderates_then_ranks(opened):
    chair = opened.panel.chair.user
    assert to_do(chair, AFTER) == [f"Assign who scores what for {TITLE}"]

    assignments_of(opened, opened.panel.evaluators[0])
    assert to_do(chair, AFTER) == [f"Agree on the scores for {TITLE}"]
    assert "0 of 6 scores agreed. 1 member has not locked their scores yet." in told(chair, AFTER)

    agree_all(opened)
    assert to_do(chair, AFTER) == [f"Make the ranking of {TITLE}"]


def test_the_chair_is_led_to_what_was_sent_back_before_the_ranking(judged, officer):
    chair = judged.panel.chair.user
    sent_back, *others = ConsensusScore.objects.all()
    for each in others:
        quality_checks.check(each, signs_off=True, remark="", by=officer, at=AFTER)
    quality_checks.check(sent_back, signs_off=False, remark="Which centre?", by=officer, at=AFTER)

    assert to_do(chair, AFTER) == [f"Look again at 1 agreed score that was sent back, of {TITLE}"]
    quality_checks.check(sent_back, signs_off=True, remark="", by=officer, at=AFTER)
    assert to_do(chair, AFTER) == [f"Make the ranking of {TITLE}"]


def test_nobody_is_asked_to_rank_or_to_open_the_offers_before_it_can_be_done(opened, officer):
    make_offers_wait(opened)
    chair = opened.panel.chair.user
    assert f"The offers for {TITLE} wait for the scores" in told(officer, AFTER)
    assert to_do(officer, AFTER) == []

    deciding.agree_all(opened)

    assert to_do(officer, AFTER) == [f"Open the offers for {TITLE}"]
    assert to_do(chair, AFTER) == []
    assert f"The offers of {TITLE} are opened next" in told(chair, AFTER)


def test_a_lead_officer_is_led_to_each_interest_on_which_nobody_has_decided(opened, lead_officer, officer):
    eve, _, edie = opened.panel.evaluators
    for bid in opened.bids:
        panels.declare(eve, bid, Interest.ACTUAL, "I own part of it.", by=eve.user, at=AFTER)
    declared = panels.declare(edie, opened.bids[0], Interest.PERCEIVED, "A friend.", by=edie.user, at=AFTER)

    assert to_do(lead_officer, AFTER) == [f"Decide whether Edie Evaluator and Eve Evaluator may take part in {TITLE}"]
    assert "may take part in" not in told(officer, AFTER)

    declarations.decide(declared, may_take_part=False, mitigation="", reasons="Near.", by=lead_officer, at=AFTER)
    assert to_do(lead_officer, AFTER) == [f"Decide whether Eve Evaluator may take part in {TITLE}"]

    PanelMember.objects.create(
        competition=opened.competition, user=lead_officer, role="observer", appointed_by=officer, appointed_at=AFTER
    )
    assert "Decide whether" not in told(lead_officer, AFTER)


def test_only_who_bids_is_told_of_letters_about_what_a_bid_lacks(client, opened, officer, bidder):
    for person, is_told in ((officer, False), (opened.panel.chair.user, False), (bidder, True)):
        client.force_login(person)
        page = client.get(reverse("my_work")).content.decode()
        assert ("while your bid lacks something" in page) is is_told


def agreed_and_locked(opened):
    assignments_of(opened, opened.panel.evaluators[0])
    agree_all(opened)
    PanelMember.objects.filter(competition=opened.competition).update(locked_at=AFTER)


def test_a_quality_checker_is_told_how_many_agreed_scores_wait(opened, officer):
    checker = world.seat(opened.competition, PanelRole.CHECKER, "Quinn Checker", officer)
    world.declare_nothing(checker)
    agreed_and_locked(opened)
    words = f"Read the reasons of 6 agreed scores of {TITLE}, to sign them off"

    assert to_do(checker.user, AFTER) == [words]
    for each in ConsensusScore.objects.all():
        quality_checks.check(each, signs_off=True, remark="", by=checker.user, at=AFTER)
    assert to_do(checker.user, AFTER) == []
    assert "No agreed score waits for you." in told(checker.user, AFTER)


def test_nobody_is_told_that_scores_were_agreed_while_somebody_still_scores(opened, officer):
    checker = world.seat(opened.competition, PanelRole.CHECKER, "Quinn Checker", officer)
    world.declare_nothing(checker)
    agreed_and_locked(opened)
    ModerationRules.objects.create(competition=opened.competition, needs_sign_off=True, set_by=officer, set_at=AFTER)
    PanelMember.objects.filter(pk=opened.panel.evaluators[0].pk).update(locked_at=None)

    for person in (checker.user, officer):
        assert "agreed score of" not in told(person, AFTER)
        assert "agreed scores of" not in told(person, AFTER)


def test_everybody_on_the_panel_is_led_to_the_meeting_that_is_under_way(opened):
    eve = opened.panel.evaluators[0].user
    meeting = meetings.open_meeting(opened.competition, by=opened.panel.chair.user, at=AFTER)
    assert f"Go to the moderation meeting of {TITLE}" in to_do(eve, AFTER)

    meetings.close_meeting(meeting, by=opened.panel.chair.user, at=AFTER)

    assert to_do(eve, AFTER) == []


def test_an_officer_is_led_to_what_is_to_be_signed_off_and_whoever_judged_is_not(judged, officer, auditor):
    assert "sign them off" not in told(officer, AFTER)
    ModerationRules.objects.create(competition=judged.competition, needs_sign_off=True, set_by=officer, set_at=AFTER)

    assert to_do(officer, AFTER) == [f"Read the reasons of 6 agreed scores of {TITLE}, to sign them off"]
    assert "sign them off" not in told(auditor, AFTER)

    for agreed in ConsensusScore.objects.all():
        quality_checks.check(agreed, signs_off=True, remark="", by=officer, at=AFTER)
    assert to_do(officer, AFTER) == []


def test_whoever_left_the_panel_is_told_nothing_more(opened):
    eve = opened.panel.evaluators[0]
    eve.left_at = AFTER
    eve.save()

    assert TITLE not in told(eve.user, AFTER)


# In organisations


def test_a_bid_is_in_or_not_in_in_words(published, bid, bidder):
    assert to_do(bidder) == [f"Bid for {TITLE}"]
    assert "Your bid is not in. Submit it before the deadline: midday on Monday 2 November 2026 (GMT)." in told(bidder)

    world.submission(bid)
    assert to_do(bidder) == []
    assert "Your bid is in. You can change it and submit it again until midday" in told(bidder)

    bid.state = BidState.WITHDRAWN.value
    bid.save()
    assert "Your bid is not in: you withdrew it." in told(bidder)


@pytest.mark.parametrize("state", [BidState.DRAFT, BidState.WITHDRAWN])
def test_after_the_deadline_a_bid_that_was_not_in_stays_out(published, bid, bidder, state):
    bid.state = state.value
    bid.save()

    assert to_do(bidder, AFTER) == []
    assert "Your bid was not in at the deadline." in told(bidder, AFTER)


def test_until_it_is_settled_a_bid_that_may_count_by_agreement_is_not_called_out(published, bid, bidder):
    Competition.objects.filter(pk=published.pk).update(complete_counts=True)
    bid.agreed_at = BEFORE
    bid.save()
    assert "You agreed that your bid counts if it was complete at the deadline" in told(bidder, AFTER)
    assert "not in" not in told(bidder, AFTER).lower()

    bid.settled_at = AFTER
    bid.save()
    assert "Your bid was not in at the deadline." in told(bidder, AFTER)


def test_a_bidder_is_told_nothing_of_rivals(opened, bidder, rival_bid):
    assert rival_bid.organisation.name not in told(bidder, AFTER)


def test_competitions_that_take_bids_are_offered(published, rival_bid, officer):
    newcomer = world.person("Nora New")
    assert "A partner for our day centres Barchester Council. The deadline is midday" in told(newcomer)
    assert works(newcomer)["Competitions that take bids"].to_start[0].words == "Register your organisation"

    assert "Competitions that take bids" not in works(newcomer, AFTER) or TITLE not in told(newcomer, AFTER)
    assert "Competitions that take bids" not in works(rival_bid.started_by)
    assert "The deadline is" not in told(officer)


def test_an_administrator_sees_invitations_that_nobody_took_up_and_the_invited_sees_theirs(bid, bidder):
    Invitation.objects.create(
        organisation=bid.organisation,
        email="Wilma@example.org",
        role=OrganisationRole.WRITER.value,
        token_hash="h",
        invited_by=bidder,
        invited_at=BEFORE,
    )
    wilma = world.person("Wilma")

    assert "1 invitation not accepted yet." in told(bidder)
    assert "Harbour Care has invited you" in told(wilma)


def test_officers_and_panel_members_are_not_asked_to_register_an_organisation(opened, officer):
    for user in (officer, opened.panel.chair.user):
        assert "Register your organisation" not in told(user, AFTER)


# The page


def test_somebody_who_belongs_nowhere_is_told_how_to_begin(client, db):
    client.force_login(world.person("Nora New"))

    page = client.get(reverse("my_work")).content.decode()

    assert "Register your organisation" in page
    assert "Change your password" in page


def test_the_page_asks_the_database_as_often_for_many_as_for_one(
    client, opened, council, lead_officer, django_assert_max_num_queries, django_assert_num_queries
):
    """One person who is everything at once: the worst case."""
    everybody = opened.panel.chair.user
    CouncilMember.objects.create(council=council, user=everybody, role=CouncilRole.LEAD_OFFICER.value)
    OrganisationMember.objects.create(
        organisation=opened.bids[0].organisation, user=everybody, role=OrganisationRole.ADMINISTRATOR.value
    )
    assignments_of(opened, opened.panel.chair)
    client.force_login(everybody)

    def judge_and_bid(number):
        competition = world.publish(
            world.draft_competition(world.service(council, f"Service {number}"), f"No {number}")
        )
        competition.bid_deadline = timezone.now() + timedelta(days=number)
        competition.save()
        world.bid(competition, world.organisation(f"Rival {number}")[0], everybody)
        world.bid(competition, opened.bids[0].organisation, everybody)
        PanelMember.objects.create(
            competition=competition,
            user=everybody,
            role=PanelRole.EVALUATOR.value,
            appointed_by=everybody,
            appointed_at=AFTER,
        )
        Clarification.objects.create(competition=competition, question="Why?", asked_by=everybody, asked_at=BEFORE)
        OpeningConfirmation.objects.create(competition=competition, officer=lead_officer, at=AFTER)

    judge_and_bid(0)
    queries = 25
    with django_assert_max_num_queries(queries) as first:
        client.get(reverse("my_work"))

    for number in range(1, 6):
        judge_and_bid(number)

    with django_assert_num_queries(len(first)):
        client.get(reverse("my_work"))


def test_everybody_at_a_council_comes_to_the_companies_to_learn_from(officer, lead_officer, approver, auditor):
    for user in (officer, lead_officer, approver, auditor):
        (link,) = [task for task in works(user)["For Barchester Council"].to_start if "learn" in task.words]
        assert (link.words, link.url) == ("Companies to learn from", reverse("spinouts:study_list"))
