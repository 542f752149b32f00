"""A competition that begins with requests to participate: judged by conditions, without an offer."""

from decimal import Decimal

import pytest

from accounts.domain.refusals import Refusal
from partners.actions import bids, openings, submissions
from partners.models import Bid
from procurement.actions import competitions
from procurement.models import Criterion, later_stages
from scoring.actions import assignments, moderation, panels, rankings, reveals, scores
from scoring.domain.roles import Interest, PanelRole
from scoring.models import Assignment, ShortlistedBid
from tests import world
from tests.scoring import judging, staging

NOW = world.PUBLISHED
AT = judging.AT


@pytest.fixture
def requests(draft, officer, lead_officer):
    """Two ask to participate; the second will fail the condition."""
    staging.plan(draft, officer, participation=True, rounds=0, most=None)
    Criterion.objects.filter(competition=draft).exclude(reference="insurance").delete()
    draft.sections.exclude(reference="conditions").delete()
    draft.tie_break = []
    draft.save()
    competitions.publish(draft, by=lead_officer, at=NOW)
    made = []
    for name in ("Harbour Care", "Quayside Partners"):
        organisation, by = world.organisation(name)
        bid = bids.start(draft, organisation, by=by, at=NOW)
        bids.save_answer(bid, draft.criteria.get(), "We will.", version=0, by=by, at=NOW)
        made.append(bid)
    return made


def test_who_asks_to_participate_makes_no_offer(requests, client):
    bid = requests[0]

    submissions.submit(bid, by=bid.started_by, at=NOW)
    with pytest.raises(Refusal, match="asks for no offer yet"):
        bids.save_offer(bid, {"company_name": "Harbour"}, version=0, by=bid.started_by, at=NOW)

    client.force_login(bid.started_by)
    page = client.get(f"/bids/{bid.reference}/").content.decode()
    assert f"/bids/{bid.reference}/offer/" not in page
    assert client.get(f"/bids/{bid.reference}/offer/").status_code == 409
    receipt = bid.submissions.get()
    assert client.get(f"/receipts/{receipt.reference}/").status_code in {200, 404}


def judge(competition, lead_officer, officer):
    """Opens, scores and ranks: the first passes, the second fails."""
    chair = world.seat(competition, PanelRole.CHAIR, "Clare Chair", lead_officer)
    eve = world.seat(competition, PanelRole.EVALUATOR, "Eve Evaluator", lead_officer)
    for by in (officer, lead_officer):
        openings.confirm_opening(competition, by=by, at=world.AFTER)
    competition = staging.fresh(competition)
    for bid in Bid.objects.filter(competition=competition):
        for member in (chair, eve):
            panels.declare(member, bid, Interest.NONE, "", by=member.user, at=AT)
    criterion = competition.criteria.get()
    assignments.assign(competition, [(eve, criterion)], by=chair.user, at=AT)
    marks = {"Harbour Care": Decimal(1), "Quayside Partners": Decimal(0)}
    for each in Assignment.objects.filter(member=eve).select_related("bid__organisation"):
        value = marks[each.bid.organisation.name]
        scores.save(each, value=value, reasons=judging.REASONS, version=0, by=eve.user, at=AT)
    scores.lock(eve, by=eve.user, at=AT)
    for bid in Bid.objects.filter(competition=competition).select_related("organisation"):
        reveals.reveal(bid, criterion, by=chair.user, at=AT)
        value = marks[bid.organisation.name]
        moderation.agree(bid, criterion, value=value, reasons=judging.REASONS, dissent="", by=chair.user, at=AT)
    rankings.rank(staging.fresh(competition), by=chair.user, at=AT)
    return competition, chair.user


def test_conditions_alone_decide_who_may_tender(requests, lead_officer, officer, client, clock):
    for bid in requests:
        submissions.submit(bid, by=bid.started_by, at=NOW)
    competition, chair = judge(requests[0].competition, lead_officer, officer)
    staging.shortlist(competition)

    assert [(row.bid, row.goes_on) for row in ShortlistedBid.objects.order_by("bid")] == [
        (requests[0], True),
        (requests[1], False),
    ]
    out = ShortlistedBid.objects.get(bid=requests[1])
    assert "“Insurance” is a condition of participation, and it is not met." in out.reason
    final = later_stages(staging.fresh(competition))[0]
    staging.invite(final)
    bid = bids.start(final, requests[0].organisation, by=requests[0].started_by, at=staging.AT)
    assert bid.answers.get().text == "We will."
    clock(staging.AT)
    for person, there in ((lead_officer, ("board", "ranking", "opened-bids", "shortlist")), (chair, ("board",))):
        client.force_login(person)
        for page in there:
            assert client.get(f"/council/competitions/{competition.reference}/{page}/").status_code == 200, page
    assert client.get(f"/opened-bids/{requests[0].reference}/offer/").status_code == 409
