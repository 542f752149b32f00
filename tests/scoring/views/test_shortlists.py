import pytest
from django.urls import get_resolver

from accounts.checks import views_of
from partners.models import Bid, Organisation
from procurement.models import Competition
from scoring.models import JudgedBid
from tests import world
from tests.addresses import app_of, model_of
from tests.scoring import staging


def shortlist_of(competition):
    return f"/council/competitions/{competition.reference}/shortlist/"


def result_of(bid):
    return f"/bids/{bid.reference}/result/"


def text_of(response):
    return response.content.decode()


def test_the_lead_officer_sees_who_would_go_on_and_decides_it_with_one_press(sign_in, two_stages, lead_officer):
    client = sign_in(lead_officer)
    page = text_of(client.get(shortlist_of(two_stages.competition)))

    response = client.post(shortlist_of(two_stages.competition), {"reasons": ""}, follow=True)

    assert "Who would go on from ranking 1" in page
    assert "It is decided who goes on" in text_of(response)
    assert "Begin the next stage" in text_of(response)


def test_others_at_the_council_read_it_and_decide_nothing(sign_in, two_stages, officer, auditor):
    for person in (officer, auditor):
        client = sign_in(person)
        page = client.get(shortlist_of(two_stages.competition))
        client.post(shortlist_of(two_stages.competition), {"reasons": ""})

        assert page.status_code == 200
        assert "Decide who goes on, and tell every bidder" not in text_of(page)
    assert staging.fresh(two_stages.competition).state == "ranked"


def test_a_panel_that_still_scores_and_strangers_do_not_see_it(sign_in, two_stages, other_officer):
    evaluator = two_stages.panel.evaluators[0].user

    assert sign_in(evaluator).get(shortlist_of(two_stages.competition)).status_code == 403
    assert sign_in(other_officer).get(shortlist_of(two_stages.competition)).status_code == 403
    assert sign_in(two_stages.bids[0].started_by).get(shortlist_of(two_stages.competition)).status_code == 403


def test_who_may_not_read_a_bid_sees_nothing_of_the_shortlist(sign_in, two_stages, lead_officer):
    seat = two_stages.panel.chair
    two_stages.shortlist = staging.shortlist(two_stages.competition)
    seat.declarations.filter(bid=two_stages.bids[0]).update(superseded_at=staging.AT)

    page = text_of(sign_in(seat.user).get(shortlist_of(two_stages.competition)))

    assert "This tells of all bids" in page
    assert "Harbour Care" not in page


def test_the_next_stage_begins_with_its_published_deadlines(sign_in, two_stages, lead_officer, clock):
    clock(staging.AT)
    staging.shortlist(two_stages.competition)
    client = sign_in(lead_officer)
    address = f"/council/competitions/{two_stages.final.reference}/invite/"
    page = client.get(address)
    typed = {name: value for name, value in page.context["form"].initial.items() if name.endswith("_time")}
    for name in ("questions_deadline", "bid_deadline"):
        day = page.context["form"].initial[f"{name}_day"]
        typed |= {f"{name}_day_0": day.day, f"{name}_day_1": day.month, f"{name}_day_2": day.year}

    early = {
        f"{name}_deadline_day_{part}": value for name in ("questions", "bid") for part, value in ((1, 12), (2, 2026))
    }
    wrong = client.post(address, typed | early)
    client.post(address, typed)

    assert "Harbour Care" in text_of(page)
    assert "before the published one" in text_of(wrong)
    assert staging.fresh(two_stages.final).state == "published"


def test_a_bidder_reads_its_own_result_and_nobody_elses(sign_in, shortlisted, lead_officer, clock):
    clock(staging.AT)
    on, out = shortlisted.bids

    mine = text_of(sign_in(on.started_by).get(result_of(on)))
    theirs = sign_in(on.started_by).get(result_of(out))
    told = text_of(sign_in(out.started_by).get(result_of(out)))

    assert "Your bid goes on" in mine
    assert "Start or go on with your bid in the next stage" in mine
    assert theirs.status_code == 404
    assert "Your bid does not go on" in told
    assert f"/competitions/{shortlisted.final.reference}/bid" not in told
    assert sign_in(lead_officer).get(result_of(on)).status_code == 404
    assert sign_in(shortlisted.panel.chair.user).get(result_of(on)).status_code == 404


def test_my_work_leads_from_stage_to_stage(sign_in, two_stages, lead_officer, clock):
    clock(staging.AT)
    on, out = two_stages.bids
    assert "Decide who goes on from" in text_of(sign_in(lead_officer).get("/my-work/"))
    staging.shortlist(two_stages.competition)
    assert f"Begin “{two_stages.final}”" in text_of(sign_in(lead_officer).get("/my-work/"))
    assert "Start your bid for" not in text_of(sign_in(on.started_by).get("/my-work/"))
    staging.invite(two_stages.final)

    assert f"Start your bid for “{two_stages.final}”" in text_of(sign_in(on.started_by).get("/my-work/"))
    told = text_of(sign_in(out.started_by).get("/my-work/"))
    assert "This stage has ended: read whether you go on, and why." in told
    assert "Start your bid for" not in told


def test_who_went_on_with_one_of_two_organisations_bids_for_that_one(sign_in, shortlisted, clock):
    clock(staging.AT)
    on, final = shortlisted.bids[0], shortlisted.final
    other, _ = world.organisation("Second Venture")
    other.members.create(user=on.started_by, role="administrator")

    for place in ("bid", "interest"):
        page = text_of(sign_in(on.started_by).get(f"/competitions/{final.reference}/{place}/"))
        assert str(on.organisation) in page
        assert "Second Venture" not in page


def test_who_went_on_can_decline_and_is_not_asked_again_to_begin(sign_in, shortlisted, clock):
    clock(staging.AT)
    on, final = shortlisted.bids[0], shortlisted.final
    address = f"/competitions/{final.reference}/interest/"
    page = text_of(sign_in(on.started_by).get(f"/competitions/{final.reference}/bid/"))
    typed = {"organisation": on.organisation.reference, "deed": "decline", "reason": "We are too few."}

    before = text_of(sign_in(on.started_by).get(address))
    sign_in(on.started_by).post(address, typed)

    assert address in page
    assert "You went on to this stage" in before
    assert "Start your bid for" not in text_of(sign_in(on.started_by).get("/my-work/"))


@pytest.fixture
def final_bid(shortlisted):
    submission = staging.sealed_final_tender(shortlisted)
    return Bid.objects.get(pk=submission.bid_id)


def addresses_about(shortlisted, final_bid):
    """Each address whose reference can be that of a stage, of the bid that went on, or of its final tender."""
    things = {
        Competition: [shortlisted.competition, shortlisted.final],
        Bid: [shortlisted.bids[0], final_bid],
        Organisation: [final_bid.organisation],
    }
    for route, pattern in views_of(get_resolver()):
        model = model_of(route, pattern)
        if model is not None and issubclass(model, Bid):
            model = Bid
        if "<slug:reference>" not in route or model not in things or route.count("<") > 1:
            continue
        for thing in things[model]:
            yield app_of(pattern), f"/{route.replace('<slug:reference>', thing.reference)}"


def test_who_is_out_learns_nothing_of_those_who_go_on(sign_in, shortlisted, final_bid, clock):
    clock(staging.AT)
    out = shortlisted.bids[1].started_by
    client = sign_in(out)
    hidden = ["Harbour", shortlisted.bids[0].reference, final_bid.reference]
    asked = 0

    for _, address in addresses_about(shortlisted, final_bid):
        page = client.get(address)
        asked += 1
        if page.status_code == 200:
            given_away = [word for word in hidden if word in b"".join(page).decode(errors="replace")]
            assert not given_away, (address, given_away)

    assert asked > 40
    start = client.get(f"/competitions/{shortlisted.final.reference}/bid/")
    assert start.status_code in {403, 404}


@pytest.fixture
def insiders(shortlisted, officer, lead_officer, approver, auditor):
    """Everybody of the council, and of the panel some of each kind."""
    panel = (shortlisted.panel.chair, shortlisted.panel.evaluators[0], shortlisted.panel.observer)
    return [officer, lead_officer, approver, auditor, *(seat.user for seat in panel)]


def test_before_its_opening_nobody_at_the_council_reads_or_counts_a_final_tender(
    sign_in, shortlisted, final_bid, insiders, clock
):
    clock(staging.AT)

    for person in insiders:
        client, pages = sign_in(person), {}
        # A workbook holds the second in which it was written.
        asked = [at for _, at in addresses_about(shortlisted, final_bid) if not at.endswith(".xlsx")]
        for state in ("submitted", "draft"):
            Bid.objects.filter(pk=final_bid.pk).update(state=state)
            # What shows nothing is asked once: there is nothing to compare.
            answers = {address: client.get(address) for address in pages.get("submitted", asked)}
            pages[state] = {
                address: without_tokens(b"".join(answer).decode(errors="replace"))
                for address, answer in answers.items()
                if answer.status_code == 200
            }
        assert not [at for at, page in pages["submitted"].items() if final_bid.reference in "".join(page)]
        assert [at for at, page in pages["submitted"].items() if page != pages["draft"].get(at)] == []


def without_tokens(page):
    return [line for line in page.splitlines() if "csrf" not in line and "nonce" not in line]


def test_a_result_is_read_in_as_many_queries_for_few_criteria_as_for_many(
    sign_in, shortlisted, django_assert_max_num_queries
):
    client = sign_in(shortlisted.bids[0].started_by)
    assert JudgedBid.objects.visible_to(shortlisted.bids[0].started_by).count() == 1

    with django_assert_max_num_queries(20):
        client.get(result_of(shortlisted.bids[0]))
