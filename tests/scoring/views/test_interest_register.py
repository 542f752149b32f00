from django.urls import reverse

from scoring.actions import interests, panels
from scoring.domain.roles import Interest
from scoring.models import InterestReopening
from tests import world
from tests.scoring.judging import AT

WHY = "Tide Housing has taken the place of Quay Homes."


def register(opened):
    return reverse("scoring:interest_register", args=[opened.competition.reference])


def asking(opened):
    return reverse("scoring:interest_ask_again", args=[opened.competition.reference, opened.bids[0].reference])


def test_an_auditor_reads_both_declarations_and_why_it_was_asked_again(sign_in, opened, officer, auditor):
    eve, bid = opened.panel.evaluators[0], opened.bids[0]
    interests.ask_again(bid, [eve], WHY, by=officer, at=AT)
    waiting = sign_in(auditor).get(register(opened)).content.decode()
    panels.declare(eve, bid, Interest.PERCEIVED, "My cousin works at Tide Housing.", by=eve.user, at=AT)

    page = sign_in(auditor).get(register(opened)).content.decode()

    assert "Asked again, and not declared anew" in waiting
    for said in ("My cousin works at Tide Housing.", "No interest, declared at", WHY, "by Olive Officer"):
        assert said in page
    assert "Asked again, and not declared anew" not in page
    assert reverse("scoring:interest_ask_again", args=[opened.competition.reference, bid.reference]) not in page


def test_an_officer_asks_again_with_a_reason_and_nothing_typed_is_lost(sign_in, opened, officer):
    eve, evan = opened.panel.evaluators[:2]
    client = sign_in(officer)

    refused = client.post(asking(opened), {"members": [eve.reference], "reason": ""}).content.decode()
    done = client.post(asking(opened), {"members": [eve.reference], "reason": WHY}, follow=True).content.decode()

    assert "Say why they are asked again." in refused
    assert refused.count(" checked") == 1
    assert "1 member was asked again" in done
    assert [each.declaration.member for each in InterestReopening.objects.all()] == [eve]
    assert evan.user.name in client.get(asking(opened)).content.decode()


def test_who_was_asked_again_sees_why_and_what_they_declared_before(sign_in, opened, officer):
    eve = opened.panel.evaluators[0]
    interests.ask_again(opened.bids[0], [eve], WHY, by=officer, at=AT)
    client = sign_in(eve.user)

    form = client.get(reverse("scoring:interests", args=[eve.reference])).content.decode()
    seat = client.get(reverse("scoring:seat", args=[eve.reference])).content.decode()

    assert WHY in form
    assert "you declared: No interest" in form
    assert form.count(" checked") == 1
    assert "About 1 of them you declared before, and are asked again" in seat


def test_a_lead_officer_decides_on_an_interest_and_the_register_tells_it(sign_in, opened, officer, lead_officer):
    eve, bid = opened.panel.evaluators[0], opened.bids[0]
    panels.declare(eve, bid, Interest.PERCEIVED, "I worked there.", by=eve.user, at=AT)
    where = reverse("scoring:interest_decide", args=[opened.competition.reference, bid.reference, eve.reference])
    typed = {"outcome": "yes", "mitigation": "", "reasons": "Ten years ago."}

    assert sign_in(officer).get(where).status_code == 403
    client = sign_in(lead_officer)
    assert where in client.get(register(opened)).content.decode()
    refused = client.post(where, typed).content.decode()
    page = client.post(where, typed | {"mitigation": "Evan scores it too."}, follow=True).content.decode()

    assert "Say what is done about the interest" in refused
    assert "Ten years ago." in refused
    assert "May take part</strong>, decided by Leo Lead" in page
    assert "Evan scores it too." in page
    seat = sign_in(eve.user).get(reverse("scoring:seat", args=[eve.reference])).content.decode()
    assert "it was decided that you may read it" in seat


def test_evaluators_and_observers_do_not_read_the_register(sign_in, opened, other_officer):
    for user in (opened.panel.evaluators[0].user, opened.panel.observer.user):
        assert sign_in(user).get(register(opened)).status_code == 403
    assert sign_in(other_officer).get(register(opened)).status_code == 403
    assert sign_in(opened.panel.chair.user).get(register(opened)).status_code == 200


def test_an_officer_who_belongs_to_a_bidder_does_not_read_it(sign_in, opened, officer):
    opened.bids[0].organisation.members.create(user=officer, role="writer")

    assert sign_in(officer).get(register(opened)).status_code == 403


def test_the_number_of_queries_does_not_grow(
    sign_in, opened, auditor, django_assert_num_queries, django_assert_max_num_queries
):
    client = sign_in(auditor)
    with django_assert_max_num_queries(12) as few:
        client.get(register(opened))
    for number in range(3):
        world.submission(world.bid(opened.competition, *world.organisation(f"Bidder {number}")))
    interests.ask_again(opened.bids[0], opened.panel.evaluators, WHY, by=opened.panel.chair.user, at=AT)

    with django_assert_num_queries(len(few.captured_queries)):
        client.get(register(opened))
