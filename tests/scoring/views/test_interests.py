from django.urls import reverse

from partners.models import Submission
from scoring.domain.roles import PanelRole
from scoring.models import InterestDeclaration, OpenedBid
from tests import world


def fresh(opened, lead_officer):
    return world.seat(opened.competition, PanelRole.EVALUATOR, "Nora New", lead_officer)


def address(member):
    return reverse("scoring:interests", args=[member.reference])


def test_all_bidders_are_asked_about_by_name_and_nothing_of_their_bids_is_shown(sign_in, opened, lead_officer):
    member = fresh(opened, lead_officer)
    submission = Submission.objects.get(bid=opened.bids[0])
    submission.content["consortium"] = [
        {"name": "Tide Housing", "kind": "charity", "registered_number": "", "part": "x"}
    ]
    submission.save()

    page = sign_in(member.user).get(address(member)).content.decode()

    for said in ("Harbour Care", "Tide Housing", "Quayside Partners", "own part of the company", "sit on the board"):
        assert said in page
    for kept in ("keep all eleven centres open", "Barchester Day Centres Limited", "800000", "500000"):
        assert kept not in page
    assert " checked" not in page


def test_before_the_opening_no_bidder_is_named(sign_in, published, bid, officer):
    world.submission(bid)
    member = world.seat(published, PanelRole.EVALUATOR, "Early", officer)

    page = sign_in(member.user).get(address(member)).content.decode()

    assert "Harbour Care" not in page
    assert "not opened yet" in page


def test_declaring_clears_one_and_bars_from_another(sign_in, opened, lead_officer):
    member, (bid, rival) = fresh(opened, lead_officer), opened.bids
    typed = {
        f"interest-{bid.reference}": "none",
        f"interest-{rival.reference}": "perceived",
        f"details-{rival.reference}": "I play golf with its chief.",
    }

    answer = sign_in(member.user).post(address(member), typed)

    assert answer.url == reverse("scoring:seat", args=[member.reference])
    assert [each.pk for each in OpenedBid.objects.visible_to(member.user)] == [bid.pk]


def test_what_is_left_open_stays_open_and_hidden(sign_in, opened, lead_officer):
    member, (bid, _) = fresh(opened, lead_officer), opened.bids

    page = sign_in(member.user).post(address(member), {f"interest-{bid.reference}": "none"}, follow=True)

    assert "1 of 2 bidders is still to be declared" in page.content.decode()
    assert InterestDeclaration.objects.filter(member=member).count() == 1


def test_an_interest_needs_its_details_and_nothing_typed_is_lost(sign_in, opened, lead_officer):
    member, (bid, rival) = fresh(opened, lead_officer), opened.bids
    typed = {
        f"interest-{bid.reference}": "actual",
        f"details-{bid.reference}": "",
        f"interest-{rival.reference}": "potential",
        f"details-{rival.reference}": "Asked to join its board.",
    }

    page = sign_in(member.user).post(address(member), typed).content.decode()

    assert "Say what your interest in Harbour Care is" in page
    assert f'href="#details-{bid.reference}"' in page
    assert "Asked to join its board." in page
    assert page.count(" checked") == 2
    assert not InterestDeclaration.objects.filter(member=member).exists()


def test_an_answer_that_was_not_offered_is_refused(sign_in, opened, lead_officer):
    member = fresh(opened, lead_officer)

    page = sign_in(member.user).post(address(member), {f"interest-{opened.bids[0].reference}": "waived"})

    assert "Choose one of the answers about Harbour Care" in page.content.decode()


def test_somebody_of_a_bidder_is_told_to_leave_the_panel(sign_in, opened, lead_officer):
    member = fresh(opened, lead_officer)
    bid = opened.bids[0]
    bid.organisation.members.create(user=member.user, role="writer")

    page = sign_in(member.user).post(address(member), {f"interest-{bid.reference}": "none"}).content.decode()

    assert "You belong to Harbour Care" in page
    assert not InterestDeclaration.objects.filter(member=member).exists()


def test_nobody_declares_for_somebody_else(sign_in, opened, officer):
    where = address(opened.panel.evaluators[0])

    for user in (officer, opened.panel.chair.user, opened.panel.evaluators[1].user):
        assert sign_in(user).get(where).status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_bids(
    sign_in, opened, lead_officer, django_assert_num_queries, django_assert_max_num_queries
):
    member = fresh(opened, lead_officer)
    client = sign_in(member.user)
    with django_assert_max_num_queries(8) as few:
        client.get(address(member))
    for number in range(5):
        bid = world.bid(opened.competition, *world.organisation(f"Bidder {number}"))
        world.submission(bid)

    with django_assert_num_queries(len(few.captured_queries)):
        client.get(address(member))
