from dataclasses import replace
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from partners.actions import bids, kits
from partners.files import kit_document, kit_workbook
from partners.files.kits import read
from partners.models import Answer, FilledKit, LateAttempt
from tests.partners.files.whole import changed
from tests.world import AFTER, BEFORE


@pytest.fixture(autouse=True)
def before_the_deadline(clock):
    clock(BEFORE)


@pytest.fixture
def url(bid):
    return reverse("partners:kit", kwargs={"reference": bid.reference})


@pytest.fixture
def browser(client, bidder):
    client.force_login(bidder)
    return client


@pytest.fixture
def workbook(browser, bid):
    """The workbook as it is taken along now, with these cells changed: `workbook(H3="Text.")`."""

    def workbook(**cells):
        answer = browser.get(reverse("partners:kit_workbook", kwargs={"reference": bid.reference}))
        return changed(answer.content, **cells)

    return workbook


@pytest.fixture
def bring(browser, url):
    def bring(content, name="answers.xlsx", **options):
        return browser.post(url, {"file": SimpleUploadedFile(name, content)}, **options)

    return bring


@pytest.fixture
def write(bid, bidder, criteria):
    def write(text, version=0, criterion="service"):
        bids.save_answer(bid, getattr(criteria, criterion), text, version=version, by=bidder, at=BEFORE, is_whole=True)

    return write


def test_both_files_hold_the_answers_and_no_browser_keeps_them(browser, bid, write):
    write("We will – and can – run it.")
    for name, ending in (("kit_document", "questions.docx"), ("kit_workbook", "answers.xlsx")):
        answer = browser.get(reverse(f"partners:{name}", kwargs={"reference": bid.reference}))

        file = f"{bid.competition.reference}-{ending}"
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{file}"'
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert read(answer.content, file).answers["service"].text == "We will – and can – run it."


def test_a_filled_workbook_leads_to_the_comparison_and_its_choices_are_saved(browser, bring, workbook, write, bid):
    write("We run eleven centres.")

    answer = bring(workbook(H3="We run twelve centres.", H4="By a council of theirs."), follow=True)

    kit = FilledKit.objects.get()
    address = reverse("partners:filled_kit", kwargs={"reference": kit.reference})
    assert answer.redirect_chain == [(address, 302)]
    body = answer.content.decode()
    assert "<del><span" in body
    assert "eleven <span" in body
    assert "twelve <span" in body
    assert body.count('value="file" checked') == 2
    choices = {"choice-service": "file", "version-service": "1", "choice-employees": "file", "version-employees": "0"}
    answer = browser.post(address, choices, follow=True)
    assert answer.redirect_chain == [(reverse("partners:bid", kwargs={"reference": bid.reference}), 302)]
    assert "Saved from the file: “How the service will run”, “Working with employees”." in answer.content.decode()
    saved = {each.criterion.reference: each.text for each in Answer.objects.all()}
    assert saved == {"service": "We run twelve centres.", "employees": "By a council of theirs."}


def test_where_both_were_changed_the_page_asks_and_keeps_the_other_choices(browser, bring, workbook, write):
    write("At first.")
    content = workbook(H3="Offline.", H4="New.")
    write("Online.", version=1)
    bring(content)
    address = reverse("partners:filled_kit", kwargs={"reference": FilledKit.objects.get().reference})

    answer = browser.post(address, {"version-service": "2", "choice-employees": "bid", "version-employees": "0"})

    body = answer.content.decode()
    assert answer.status_code == 422
    assert '<a href="#choice-service">Choose which text of “How the service will run” is to stand.</a>' in body
    assert 'id="choice-employees-bid" name="choice-employees" type="radio" value="bid" checked' in body
    assert body.index("Changed in both") < body.index("Changed in the file")
    assert Answer.objects.get().text == "Online."


def test_an_answer_that_is_changed_meanwhile_is_not_replaced(browser, bring, workbook, write):
    write("At first.")
    bring(workbook(H3="Offline."))
    address = reverse("partners:filled_kit", kwargs={"reference": FilledKit.objects.get().reference})
    write("Meanwhile.", version=1)

    answer = browser.post(address, {"choice-service": "file", "version-service": "1"}, follow=True)

    body = answer.content.decode()
    assert "“How the service will run” was changed while you looked at this page, so it was not replaced." in body
    assert "Changed in both" in body
    assert Answer.objects.get().text == "Meanwhile."


def test_a_document_comes_in_too_and_words_over_the_limit_are_told(bring, bid):
    made = kits.kit_of(bid, at=BEFORE)
    long = kit_document.written(replace(made, answers={"service": "word " * 502}))

    body = bring(long, "questions.docx", follow=True).content.decode()

    assert "The text in the file has 2 words too many." in body


def test_what_is_not_asked_is_told_with_its_cell(bring, workbook):
    body = bring(workbook(A5="wine", H5="Red"), follow=True).content.decode()

    assert "Answers, cell H5: “Red”" in body
    assert "Nothing in the file differs from your bid" in body


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"H3": "=1+1"}, "Answers, cell H3: this is a formula"),
        ({"H3": 0.5}, "Answers, cell H3: this is a number with a point"),
    ],
)
def test_faults_are_told_above_the_form_and_the_file_is_kept(bring, workbook, cells, sentence):
    answer = bring(workbook(**cells))

    assert answer.status_code == 422
    assert answer.content.decode().count(sentence) == 2
    assert FilledKit.objects.count() == 1


def test_the_file_of_another_bid_is_refused(bring, rival_bid):
    answer = bring(kit_workbook.written(kits.kit_of(rival_bid, at=BEFORE)))

    assert answer.status_code == 422
    assert "this file was taken from another bid" in answer.content.decode()


def test_a_page_without_a_file_says_so(browser, url):
    answer = browser.post(url)

    assert answer.status_code == 422
    assert "Choose the file that you filled in." in answer.content.decode()


def test_the_file_can_be_read_again_as_it_came(browser, bring, workbook):
    content = workbook(H3="Offline.")
    bring(content)

    address = reverse("partners:filled_kit_file", kwargs={"reference": FilledKit.objects.get().reference})
    answer = browser.get(address)

    assert b"".join(answer.streaming_content) == content
    assert load_workbook(BytesIO(content))["Answers"]["H3"].value == "Offline."


def test_after_the_deadline_a_file_and_a_choice_are_kept_as_late_attempts(browser, bring, workbook, clock, bidder):
    later = workbook(H3="Later.")
    bring(workbook(H3="Offline."))
    address = reverse("partners:filled_kit", kwargs={"reference": FilledKit.objects.get().reference})
    clock(AFTER)
    browser.force_login(bidder)

    answers = [
        bring(later),
        browser.post(address, {"choice-service": "file", "version-service": "0"}),
    ]

    for answer in answers:
        assert answer.status_code == 422
        assert "The deadline has passed" in answer.content.decode()
    deeds = [attempt.deed for attempt in LateAttempt.objects.order_by("pk")]
    assert deeds == ["Bring in answers written offline", "Save the answer “How the service will run”"]
    assert not Answer.objects.exists()


def test_a_page_that_was_made_for_somebody_else_takes_nothing(browser, bring, workbook, bidder):
    bring(workbook(H3="Offline."))
    address = reverse("partners:filled_kit", kwargs={"reference": FilledKit.objects.get().reference})

    answer = browser.post(address, {"as_user": bidder.pk + 1, "choice-service": "file", "version-service": "0"})

    assert "opened by somebody else" in answer.content.decode()
    assert not Answer.objects.exists()
