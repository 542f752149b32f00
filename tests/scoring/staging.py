"""A competition in two stages for the tests: requests to participate are opened and judged, the final tenders wait."""

from datetime import timedelta

from accounts.domain.roles import CouncilRole
from partners.actions import bids, openings, submissions
from partners.domain.offers import from_content
from partners.domain.typed_offers import typed_of
from partners.models import Answer, Bid
from procurement.actions import stages as planning
from procurement.models import Competition, Criterion, later_stages
from scoring.actions import assignments, panels, shortlists, stages
from scoring.domain.roles import Interest, PanelRole
from scoring.models import PanelMember
from tests import world
from tests.scoring import deciding

AT = deciding.AT + timedelta(days=1)
QUESTIONS = world.DEADLINE + timedelta(days=60)
FINAL_DEADLINE = world.DEADLINE + timedelta(days=74)
OPENS = FINAL_DEADLINE + timedelta(hours=1)


def lead(competition):
    return deciding.council_person(competition, CouncilRole.LEAD_OFFICER)


def plan(draft, by, *, participation=False, rounds=1, most=1, least=None):
    """Plan the stages of a draft and give the later ones their deadlines; returns these."""
    planning.plan(draft, participation=participation, rounds=rounds, by=by, at=world.PUBLISHED)
    draft.refresh_from_db()
    for number, stage in enumerate((draft, *later_stages(draft))):
        if number:
            stage.questions_deadline = QUESTIONS + timedelta(days=90 * (number - 1))
            stage.bid_deadline = FINAL_DEADLINE + timedelta(days=90 * (number - 1))
        if stage.ends_with_shortlist:
            stage.most_going_on, stage.least_going_on = most, least
        stage.save()
    draft.refresh_from_db()
    return later_stages(draft)


def announce(draft):
    planning.announce(draft, at=world.PUBLISHED)


def shortlist(competition, reasons=""):
    return shortlists.decide(competition, reasons=reasons, by=lead(competition), at=AT)


def invite(stage):
    return stages.invite(stage, bid_deadline=FINAL_DEADLINE, questions_deadline=QUESTIONS, by=lead(stage), at=AT)


def fresh(competition):
    return Competition.objects.get(pk=competition.pk)


def final_tender(shortlisted):
    """The bidder who went on gives its final tender; it begins with what it wrote before."""
    earlier = shortlisted.bids[0]
    by = earlier.started_by
    written = {"insurance": "Yes.", "service": "We will keep all eleven.", "employees": "They elect two directors."}
    for reference, text in written.items():
        criterion = Criterion.objects.get(competition=earlier.competition, reference=reference)
        Answer.objects.create(bid=earlier, criterion=criterion, text=text, saved_by=by, saved_at=world.BEFORE)
    return bids.start(shortlisted.final, earlier.organisation, by=by, at=AT)


def sealed_final_tender(shortlisted):
    bid = final_tender(shortlisted)
    offer = typed_of(from_content(world.offer_content(bid.organisation.name)))
    bids.save_offer(bid, offer, version=0, by=bid.started_by, at=AT)
    return submissions.submit(bid, by=bid.started_by, at=AT)


def score_final(shortlisted, officer):
    """Opens the final tender, and everybody declares, is assigned and scores it anew, and the panel agrees."""
    sealed_final_tender(shortlisted)
    final = shortlisted.final
    openings.confirm_opening(final, by=officer, at=OPENS)
    openings.confirm_opening(final, by=lead(final), at=OPENS)
    bid = Bid.objects.get(competition=final)
    at = OPENS + timedelta(days=1)
    for member in PanelMember.objects.filter(competition=final).select_related("user"):
        panels.declare(member, bid, Interest.NONE, "", by=member.user, at=at)
    evaluators = PanelMember.objects.filter(competition=final, role=PanelRole.EVALUATOR.value)
    chair = PanelMember.objects.get(competition=final, role=PanelRole.CHAIR.value)
    judged = final.criteria.judged()
    pairs = [(member, criterion) for member in evaluators for criterion in judged]
    assignments.assign(fresh(final), pairs, by=chair.user, at=at)
    return bid, evaluators, chair, at
