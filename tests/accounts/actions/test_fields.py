from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest

from accounts.actions import fields
from accounts.domain.refusals import Refusal
from accounts.domain.stale import Stale, fingerprint
from accounts.models import Council

SUMMER = timezone(timedelta(hours=1))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Decimal("25.0000"), Decimal(25)),
        (Decimal(25), 25),
        ("a\r\nb", "a\nb"),
        (datetime(2026, 7, 1, 13, tzinfo=SUMMER), datetime(2026, 7, 1, 12, tzinfo=timezone.utc)),  # noqa: UP017
        (["a", "b"], ("a", "b")),
    ],
)
def test_equal_values_look_the_same(one, other):
    assert fields.plain(one) == fields.plain(other)


@pytest.mark.parametrize(("one", "other"), [(True, 1), (None, ""), (0, None), ("1", 2), (["a"], ["b"])])
def test_different_values_look_different(one, other):
    assert fields.plain(one) != fields.plain(other)


def test_a_fingerprint_does_not_depend_on_the_order():
    assert fingerprint({"a": 1, "b": 2}) == fingerprint({"b": 2, "a": 1})
    assert fingerprint({"a": 1, "b": 2}) != fingerprint({"a": 2, "b": 1})


def test_writing_says_what_changes(council):
    assert fields.write(council, {"address": "1 High Street", "email": council.email}) == {"address": "1 High Street"}


def test_what_does_not_suit_its_field_is_refused_by_name(council):
    with pytest.raises(Refusal, match=r"Email: Enter a valid email address\."):
        fields.write(council, {"email": "nonsense"})


def test_nobody_overwrites_unseen_what_somebody_else_wrote(council):
    seen = fields.seen(council, ["address"])
    Council.objects.update(address="Written by another")
    council.refresh_from_db()

    with pytest.raises(Stale) as refused:
        fields.write(council, {"address": "Mine"}, seen_before=seen)

    assert "Address is now: Written by another" in refused.value.sentences
    assert fields.write(council, {"address": "Mine"}, seen_before=refused.value.now) == {"address": "Mine"}


def test_two_who_wrote_the_same_agree(council):
    seen = fields.seen(council, ["address"])
    Council.objects.update(address="The same")
    council.refresh_from_db()

    assert fields.write(council, {"address": "The same"}, seen_before=seen) == {}
