import json
from decimal import Decimal
from hashlib import sha256

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from accounts.domain.fingerprints import canonical, fingerprint, parts

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
contents = st.dictionaries(texts, values, max_size=4)


def reversed_keys(value):
    if isinstance(value, dict):
        return {key: reversed_keys(value[key]) for key in reversed(value)}
    return [reversed_keys(part) for part in value] if isinstance(value, list) else value


def test_a_content_has_these_bytes_and_this_fingerprint():
    content = {"price": "1200.50", "answers": {"b": "Ä “quote”\n", "a": ""}, "year": 1, "final": True, "note": None}

    text = '{"answers":{"a":"","b":"Ä “quote”\\n"},"final":true,"note":null,"price":"1200.50","year":1}'
    assert canonical(content) == text.encode()
    assert fingerprint(content) == sha256(text.encode()).hexdigest()


def test_the_fingerprint_of_nothing_is_the_well_known_one_of_two_braces():
    assert fingerprint({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


@given(contents)
def test_the_order_of_keys_does_not_matter(content):
    assert canonical(reversed_keys(content)) == canonical(content)


@given(contents)
def test_the_content_can_be_read_back(content):
    assert json.loads(canonical(content)) == content


@given(contents, contents)
def test_different_contents_have_different_fingerprints(one, other):
    assume(one != other)

    assert fingerprint(one) != fingerprint(other)


@given(contents)
def test_a_change_in_one_part_shows_in_that_part_only(content):
    before = parts({**content, "answers": {"C1": "old", "C2": "same"}})
    after = parts({**content, "answers": {"C1": "new", "C2": "same"}})

    assert [one[0] for one, other in zip(before, after, strict=True) if one != other] == ["answers / C1"]


def test_parts_are_labelled_and_in_order():
    content = {"prices": [], "answers": {"C2": "two", "C1": "one"}, "offer": {}}

    assert parts(content) == [
        ("answers / C1", fingerprint("one")),
        ("answers / C2", fingerprint("two")),
        ("offer", fingerprint({})),
        ("prices", fingerprint([])),
    ]


@pytest.mark.parametrize("value", [1.5, float("nan"), Decimal("1.5"), b"x", {1: "x"}, {"deep": [{"set": {1}}]}, (1, 2)])
def test_what_has_no_one_exact_form_is_a_fault(value):
    with pytest.raises(TypeError):
        canonical({"value": value})


def test_half_a_surrogate_pair_is_a_fault():
    with pytest.raises(ValueError, match="surrogates"):
        canonical({"value": "\ud800"})
