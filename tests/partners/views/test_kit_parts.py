"""The offer and the consortium in a workbook that comes back: compared field by field, and taken in."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given, settings
from openpyxl import load_workbook

from partners.actions import bids
from partners.actions.consortia import members_of
from partners.actions.offers import offer_of
from partners.domain.kit_fields import as_kept
from partners.domain.typed_fields import blank
from partners.domain.typed_offers import typed_of
from partners.models import FilledKit, LateAttempt
from partners.views.kit_offer import fields_of
from procurement.models import Competition
from spinouts.domain.forms import LegalForm
from tests.partners.domain.whole import whole_offers
from tests.world import AFTER, BEFORE

TIDE = {"name": "Tide Trust", "kind": "charity"}


@pytest.fixture
def browser(client, bidder, clock):
    clock(BEFORE)
    client.force_login(bidder)
    return client


@pytest.fixture
def take(browser, bid):
    """The workbook as it is taken along now, as openpyxl reads it."""

    def take():
        url = reverse("partners:kit_workbook", kwargs={"reference": bid.reference})
        return load_workbook(BytesIO(browser.get(url).content))

    return take


@pytest.fixture
def bring(browser, bid):
    """Brings a workbook in; returns the address of its comparison."""

    def bring(book):
        content = BytesIO()
        book.save(content)
        url = reverse("partners:kit", kwargs={"reference": bid.reference})
        return browser.post(url, {"file": SimpleUploadedFile("kit.xlsx", content.getvalue())}).url

    return bring


def fill(book, **texts):
    """Write into the fields of the offer, by their names with _ for -."""
    rows = {row[0].value: row for row in book["Offer"].iter_rows(min_row=2)}
    for name, text in texts.items():
        rows[name.replace("__", "-")][5].value = text
    return book


def save(bid, by, **typed):
    offer = offer_of(bid)
    typed = {name.replace("__", "-"): text for name, text in typed.items()}
    bids.save_offer(bid, typed, version=offer.version if offer else 0, by=by, at=BEFORE)


def choices(page, **chosen):
    """What the page proposes, with these choices, as its form sends it."""
    context = page.context
    sent = {each.id: each.chosen for each in context["parts"].asked if each.chosen}
    sent |= {"version-offer.": context["parts"].version, "version-consortium.": context["parts"].seen}
    return sent | {f"choice-{name.replace('__', '-')}": choice for name, choice in chosen.items()}


@settings(max_examples=25, deadline=None)
@given(whole_offers())
def test_all_that_an_offer_can_say_goes_along_and_is_read_back_from_its_words(offer):
    typed = typed_of(offer)
    forms = [form.value for form in LegalForm]

    fields = fields_of(Competition(permitted_forms=forms, contract_years=7), typed, {})

    assert {name: as_kept(each.shown, each.choices) for name, each in fields.items() if each.value} == {
        name: text.strip() for name, text in {**blank(), **typed}.items() if text
    }
    labels = [(each.part, each.label) for each in fields.values()]
    assert len(labels) == len(set(labels))


def test_an_offer_and_a_consortium_filled_in_offline_are_taken_in(browser, bid, take, bring):
    book = fill(take(), company_name="Harbour Days CIC", holding__1__kind="Employees", price__1=24_000_000.5)
    book["Consortium"]["A2"], book["Consortium"]["B2"], book["Consortium"]["D2"] = (
        "Tide Trust",
        "Charity",
        "Subcontractor",
    )
    address = bring(book)
    page = browser.get(address)
    shown = page.content.decode()
    assert 'In the file: <strong class="app-typed">Harbour Days CIC</strong>' in shown
    assert "Tide Trust, Charity, Subcontractor" in shown

    done = browser.post(address, choices(page), follow=True).content.decode()

    assert "Saved from the file: 2 fields of the offer, who stands behind the bid." in done
    typed = offer_of(bid).typed
    assert (typed["company_name"], typed["price-1"]) == ("Harbour Days CIC", "24000000.5")
    assert [(each["name"], each["role"]) for each in members_of(bid)] == [("Tide Trust", "subcontractor")]
    again = browser.get(address).content.decode()
    assert "Nothing in the file differs from your bid" in again


def test_what_both_changed_is_asked_and_what_only_the_bid_changed_stays(browser, bid, bidder, take, bring):
    save(bid, bidder, **{"company_name": "Old", "price-1": "1", "price-2": "2"})
    book = fill(take(), company_name="From the file", price__2="22")
    save(bid, bidder, **{"company_name": "Online", "price-1": "11"})
    address = bring(book)
    page = browser.get(address)
    assert "1 field of the offer was changed in your bid since the file was taken" in page.content.decode()

    asks = browser.post(address, choices(page))
    assert (asks.status_code, "Choose what is to stand: Name of the company." in asks.content.decode()) == (422, True)
    browser.post(address, choices(page, **{"offer.company_name": "bid"}))

    typed = offer_of(bid).typed
    assert [typed[name] for name in ("company_name", "price-1", "price-2")] == ["Online", "11", "22"]


def test_what_changed_while_the_page_was_open_is_not_replaced(browser, bid, bidder, take, bring):
    bids.name_consortium(bid, [TIDE], by=bidder, at=BEFORE)
    book = fill(take(), company_name="From the file", notes="Read this.")
    book["Consortium"]["A3"], book["Consortium"]["B3"] = "Shore Trust", "Charity"
    address = bring(book)
    page = browser.get(address)
    save(bid, bidder, company_name="Online")
    bids.name_consortium(bid, [TIDE, {"name": "New Trust", "kind": "charity"}], by=bidder, at=BEFORE)

    answer = browser.post(address, choices(page)).content.decode()

    assert "Somebody else changed the members of the consortium after you opened this page." in answer
    assert "“Name of the company” was changed while you looked at this page" in answer
    typed = offer_of(bid).typed
    assert (typed["company_name"], typed["notes"]) == ("Online", "Read this.")
    assert [each["name"] for each in members_of(bid)] == ["Tide Trust", "New Trust"]


def test_a_list_that_is_refused_stops_no_other_part(browser, bid, take, bring):
    book = fill(take(), company_name="From the file")
    book["Consortium"]["A2"], book["Consortium"]["B2"] = "Tide Trust", "A club"
    address = bring(book)

    answer = browser.post(address, choices(browser.get(address), **{"consortium.": "file"}))

    assert "choose what kind of organisation it is" in answer.content.decode()
    assert (offer_of(bid).typed["company_name"], members_of(bid)) == ("From the file", [])


def test_what_can_t_be_used_is_said_beside_its_field_before_anything_is_taken_in(browser, bid, take, bring):
    book = fill(
        take(),
        legal_form="A club",
        price__1="ten",
        holding__1__name="Staff",
        holding__1__votes="many",
        company_name="Harbour Days CIC",
    )
    book["Consortium"]["A2"], book["Consortium"]["B2"], book["Consortium"]["E2"] = "Tide Trust", "A club", "130"

    page = browser.get(bring(book))

    said = {each.label: list(each.unusable) for each in page.context["parts"].asked if each.unusable}
    assert {label: sentences[0].split(":")[0] for label, sentences in said.items()} == {
        "Legal form": "“A club” is none of what can be chosen",
        "Price, year 1": "“ten” is not a number.",
        "Holder 1, votes": "Enter the votes per share of Staff as a whole number. “many” is none.",
        "Who stands behind the bid": "Member 1",
    }
    assert page.content.decode().count("Can’t be used<") == 4
    # None of them is proposed, and what can be used is.
    chosen = {each.label: each.chosen for each in page.context["parts"].asked}
    assert {chosen[label] for label in said} == {""}
    assert chosen["Name of the company"] == "file"
    assert offer_of(bid) is None


def test_after_the_deadline_all_of_it_is_kept_as_late_attempts(browser, bid, bidder, take, bring, clock):
    book = fill(take(), company_name="From the file")
    book["Consortium"]["A2"], book["Consortium"]["B2"] = "Tide Trust", "Charity"
    address = bring(book)
    page = browser.get(address)
    clock(AFTER)
    browser.force_login(bidder)

    browser.post(address, choices(page))

    assert [each.kind for each in LateAttempt.objects.order_by("pk")] == ["offer", "consortium"]
    assert (offer_of(bid), FilledKit.objects.get().taken_at) == (None, None)
