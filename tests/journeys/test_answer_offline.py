"""A bidder takes the questions along, answers them offline, and brings the answers in beside what a colleague wrote."""

from datetime import timedelta

import pytest
from django.utils import timezone
from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import expect

from partners.actions import bids
from partners.actions.consortia import members_of
from partners.actions.offers import offer_of
from partners.models import Answer, AnswerVersion
from procurement.models import Competition, Criterion
from tests.journeys.conftest import check


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def ada(page, sign_in, bidder, expected_errors):
    # A page that asks again, or names a fault.
    expected_errors.append("422")
    sign_in(page, bidder)
    return page


@pytest.fixture
def write(bid, bidder):
    """Saves an answer as somebody does online: `write("service", "Text.")`."""
    now = timezone.now()
    Competition.objects.filter(pk=bid.competition_id).update(
        published_at=now - timedelta(days=21), bid_deadline=now + timedelta(days=1)
    )

    def write(reference, text):
        criterion = Criterion.objects.get(competition=bid.competition, reference=reference)
        answer = Answer.objects.filter(bid=bid, criterion=criterion).first()
        version = answer.version if answer else 0
        bids.save_answer(bid, criterion, text, version=version, by=bidder, at=timezone.now(), is_whole=True)

    return write


def take(page, name, folder):
    with page.expect_download() as download:
        page.get_by_role("link", name=name).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def bring(page, path):
    page.get_by_label("The file that you filled in").set_input_files(path)
    page.get_by_role("button", name="Bring in and compare").click()


def choose(page, question, choice):
    page.get_by_role("group", name=question, exact=True).get_by_label(choice).check()


def texts():
    return {answer.criterion.reference: answer.text for answer in Answer.objects.all()}


def test_answers_come_back_beside_what_was_written_online_meanwhile(ada, bid, write, tmp_path):
    write("service", "We run eleven centres from Monday to Friday.")
    write("employees", "Employees meet each month.")
    ada.goto(f"/bids/{bid.reference}/")
    ada.get_by_role("link", name="Answer offline").click()
    check(ada, "offline")
    path = take(ada, "Workbook (.xlsx)", tmp_path)
    book = load_workbook(path)
    for cell, text in {"H2": "Yes, from the first day.", "H3": "We run twelve centres from Monday to Sunday."}.items():
        book["Answers"][cell] = text
    book["Answers"]["H4"] = "Employees meet each week."
    offer = {row[0].value: row[5] for row in book["Offer"].iter_rows(min_row=2)}
    for name, text in {"company_name": "Harbour Days", "holding-2-name": "Harbour Care", "price-1": 3400000.5}.items():
        offer[name].value = text
    for cell, text in {"A2": "Tide Trust", "B2": "Charity", "E2": "30", "F2": "Day trips by boat."}.items():
        book["Consortium"][cell] = text
    book.save(path)
    write("employees", "Employees meet each quarter.")

    bring(ada, path)

    expect(ada.get_by_role("heading", level=1)).to_have_text(f"Compare “{path.name}” with your bid")
    expect(ada.get_by_role("group", name="What differs: How the service will run").locator("ins")).to_have_count(2)
    check(ada, "compare")
    ada.get_by_role("button", name="Save what you chose").click()
    expect(ada.get_by_role("alert")).to_contain_text("Choose which text of “Working with employees” is to stand.")
    check(ada, "compare-asks")
    choose(ada, "Working with employees", "Keep the text of your bid")
    ada.get_by_role("button", name="Save what you chose").click()

    said = "Saved from the file: “Insurance”, “How the service will run”, 3 fields of the offer, who stands behind"
    expect(ada.get_by_text(said)).to_be_visible()
    assert (offer_of(bid).typed["price-1"], members_of(bid)[0]["name"]) == ("3400000.5", "Tide Trust")
    assert texts() == {
        "insurance": "Yes, from the first day.",
        "service": "We run twelve centres from Monday to Sunday.",
        "employees": "Employees meet each quarter.",
    }
    kept = AnswerVersion.objects.filter(answer__criterion__reference="employees", was_in_conflict=True)
    assert [each.text for each in kept] == ["Employees meet each week."]


def test_a_word_document_comes_back_and_a_spoiled_one_is_told(ada, bid, write, tmp_path):
    write("service", "We run eleven centres.")
    ada.goto(f"/bids/{bid.reference}/offline/")
    path = take(ada, "Word document (.docx)", tmp_path)
    document = Document(path)
    end = next(each for each in document.paragraphs if each.text.startswith("[Answer ends: insurance"))
    end.insert_paragraph_before("Yes, from the first day.")
    document.save(path)
    end.clear()
    spoiled = tmp_path / "spoiled.docx"
    document.save(spoiled)

    bring(ada, spoiled)
    expect(ada.get_by_role("alert")).to_contain_text("the line “[Answer ends: insurance]” is missing")
    check(ada, "offline-spoiled")
    bring(ada, path)
    ada.get_by_role("button", name="Save what you chose").click()

    expect(ada.get_by_text("Saved from the file: “Insurance”.")).to_be_visible()
    assert texts() == {"insurance": "Yes, from the first day.", "service": "We run eleven centres."}
