from django.urls import reverse

from partners.models import MemberDeclaration, Submission
from scoring.domain.decisions import AwardState
from scoring.domain.roles import Interest, PanelRole
from scoring.models import Award, InterestDeclaration, PanelMember, Report
from spinouts.models import JointVenture
from tests.scoring import deciding
from tests.world import BEFORE

DECISION = {"decision": "approve", "day": "1", "month": "4", "year": "2027", "note": "Agreed."}


def propose(client, user, judged, **typed):
    client.force_login(user)
    data = {"bid": judged.bids[0].reference, "reasons": deciding.WHY} | typed
    return client.post(reverse("scoring:propose_award", args=[judged.competition.reference]), data)


def decide(client, user, award, **typed):
    client.force_login(user)
    return client.post(reverse("scoring:decide_award", args=[award.reference]), DECISION | typed)


def look(client, user, award):
    client.force_login(user)
    return client.get(reverse("scoring:award", args=[award.reference]))


def test_the_lead_officer_proposes_and_a_second_click_does_no_harm(client, judged, ranking, lead_officer, approver):
    first, second = propose(client, lead_officer, judged), propose(client, lead_officer, judged)

    award = Award.objects.get()
    assert first.url == second.url == reverse("scoring:award", args=[award.reference])


def test_reasons_that_were_typed_stay_when_something_else_is_wrong(client, judged, ranking, lead_officer):
    response = propose(client, lead_officer, judged, bid="")

    assert "Choose the bid to award to." in response.content.decode()
    assert deciding.WHY in response.content.decode()


def test_a_bid_that_is_not_first_is_no_choice(client, judged, ranking, lead_officer):
    response = propose(client, lead_officer, judged, bid=judged.bids[1].reference)

    assert "There is a problem" in response.content.decode()
    assert not Award.objects.exists()


def test_a_refusal_stands_above_the_form(client, judged, ranking, lead_officer):
    deciding.correct(judged, judged.bids[0], "service", 2)

    response = propose(client, lead_officer, judged)

    assert "rank the bids again first" in response.content.decode()
    assert deciding.WHY in response.content.decode()


def test_the_approver_approves_and_a_second_click_forms_no_second_company(client, proposal, approver):
    assert decide(client, approver, proposal).status_code == 302
    assert decide(client, approver, proposal).status_code == 302

    assert (JointVenture.objects.count(), Report.objects.count()) == (1, 2)


def test_a_day_that_does_not_exist_is_said_and_nothing_is_decided(client, proposal, approver):
    for wrong in ({"day": "31"}, {"month": "x"}, {"year": ""}, {"year": "999999999999"}):
        response = decide(client, approver, proposal, **wrong)
        assert "Enter the day on which the company is formed" in response.content.decode()

    assert not JointVenture.objects.exists()


def test_sending_back_needs_a_note(client, proposal, approver):
    assert "Say in the note why" in decide(client, approver, proposal, decision="send_back", note=" ").content.decode()

    decide(client, approver, proposal, decision="send_back", note="Say more on transport.")
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decision_note) == (AwardState.RETURNED, "Say more on transport.")


def test_whoever_proposes_again_finds_the_reasons_of_the_proposal_that_came_back(
    client, judged, proposal, approver, lead_officer
):
    decide(client, approver, proposal, decision="send_back", note="Say more on transport.")
    client.force_login(lead_officer)

    page = client.get(reverse("scoring:propose_award", args=[judged.competition.reference])).content.decode()

    assert f">{proposal.reasons}</textarea>" in page


def test_only_an_approver_who_did_not_propose_it_decides(client, proposal, lead_officer, officer, auditor):
    for user in (lead_officer, officer, auditor):
        assert decide(client, user, proposal).status_code == 403


def test_the_page_says_what_comes_next_with_days(client, award, auditor):
    text = look(client, auditor, award).content.decode()

    assert "Send the assessment summaries" in text
    assert "If the notice were published today" in text
    assert "voluntary" in text


def test_outsiders_find_no_award(client, award, bidder, other_officer):
    assert look(client, bidder, award).status_code == 404
    assert look(client, other_officer, award).status_code == 404


def test_who_may_not_read_one_of_the_bids_sees_neither_the_award_nor_its_reports(client, award, judged):
    member = judged.panel.evaluators[0]
    assert look(client, member.user, award).status_code == 200
    InterestDeclaration.objects.filter(member=member, bid=judged.bids[1]).update(superseded_at=deciding.AT)
    InterestDeclaration.objects.create(
        member=member, bid=judged.bids[1], interest=Interest.ACTUAL.value, details="Trustee.", at=deciding.AT
    )

    assert look(client, member.user, award).status_code == 404
    report = Report.objects.first()
    assert client.get(reverse("scoring:report", args=[report.reference])).status_code == 404
    assert client.get(reverse("scoring:report_download", args=[report.reference])).status_code == 404
    none = client.get(reverse("scoring:competition_award", args=[award.competition.reference])).content.decode()
    assert "a bid that you may not read" in none


def test_the_public_page_names_no_winner(client, award):
    text = client.get(f"/competitions/{award.competition.reference}/").content.decode()

    assert award.competition.title in text
    assert "Harbour Care" not in text


def test_the_award_of_a_competition_is_found_from_it(client, award, auditor):
    client.force_login(auditor)

    response = client.get(reverse("scoring:competition_award", args=[award.competition.reference]))

    assert response.url == reverse("scoring:award", args=[award.reference])


def test_who_stands_behind_the_partner_is_for_those_who_answer_for_the_award(client, award, officer):
    submission = Submission.objects.get(bid=award.bid, superseded_at=None)
    persons = [
        {"name": "Harbour Holdings Ltd", "connection": "parent"},
        {"name": "Doris Director", "connection": "director"},
    ]
    own = {"persons": [{"name": "Tide Holdings Ltd", "connection": "parent"}]}
    declared = MemberDeclaration.objects.create(
        bid=award.bid, organisation=award.bid.organisation, content=own, by=officer, at=BEFORE
    )
    members = [{"name": "Tide Trust", "declared": {"reference": declared.reference}}, {"name": "Shore Trust"}]
    held = {"supplier_information": {"persons": persons}, "consortium": members}
    with deciding.past_the_database():
        submission.content = {**submission.content, **held}
        submission.save(update_fields=["content"])
    observer = PanelMember.objects.get(competition=award.competition, role=PanelRole.OBSERVER.value).user

    read, hidden = (look(client, who, award).content.decode() for who in (officer, observer))

    assert "Harbour Holdings Ltd: parent undertaking" in read
    assert "As Tide Trust, which stands behind its bid, declared of itself" in read
    assert "Tide Holdings Ltd: parent undertaking" in read
    assert "Doris Director" not in read
    assert "Who stands behind" not in hidden
    assert "Harbour Holdings" not in hidden
