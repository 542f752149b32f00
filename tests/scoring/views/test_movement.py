from django.urls import reverse

from scoring.actions import meetings
from scoring.models import MeetingMinutes
from tests import world
from tests.scoring import deciding
from tests.scoring.judging import AT


def test_chair_and_auditor_alone_see_who_moved(sign_in, judged, auditor, officer):
    where = reverse("scoring:movement", args=[judged.competition.reference])
    others = [officer, judged.panel.evaluators[0].user, judged.panel.observer.user]

    pages = [sign_in(user).get(where).content.decode() for user in (judged.panel.chair.user, auditor)]

    for page in pages:
        # Each evaluator gave 3 to the four scored ones: agreed are 4, 4, 3 and 2.
        assert page.count("up 1") == 6
        assert page.count("down 1") == 3
        assert page.count("Too few scores to conclude from") == 3
        assert "In 9 of 18, the evaluator" in page
        assert deciding.REASONS in page
    assert [sign_in(user).get(where).status_code for user in others] == [403] * 3


def test_the_number_of_queries_does_not_grow(sign_in, judged, auditor, django_assert_max_num_queries):
    client = sign_in(auditor)

    with django_assert_max_num_queries(20):
        client.get(reverse("scoring:movement", args=[judged.competition.reference]))


def test_minutes_are_for_those_who_may_read_every_bid_and_score(sign_in, judged, auditor, other_officer):
    chair = judged.panel.chair
    meeting = meetings.open_meeting(judged.competition, by=chair.user, at=AT)
    meetings.close_meeting(meeting, by=chair.user, at=AT)
    client = sign_in(chair.user)
    page = reverse("scoring:meeting", args=[meeting.reference])
    assert "Make the minutes" in client.get(page).content.decode()
    address = client.post(reverse("scoring:minutes_request", args=[meeting.reference])).url

    assert MeetingMinutes.objects.get().reference in address
    assert address in client.get(page).content.decode()
    assert sign_in(auditor).get(address).status_code == 200
    assert sign_in(auditor).get(f"{address}download/").status_code == 409
    assert sign_in(judged.panel.evaluators[0].user).get(address).status_code == 403
    assert sign_in(other_officer).get(address).status_code == 404
    late = world.bid(judged.competition, *world.organisation("Late Friends"))
    world.submission(late)
    assert sign_in(chair.user).get(address).status_code == 404
