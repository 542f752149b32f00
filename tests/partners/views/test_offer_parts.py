import pytest
from django.urls import reverse

from partners.actions.offers import offer_of, save_offer
from partners.domain.typed_fields import ROWS
from partners.domain.typed_offers import read
from partners.views.offer_parts import Part
from spinouts.domain.terms import Matter, ReservedMatter
from tests.partners.conftest import typed_offer
from tests.world import BEFORE

LOCK = {"lock-1-who": "all", "lock-1-until": "31 March 2040", "lock-1-note": ""}


@pytest.fixture
def saved(bid, bidder):
    """A complete simple offer, as version 1."""
    return save_offer(bid, typed_offer(), version=0, by=bidder, at=BEFORE)


@pytest.fixture
def url(client, bid, bidder, clock, saved):
    clock(BEFORE)
    client.force_login(bidder)

    def of(part):
        return reverse("partners:bid_offer_page", kwargs={"reference": bid.reference, "page": part})

    return of


def words(answer):
    return " ".join(answer.content.decode().split())


def post(client, url, typed, version="1", **more):
    return client.post(url, {**typed, "version": version}, **more)


@pytest.mark.parametrize(
    ("part", "name"),
    [
        ("shares", "class-1-fixed"),
        ("investment", "terms-equity-conditions"),
        ("investment", "loan-1-amount"),
        ("agreements", "reserved-sale-2"),
        ("agreements", "right-1-milestone"),
        ("agreements", "leaver_rule"),
        ("support", "confidential-1-reason"),
        ("support", "step_in"),
    ],
)
def test_each_kind_of_term_has_its_page(client, url, part, name):
    page = words(client.get(url(part)))

    assert f'name="{name}"' in page
    assert page.count('aria-current="page"') == 1
    assert "Who owns Barchester Day Centres Limited" in page


@pytest.mark.parametrize("part", ["owners", "weather"])
def test_there_is_no_other_page(client, url, part):
    assert client.get(url(part)).status_code == 404


def test_every_field_of_the_form_stands_on_the_page_to_which_its_errors_lead(client, url):
    for part in set(Part) - {Part.OWNERS}:
        page = client.get(url(part))
        for group in page.context["groups"].values():
            for row in group.rows:
                assert {each.name for each in (*row.first, *row.later)} == {
                    f"{row.kind}-1-{name}" for name in ROWS[row.kind]
                }


def test_what_an_empty_page_sends_says_nothing(client, url, bid):
    before = read(offer_of(bid).typed).offer
    for part in ("shares", "investment", "agreements", "support"):
        page = client.get(url(part))
        sent = {
            each.name: each.value
            for group in page.context["groups"].values()
            for row in group.rows
            for each in (*row.first, *row.later)
        }
        sent |= {each.name: each.value for each in page.context["fields"].answers()}
        post(client, url(part), sent, str(page.context["version"]))

    assert read(offer_of(bid).typed).offer == before
    assert read(offer_of(bid).typed).errors == {}


def test_ticks_say_who_must_consent_and_an_unticked_box_says_so_no_more(client, url, bid):
    post(client, url("agreements"), {"reserved-sale-1": "yes", "reserved-sale-3": "yes", **LOCK})
    both = read(offer_of(bid).typed).offer.agreed.articles
    post(client, url("agreements"), {"reserved-sale-3": "yes", **LOCK}, "2")
    one = read(offer_of(bid).typed).offer.agreed.articles

    assert both.reserved == (ReservedMatter(Matter.SALE, ("Employee trust", "Barchester Council")),)
    assert one.reserved == (ReservedMatter(Matter.SALE, ("Barchester Council",)),)


def test_a_page_without_ticks_unticks_nothing(client, url, bid):
    post(client, url("agreements"), {"reserved-sale-1": "yes"})
    post(client, url("support"), {"exit": "By sale to the others."}, "2")

    assert offer_of(bid).typed["reserved-sale-1"] == "yes"


def test_a_box_that_somebody_else_ticked_meanwhile_stays_ticked(client, url, bid):
    post(client, url("agreements"), {"reserved-sale-1": "yes"})

    answer = post(client, url("agreements"), {"reserved-budget-2": "yes"}, "1")

    assert answer.status_code == 302
    typed = offer_of(bid).typed
    assert (typed["reserved-sale-1"], typed["reserved-budget-2"]) == ("yes", "yes")


def test_what_is_wrong_is_said_at_its_field_and_kept(client, url):
    wrong = {**LOCK, "lock-1-until": "in five years", "most_dividend": "a lot"}

    page = words(post(client, url("agreements"), wrong, follow=True))

    sentence = "Enter the last day of the lock-in as a day, such as 31 March 2032. “in five years” is none."
    assert f'<a href="#id_lock-1-until">{sentence}</a>' in page
    assert f'id="id_lock-1-until_error"><span class="govuk-visually-hidden">Error:</span> {sentence}' in page
    assert 'value="in five years"' in page
    assert 'value="a lot"' in page


def test_what_is_wrong_on_another_page_leads_there(client, url, bid):
    post(client, url("agreements"), {**LOCK, "lock-1-until": "soon"})

    page = words(client.get(url("shares")))

    assert f'href="{url("agreements")}#id_lock-1-until"' in page
    assert "1 to put right" in page


def test_saving_a_right_page_leads_to_the_page_that_is_wrong(client, url):
    post(client, url("agreements"), {**LOCK, "lock-1-until": "soon"})

    answer = post(client, url("support"), {"exit": "By sale."}, "2")

    assert answer.url == f"{url('agreements')}?check=1"


def test_without_script_rows_and_columns_can_be_added(client, url, bid):
    more = words(post(client, url("agreements"), {**LOCK, "add": "lock"}, follow=True))
    main = reverse("partners:bid_offer", kwargs={"reference": bid.reference})
    wide = words(client.post(main, {**typed_offer(), "version": "2", "add": "guarantee"}, follow=True))

    assert 'name="lock-2-until"' in more
    assert 'name="money-guarantee-1"' in wide
    assert 'name="money-convertible-1"' not in wide


def test_a_clash_shows_both_texts(client, url):
    post(client, url("support"), {"exit": "Theirs"})

    answer = post(client, url("support"), {"exit": "Mine"}, "1")

    page = words(answer)
    assert answer.status_code == 422
    assert "Theirs" in page
    assert "Mine</textarea>" in page


def test_votes_that_a_class_gives_are_not_asked_beside_the_holder(client, url, bid, bidder):
    classes = {"class-1-name": "Ordinary", "class-1-votes": "2"}
    post(client, url("shares"), classes)

    page = words(client.get(reverse("partners:bid_offer", kwargs={"reference": bid.reference})))

    assert "2, by its class" in page
    assert 'name="holding-1-votes"' not in page


def test_the_terms_stand_beside_the_form_as_they_would_be_read(client, url):
    post(client, url("agreements"), {**LOCK, "reserved-sale-1": "yes"})

    page = words(client.get(url("support")))

    assert "Every party" in page
    assert "Selling the business or a large part of it" in page
    assert "Must consent" in page


def test_what_the_form_forbids_is_told_with_its_source(client, url, bid, bidder):
    save_offer(bid, {"legal_form": "cic_by_shares"}, version=1, by=bidder, at=BEFORE)
    post(client, url("agreements"), {"most_dividend": "40"}, "2")

    advice = client.get(url("agreements")).context["check"].advice

    assert any("may pay at most 35%" in sentence and "SI 2005/1788" in sentence for sentence in advice)


def test_a_class_that_was_renamed_is_kept_and_said_to_be_unknown(client, url):
    right = {"right-1-holder": "1", "right-1-shares": "5", "right-1-class": "Old", "right-1-milestone": "x"}
    post(client, url("agreements"), right)

    page = words(client.get(f"{url('agreements')}?check=1"))

    assert "There are no Old shares" in page
    assert '<option value="Old" selected>' in page
