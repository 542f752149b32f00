import hashlib

from hypothesis import given
from hypothesis import strategies as st

from accounts.domain.trail import FIRST, event_hash

texts = st.dictionaries(st.text(max_size=10), st.one_of(st.text(max_size=20), st.integers(), st.none()), max_size=5)


def test_anybody_can_compute_it_again_from_the_published_rule():
    """SHA-256 of the hash before, a line break, and the event in canonical JSON."""
    text = FIRST + "\n" + '{"at":"noon","subject":"Zoë’s bid"}'

    assert event_hash(FIRST, {"subject": "Zoë’s bid", "at": "noon"}) == hashlib.sha256(text.encode()).hexdigest()


@given(texts)
def test_the_order_of_fields_makes_no_difference(event):
    assert event_hash(FIRST, event) == event_hash(FIRST, dict(reversed(event.items())))


@given(texts, texts)
def test_another_event_has_another_hash(one, other):
    assert (event_hash(FIRST, one) == event_hash(FIRST, other)) == (one == other)


@given(texts)
def test_what_came_before_makes_a_difference(event):
    assert event_hash(FIRST, event) != event_hash(event_hash(FIRST, event), event)
