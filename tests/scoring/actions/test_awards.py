from datetime import date

import pytest
from django.db import DatabaseError, transaction

from accounts.actions.trail import broken_links
from accounts.domain.fingerprints import fingerprint
from accounts.domain.refusals import Refusal
from accounts.domain.reports import ReportState
from accounts.domain.roles import CouncilRole
from accounts.models import Letter, TrailEvent
from procurement.domain.lifecycle import CompetitionState
from scoring.actions import awards
from scoring.domain.decisions import AwardState, ReportKind
from scoring.models import Award, Ranking, Report
from spinouts.models import JointVenture
from tests import world
from tests.scoring import deciding

AT = deciding.AT


def test_the_lead_officer_proposes_the_bid_in_first_place_with_reasons(judged, ranking, lead_officer, approver):
    award = deciding.propose(judged)

    assert (award.state, award.bid, award.ranking, award.reasons) == (
        AwardState.PROPOSED,
        judged.bids[0],
        ranking,
        deciding.WHY,
    )
    assert [each.to for each in Letter.objects.all() if each.subject.startswith("An award waits")] == [approver.email]


def test_proposing_twice_is_proposing_once(judged, ranking):
    assert deciding.propose(judged) == deciding.propose(judged)
    assert Award.objects.count() == 1


def test_another_bid_cannot_be_proposed(judged, ranking):
    with pytest.raises(Refusal, match="first place"):
        deciding.propose(judged, judged.bids[1])


def test_any_of_those_that_share_the_first_place_can_be_proposed(judged, ranking):
    """Two bids of equal merit in every part of the tie-break."""
    for each in ranking.content["bids"]:
        each["place"], each["joint"] = 1, True

    for bid in judged.bids:
        awards._check_first(ranking, bid)


def test_nothing_is_proposed_where_no_bid_passed(opened):
    below = {"insurance": 1, "service": 1, "employees": 5}
    deciding.agree_all(opened, below, below)
    deciding.rank(opened)

    with pytest.raises(Refusal, match="none to award to"):
        deciding.propose(opened)


def test_reasons_are_required(judged, ranking):
    with pytest.raises(Refusal, match="Give the reasons"):
        deciding.propose(judged, reasons=" \n")


def test_nothing_is_proposed_before_the_ranking(judged):
    with pytest.raises(Refusal, match="make the ranking"):
        deciding.propose(judged)


def test_a_ranking_that_is_out_of_date_can_neither_be_proposed_nor_approved(judged, proposal):
    deciding.correct(judged, judged.bids[0], "service", 2)

    with pytest.raises(Refusal, match="rank the bids again"):
        deciding.approve(proposal)


def test_nobody_approves_their_own_proposal(proposal):
    with pytest.raises(Refusal, match="somebody else"):
        awards.approve(proposal, note="", formed_on=deciding.FORMED_ON, by=proposal.proposed_by, at=AT)

    with pytest.raises(Refusal, match="somebody else"):
        awards.send_back(proposal, note="No.", by=proposal.proposed_by, at=AT)


def test_approval_forms_the_company_from_the_winning_offer(award):
    venture = JointVenture.objects.get()

    assert (award.venture, venture.name, venture.formed_on) == (
        venture,
        "Barchester Day Centres Limited",
        deciding.FORMED_ON,
    )
    register = venture.as_value().register(deciding.FORMED_ON)
    names = {party.reference: party.name for party in register.parties}
    assert {names[reference]: shares for reference, shares in register.capital.items()} == {
        "Employee trust": 250,
        "Harbour Care": 400,
        "Barchester Council": 350,
    }
    assert sum(register.board.values()) == 6


def test_approval_awards_the_competition_and_asks_for_both_reports(award):
    award.competition.refresh_from_db()

    assert award.competition.state == CompetitionState.AWARDED
    assert [(report.kind, report.state) for report in Report.objects.order_by("kind")] == [
        (ReportKind.AWARD, ReportState.WAITING),
        (ReportKind.OWNERSHIP, ReportState.WAITING),
    ]


def test_the_record_holds_the_decision_and_all_that_it_rests_on(award, judged):
    content = Award.objects.get(pk=award.pk).content

    assert content["decision"]["reasons"] == deciding.WHY
    assert content["decision"]["note"] == "Agreed by cabinet."
    assert content["ranking"]["content"] == award.ranking.content
    assert {bid["reference"] for bid in content["bids"]} == {bid.reference for bid in judged.bids}
    assert content["consensus"][judged.bids[0].reference]["service"]["reasons"] == deciding.REASONS
    assert any("cannot block a special resolution" in finding["sentence"] for finding in content["control"])


def test_the_record_is_fingerprinted_on_a_whole_trail(award):
    stored = Award.objects.get(pk=award.pk)
    event = TrailEvent.objects.get(trail=award.competition.reference, verb="scoring.approve_award")

    assert stored.fingerprint == fingerprint(stored.content) == event.details["fingerprint"]
    assert stored.content["trail"]["sequence"] == event.sequence - 1
    assert broken_links(award.competition.reference) == []


def test_only_the_council_and_the_panel_are_told(award, judged, lead_officer):
    told = {each.to for each in Letter.objects.all() if each.subject.startswith("The award is approved")}

    bidders = {bid.started_by.email for bid in judged.bids}
    panel = {member.user.email for member in (judged.panel.chair, *judged.panel.evaluators, judged.panel.observer)}
    assert told == {lead_officer.email, *panel}
    assert not told & bidders


def test_approving_twice_is_approving_once(proposal):
    deciding.approve(proposal)
    deciding.approve(proposal)

    assert JointVenture.objects.count() == 1
    assert Report.objects.count() == 2


def test_a_second_approver_is_told_that_it_is_decided(award, council):
    other = world.council_member(council, CouncilRole.APPROVER, "Otto Approver")

    with pytest.raises(Refusal, match="decided already"):
        awards.approve(award, note="", formed_on=deciding.FORMED_ON, by=other, at=AT)


def test_a_company_is_not_formed_before_the_bids_were_opened(proposal):
    with pytest.raises(Refusal, match="before the bids were opened"):
        deciding.approve(proposal, formed_on=date(2026, 11, 1))

    assert not JointVenture.objects.exists()


def test_a_proposal_sent_back_with_a_note_can_be_made_again(judged, proposal, approver, lead_officer):
    awards.send_back(proposal, note="Say more on transport.", by=approver, at=AT)

    again = deciding.propose(judged, reasons="First place, and transport was clarified.")
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decision_note) == (AwardState.RETURNED, "Say more on transport.")
    assert again.state == AwardState.PROPOSED
    [letter] = [each for each in Letter.objects.all() if each.subject.startswith("Your proposal was sent back")]
    assert (letter.to, "Say more on transport." in letter.body) == (lead_officer.email, True)


def test_sending_back_needs_a_note(proposal, approver):
    with pytest.raises(Refusal, match="Say in the note"):
        awards.send_back(proposal, note=" ", by=approver, at=AT)


def test_what_was_sent_back_is_not_approved(proposal, approver):
    awards.send_back(proposal, note="Say more.", by=approver, at=AT)

    with pytest.raises(Refusal, match="decided already"):
        deciding.approve(proposal)


def test_the_database_refuses_to_rewrite_what_was_decided(award):
    for rows in (Ranking.objects.filter(pk=award.ranking_id), Award.objects.filter(pk=award.pk)):
        with pytest.raises(DatabaseError, match="stays as it was decided"), transaction.atomic():
            rows.update(fingerprint="0" * 64)
        with pytest.raises(DatabaseError, match="stays as it was decided"), transaction.atomic():
            rows._raw_delete(rows.db)
