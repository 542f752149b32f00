import pytest

from accounts.domain.counts import agreeing, counted


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 shares were"), (1, "1 share was"), (2, "2 shares were"), (1200, "1,200 shares were")]
)
def test_what_is_counted_agrees_with_its_number(number, said):
    assert f"{counted(number, 'share')} {agreeing(number, 'was', 'were')}" == said


def test_a_plural_that_is_not_made_with_an_s_is_named():
    assert [counted(number, "party", "parties") for number in (1, 2)] == ["1 party", "2 parties"]
