import re
from collections import Counter
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from scoring.actions import panels
from scoring.domain.roles import Interest, PanelRole
from scoring.models import Assignment, AssignmentChange, ScoringDeadline
from tests import world
from tests.scoring.judging import AT, assign_all, assignment, save, score_and_lock


def address(opened):
    return reverse("scoring:assign", args=[opened.competition.reference])


def post(client, where, typed, why="Because."):
    """The wish, and the confirmation of what it would change; the answer to the last of the two."""
    shown = client.post(where, typed)
    mark = re.search(r'name="confirmed" value="(\w+)"', shown.content.decode())
    return client.post(where, typed | {"confirmed": mark[1], "why": why}, follow=True) if mark else shown


def pair(member, reference):
    return f"{member.reference}:{reference}"


def given(member):
    return sorted(set(Assignment.objects.filter(member=member).values_list("criterion__reference", flat=True)))


def test_the_chair_ticks_who_scores_what(sign_in, opened):
    eve, evan, edie = opened.panel.evaluators

    answer = post(
        sign_in(opened.panel.chair.user),
        address(opened),
        {"pair": [pair(eve, "service"), pair(evan, "employees")], "everything": [edie.reference]},
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

    post(sign_in(opened.panel.chair.user), address(opened), {"pair": [pair(evan, "employees")]})

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
    with django_assert_max_num_queries(15) as few:
        client.get(address(opened))
    for number in range(4):
        world.submission(world.bid(opened.competition, *world.organisation(f"Bidder {number}")))
        world.declare_nothing(world.seat(opened.competition, PanelRole.EVALUATOR, f"More {number}", lead_officer))
    assign_all(opened)

    with django_assert_num_queries(len(few.captured_queries)):
        client.get(address(opened))


def single(opened):
    return reverse("scoring:assign_single", args=[opened.competition.reference])


def test_nothing_changes_before_it_is_confirmed_and_only_what_was_shown(sign_in, opened):
    eve = opened.panel.evaluators[0]
    client = sign_in(opened.panel.chair.user)
    typed = {"pair": [pair(eve, "service")]}

    shown = client.post(address(opened), typed).content.decode()
    before = Assignment.objects.count()
    mark = re.search(r'name="confirmed" value="(\w+)"', shown)[1]
    panels.declare(eve, opened.bids[0], Interest.ACTUAL, "My employer.", by=eve.user, at=AT)
    stale = client.post(address(opened), typed | {"confirmed": mark}).content.decode()

    assert "2 scores to give would be added, 0 taken away" in shown
    assert "How the service will run: 2" in shown
    assert (before, Assignment.objects.count()) == (0, 0)
    assert "Something changed since you were shown what would change" in stale


def test_a_later_change_needs_a_reason_and_is_kept_with_it(sign_in, opened, auditor):
    eve, evan, _ = opened.panel.evaluators
    assign_all(opened, [eve], ["service"])
    client = sign_in(opened.panel.chair.user)
    typed = {"pair": [pair(evan, "service")]}

    refused = post(client, address(opened), typed, why=" ").content.decode()
    unchanged = given(eve)
    page = post(client, address(opened), typed, why="Eve is ill.").content.decode()

    assert "Say why it is changed." in refused
    assert unchanged == ["service"]
    assert (given(eve), given(evan)) == ([], ["service"])
    assert "Why: Eve is ill." in page
    record = reverse("scoring:assignment_changes", args=[opened.competition.reference])
    assert "Why: Eve is ill." in sign_in(auditor).get(record).content.decode()
    assert sign_in(evan.user).get(record).status_code == 403
    kept = AssignmentChange.objects.order_by("pk").last()
    assert (kept.by, kept.added, kept.removed, kept.way) == (opened.panel.chair.user, 2, 2, "matrix")
    assert kept.changes == {"Eve Evaluator": {"service": -2}, "Evan Evaluator": {"service": 2}}


def test_single_bids_are_given_and_taken_and_the_matrix_leaves_them_so(sign_in, opened):
    eve, evan, _ = opened.panel.evaluators
    client = sign_in(opened.panel.chair.user)
    one = {
        "way": "give",
        "members": [eve.reference, evan.reference],
        "criteria": ["service", "insurance"],
        "bids": [opened.bids[0].reference],
    }

    post(client, single(opened), one)
    post(client, single(opened), one | {"way": "take", "members": [evan.reference], "criteria": ["insurance"]})
    page = client.get(address(opened)).content.decode()
    post(client, address(opened), {"pair": [pair(evan, "employees")]})

    assert page.count("1 of 2 bids") == 3
    assert sorted(Assignment.objects.values_list("member", "bid", "criterion__reference")) == sorted(
        [
            (eve.pk, opened.bids[0].pk, "service"),
            (eve.pk, opened.bids[0].pk, "insurance"),
            (evan.pk, opened.bids[0].pk, "service"),
            *((evan.pk, bid.pk, "employees") for bid in opened.bids),
        ]
    )


def test_a_balanced_assignment_shows_its_reasons_first(sign_in, opened):
    panels.declare(
        opened.panel.evaluators[0], opened.bids[0], Interest.ACTUAL, "My employer.", by=opened.panel.chair.user, at=AT
    )
    client = sign_in(opened.panel.chair.user)
    where = reverse("scoring:assign_balanced", args=[opened.competition.reference])

    shown = client.post(where, {"each": "2"}).content.decode()
    post(client, where, {"each": "2"})

    assert "Why these" in shown
    assert "Insurance: Evan Evaluator scores both bids." in shown
    counts = Counter(Assignment.objects.values_list("bid", "criterion"))
    assert set(counts.values()) == {2}
    assert len(counts) == 6
    assert "Nothing would change" in client.post(where, {"each": "2"}).content.decode()


def test_the_chair_sets_the_day_and_sees_who_is_overdue(sign_in, opened):
    assign_all(opened)
    client = sign_in(opened.panel.chair.user)
    where = reverse("scoring:scoring_deadline", args=[opened.competition.reference])
    today = timezone.localdate()

    past = client.post(where, day(today - timedelta(days=1))).content.decode()
    client.post(where, day(today))
    in_time = client.get(address(opened)).content.decode()
    ScoringDeadline.objects.update(due_on=today - timedelta(days=1))
    late = client.get(address(opened)).content.decode()
    panel = client.get(reverse("scoring:panel", args=[opened.competition.reference])).content.decode()

    assert "The day has passed" in past
    assert "Scores are to be locked by the end of" in in_time
    assert "Overdue" not in in_time
    assert late.count("Overdue") == panel.count("Overdue since") == 3


def day(on):
    return {f"due_on_{place}": str(part) for place, part in enumerate((on.day, on.month, on.year))}
