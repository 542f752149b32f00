from datetime import UTC, datetime, timedelta

import pytest

from partners.domain.presence import Seen

NOW = datetime(2026, 11, 24, 10, 43, tzinfo=UTC)


def ago(**time):
    return NOW - timedelta(**time)


@pytest.mark.parametrize(
    ("seen", "wrote", "saved", "here", "elsewhere"),
    [
        ({"seconds": 20}, None, None, "Ana Lopez has this page open.", "Ana Lopez has “Staff” open."),
        (
            {"seconds": 20},
            {"seconds": 40},
            {"minutes": 1},
            "Ana Lopez is writing here, last saved at 10:42am.",
            "Ana Lopez is writing in “Staff”, last saved at 10:42am.",
        ),
        (
            {"seconds": 20},
            {"minutes": 30},
            {"minutes": 31},
            "Ana Lopez has this page open, last saved at 10:12am.",
            "Ana Lopez has “Staff” open, last saved at 10:12am.",
        ),
        (
            {"minutes": 5},
            {"minutes": 5},
            None,
            "Ana Lopez was here until 10:38am.",
            "Ana Lopez was in “Staff” until 10:38am.",
        ),
        (
            {"seconds": 1},
            None,
            {"days": 1, "minutes": 43},
            "Ana Lopez has this page open, last saved at 10am on Monday 23 November 2026 (GMT).",
            "Ana Lopez has “Staff” open, last saved at 10am on Monday 23 November 2026 (GMT).",
        ),
    ],
)
def test_where_somebody_is_in_a_sentence(seen, wrote, saved, here, elsewhere):
    at = Seen(
        "Ana Lopez",
        "answer-staff",
        "“Staff”",
        ago(**seen),
        wrote_at=wrote and ago(**wrote),
        saved_at=saved and ago(**saved),
    )

    assert (at.in_words(NOW, is_here=True), at.in_words(NOW, is_here=False)) == (here, elsewhere)
