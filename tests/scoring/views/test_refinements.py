import pytest
from django.urls import reverse

from accounts.domain.roles import CouncilRole
from procurement.models import Refinement, Section
from scoring.actions import refinements
from scoring.domain.roles import PanelRole
from scoring.models import PanelMember
from tests import world
from tests.scoring import refining, staging


@pytest.fixture
def final(two_stages, clock):
    clock(staging.AT)
    refining.allow(two_stages.competition)
    staging.shortlist(two_stages.competition)
    return staging.fresh(two_stages.final)


def address(stage, name="refinement"):
    return reverse(f"scoring:{name}", kwargs={"reference": stage.reference})


def typed(**changed):
    sent = {
        "weight-quality": "65",
        "weight-service": "60",
        "weight-employees": "40",
        "weight-offer": "35",
        "weight-investment": "50",
        "weight-price": "50",
        "added-service": refining.ADDED,
        "reasons": refining.WHY,
        "statement": refining.STATEMENT,
    }
    return sent | changed


def test_a_lead_officer_proposes_and_the_approver_publishes(sign_in, final):
    client = sign_in(staging.lead(final))
    form = client.get(address(final, "refinement_write")).content.decode()
    assert refining.MAY in form
    seen = client.get(address(final, "refinement_write")).context["form"].initial["seen"]

    answer = client.post(address(final, "refinement_write"), typed(seen=seen), follow=True)

    page = answer.content.decode()
    assert "Proposed. Nobody outside the council is told" in page
    assert "Publish the refined criteria" not in page
    client = sign_in(refining.approver(final))
    page = client.get(address(final)).content.decode()
    assert "Publish the refined criteria" in page
    assert "Who did not go on from “A partner for our day centres”" in page
    assert "Quayside Partners" in page
    seen = client.get(address(final)).context["seen"]
    page = client.post(address(final, "refinement_publish"), {"seen": seen}, follow=True).content.decode()
    assert "Think whether they need longer" in page
    assert Section.objects.get(competition=final, reference="quality").weight == 65


def test_what_the_act_forbids_is_told_beside_what_was_typed(sign_in, final):
    client, url = sign_in(staging.lead(final)), address(final, "refinement_write")
    seen = client.get(url).context["form"].initial["seen"]

    answer = client.post(url, typed(seen=seen, **{"weight-quality": "70"}))

    assert "The weights of the sections add up to 105%, not 100%." in answer.content.decode()
    assert refining.ADDED in answer.content.decode()
    assert not Refinement.objects.exists()


def test_the_public_reads_the_old_beside_the_new_and_nothing_of_who_was_dropped(client, final):
    refining.propose(final)
    url = reverse("procurement:competition_page", kwargs={"reference": final.reference})
    assert refining.ADDED not in client.get(url).content.decode()

    refining.publish(final)

    page = client.get(url).content.decode()
    assert "Version 2 of the criteria, refined at" in page
    assert "Weight 60%" in page
    assert "Weight 65%" in page
    assert refining.ADDED in page
    assert refining.WHY in page
    assert refining.STATEMENT not in page
    assert "Quayside" not in page


def test_the_first_stage_tells_before_what_may_be_refined(client, final):
    url = reverse("procurement:competition_page", kwargs={"reference": final.follows.reference})

    assert refining.MAY in client.get(url).content.decode()


def test_bidders_and_evaluators_see_no_proposal(sign_in, final, two_stages):
    refining.propose(final)
    for user in (two_stages.bids[0].started_by, two_stages.panel.evaluators[0].user):
        for name in ("refinement", "refinement_write"):
            assert sign_in(user).get(address(final, name)).status_code in {403, 404}


def test_who_may_not_read_a_bid_sees_nothing_of_it_and_proposes_nothing(sign_in, final, two_stages):
    refining.propose(final)
    officer = world.council_member(final.council, CouncilRole.OFFICER, "Ivo Interested")
    # Seated on the panel without having declared.
    PanelMember.objects.create(
        competition=two_stages.competition,
        user=officer,
        role=PanelRole.OBSERVER.value,
        appointed_by=staging.lead(final),
        appointed_at=staging.AT,
    )

    client = sign_in(officer)

    page = client.get(address(final)).content.decode()
    assert "Quayside" not in page
    assert refining.STATEMENT not in page
    assert "You do not see it" in page
    assert "may not read" in client.get(address(final, "refinement_write")).content.decode()


def test_a_second_lead_officer_reads_under_my_work_that_it_waits(sign_in, final):
    refining.propose(final)
    other = world.council_member(final.council, CouncilRole.LEAD_OFFICER, "Lena Lead")

    assert "Read and publish the refined criteria of" in sign_in(other).get("/my-work/").content.decode()
    assert (
        "A second person publishes the refined criteria of"
        in sign_in(staging.lead(final)).get("/my-work/").content.decode()
    )


def test_it_is_set_aside_with_reasons(sign_in, final):
    refining.propose(final)

    page = sign_in(staging.lead(final)).post(
        address(final, "refinement_set_aside"), {"reasons": "Not needed."}, follow=True
    )

    assert "set aside by" in page.content.decode()
    assert refinements.waiting(final) is None


def test_who_begins_the_stage_is_prompted_to_review_the_deadline(sign_in, final):
    refining.propose(final)
    refining.publish(final)

    page = sign_in(staging.lead(final)).get(address(final, "invite")).content.decode()

    assert "Think whether bidders need longer" in page
