import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.domain.paper_codes import _SIGNS, new_code, private_key_of, read_code
from accounts.domain.refusals import Refusal

places = st.integers(0, 29)


def test_codes_differ_and_are_read_as_they_were_printed():
    codes = {new_code() for _ in range(50)}

    assert len(codes) == 50
    assert {read_code(code) for code in codes} == codes


def test_it_may_be_typed_as_people_type():
    code = new_code()
    typed = f" {code.lower().replace('-', ' ').replace('0', 'o').replace('1', 'l')}\n"

    assert read_code(typed) == code


@given(places, st.integers(1, 31))
def test_one_wrong_sign_is_told_with_its_group(place, step):
    code = new_code()
    signs = list(code.replace("-", ""))
    signs[place] = _SIGNS[(_SIGNS.index(signs[place]) + step) % 32]

    with pytest.raises(Refusal, match=f"a slip in group {place // 5 + 1} of"):
        read_code("".join(signs))


def test_groups_in_another_order_are_told():
    one, two, *others = new_code().split("-")

    with pytest.raises(Refusal, match="a slip in"):
        read_code("-".join([two, one, *others]))


@pytest.mark.parametrize(
    ("typed", "told"), [("", "Type the code"), ("4F7K2-U", "A code has no U"), ("4F7K2", "You typed 5")]
)
def test_what_is_no_code_is_told(typed, told):
    with pytest.raises(Refusal, match=told):
        read_code(typed)


def test_a_code_stands_for_another_key_in_another_place():
    code = new_code()

    assert private_key_of(code, "A") == private_key_of(code, "A")
    assert len({private_key_of(code, "A"), private_key_of(code, "B"), private_key_of(new_code(), "A")}) == 3
