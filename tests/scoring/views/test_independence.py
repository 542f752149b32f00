import pytest
from django.urls import reverse

from accounts.models import TrailEvent
from partners.models import Submission
from scoring.actions import panels
from scoring.domain.roles import Background, Interest, PanelRole
from scoring.models import LinkFinding
from scoring.models.links import links_for
from tests import world
from tests.scoring.judging import AT


@pytest.fixture
def linked(opened, lead_officer):
    """One director of both bidders, who has the surname of Eve Evaluator."""
    for bid in opened.bids:
        submission = Submission.objects.get(bid=bid)
        person = {"name": "Ada Evaluator", "connection": "director", "address": "", "scheme": "", "number": ""}
        submission.content["supplier_information"] = {"persons": [person]}
        submission.save()
    return opened


def page(opened):
    return reverse("scoring:independence", args=[opened.competition.reference])


def key_of(opened, user, words):
    return next(each.key for each in links_for(user, opened.competition) if words in each.words)


def finding(opened, user, words):
    return reverse("scoring:find_link", args=[opened.competition.reference, key_of(opened, user, words)])


def test_links_are_told_in_words_and_found_with_a_reason_that_the_page_keeps(sign_in, linked, officer):
    client = sign_in(officer)
    before = client.get(page(linked)).content.decode()
    where = finding(linked, officer, "is named in 2 bids")

    refused = client.post(where, {"outcome": "confirm", "reason": " "}).content.decode()
    after = client.post(where, {"outcome": "confirm", "reason": "Both bidders say so."}, follow=True).content.decode()

    assert "Ada Evaluator is named in 2 bids" in before
    assert "Eve Evaluator, of the panel, has the surname of Ada Evaluator" in before
    assert "One address, “1 High Street, Barchester”" in before
    assert "Give your reason" in refused
    assert "Confirmed by Olive Officer" in after
    assert "Both bidders say so." in after
    event = TrailEvent.objects.get(verb="scoring.confirm_link")
    assert event.subject == "The same person"
    assert "Ada" not in str(event.details)


def test_a_link_is_found_otherwise_and_both_findings_stay(sign_in, linked, officer):
    client = sign_in(officer)
    where = finding(linked, officer, "Eve Evaluator")
    client.post(where, {"outcome": "confirm", "reason": "Cousins."})

    after = client.post(where, {"outcome": "dismiss", "reason": "No kin at all."}, follow=True).content.decode()

    assert [(each.is_confirmed, each.superseded_at is None) for each in LinkFinding.objects.all()] == [
        (True, False),
        (False, True),
    ]
    assert "Cousins." in after
    assert "No kin at all." in after


def test_nobody_finds_about_themselves(sign_in, linked, lead_officer):
    chair = linked.panel.chair.user
    chair.name = "Clare Evaluator"
    chair.save()

    answer = sign_in(chair).post(finding(linked, chair, "Clare Evaluator"), {"outcome": "dismiss", "reason": "Chance."})

    assert "about yourself" in answer.content.decode()
    assert not LinkFinding.objects.exists()


def test_a_chair_with_an_interest_sees_no_link_of_that_bid(sign_in, linked):
    chair = linked.panel.chair
    panels.declare(chair, linked.bids[0], Interest.ACTUAL, "A trustee.", by=chair.user, at=AT)

    seen = sign_in(chair.user).get(page(linked)).content.decode()

    assert "is named in 2 bids" not in seen
    assert "1 High Street" not in seen
    assert "Harbour Care" not in seen


def test_who_may_see_it_and_who_may_find(sign_in, linked, officer, auditor):
    where = finding(linked, officer, "is named in 2 bids")

    assert sign_in(auditor).get(page(linked)).status_code == 200
    assert sign_in(auditor).get(where).status_code == 403
    for user in (linked.panel.evaluators[0].user, linked.panel.observer.user):
        assert sign_in(user).get(page(linked)).status_code == 403


def test_where_members_come_from_is_written_down_and_told(sign_in, opened, officer):
    appoint = reverse("scoring:panel_appoint", args=[opened.competition.reference])
    client = sign_in(officer)
    for member in (opened.panel.chair, *opened.panel.evaluators):
        typed = {"email": member.user.email, "role": member.role, "background": "service", "employer": "The council"}
        assert client.post(appoint, typed).status_code == 302

    shown = client.get(page(opened)).content.decode()
    form = client.get(f"{appoint}?email={opened.panel.chair.user.email}").content.decode()

    assert "4 of 4 people who may score come from one side" in shown
    assert 'value="The council"' in form
    opened.panel.chair.refresh_from_db()
    assert (opened.panel.chair.role, opened.panel.chair.background) == (PanelRole.CHAIR, Background.SERVICE)


def test_the_number_of_queries_does_not_grow(
    sign_in, linked, auditor, django_assert_num_queries, django_assert_max_num_queries
):
    client = sign_in(auditor)
    with django_assert_max_num_queries(16) as few:
        client.get(page(linked))
    for number in range(3):
        world.submission(world.bid(linked.competition, *world.organisation(f"Bidder {number}")))

    with django_assert_num_queries(len(few.captured_queries)):
        client.get(page(linked))
