import pytest

from partners.domain.envelopes import first_envelope, is_of_the_offer
from partners.domain.last_day import Deed

CONTENT = {
    "answers": {"service": "Open."},
    "documents": [{"reference": "a", "criterion": None}, {"reference": "b", "criterion": "price"}],
    "offer": {"total_shares": 100},
}


def test_the_first_envelope_has_no_offer_and_no_file_that_was_added_for_it():
    assert first_envelope(CONTENT, {"price"}) == {
        "answers": {"service": "Open."},
        "documents": [{"reference": "a", "criterion": None}],
    }
    assert "offer" in CONTENT


@pytest.mark.parametrize(
    ("kind", "content", "is_closed"),
    [
        (Deed.OFFER, {"typed": {}}, True),
        (Deed.KIT, {}, True),
        (Deed.PART_OF_DOCUMENT, {}, True),
        (Deed.REMOVAL, {"title": "Prices"}, True),
        (Deed.DOCUMENT, {"criterion": "price"}, True),
        (Deed.DOCUMENT, {"criterion": "service"}, False),
        (Deed.DOCUMENT, {}, False),
        (Deed.ANSWER, {"text": "Open."}, False),
        (Deed.SUBMISSION, {}, False),
    ],
)
def test_what_came_late_and_may_tell_of_the_offer(kind, content, is_closed):
    assert is_of_the_offer(kind, content, {"price"}) is is_closed
