from datetime import date, timedelta

import pytest
from django.db.utils import IntegrityError

from accounts.domain.fingerprints import fingerprint
from accounts.domain.refusals import Refusal
from accounts.models import Letter, TrailEvent
from partners.actions import declarations
from partners.actions import supplier_information as information
from partners.models import MemberDeclaration, Submission
from procurement.models import Competition
from scoring.actions import awards, exclusions, rankings
from scoring.domain.exclusions import Status
from scoring.domain.ranking_record import from_content
from scoring.models import ExclusionDecision, GroundFinding
from scoring.models.links import links_for
from scoring.models.reading import bidders_of
from tests import world
from tests.partners.informing import PERSON_SECRET, inform
from tests.scoring import deciding
from tests.world import AFTER, BEFORE

pytestmark = pytest.mark.django_db
LATER = AFTER + timedelta(days=20)


@pytest.fixture
def bid(bid):
    """Its bidder declares that a director was convicted of fraud, and that its business is being wound up."""
    by = bid.started_by
    person = inform(bid.organisation, by)
    who = {"by": by, "at": BEFORE}
    declarations.save_ground(
        bid.organisation, "6-4", person=person, happened_on=date(2025, 6, 1), what_happened="Fraud.", **who
    )
    declarations.save_ground(bid.organisation, "7-5", goes_on=True, what_happened="Being wound up.", **who)
    information.confirm(bid.organisation, **who)
    return bid


@pytest.fixture
def case(opened, bid):
    """The opened competition asks for supplier information, and the first bid holds it."""
    Competition.objects.update(asks_supplier_information=True)
    for each in opened.bids:
        submission = Submission.objects.get(bid=each)
        submission.content["supplier_information"] = information.frozen(each.organisation)
        submission.save()
        each.refresh_from_db()
    opened.competition.refresh_from_db()
    return opened.bids[0]


def assess(bid, by, ground="6-4", who=PERSON_SECRET, *, applies=True, continues=True, at=AFTER):
    exclusions.assess_ground(
        bid, ground, who, applies=applies, continues=continues, reasons="The court says so.", by=by, at=at
    )


def check(bid, by):
    exclusions.record_check(bid, checked_on=AFTER.date(), listed="not", note="", by=by, at=AFTER)


def hear(bid, by):
    exclusions.invite_representations(
        bid, about="The conviction.", reply_by=AFTER.date() + timedelta(days=10), by=by, at=AFTER
    )


def decide(bid, by, sets_aside, at=LATER):
    return exclusions.decide(bid, sets_aside=sets_aside, reasons="For the reasons found.", by=by, at=at)


def test_everything_declared_is_assessed_and_the_list_is_read_before_anything_is_decided(case, officer):
    with pytest.raises(Refusal) as refused:
        decide(case, officer, sets_aside=False)

    assert len(refused.value.sentences) == 3
    assert "debarment list" in refused.value.sentences[0]


def test_a_bidder_is_heard_before_its_bid_is_disregarded(case, officer, lead_officer):
    check(case, officer)
    assess(case, officer)
    assess(case, officer, "7-5", case.organisation.name, applies=False)

    with pytest.raises(Refusal, match="Invite the bidder"):
        decide(case, officer, sets_aside=True)
    hear(case, officer)
    with pytest.raises(Refusal, match="may answer until"):
        decide(case, officer, sets_aside=True, at=AFTER)
    exclusions.record_representations(case, received_on=AFTER.date(), received="She left.", by=officer, at=AFTER)
    decision = decide(case, lead_officer, sets_aside=True, at=AFTER)

    assert (decision.status, decision.by) == (Status.EXCLUDED, lead_officer)
    told = [each for each in Letter.objects.order_by("pk") if each.to == case.started_by.email]
    assert [each.subject.split(":")[0] for each in told] == ["Your answer is asked for", "Your bid is disregarded"]


def test_an_excluded_suppliers_bid_does_not_go_on_and_anothers_is_not_disregarded(case, officer):
    check(case, officer)
    assess(case, officer)
    assess(case, officer, "7-5", case.organisation.name, applies=False)
    with pytest.raises(Refusal, match="must be disregarded"):
        decide(case, officer, sets_aside=False)

    assess(case, officer, continues=False)
    with pytest.raises(Refusal, match="No ground that counts"):
        decide(case, officer, sets_aside=True)
    assert decide(case, officer, sets_aside=False).status == Status.NEITHER


@pytest.mark.parametrize("sets_aside", [True, False])
def test_about_an_excludable_supplier_the_officer_decides(case, officer, sets_aside):
    check(case, officer)
    assess(case, officer, applies=False)
    assess(case, officer, "7-5", case.organisation.name)
    hear(case, officer)

    decision = decide(case, officer, sets_aside=sets_aside)

    assert (decision.status, decision.sets_aside) == (Status.EXCLUDABLE, sets_aside)


def test_a_finding_supersedes_the_last_and_the_same_again_changes_nothing(case, officer):
    for applies in (True, False, False):
        assess(case, officer, applies=applies)

    assert [each.superseded_at is None for each in GroundFinding.objects.order_by("pk")] == [False, True]


def test_bids_are_ranked_once_all_are_decided_and_a_disregarded_one_is_compared_with_nobody(
    opened, case, officer, lead_officer
):
    deciding.agree_all(opened)
    competition = opened.competition
    assert len([each for each in rankings.problems(competition) if "section 26" in each]) == 2

    for each in opened.bids:
        check(each, officer)
    assess(case, officer)
    assess(case, officer, "7-5", case.organisation.name, applies=False)
    hear(case, officer)
    decide(case, officer, sets_aside=True)
    decide(opened.bids[1], officer, sets_aside=False)
    ranking = rankings.rank(competition, by=lead_officer, at=LATER)

    found = from_content(ranking.content)
    assert [bid.bid for bid in found.first] == [opened.bids[1].reference]
    [aside] = [bid for bid in found.bids if bid.place is None]
    assert aside.failures == ("Disregarded: An excluded supplier (Procurement Act 2023, s.26(1))",)
    assert not aside.marks
    assert rankings.is_same_again(ranking)
    awards.propose(competition, opened.bids[1], reasons="First.", by=lead_officer, at=LATER)
    with pytest.raises(Refusal, match="An award"):
        decide(case, officer, sets_aside=True)


def test_where_nothing_is_asked_nobody_needs_to_decide(opened):
    assert exclusions.undecided(opened.competition) == []


def test_nothing_is_recorded_before_the_opening(published, bid, officer):
    with pytest.raises(Refusal, match="nothing is recorded on exclusion"):
        check(bid, officer)


def test_the_trail_tells_neither_ground_nor_person_nor_outcome(case, officer):
    check(case, officer)
    assess(case, officer)

    told = [f"{event.subject} {event.details}" for event in TrailEvent.objects.filter(trail=case.reference)]
    assert len([each for each in told if "fingerprint" in each]) >= 2
    assert not any(PERSON_SECRET in each or "6-4" in each or "mandatory" in each for each in told)


def test_the_database_keeps_an_excluded_suppliers_bid_out(case, officer):
    with pytest.raises(IntegrityError, match="an_excluded_supplier_s_bid_is_disregarded"):
        ExclusionDecision.objects.create(
            bid=case, status=Status.EXCLUDED.value, sets_aside=False, reasons="x", by=officer, at=AFTER
        )


def test_what_a_member_declared_of_itself_is_assessed_as_the_leads_is(case, officer):
    tide, ada = world.organisation("Tide Trust")
    person = inform(tide, ada)
    declarations.save_ground(tide, "7-11", person=person, goes_on=True, what_happened="A warning.", by=ada, at=BEFORE)
    information.confirm(tide, by=ada, at=BEFORE)
    content = information.frozen(tide)
    declared = MemberDeclaration.objects.create(
        bid=case, organisation=tide, content=content, fingerprint=fingerprint(content), by=ada, at=BEFORE
    )
    submission = Submission.objects.get(bid=case)
    held = {"reference": declared.reference, "fingerprint": declared.fingerprint, "by": ada.name, "at": ""}
    submission.content["consortium"] = [{"name": "Tide Trust", "declared": held}, {"name": "Shore Trust"}]
    submission.save()

    found = exclusions.case_of(case)

    whose = f"{PERSON_SECRET}, of Tide Trust"
    assert [each["who"] for each in found.declared] == [PERSON_SECRET, "Harbour Care", whose]
    assert any(whose in question for question in found.open_questions)
    assess(case, officer, ground="7-11", who=whose, continues=False)
    assert not any(whose in question for question in exclusions.case_of(case).open_questions)
    assert [each.declared for each in exclusions.declared_by_members(submission.content)] == [declared, None]
    # Whoever judges declares about its persons too, and they are looked at for links.
    behind = [str(each) for each in bidders_of(case.competition)[case].behind]
    assert f"{PERSON_SECRET} (director, trustee or shadow director, of Tide Trust)" in behind
    assert not any(PERSON_SECRET in link.words for link in links_for(officer, case.competition))
    Submission.objects.exclude(bid=case).update(content={**submission.content, "bid": "another"})
    assert any(PERSON_SECRET in link.words for link in links_for(officer, case.competition))

    MemberDeclaration.objects.update(content={**content, "standing": {}})
    with pytest.raises(Refusal, match="not what the bid holds"):
        exclusions.case_of(case)
