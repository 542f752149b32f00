import pytest

from accounts.domain.refusals import Refusal
from partners.actions.offers import offer_of, save_offer
from partners.actions.saving import SaveState
from partners.domain.deadlines import TooLate
from partners.models import LateAttempt, Offer, OfferVersion
from tests import world
from tests.partners.conftest import typed_offer
from tests.world import AFTER, BEFORE


def save(bid, typed, version, by, at=BEFORE):
    return save_offer(bid, typed, version=version, by=by, at=at)


def test_every_text_is_kept_as_typed_even_if_it_is_no_number_yet(bid, bidder):
    typed = typed_offer(**{"price-1": "about three million", "holding-1-percent": "25 or 26"})

    saved = save(bid, typed, 0, bidder)

    assert (saved.state, saved.version) == (SaveState.SAVED, 1)
    assert Offer.objects.get().typed.items() >= typed.items()


def test_fields_that_the_form_does_not_have_are_left_out(bid, bidder):
    save(bid, {**typed_offer(), "csrfmiddlewaretoken": "x", "holding-99-name": "x", "price-0": "1"}, 0, bidder)

    assert not {"csrfmiddlewaretoken", "holding-99-name", "price-0"} & Offer.objects.get().typed.keys()


def test_the_same_offer_sent_twice_is_saved_once(bid, bidder):
    first = save(bid, typed_offer(), 0, bidder)
    again = save(bid, typed_offer(), 0, bidder)

    assert (first.state, again.state) == (SaveState.SAVED, SaveState.SAVED)
    assert OfferVersion.objects.count() == 1


def test_what_two_pages_change_in_different_fields_is_put_together(bid, bidder):
    version = save(bid, typed_offer(), 0, bidder).version
    save(bid, typed_offer(company_name="Mine Limited"), version, bidder)

    other = save(bid, typed_offer(notes="Theirs"), version, bidder)

    assert (other.state, other.others_changed) == (SaveState.SAVED, True)
    typed = offer_of(bid).typed
    assert (typed["company_name"], typed["notes"]) == ("Mine Limited", "Theirs")


def test_an_empty_field_that_a_first_page_sends_along_is_no_change_to_it(bid, bidder):
    save(bid, {"company_name": "Hers Limited", "price-1": ""}, 0, bidder)

    other = save(bid, {"company_name": "", "price-1": "1,000"}, 0, bidder)

    assert (other.state, other.others_changed) == (SaveState.SAVED, True)
    typed = offer_of(bid).typed
    assert (typed["company_name"], typed["price-1"]) == ("Hers Limited", "1,000")


def test_a_page_that_shows_old_fields_does_not_put_them_back_when_it_saves_again(bid, bidder):
    version = save(bid, typed_offer(), 0, bidder).version
    save(bid, typed_offer(company_name="Mine Limited"), version, bidder)
    version = save(bid, typed_offer(notes="Theirs"), version, bidder).version

    save(bid, typed_offer(notes="Theirs, longer"), version, bidder)

    typed = offer_of(bid).typed
    assert (typed["company_name"], typed["notes"]) == ("Mine Limited", "Theirs, longer")


def test_a_field_that_two_pages_change_is_a_conflict_and_both_texts_are_kept(bid, bidder):
    version = save(bid, typed_offer(notes="Before"), 0, bidder).version
    save(bid, typed_offer(notes="First"), version, bidder)

    second = save(bid, typed_offer(notes="Second", company_name="New Limited"), version, bidder)

    assert (second.state, second.theirs, second.clashes) == (SaveState.CONFLICT, "First", {"notes": "First"})
    typed = offer_of(bid).typed
    assert (typed["notes"], typed["company_name"]) == ("First", "New Limited")
    assert OfferVersion.objects.get(was_in_conflict=True).typed["notes"] == "Second"


def test_after_a_conflict_either_text_can_be_chosen(bid, bidder):
    version = save(bid, typed_offer(notes="Before"), 0, bidder).version
    save(bid, typed_offer(notes="First"), version, bidder)
    version = save(bid, typed_offer(notes="Second"), version, bidder).version

    keeps_theirs = save(bid, typed_offer(notes="First"), version, bidder)
    takes_mine = save(bid, typed_offer(notes="Second"), version, bidder)

    assert [keeps_theirs.state, takes_mine.state] == [SaveState.SAVED, SaveState.SAVED]
    assert offer_of(bid).typed["notes"] == "Second"


def test_two_first_saves_that_differ_are_a_conflict(bid, bidder):
    save(bid, typed_offer(notes="First"), 0, bidder)

    assert save(bid, typed_offer(notes="Second"), 0, bidder).clashes == {"notes": "First"}


def test_a_text_that_is_too_long_is_refused(bid, bidder):
    with pytest.raises(Refusal, match="20,001 characters; the field holds 20,000"):
        save(bid, typed_offer(notes="x" * 20_001), 0, bidder)


def test_a_late_offer_is_refused_and_kept_with_all_its_fields(bid, bidder):
    with pytest.raises(TooLate):
        save(bid, typed_offer(), 0, bidder, AFTER)

    assert LateAttempt.objects.get().content == {"typed": typed_offer()}
    assert offer_of(bid) is None


def test_an_offer_says_whose_it_is(bid, bidder):
    colleague = world.person("Carl Colleague")
    save(bid, typed_offer(), 0, bidder)
    save(bid, typed_offer(notes="Carl’s"), 1, colleague)

    assert list(OfferVersion.objects.order_by("version").values_list("saved_by__name", flat=True)) == [
        bidder.name,
        "Carl Colleague",
    ]
