import pytest

from accounts.domain.refusals import Refusal
from accounts.models import TrailEvent
from partners.actions.consortia import ConsortiumChanged, members_of, name_consortium, seen
from partners.domain.deadlines import TooLate
from partners.models import LateAttempt
from tests.world import AFTER, BEFORE


def member(name="Tide Trust", kind="charity", registered_number="12", **others):
    empty = {"role": "member", "share": "", "part": "Day trips", "email": ""}
    return {"name": name, "kind": kind, "registered_number": registered_number, **empty, **others}


def test_the_members_are_named_in_order_and_replaced_as_a_whole(bid, bidder):
    name_consortium(bid, [member("B"), member("A")], by=bidder, at=BEFORE)
    name_consortium(bid, [member("C"), member("B", part="Transport")], by=bidder, at=BEFORE)

    assert members_of(bid) == [member("C"), member("B", part="Transport")]


def test_naming_the_same_members_twice_does_nothing_the_second_time(bid, bidder):
    name_consortium(bid, [member()], by=bidder, at=BEFORE)
    name_consortium(bid, [member()], by=bidder, at=BEFORE)

    assert TrailEvent.objects.filter(verb="partners.name_consortium").count() == 1


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        ([member(name="")], "Member 1: enter its name."),
        ([member("Tide Trust"), member("TIDE TRUST")], "named twice"),
        ([member("harbour care")], "your own organisation"),
        ([member(kind="")], "choose what kind of organisation"),
        ([member(kind="bank")], "choose what kind of organisation"),
        ([member(role="friend")], "choose its role"),
        ([member(share="a third")], "Member 1: enter its share of the work"),
        ([member("A", share="60"), member("B", share="50")], "add up to 110%: take 10% off"),
        ([member(email="nowhere")], "Member 1: enter an e-mail address"),
        ([member("Ä" * 200 + "😀" * 200)], "Member 1: name: .* at most 300 characters"),
    ],
)
def test_a_member_that_can_not_be_is_refused_with_a_sentence(bid, bidder, members, sentence):
    with pytest.raises(Refusal, match=sentence):
        name_consortium(bid, members, by=bidder, at=BEFORE)

    assert members_of(bid) == []


def test_a_list_that_somebody_else_changed_is_not_overwritten_unseen(bid, bidder):
    before = seen(bid)
    name_consortium(bid, [member("Theirs")], by=bidder, at=BEFORE)

    with pytest.raises(ConsortiumChanged) as refusal:
        name_consortium(bid, [member("Mine")], by=bidder, at=BEFORE, seen_before=before)

    name_consortium(bid, [member("Mine")], by=bidder, at=BEFORE, seen_before=refusal.value.now)
    assert members_of(bid) == [member("Mine")]


def test_late_members_are_refused_and_kept(bid, bidder):
    with pytest.raises(TooLate):
        name_consortium(bid, [member()], by=bidder, at=AFTER)

    assert LateAttempt.objects.get().content == {"members": [member()]}
