from django.urls import reverse

from scoring.models import Score, ScoreChange
from tests.scoring.judging import REASONS, assign_all, assignment, reveal, score_and_lock

NEW = {"value": "4", "reasons": "Nine minibuses stand on page 9.", "why": "Evan showed me page 9.", "seen": "1"}


def test_an_evaluator_changes_a_locked_score_and_whoever_may_see_scores_reads_how(sign_in, opened, auditor):
    members = opened.panel.evaluators[:2]
    assign_all(opened, members, ["service"])
    for member in members:
        score_and_lock(member)
    reveal(opened)
    mine = assignment(members[0], opened.bids[0])
    address = reverse("scoring:score_change", args=[mine.reference])
    client = sign_in(members[0].user)
    own = reverse("scoring:score", args=[mine.reference])
    assert address in client.get(own).content.decode()

    empty = client.post(address, {**NEW, "why": ""}).content.decode()
    stale = client.post(address, {**NEW, "seen": "0"}).content.decode()
    assert not ScoreChange.objects.exists()
    assert client.post(address, NEW).url == own

    assert "Say why you change it" in empty
    assert NEW["reasons"] in empty
    assert "another window" in stale
    assert 'name="seen" value="1"' in stale
    assert Score.objects.get(assignment=mine).value == 4
    moderation = reverse("scoring:moderate", args=[opened.competition.reference, "service"])
    for user, page in ((members[0].user, own), (opened.panel.chair.user, moderation), (auditor, moderation)):
        shown = sign_in(user).get(page).content.decode()
        assert "Locked as <strong>3</strong>, changed to <strong>4</strong>" in shown
        assert "Evan showed me page 9." in shown
        assert REASONS in shown
    assert sign_in(members[1].user).get(address).status_code == 404


def test_before_the_lock_the_page_says_why_there_is_nothing_to_change(sign_in, opened):
    assign_all(opened, opened.panel.evaluators[:1], ["service"])
    mine = assignment(opened.panel.evaluators[0], opened.bids[0])
    client = sign_in(mine.member.user)

    page = client.get(reverse("scoring:score_change", args=[mine.reference])).content.decode()

    assert "You have not locked your scores" in page
    assert "<textarea" not in page
