import pytest

from accounts.domain.refusals import Refusal
from partners.domain.connected_persons import month_of_birth


@pytest.mark.parametrize("typed", ["May 1970", "05/1970", "5 1970", "1970", "", " May, 1970 "])
def test_a_month_and_a_year_are_kept_as_they_were_typed(typed):
    assert month_of_birth(typed) == typed.strip()


@pytest.mark.parametrize("typed", ["31 May 1970", "31/05/1970", "1970-05-31", "May 31st, 1970", "31.5.1970"])
def test_a_day_of_birth_is_refused(typed):
    with pytest.raises(Refusal, match="the day is not to be kept"):
        month_of_birth(typed)
