import pytest
from django.urls import reverse

from partners.models import Submission
from scoring.actions import panels, scores
from scoring.domain.roles import Interest
from scoring.models import Assignment, Score, ScoreVersion
from tests import world
from tests.scoring.judging import AT, REASONS, assign_all, assignment, reveal, save, score_all, score_and_lock

SCRIPT = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}


def address(each):
    return reverse("scoring:score", args=[each.reference])


def typed(value="3", reasons=REASONS, version=0, **more):
    return {"value": value, "reasons": reasons, "version": version, **more}


def test_the_answer_stands_beside_the_scale(sign_in, eve, mine):
    page = sign_in(eve.user).get(address(mine)).content.decode()

    assert "Harbour Care will keep all eleven centres open." in page
    assert "0 of 6 scored. This is bid 1 of 2 for criterion 2 of 3." in page
    assert page.count('type="radio"') == 6
    assert "Good: what such an answer shows." in page
    assert not any(" checked" in line for line in page.splitlines() if 'type="radio"' in line)
    assert "£" not in page


def test_save_and_continue_goes_to_the_next_that_is_unfinished(sign_in, opened, eve, mine):
    client = sign_in(eve.user)

    first = client.post(address(mine), typed())
    second = client.post(first.url, typed("4"))

    rival = assignment(eve, opened.bids[1])
    assert first.url == address(rival)
    assert second.url == address(assignment(eve, opened.bids[0], "employees"))
    assert [(each.value, each.reasons) for each in Score.objects.order_by("pk")] == [(3, REASONS), (4, REASONS)]


def test_after_the_last_one_the_seat_says_what_follows(sign_in, opened, eve, mine):
    score_all(eve)

    page = sign_in(eve.user).post(address(mine), typed(version=1), follow=True).content.decode()

    assert "6 of 6 scored." in page
    assert "Lock your scores" in page


@pytest.mark.parametrize("value", ["6", "3.5", "-1", "lots", "NaN", "1e400", "3\x00"])
def test_a_score_off_the_scale_is_refused_and_the_reasons_stay(sign_in, mine, value):
    answer = sign_in(mine.member.user).post(address(mine), typed(value))

    page = answer.content.decode()
    assert "There is a problem" in page
    assert REASONS in page
    assert not Score.objects.exists()


@pytest.mark.parametrize("version", ["", "-1", "x", "999999999999999999999"])
def test_a_broken_version_breaks_nothing(sign_in, mine, version):
    answer = sign_in(mine.member.user).post(address(mine), typed(version=version))

    assert answer.status_code in {200, 409}
    assert REASONS in answer.content.decode()


def test_a_second_window_shows_both_and_replaces_only_knowingly(sign_in, mine):
    save(mine, 4, "From the first window.")
    client = sign_in(mine.member.user)

    met = client.post(address(mine), typed("2", "From the second window."))
    page = met.content.decode()

    assert met.status_code == 409
    assert "From the first window." in page
    assert "From the second window." in page
    assert 'name="version" value="1"' in page
    assert Score.objects.get().value == 4
    client.post(address(mine), typed("2", "From the second window.", version=1))
    assert Score.objects.get().value == 2


def test_a_double_click_is_one_score(sign_in, mine):
    client = sign_in(mine.member.user)
    for _ in range(2):
        assert client.post(address(mine), typed()).status_code == 302

    assert ScoreVersion.objects.count() == 1


def test_advice_on_reasons_stops_nobody(sign_in, mine):
    client = sign_in(mine.member.user)
    client.post(address(mine), typed("4", "Good: what such an answer shows.", stay="1"))

    page = client.get(address(mine)).content.decode()

    assert "These reasons repeat the words of the scale" in page
    assert Score.objects.get().value == 4


def test_advice_names_bids_with_the_same_reasons_and_is_listed_before_the_lock(
    sign_in, opened, eve, mine, django_assert_max_num_queries
):
    score_all(eve)
    client = sign_in(eve.user)

    saved = client.post(address(mine), typed(version=1, value="4"), **SCRIPT).json()["message"]
    with django_assert_max_num_queries(14):
        page = client.get(reverse("scoring:lock_scores", args=[eve.reference])).content.decode()

    told = "These reasons are the same, word for word, as for Quayside Partners"
    assert saved.startswith(f"Saved. {told}")
    assert saved.endswith("or quote it here.")
    assert "Look at 6 of them again" in page
    assert told in page
    assert "Lock my scores" in page


def test_the_script_saves_as_one_types(sign_in, mine):
    client = sign_in(mine.member.user)
    me = str(mine.member.user.pk)

    saved = client.post(address(mine), typed("", "Eleven", field="reasons", as_user=me), **SCRIPT).json()
    stale = client.post(address(mine), typed("", "Other", field="reasons", as_user=me), **SCRIPT)
    refused = client.post(address(mine), typed("3.5", version=1, field="value", as_user=me), **SCRIPT)

    assert saved == {"state": "saved", "version": 1, "message": "Saved."}
    assert (stale.status_code, stale.json()["state"], stale.json()["theirs"]) == (
        409,
        "conflict",
        {"reasons": "Eleven"},
    )
    assert refused.status_code == 409
    assert refused.json()["state"] == "refused"
    assert "0, 1, 2, 3, 4 or 5" in refused.json()["message"]


def test_where_score_and_reasons_both_differ_both_are_chosen_between(sign_in, mine):
    save(mine, 4, "From the first window.")
    client = sign_in(mine.member.user)

    answer = client.post(address(mine), typed("2", "Second", field="reasons"), **SCRIPT).json()

    assert answer["state"] == "conflict"
    assert answer["theirs"] == {"value": "4", "reasons": "From the first window."}


def test_somebody_who_signed_in_since_does_not_save_for_the_first(sign_in, opened, mine):
    answer = sign_in(mine.member.user).post(address(mine), typed(as_user="999999"), **SCRIPT)

    assert answer.json()["state"] == "refused"
    assert not Score.objects.exists()


def test_who_is_signed_out_is_told_so_in_json(client, mine):
    answer = client.post(address(mine), typed(), **SCRIPT)

    assert (answer.status_code, answer.json()["state"]) == (401, "signed-out")


def test_locked_scores_are_shown_and_no_longer_changed(sign_in, eve, mine):
    score_and_lock(eve)
    client = sign_in(eve.user)

    page = client.get(address(mine)).content.decode()
    form = client.post(address(mine), typed("5", "Changed my mind.", version=1))
    script = client.post(address(mine), typed("5", "Changed my mind.", version=1), **SCRIPT)

    assert "You have locked your scores" in page
    assert 'type="radio"' not in page
    assert "so this one stays as it is" in form.content.decode()
    assert (script.status_code, script.json()["state"]) == (409, "refused")
    assert set(Score.objects.values_list("value", flat=True)) == {1, 3}


def test_who_locked_sees_what_others_gave_once_it_is_revealed(sign_in, opened, eve, mine):
    evan, edie = opened.panel.evaluators[1:]
    score_and_lock(edie, 2)
    score_all(evan, 5, "Evan has written this and locked it.")
    scores.lock(evan, by=evan.user, at=AT)
    client = sign_in(eve.user)
    before = client.get(address(mine)).content.decode()
    score_and_lock(eve)
    locked = client.get(address(mine)).content.decode()
    reveal(opened)
    after = client.get(address(mine)).content.decode()
    rival = client.get(address(assignment(eve, opened.bids[1]))).content.decode()

    for page in (before, locked, rival):
        assert "Evan" not in page
        assert "Edie" not in page
    assert "Evan has written this and locked it." in after
    assert "Evan Evaluator: 5" in after
    assert "Edie Evaluator: 2" in after


def test_nobody_else_finds_the_page(sign_in, opened, mine, officer, auditor):
    save(mine)
    root = type(officer).objects.create_superuser("root@example.org", "Root", "x")

    others = [
        opened.panel.evaluators[1].user,
        opened.panel.chair.user,
        opened.panel.observer.user,
        officer,
        auditor,
        root,
    ]
    for user in others:
        client = sign_in(user)
        assert client.get(address(mine)).status_code == 404
        assert client.post(address(mine), typed(version=1)).status_code == 404


def test_a_conflict_shuts_the_page(sign_in, opened, eve, mine):
    panels.declare(eve, opened.bids[0], Interest.ACTUAL, "My employer.", by=eve.user, at=AT)

    client = sign_in(eve.user)
    assert client.get(address(mine)).status_code == 404
    page = client.get(address(assignment(eve, opened.bids[1]))).content.decode()
    assert "0 of 3 scored. This is bid 1 of 1" in page


def test_the_evaluator_sees_no_sign_of_how_others_scored(sign_in, opened, eve, mine):
    save(mine, 3)
    client = sign_in(eve.user)
    pages = [
        address(mine),
        reverse("scoring:seat", args=[eve.reference]),
        reverse("scoring:lock_scores", args=[eve.reference]),
    ]

    before = [client.get(page).content for page in pages]
    for other in opened.panel.evaluators[1:]:
        score_and_lock(other, 5)
    after = [client.get(page).content for page in pages]

    def words(content):
        return [line for line in content.decode().splitlines() if "csrfmiddlewaretoken" not in line]

    assert [words(each) for each in before] == [words(each) for each in after]


def test_documents_for_the_criterion_are_linked(sign_in, opened, mine):
    submission = Submission.objects.get(bid=opened.bids[0])
    submission.content["documents"] = [
        {"reference": ref, "title": title, "name": "a.pdf", "size": 9, "sha256": "", "criterion": criterion}
        for ref, title, criterion in [
            ("A1", "For it", "service"),
            ("A2", "For another", "employees"),
            ("A3", "For all", None),
        ]
    ]
    submission.save()

    page = sign_in(mine.member.user).get(address(mine)).content.decode()

    assert "For it" in page
    assert "For all" in page
    assert "For another" not in page


def test_the_number_of_queries_is_small_and_does_not_grow(
    sign_in, opened, eve, mine, django_assert_num_queries, django_assert_max_num_queries
):
    """Eleven for a page, with one neighbour in another criterion; at the most thirteen, with two and advice."""
    client = sign_in(eve.user)
    with django_assert_num_queries(11):
        client.get(address(mine))
    for number in range(5):
        world.submission(world.bid(opened.competition, *world.organisation(f"Bidder {number}")))
    for member in opened.panel.evaluators:
        for bid in opened.competition.bids.exclude(pk__in=[each.pk for each in opened.bids]):
            member.declarations.create(bid=bid, interest="none", at=AT)
    assign_all(opened)
    assert Assignment.objects.filter(member=eve).count() == 21

    for each in Assignment.objects.filter(member=eve):
        with django_assert_max_num_queries(13):
            client.get(address(each))
    # The first save of a score takes two more than later ones. Within the test's own transaction a save takes
    # a savepoint, where it otherwise begins and commits.
    with django_assert_num_queries(11):
        client.post(address(mine), typed(), **SCRIPT)
    with django_assert_num_queries(9):
        client.post(address(mine), typed(reasons="Others.", version=1), **SCRIPT)
