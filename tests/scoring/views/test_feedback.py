import pytest

from scoring.actions import feedback
from scoring.models import Assignment, Feedback, NegotiationNote
from tests.pages import filled
from tests.scoring import staging


def text_of(response):
    return response.content.decode()


@pytest.fixture
def ended(two_stages, clock):
    clock(staging.AT)
    staging.shortlist(two_stages.competition)
    two_stages.competition.refresh_from_db()
    return two_stages


def list_of(ended):
    return f"/council/competitions/{ended.competition.reference}/feedback/"


def page_of(ended):
    return f"/opened-bids/{ended.bids[0].reference}/feedback/"


def test_feedback_is_written_by_criterion_and_sent_to_all(sign_in, ended, lead_officer):
    client = sign_in(lead_officer)
    form = client.get(page_of(ended))

    client.post(page_of(ended), filled(form, **{"about-service": "Say more of Sundays.", "general": "Well read."}))
    before = text_of(client.get(list_of(ended)))
    after = client.post(f"{list_of(ended)}send/", follow=True)

    assert "Written, not sent" in before
    assert "All have feedback." in text_of(after)
    bidder = sign_in(ended.bids[0].started_by)
    told = text_of(bidder.get(f"/bids/{ended.bids[0].reference}/result/"))
    assert "Say more of Sundays." in told
    assert "Well read." in told


def test_before_it_is_sent_no_bidder_reads_it_and_evaluators_and_the_auditor_write_none(sign_in, ended, auditor):
    by = staging.lead(ended.competition)
    feedback.write(ended.bids[0], texts={"service": "Sundays."}, general="", by=by, at=staging.AT)

    told = text_of(sign_in(ended.bids[0].started_by).get(f"/bids/{ended.bids[0].reference}/result/"))
    assert "Sundays" not in told
    reads = sign_in(auditor)
    assert "Sundays." in text_of(reads.get(page_of(ended)))
    assert reads.post(page_of(ended), {"about-service": "Mine."}).status_code == 403
    assert reads.post(f"{list_of(ended)}send/").status_code == 403
    assert sign_in(ended.panel.evaluators[0].user).get(page_of(ended)).status_code == 403
    assert Feedback.objects.get().texts == {"service": "Sundays."}


def test_a_meeting_is_noted_and_only_the_council_reads_it(sign_in, ended, officer):
    client = sign_in(officer)
    typed = {"held_on_0": "3", "held_on_1": "11", "held_on_2": "2026", "who": "Ada, Olive", "text": "About Sundays."}

    wrong = client.post(f"{page_of(ended)}note/", typed | {"who": ""})
    client.post(f"{page_of(ended)}note/", typed)

    assert "About Sundays." in text_of(wrong)
    assert NegotiationNote.objects.count() == 1
    assert "About Sundays." in text_of(client.get(page_of(ended)))
    bidder = sign_in(ended.bids[0].started_by)
    assert "About Sundays." not in text_of(bidder.get(f"/bids/{ended.bids[0].reference}/result/"))


def test_who_scores_anew_has_their_own_earlier_record_beside_the_form_and_nothing_filled_in(
    sign_in, shortlisted, officer, clock
):
    _, evaluators, _, at = staging.score_final(shortlisted, officer)
    clock(at)
    mine = Assignment.objects.get(member=evaluators[0], criterion__reference="service")

    page = sign_in(evaluators[0].user).get(f"/score/{mine.reference}/")

    assert page.status_code == 200
    assert [score.assignment.member.user for score in page.context["earlier"]] == [evaluators[0].user]
    assert page.context["shown"].value is None
    assert "counts for nothing now" in text_of(page)
