import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from scoring.actions.promises import answer_of, change_promise
from scoring.models import Promise
from tests.pages import errors, filled
from tests.scoring.promising import AT, agreed, promised, reviewed

TYPED = {
    "words": "Every centre stays open.",
    "measure": "Hours a week; at least 40.",
    "target_number": "1,040.5",
    "unit": "hours a year",
    "owner": "The managing director",
    "first_review_on_0": "31",
    "first_review_on_1": "3",
    "first_review_on_2": "2026",
    "review_months": "12",
    "is_kpi": "on",
}
REVIEW = {"on_0": "1", "on_1": "4", "on_2": "2026", "rating": "approaching_target", "evidence": "The rota."}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def chair(judged):
    """The chair of the panel, who sees the award and is not of the council."""
    return judged.panel.chair.user


def new(award, criterion):
    return reverse("scoring:promise_new", args=[award.reference, criterion.reference])


def at(name, promise):
    return reverse(f"scoring:{name}", args=[promise.reference])


def text(response):
    return response.content.decode()


def test_an_officer_adds_a_promise_beside_the_answer_and_what_was_agreed_of_it(sign_in, award, answered, officer):
    client, answer = sign_in(officer), answer_of(award, answered)
    page = client.get(new(award, answered))
    assert answer[:30] in text(page)
    assert "What the panel agreed of it" in text(page)

    client.post(new(award, answered), filled(page, **TYPED, quote=answer[:20]))

    promise = award.promises.get()
    assert (promise.words, f"{promise.target_number:f}", promise.unit) == (TYPED["words"], "1040.5000", "hours a year")


def test_a_passage_that_is_not_there_is_refused_and_nothing_typed_is_lost(sign_in, award, answered, officer):
    client = sign_in(officer)

    page = client.post(new(award, answered), filled(client.get(new(award, answered)), **TYPED, quote="The moon"))

    assert errors(page) == ["The passage does not stand in the answer: copy it from there word for word."]
    assert "Hours a week; at least 40." in text(page)


def test_somebody_answers_for_it(sign_in, award, answered, officer):
    client, typed = sign_in(officer), TYPED | {"owner": "", "quote": answer_of(award, answered)[:20]}
    page = client.post(new(award, answered), filled(client.get(new(award, answered)), **typed))
    assert errors(page) == ["Say who answers for it: an owner of the company, or a role."]

    party = award.venture.parties.first()
    client.post(new(award, answered), filled(client.get(new(award, answered)), **typed, party=party.pk))

    assert award.promises.get().answerable == party.name


def test_a_promise_is_worded_anew_and_the_page_shows_how_it_was_worded_before(sign_in, award, answered, officer):
    client, promise = sign_in(officer), promised(award, answered, officer)

    client.post(at("promise_change", promise), filled(client.get(at("promise_change", promise)), words="All open."))

    page = text(client.get(at("promise", promise)))
    assert '<h1 class="govuk-heading-l">All open.</h1>' in page
    assert "Earlier wordings" in page
    assert "Every centre stays open." in page


def test_two_officers_on_one_promise_do_not_overwrite_each_other_unseen(
    sign_in, award, answered, officer, lead_officer
):
    client, promise = sign_in(officer), promised(award, answered, officer)
    page = client.get(at("promise_change", promise))
    change_promise(promise, words="Theirs.", by=lead_officer, at=AT)

    met = client.post(at("promise_change", promise), filled(page, words="Mine."))

    assert any("Theirs." in error for error in errors(met))
    assert "Mine." in text(met)
    assert Promise.objects.get().words == "Theirs."
    client.post(at("promise_change", promise), filled(page, words="Mine.") | {"seen": met.context["form"].data["seen"]})
    assert Promise.objects.get().words == "Mine."


def test_a_review_has_a_rating_a_figure_evidence_and_a_document(sign_in, award, answered, officer, lead_officer):
    promise = promised(award, answered, officer, target_number=40, unit="hours a week")
    agreed(award, lead_officer)
    client, sent = sign_in(officer), SimpleUploadedFile("rota.txt", b"<script>alert(1)</script>")

    page = client.get(at("promise", promise))
    client.post(at("promise", promise), filled(page, **REVIEW, value="38.5", upload=sent))

    page = text(client.get(at("promise", promise)))
    assert "1 April 2026: Approaching target, 38.5 hours a week" in page
    assert "The rota." in page
    assert "1 April 2027" in page
    answer = client.get(at("promise_review_document", promise.reviews.get()))
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="rota.txt"'
    assert b"".join(answer) == b"<script>alert(1)</script>"


def test_a_review_without_a_document_has_none_to_download(sign_in, award, answered, officer, lead_officer):
    promise = promised(award, answered, officer)
    agreed(award, lead_officer)
    review = reviewed(promise, officer)

    assert sign_in(officer).get(at("promise_review_document", review)).status_code == 404


def test_before_the_promises_are_agreed_the_page_offers_no_review(sign_in, award, answered, officer):
    promise = promised(award, answered, officer)

    page = text(sign_in(officer).get(at("promise", promise)))

    assert "Record a review" not in page
    assert "once the lead officer has agreed the promises" in page


def test_after_it_the_pages_to_add_and_change_say_why_not(sign_in, award, answered, officer, lead_officer):
    promise = promised(award, answered, officer)
    agreed(award, lead_officer)
    client = sign_in(officer)

    for address in (new(award, answered), at("promise_pick", award), at("promise_change", promise)):
        page = client.get(address)
        assert page.status_code == 409
        assert "none can be added or changed" in text(page)


def test_how_it_ended_is_recorded_with_reasons(sign_in, award, answered, officer, lead_officer):
    promise = promised(award, answered, officer)
    agreed(award, lead_officer)
    client = sign_in(officer)

    assert "Give the reasons" in errors(client.post(at("promise_end", promise), {"outcome": "kept", "reason": ""}))[0]
    client.post(at("promise_end", promise), {"outcome": "kept", "reason": "Two years running."})

    page = text(client.get(at("promise", promise)))
    assert "Kept: Two years running." in page
    assert "Record a review" not in page


def test_before_they_are_agreed_a_promise_can_only_be_no_longer_asked_for(sign_in, award, answered, officer):
    client, promise = sign_in(officer), promised(award, answered, officer)

    assert "Not kept" not in text(client.get(at("promise_end", promise)))
    client.post(at("promise_end", promise), {"outcome": "not_kept", "reason": "Closed."})
    assert Promise.objects.get().outcome == ""


@pytest.mark.parametrize("who", ["approver", "auditor"])
def test_approver_and_auditor_read_and_change_nothing(sign_in, award, answered, officer, request, who):
    promise = promised(award, answered, officer)
    client = sign_in(request.getfixturevalue(who))

    page = text(client.get(at("promise", promise)))
    assert "Change it" not in page
    assert "Record a review" not in page
    assert client.get(new(award, answered)).status_code == 403
    assert client.get(at("promise_change", promise)).status_code == 403
    assert client.get(at("promise_end", promise)).status_code == 403


@pytest.mark.parametrize("outsider", ["other_officer", "bidder", "chair"])
def test_nobody_else_finds_a_promise(sign_in, award, answered, lead_officer, request, outsider):
    promise = promised(award, answered, lead_officer)
    agreed(award, lead_officer)
    review = reviewed(promise, lead_officer)
    client = sign_in(request.getfixturevalue(outsider))

    for name, thing in (("promise", promise), ("promise_end", promise), ("promise_review_document", review)):
        assert client.get(at(name, thing)).status_code == 404, name


def test_a_promise_with_many_reviews_takes_no_more_queries(
    sign_in, award, answered, officer, lead_officer, django_assert_max_num_queries
):
    promise = promised(award, answered, officer)
    agreed(award, lead_officer)
    reviewed(promise, officer)
    client = sign_in(officer)
    client.get(at("promise", promise))
    with django_assert_max_num_queries(14) as few:
        client.get(at("promise", promise))
    for number in range(5):
        reviewed(promise, officer, reference=f"more-{number}")

    with django_assert_max_num_queries(len(few)):
        client.get(at("promise", promise))
