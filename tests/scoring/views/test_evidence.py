"""Evidence on the page of a score: marked beside what else is typed, seen by others only with the score."""

from django.urls import reverse

from scoring.actions import evidence
from scoring.domain.evidence import Bearing, Marking
from scoring.models import Evidence, Score
from tests.scoring.judging import AT, REASONS, assignment, reveal, score_and_lock


def address(each):
    return reverse("scoring:score", args=[each.reference])


def typed(words="all eleven centres", **more):
    return {"value": "3", "reasons": REASONS, "version": "0", "words": words, **more}


def mark(each, note, words="all eleven centres"):
    return evidence.mark(each, Marking(Bearing.WEAKNESS, words, note), by=each.member.user, at=AT)


def test_a_passage_is_marked_together_with_what_else_is_typed(sign_in, eve, mine):
    client = sign_in(eve.user)

    answer = client.post(address(mine), typed(mark="strength", note="Each is named."), follow=True)

    page = answer.content.decode()
    assert answer.redirect_chain == [(f"{address(mine)}#evidence", 302)]
    assert '<mark class="app-marked app-marked--strength">all eleven centres</mark>' in page
    assert "Each is named." in page
    assert "Marked as a strength." in page
    assert Score.objects.get().reasons == REASONS


def test_a_passage_that_is_not_there_is_refused_and_nothing_typed_is_lost(sign_in, eve, mine):
    page = sign_in(eve.user).post(address(mine), typed("eleven halls", mark="weakness")).content.decode()

    assert "The passage does not stand in the answer" in page
    assert ">eleven halls</textarea>" in page
    assert 'name="version" value="1"' in page
    assert (Score.objects.get().reasons, Evidence.objects.count()) == (REASONS, 0)


def test_a_passage_that_was_typed_and_not_marked_keeps_one_on_the_page(sign_in, eve, mine):
    page = sign_in(eve.user).post(address(mine), typed()).content.decode()

    assert "press the button that says which way it points" in page
    assert ">all eleven centres</textarea>" in page


def test_the_script_marks_without_the_score(sign_in, eve, mine):
    client = sign_in(eve.user)

    client.post(address(mine), {"words": "eleven", "mark": "neither"})
    client.post(address(mine), {"words": "no such words", "mark": "neither"})
    client.post(address(mine), {"take_away": Evidence.objects.get().reference})

    assert not Evidence.objects.current().exists()
    assert Score.objects.get().version == 0


def test_nobody_takes_away_what_another_marked(sign_in, opened, eve, mine):
    theirs = mark(assignment(opened.panel.evaluators[1], opened.bids[0]), "Evan's note")

    answer = sign_in(eve.user).post(address(mine), {"take_away": theirs.reference})

    assert answer.status_code == 404
    assert Evidence.objects.current().exists()


def test_others_see_it_with_the_score_and_not_before(sign_in, opened, officer, eve, mine):
    for member in opened.panel.evaluators:
        mark(assignment(member, opened.bids[0]), f"Note of {member.user}")
        score_and_lock(member)
    client = sign_in(eve.user)
    moderation = reverse("scoring:moderate", args=[opened.competition.reference, "service"])

    before = client.get(address(mine)).content.decode()
    hidden = sign_in(officer).get(moderation).content.decode()
    reveal(opened)
    told = sign_in(officer).get(moderation).content.decode()
    after = sign_in(eve.user).get(address(mine)).content.decode()

    assert "Note of Eve Evaluator" in before
    assert "Note of Evan" not in before
    assert "Note of" not in hidden
    for page in (told, after):
        assert "Note of Evan Evaluator" in page
        assert '<q class="app-evidence__quote">all eleven centres</q>' in page
    assert 'name="words"' not in after
