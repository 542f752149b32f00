"""Officers and the panel type into forms that a button alone saves: what was typed survives an ended session."""

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from procurement.models import Clarification
from scoring.models import PanelMember
from tests import world

DESIGN = ("sought/", "terms/", "dates/", "sections/new/", "scales/new/", "documents/")
FIELDS = "main form input[type=text], main form textarea"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def type_into_all(page):
    """Fills each field of the page, also where it is folded up, with a text of its own."""
    texts = []
    page.locator("main details").evaluate_all("all => all.forEach(one => { one.open = true })")
    for number, field in enumerate(page.locator(FIELDS).all()):
        texts.append(f"Typed {number}, 45")
        field.fill(texts[-1])
    assert texts, f"{page.url} has no field to type into."
    return texts


def send(page):
    page.locator(FIELDS).first.evaluate("field => field.form.requestSubmit()")


def given_back(page):
    return [field.input_value() for field in page.locator("main textarea[readonly]").all()]


def the_text_survives(page, sign_in, user, address):
    sign_in(page, user)
    page.goto(address)
    texts = type_into_all(page)
    Session.objects.all().delete()
    send(page)
    expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()
    assert set(texts) <= set(given_back(page)), address
    labels = page.locator("main label").all_inner_texts()
    assert not [label for label in labels if label.endswith(" 0")], labels

    # The same where somebody signed in again in another tab, so that the page that stayed open is too old.
    sign_in(page, user)
    page.goto(address)
    texts = type_into_all(page)
    page.context.clear_cookies(name="csrftoken")
    send(page)
    expect(page.get_by_role("heading", name="This page was open for too long")).to_be_visible()
    assert set(texts) <= set(given_back(page)), address


def test_officers_lose_nothing_of_a_design(page, sign_in, draft, officer, expected_errors):
    expected_errors += ["status of 401", "status of 403"]
    design = f"/council/competitions/{draft.reference}/"
    places = [design + place for place in DESIGN]
    section = draft.sections.get(reference="quality").reference
    places += [
        f"{design}criteria/new/?in={section}&kind={kind}&save=kind" for kind in ("scored", "formula", "condition")
    ]
    service = f"/council/services/{draft.service.reference}/"
    for address in ("/council/services/new/", f"{service}change/", f"{service}options/", *places):
        the_text_survives(page, sign_in, officer, address)


def test_officers_lose_no_answer_to_a_question(page, sign_in, published, officer, expected_errors):
    expected_errors += ["status of 401", "status of 403"]
    question = Clarification.objects.create(
        competition=published, question="Who pays?", asked_by=world.person("Asa Asker"), asked_at=timezone.now()
    )

    the_text_survives(page, sign_in, officer, f"/council/questions/{question.reference}/")


def test_members_of_the_panel_lose_nothing_of_what_they_declare(page, sign_in, opened, expected_errors):
    expected_errors += ["status of 401", "status of 403"]
    seat = PanelMember.objects.get(pk=opened.panel.evaluators[0].pk)

    the_text_survives(page, sign_in, seat.user, f"/panel/{seat.reference}/interests/")
