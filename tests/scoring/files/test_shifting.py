from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from scoring.files.reading import read
from scoring.files.shifting import last_instant, moved, shifted, weeks_between
from scoring.files.values import LONDON
from spinouts.files.opening import text_of
from tests.scoring.files.examples import MYCSP

FILE = read(text_of(MYCSP), "mycsp")
instants = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)).map(lambda each: each.replace(tzinfo=UTC))  # noqa: DTZ001


def test_every_date_moves_by_whole_weeks_and_keeps_its_hour_in_london():
    later = shifted(FILE, 26)  # From winter into summer time.

    drafted, published = later.competition.drafted.at, later.competition.published.at
    assert drafted == moved(FILE.competition.drafted.at, 26)
    assert published.astimezone(LONDON) == datetime(2012, 4, 2, 9, 0, tzinfo=LONDON)
    assert published - FILE.competition.published.at == timedelta(weeks=26)
    assert FILE.opened[0].at.astimezone(LONDON).hour == later.opened[0].at.astimezone(LONDON).hour == 14
    assert later.competition.contract_starts_on == FILE.competition.contract_starts_on + timedelta(weeks=26)
    assert later.award.approved.formed_on == date(2012, 3, 12) + timedelta(weeks=26)


def test_moved_there_and_back_it_is_the_same():
    assert shifted(shifted(FILE, 771), -771) == FILE


def test_the_last_deed_is_no_deadline():
    assert last_instant(FILE) == FILE.award.approved.at


@given(instants, instants)
def test_as_many_weeks_as_fit_lead_to_the_last_week_before(earlier, later):
    weeks = weeks_between(earlier, later)

    assert moved(earlier, weeks) <= later < moved(earlier, weeks + 1) + timedelta(hours=1)
