import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from scoring.actions import meetings
from scoring.domain.roles import PanelRole
from scoring.models import Attendance, ConsensusScore, Meeting, ModerationRules, Reveal
from tests import world
from tests.scoring.judging import AT, REASONS, assign_all, score_and_lock


@pytest.fixture
def locked(opened):
    """The evaluators are far apart on everything."""
    assign_all(opened, references=["service", "employees"])
    for member, value in zip(opened.panel.evaluators, (1, 3, 5), strict=True):
        score_and_lock(member, value)
    return opened


@pytest.fixture
def meeting(locked):
    return meetings.open_meeting(locked.competition, by=locked.panel.chair.user, at=AT)


def page(name, meeting, query=""):
    return reverse(f"scoring:{name}", args=[meeting.reference]) + query


def shown(client, address):
    return client.get(address).content.decode()


def reveal(client, meeting, bid, reference="service"):
    where = reverse("scoring:moderate_reveal", args=[meeting.competition.reference, reference])
    return client.post(where, {"bid": bid.reference, "meeting": meeting.reference})


def test_the_chair_runs_a_meeting_from_one_screen(sign_in, locked):
    client = sign_in(locked.panel.chair.user)
    opened = client.post(reverse("scoring:meeting_open", args=[locked.competition.reference]))
    meeting = Meeting.objects.get()
    assert opened.url == page("meeting", meeting)
    client.post(page("meeting_mark", meeting), {"present": locked.panel.evaluators[0].reference})
    before = shown(client, page("meeting", meeting))
    assert "% of the scale" not in before
    assert REASONS not in before
    assert before.count("Locked, not revealed") == 4
    assert "1 of 3" in before

    assert reveal(client, meeting, locked.bids[1]).url == page("meeting", meeting)
    after = shown(client, page("meeting", meeting))
    assert after.count(REASONS) == 3
    assert "The scores are 80% of the scale apart" in after
    typed = {"bid": locked.bids[1].reference, "value": "5", "evidence": REASONS, "seen": 0}
    typed |= {"strengths": "Named managers.", "weaknesses": "None."}
    where = reverse("scoring:moderate_agree", args=[locked.competition.reference, "service"])
    assert client.post(where, {**typed, "meeting": meeting.reference}).url == page("meeting", meeting)
    assert ConsensusScore.objects.get().value == 5
    assert "1 of 6 scores agreed" in shown(client, page("meeting", meeting))
    client.post(page("meeting_close", meeting))
    assert "Close the meeting" not in shown(client, page("meeting", meeting))


def test_the_panel_and_the_council_follow_it_and_press_nothing(sign_in, locked, meeting, auditor, other_officer):
    reveal(sign_in(locked.panel.chair.user), meeting, locked.bids[0])
    for user in (locked.panel.evaluators[0].user, locked.panel.observer.user, auditor):
        client = sign_in(user)
        for name in ("meeting", "meeting_wall"):
            body = shown(client, page(name, meeting))
            assert body.count(REASONS) == 3
            assert "<textarea" not in body
            assert 'name="present"' not in body
        for name, typed in (("meeting_mark", {"left": locked.panel.chair.reference}), ("meeting_close", {})):
            assert client.post(page(name, meeting), typed).status_code == 403
    assert sign_in(other_officer).get(page("meeting", meeting)).status_code == 404
    assert Attendance.objects.count() == 1


def test_who_still_scores_sees_no_score_at_a_meeting(sign_in, locked, meeting):
    late = world.seat(locked.competition, PanelRole.EVALUATOR, "Lena Late", locked.panel.chair.user)
    world.declare_nothing(late)
    reveal(sign_in(locked.panel.chair.user), meeting, locked.bids[0])

    for name in ("meeting", "meeting_wall"):
        body = shown(sign_in(late.user), page(name, meeting))
        assert REASONS not in body
        assert "% of the scale" not in body


def test_what_was_revealed_before_can_be_looked_at_again(sign_in, locked, meeting):
    client = sign_in(locked.panel.chair.user)
    for bid in locked.bids:
        reveal(client, meeting, bid)

    again = shown(client, page("meeting", meeting, f"?about=service~{locked.bids[0].reference}"))
    odd = shown(client, page("meeting", meeting, "?about=nothing"))

    assert 'id="name-' + locked.bids[0].reference in again
    assert 'id="name-' + locked.bids[1].reference in odd


def test_a_broken_button_marks_nobody(sign_in, locked, meeting):
    client = sign_in(locked.panel.chair.user)

    assert client.post(page("meeting_mark", meeting), {"present": "nobody"}).status_code == 404
    assert client.post(page("meeting_mark", meeting), {}).status_code == 404


def test_the_officer_sets_how_many_must_be_present(sign_in, locked, officer):
    client = sign_in(officer)
    where = reverse("scoring:moderation_rules", args=[locked.competition.reference])
    criterion = locked.competition.criteria.get(reference="employees")

    wrong = client.post(where, {"quorum": "many", "why": "As published."}).content.decode()
    assert "must be a number" in wrong
    assert "As published." in wrong
    client.post(where, {"quorum": "3", f"quorum_{criterion.pk}": "2"})

    rules = ModerationRules.objects.get()
    assert (rules.quorum, rules.quorum_of) == (3, {"employees": 2})
    refused = reveal(
        sign_in(locked.panel.chair.user),
        meetings.open_meeting(locked.competition, by=locked.panel.chair.user, at=AT),
        locked.bids[0],
    )
    assert refused.status_code == 409
    assert "0 of its 3 evaluators are present, and 3 are needed" in refused.content.decode()
    assert not Reveal.objects.exists()


def test_the_number_of_queries_does_not_grow(
    sign_in, locked, meeting, django_assert_num_queries, django_assert_max_num_queries
):
    client = sign_in(locked.panel.chair.user)
    reveal(client, meeting, locked.bids[0])
    with CaptureQueriesContext(connection) as few:
        client.get(page("meeting", meeting))
    count = len(few)
    assert count <= 42
    for number in range(4):
        bid = world.bid(locked.competition, *world.organisation(f"Bidder {number}"))
        world.submission(bid)
        for member in (locked.panel.chair, *locked.panel.evaluators):
            member.declarations.create(bid=bid, interest="none", at=AT)
    reveal(client, meeting, locked.bids[1])

    with django_assert_num_queries(count):
        client.get(page("meeting", meeting))


def test_what_could_not_be_recorded_stays_on_the_page_of_the_meeting(sign_in, locked, meeting):
    client, bid = sign_in(locked.panel.chair.user), locked.bids[1]
    reveal(client, meeting, bid)
    where = reverse("scoring:moderate_agree", args=[locked.competition.reference, "service"])

    answer = client.post(
        where, {"bid": bid.reference, "meeting": meeting.reference, "evidence": "Page two names them.", "seen": 0}
    )

    page = answer.content.decode()
    assert "Choose the score that the panel agreed." in page
    assert "Page two names them." in page
    assert "Close the meeting" in page
    assert "Reveal the scores of" not in page
    assert "Error: " in page.split("</title>")[0]
    assert not ConsensusScore.objects.exists()
