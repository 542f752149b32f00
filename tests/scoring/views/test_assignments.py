from django.urls import reverse

from scoring.actions import panels
from scoring.domain.roles import Interest, PanelRole
from scoring.models import Assignment
from tests import world
from tests.scoring.judging import AT, assign_all, assignment, save, score_and_lock


def address(opened):
    return reverse("scoring:assign", args=[opened.competition.reference])


def pair(member, reference):
    return f"{member.reference}:{reference}"


def given(member):
    return sorted(set(Assignment.objects.filter(member=member).values_list("criterion__reference", flat=True)))


def test_the_chair_ticks_who_scores_what(sign_in, opened):
    eve, evan, edie = opened.panel.evaluators

    answer = sign_in(opened.panel.chair.user).post(
        address(opened),
        {"pair": [pair(eve, "service"), pair(evan, "employees")], "everything": [edie.reference]},
        follow=True,
    )

    assert [given(each) for each in (eve, evan, edie)] == [
        ["service"],
        ["employees"],
        ["employees", "insurance", "service"],
    ]
    assert "10 scores to give were added" in answer.content.decode()


def test_formulas_are_not_offered_and_invented_pairs_do_nothing(sign_in, opened):
    eve = opened.panel.evaluators[0]
    client = sign_in(opened.panel.chair.user)

    page = client.get(address(opened)).content.decode()
    client.post(address(opened), {"pair": [pair(eve, "price"), "nonsense", pair(opened.panel.observer, "service")]})

    assert "price" not in page
    assert "Oscar Observer" not in page
    assert not Assignment.objects.exists()


def test_progress_conflicts_and_locks_are_shown_but_no_score(sign_in, opened, lead_officer):
    eve, evan, edie = opened.panel.evaluators
    world.seat(opened.competition, PanelRole.EVALUATOR, "Nora New", lead_officer)
    panels.declare(edie, opened.bids[0], Interest.PERCEIVED, "A cousin.", by=edie.user, at=AT)
    assign_all(opened)
    score_and_lock(eve, 5)
    save(assignment(evan, opened.bids[0]), 4, "SECRET REASONS of some length.")

    page = sign_in(opened.panel.chair.user).get(address(opened)).content.decode()

    for said in ("Locked: 6 of 6", "1 of 6 scored", "Interest in Harbour Care", "2 bidders still to declare"):
        assert said in page
    assert "SECRET" not in page
    assert "A cousin" not in page


def test_locked_members_keep_theirs_though_their_boxes_are_not_sent(sign_in, opened):
    eve, evan, _ = opened.panel.evaluators
    assign_all(opened, [eve, evan], ["service"])
    score_and_lock(eve)

    sign_in(opened.panel.chair.user).post(address(opened), {"pair": [pair(evan, "employees")]})

    assert (given(eve), given(evan)) == (["service"], ["employees"])


def test_a_refusal_stands_on_the_page_with_what_was_ticked(sign_in, opened):
    eve, evan, edie = opened.panel.evaluators
    assign_all(opened, [eve, evan], ["service"])
    score_and_lock(eve)

    page = sign_in(opened.panel.chair.user).post(
        address(opened), {"pair": [pair(evan, "service"), pair(edie, "service")]}
    )

    assert "Edie Evaluator had nothing to score" in page.content.decode()
    assert given(edie) == []


def test_only_the_chair_assigns(sign_in, opened, officer):
    for user in (officer, opened.panel.evaluators[0].user, opened.panel.observer.user):
        assert sign_in(user).get(address(opened)).status_code == 403


def test_the_number_of_queries_does_not_grow(
    sign_in, opened, lead_officer, django_assert_num_queries, django_assert_max_num_queries
):
    client = sign_in(opened.panel.chair.user)
    assign_all(opened, opened.panel.evaluators[:1], ["service"])
    with django_assert_max_num_queries(14) as few:
        client.get(address(opened))
    for number in range(4):
        world.submission(world.bid(opened.competition, *world.organisation(f"Bidder {number}")))
        world.declare_nothing(world.seat(opened.competition, PanelRole.EVALUATOR, f"More {number}", lead_officer))
    assign_all(opened)

    with django_assert_num_queries(len(few.captured_queries)):
        client.get(address(opened))
