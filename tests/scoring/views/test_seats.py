from django.urls import reverse

from scoring.actions import declarations, panels
from scoring.domain.roles import Interest
from scoring.models import PanelMember
from tests import world
from tests.scoring.judging import AT, assign_all, assignment, save, score_all, score_and_lock


def seat(member):
    return reverse("scoring:seat", args=[member.reference])


def lock(member):
    return reverse("scoring:lock_scores", args=[member.reference])


def test_the_seat_shows_the_state_of_each_score(sign_in, opened):
    eve = opened.panel.evaluators[0]
    assign_all(opened, [eve], ["service"])
    save(assignment(eve, opened.bids[0]), 4, "")

    page = sign_in(eve.user).get(seat(eve)).content.decode()

    assert "4, no reasons yet" in page
    assert "Not started" in page
    assert "0 of 2 scored." in page


def test_the_lock_page_lists_what_is_missing(sign_in, opened):
    eve = opened.panel.evaluators[0]
    assign_all(opened, [eve], ["service"])
    save(assignment(eve, opened.bids[0]), 4)
    client = sign_in(eve.user)

    page = client.get(lock(eve)).content.decode()
    refused = client.post(lock(eve)).content.decode()

    assert "1 of your 2 scores is not complete" in page
    assert "Quayside Partners: How the service will run" in page
    assert "Lock my scores" not in page
    assert "Your scores are not complete, so they are not locked." in refused


def test_locking_is_confirmed_and_may_be_clicked_twice(sign_in, opened):
    eve = opened.panel.evaluators[0]
    assign_all(opened, [eve])
    score_all(eve)
    client = sign_in(eve.user)

    page = client.get(lock(eve)).content.decode()
    answers = [client.post(lock(eve), follow=True) for _ in range(2)]

    assert "Locking can’t be undone" in page
    assert all("You locked your 6 scores" in each.content.decode() for each in answers)
    assert PanelMember.objects.get(pk=eve.pk).locked_at is not None


def test_the_chair_finds_the_work_of_the_chair(sign_in, opened):
    page = sign_in(opened.panel.chair.user).get(seat(opened.panel.chair)).content.decode()

    assert reverse("scoring:assign", args=[opened.competition.reference]) in page
    assert reverse("scoring:moderation", args=[opened.competition.reference]) in page


def test_a_seat_is_its_members_alone(sign_in, opened, officer):
    eve = opened.panel.evaluators[0]
    for user in (officer, opened.panel.chair.user, opened.panel.evaluators[1].user):
        assert sign_in(user).get(seat(eve)).status_code == 404
        assert sign_in(user).post(lock(eve)).status_code == 404


def test_who_left_has_no_seat(sign_in, opened):
    eve = opened.panel.evaluators[0]
    eve.left_at = world.AFTER
    eve.save()

    assert sign_in(eve.user).get(seat(eve)).status_code == 404


def test_the_number_of_queries_does_not_grow(sign_in, opened, django_assert_num_queries, django_assert_max_num_queries):
    eve = opened.panel.evaluators[0]
    assign_all(opened, [eve], ["service"])
    client = sign_in(eve.user)
    with django_assert_max_num_queries(16) as few:
        client.get(seat(eve))
    for number in range(4):
        bid = world.bid(opened.competition, *world.organisation(f"Bidder {number}"))
        world.submission(bid)
        eve.declarations.create(bid=bid, interest="none", at=world.AFTER)
    assign_all(opened, [eve])

    with django_assert_num_queries(len(few.captured_queries)):
        client.get(seat(eve))
    score_and_lock(eve)
    client.get(seat(eve))


def test_whoever_may_read_no_bid_is_not_told_to_read_them(sign_in, opened):
    eve = opened.panel.evaluators[0]
    for bid in opened.bids:
        panels.declare(eve, bid, Interest.ACTUAL, "I own part of it.", by=eve.user, at=AT)

    page = sign_in(eve.user).get(seat(eve)).content.decode()

    assert "You can read the bids meanwhile" not in page
    assert "A lead officer decides whether you may all the same" in page


def test_the_lock_page_warns_of_an_interest_on_which_nobody_has_decided(sign_in, opened, lead_officer):
    eve = opened.panel.evaluators[0]
    assign_all(opened, [eve], ["service"])
    declared = panels.declare(eve, opened.bids[0], Interest.PERCEIVED, "A friend.", by=eve.user, at=AT)
    save(assignment(eve, opened.bids[1]), 3)
    warned = sign_in(eve.user).get(lock(eve)).content.decode()
    declarations.decide(declared, may_take_part=False, mitigation="", reasons="Near.", by=lead_officer, at=AT)
    after = sign_in(eve.user).get(lock(eve)).content.decode()

    assert "You declared an interest in Harbour Care, and nobody has decided yet" in warned
    assert "nobody has decided yet" not in after
