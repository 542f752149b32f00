import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from scoring.actions import calibrations
from scoring.models import Sample, SampleDraft, SampleScore
from tests.scoring.actions.test_calibrations import TEXT, give, write
from tests.scoring.judging import AT, assignment


def text_of(response):
    return response.content.decode()


def page(name, each):
    return reverse(f"scoring:{name}", args=[each.reference])


def test_a_sample_goes_from_the_chair_through_the_panel_to_the_note(sign_in, opened):
    chair = sign_in(opened.panel.chair.user)
    new = page("sample_new", opened.competition)
    unsure = text_of(chair.post(new, {"criteria": ["service"], "text": TEXT}))
    assert "Confirm that the answer is made up" in unsure
    assert TEXT in unsure
    chair.post(new, {"criteria": ["service"], "text": TEXT, "is_made_up": "on"})
    sample = Sample.objects.get()

    for member in opened.panel.evaluators:
        client = sign_in(member.user)
        assert "Score a sample answer to" in text_of(client.get(reverse("my_work")))
        assert TEXT in text_of(client.get(page("sample", sample)))
        refused = text_of(client.post(page("sample_give", sample), {"reasons": "Kept as typed."}))
        assert "Choose a score of the scale." in refused
        assert "Kept as typed." in refused
        typed = {"value": "3", "reasons": f"As {member.user} sees it."}
        shown = text_of(client.post(page("sample_give", sample), typed, follow=True))
        assert f"As {member.user} sees it." in shown
        others = [each for each in opened.panel.evaluators if each != member]
        if member != opened.panel.evaluators[-1]:
            assert not any(f"As {each.user} sees it." in shown for each in others)
        else:
            assert all(f"As {each.user} sees it." in shown for each in others)
            assert "All gave the same." in shown

    chair = sign_in(opened.panel.chair.user)
    assert "section 23" in text_of(chair.get(page("sample_note", sample)))
    chair.post(page("sample_note", sample), {"text": "Good means all that is asked.", "adds_nothing": "on"})
    assert "Good means all that is asked." in text_of(client.get(page("sample", sample)))


def test_a_required_sample_stands_before_the_page_of_a_score(sign_in, mine, opened):
    [sample] = write(opened, is_required=True)
    client = sign_in(mine.member.user)

    shown = client.get(page("score", mine), follow=True)
    assert "Score the sample answer to this criterion first" in text_of(shown)
    client.post(page("score", mine), {"value": "3", "reasons": "Typed.", "version": "0"})
    mine.refresh_from_db()
    assert not hasattr(mine, "score")
    give(sample, mine.member)

    assert client.get(page("score", mine)).status_code == 200


def test_what_is_typed_is_kept_as_a_draft_and_given_only_by_the_button(sign_in, opened, mine):
    [sample] = write(opened)
    client, give_it = sign_in(mine.member.user), page("sample_give", sample)
    script = {"HTTP_ACCEPT": "application/json", "HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}
    typed = {"value": "", "reasons": "Two evenings", "version": "0"}

    assert client.post(give_it, typed, **script).json() == {
        "state": "saved",
        "version": 1,
        "message": "Draft kept. It is not given until you give your score.",
    }
    assert client.post(give_it, {**typed, "value": "3", "version": "1"}, **script).json()["version"] == 2
    other = client.post(give_it, {**typed, "reasons": "From another window", "version": "1"}, **script)
    assert (other.status_code, other.json()["theirs"]) == (409, {"value": "3", "reasons": "Two evenings"})
    assert client.post(give_it, {**typed, "value": "77", "version": "2"}, **script).json()["state"] == "refused"
    stranger = client.post(give_it, {**typed, "as_user": "0"}, **script)
    assert (stranger.status_code, stranger.json()["state"]) == (409, "refused")

    assert not SampleScore.objects.exists()
    assert "Two evenings" in text_of(client.get(page("sample", sample)))
    others = (opened.panel.evaluators[1].user, opened.panel.chair.user)
    assert ["Two evenings" in text_of(sign_in(each).get(page("sample", sample))) for each in others] == [False] * 2
    sign_in(mine.member.user).post(give_it, {"value": "4", "reasons": "Four, by now."})
    given = SampleScore.objects.get()
    assert (given.value, given.reasons) == (4, "Four, by now.")
    late = client.post(give_it, {**typed, "version": "2"}, **script)
    assert "can be scored once" in late.json()["message"]
    assert not SampleDraft.objects.exists()


def test_before_the_reveal_nobody_reads_another_s_score(sign_in, opened, officer, auditor):
    [sample] = write(opened)
    give(sample, opened.panel.evaluators[0], reasons="only-eve-knows-this")
    others = [opened.panel.evaluators[1].user, opened.panel.chair.user, opened.panel.observer.user, officer, auditor]

    for user in others:
        client = sign_in(user)
        for address in (page("sample", sample), page("samples", opened.competition), reverse("my_work")):
            assert "only-eve-knows-this" not in text_of(client.get(address))
    calibrations.reveal(sample, by=opened.panel.chair.user, at=AT)

    assert "only-eve-knows-this" in text_of(sign_in(auditor).get(page("sample", sample)))
    assert "only-eve-knows-this" not in text_of(sign_in(opened.panel.evaluators[1].user).get(page("sample", sample)))


def test_only_the_chair_leads_and_no_bidder_gets_in(sign_in, opened, officer):
    [sample] = write(opened)
    posts = ("sample_reveal", "sample_require", "sample_note")

    for user in (opened.panel.evaluators[0].user, officer):
        assert [sign_in(user).post(page(each, sample)).status_code for each in posts] == [403] * 3
    assert sign_in(officer).post(page("sample_give", sample)).status_code == 403
    bidder = sign_in(opened.bids[0].started_by)
    assert [bidder.get(page(each, sample)).status_code for each in ("sample", "sample_note")] == [404] * 2
    chair = sign_in(opened.panel.chair.user)
    chair.post(page("sample_require", sample), {"required": "yes"})
    assert Sample.objects.get().is_required
    chair.post(page("sample_require", sample), {"required": "no"})
    assert not Sample.objects.get().is_required
    assert TEXT in text_of(chair.get(f"{page('sample_new', opened.competition)}?from={sample.reference}"))


@pytest.mark.parametrize("name", ["samples", "my_work"])
def test_lists_ask_as_much_of_the_database_with_many_samples_as_with_one(sign_in, opened, name):
    address = page(name, opened.competition) if name == "samples" else reverse(name)
    client, counts = sign_in(opened.panel.evaluators[0].user), []
    for number in (1, 4):
        for each in range(number):
            write(opened, text=f"Answer {number} {each}, which nobody sent.")
        with CaptureQueriesContext(connection) as found:
            client.get(address)
        counts.append(len(found))

    assert counts[0] == counts[1]
    assert not SampleScore.objects.exists()


def test_the_page_of_a_score_looks_for_no_sample(sign_in, mine):
    client = sign_in(assignment(mine.member, mine.bid).member.user)

    with CaptureQueriesContext(connection) as found:
        client.get(page("score", mine))

    assert not any("scoring_sample" in each["sql"] for each in found)
