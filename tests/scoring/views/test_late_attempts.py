"""What came late is read whole by the council, after the opening, and by nobody who judges."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.domain.roles import CouncilRole
from accounts.models import CouncilMember
from partners.actions import bids
from partners.domain.deadlines import TooLate
from partners.models import Bid, LateAttempt
from scoring.actions import panels
from scoring.domain.roles import Interest, PanelRole
from tests import world
from tests.scoring.judging import AT

CONTENT = b"<script>alert('our late accounts')</script>"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def send_late(bid, name="late accounts.html"):
    with pytest.raises(TooLate):
        bids.add_document(
            bid, title="Accounts", upload=SimpleUploadedFile(name, CONTENT), by=bid.started_by, at=world.AFTER
        )
    return LateAttempt.objects.get(bid=bid)


def of_file(attempt):
    return reverse("scoring:late_file", args=[attempt.reference])


def of_list(competition):
    return reverse("scoring:late_attempts", args=[competition.reference])


@pytest.fixture
def attempt(opened):
    return send_late(opened.bids[0])


@pytest.fixture
def never_submitted(opened):
    """A bid that was only begun: its organisation came too late with all of it."""
    organisation, ada = world.organisation("Tardy Trust")
    return send_late(world.bid(opened.competition, organisation, ada))


def seated_officer(council, opened, lead_officer):
    """Somebody who is an officer of the council and an evaluator at once."""
    seat = world.seat(opened.competition, PanelRole.EVALUATOR, "Olive On Both", lead_officer)
    CouncilMember.objects.create(council=council, user=seat.user, role=CouncilRole.OFFICER.value)
    return seat


@pytest.mark.parametrize("role", list(CouncilRole))
def test_everybody_at_the_council_downloads_it_after_the_opening(sign_in, council, opened, attempt, role):
    client = sign_in(world.council_member(council, role, f"The {role}"))

    answer = client.get(of_file(attempt))
    page = client.get(of_list(opened.competition)).content.decode()

    assert b"".join(answer.streaming_content) == CONTENT
    assert answer["Content-Disposition"] == 'attachment; filename="late accounts.html"'
    assert answer["Content-Type"] == "application/octet-stream"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "Harbour Care" in page
    assert of_file(attempt) in page


def test_also_where_the_bid_itself_was_never_in(sign_in, opened, never_submitted, officer):
    client = sign_in(officer)

    assert b"".join(client.get(of_file(never_submitted)).streaming_content) == CONTENT
    assert "Tardy Trust" in client.get(of_list(opened.competition)).content.decode()


@pytest.mark.parametrize("role", list(CouncilRole))
def test_nobody_at_the_council_before_the_opening(sign_in, council, published, bid, role):
    world.submission(bid)
    attempt = send_late(bid)
    client = sign_in(world.council_member(council, role, f"The {role}"))

    assert client.get(of_file(attempt)).status_code == 404
    assert "Harbour Care" not in client.get(of_list(published)).content.decode()


def test_nobody_who_judges_though_they_may_read_the_bid(sign_in, opened, attempt):
    panel = opened.panel
    for member in (panel.chair, panel.observer, *panel.evaluators):
        assert sign_in(member.user).get(reverse("scoring:opened_bid", args=[attempt.bid.reference])).status_code == 200
        assert sign_in(member.user).get(of_file(attempt)).status_code == 404
        assert sign_in(member.user).get(of_list(opened.competition)).status_code == 403


def test_no_officer_who_sits_on_the_panel(sign_in, council, opened, attempt, lead_officer):
    seat = seated_officer(council, opened, lead_officer)
    olive = seat.user
    panels.declare(seat, attempt.bid, Interest.NONE, "", by=olive, at=AT)
    client = sign_in(olive)

    assert client.get(reverse("scoring:opened_bid", args=[attempt.bid.reference])).status_code == 200
    assert client.get(of_file(attempt)).status_code == 404
    assert "Harbour Care" not in client.get(of_list(opened.competition)).content.decode()


def test_no_officer_with_a_conflict_also_once_they_have_left_the_panel(
    sign_in, council, opened, attempt, never_submitted, lead_officer
):
    seat = seated_officer(council, opened, lead_officer)
    olive = seat.user
    panels.declare(seat, attempt.bid, Interest.ACTUAL, "My sister works there.", by=olive, at=AT)
    seat.left_at = AT
    seat.save()
    client = sign_in(olive)

    assert client.get(of_file(attempt)).status_code == 404
    assert b"".join(client.get(of_file(never_submitted)).streaming_content) == CONTENT
    page = client.get(of_list(opened.competition)).content.decode()
    assert "Tardy Trust" in page
    assert "Harbour Care" not in page


def test_no_officer_who_belongs_to_a_bidder_whatever_became_of_its_bid(
    sign_in, opened, attempt, never_submitted, officer
):
    never_submitted.bid.organisation.members.create(user=officer, role="writer")
    client = sign_in(officer)

    assert client.get(of_file(attempt)).status_code == 404
    assert client.get(of_file(never_submitted)).status_code == 404
    assert "Harbour Care" not in client.get(of_list(opened.competition)).content.decode()


def test_neither_another_council_nor_a_bidder_nor_a_superuser(
    sign_in, opened, attempt, other_officer, django_user_model
):
    superuser = django_user_model.objects.create_superuser("root@example.org", "Root", world.PASSWORD)

    for user in (other_officer, opened.bids[0].started_by, opened.bids[1].started_by, superuser):
        assert sign_in(user).get(of_file(attempt)).status_code == 404


def test_an_attempt_without_a_file_has_none_to_download(sign_in, opened, officer):
    bid = Bid.objects.get(pk=opened.bids[0].pk)
    criterion = opened.competition.criteria.get(reference="service")
    with pytest.raises(TooLate):
        bids.save_answer(bid, criterion, "A late text.", version=0, by=bid.started_by, at=world.AFTER)
    client = sign_in(officer)

    page = client.get(of_list(opened.competition)).content.decode()

    assert "A late text." in page
    assert "Download" not in page
    assert client.get(of_file(LateAttempt.objects.get())).status_code == 404


def test_the_opening_leads_there(sign_in, opened, attempt, officer):
    page = sign_in(officer).get(reverse("partners:opening", args=[opened.competition.reference])).content.decode()

    assert of_list(opened.competition) in page


def test_the_list_takes_as_many_queries_for_many(sign_in, opened, attempt, officer, django_assert_num_queries):
    client = sign_in(officer)
    client.get(of_list(opened.competition))
    with django_assert_num_queries(6):
        client.get(of_list(opened.competition))
    for number in range(10):
        organisation, ada = world.organisation(f"Tardy {number}")
        send_late(world.bid(opened.competition, organisation, ada))

    with django_assert_num_queries(6):
        client.get(of_list(opened.competition))
