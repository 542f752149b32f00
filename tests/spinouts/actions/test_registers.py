from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from accounts.domain.refusals import Refusal
from accounts.models import Letter, TrailEvent
from spinouts.actions.registers import record, strike_out
from spinouts.domain.events import EventKind, HoldingEvent, Reason
from spinouts.domain.parties import Party, PartyKind
from spinouts.domain.terms import Agreed, Limits
from spinouts.models import HoldingEvent as Row
from tests.spinouts.actions.test_ventures import COUNCIL, ORDINARY, PARTNER
from tests.spinouts.actions.test_ventures import form as formed

LATER = date(2027, 6, 1)
AT = datetime(2027, 6, 2, 9, 0, tzinfo=UTC)
LIMITED = Agreed(published=Limits(most_partner_percent=Decimal(45)))


@pytest.fixture
def venture(service, approver):
    return formed(service, approver, agreed=LIMITED)


def sale(shares=10, on=LATER):
    return HoldingEvent(
        EventKind.TRANSFER, on, 0, ORDINARY, shares, to_party=PARTNER, from_party=COUNCIL, reason=Reason.SALE
    )


def enter(venture, event, by, reference="page-1", **more):
    return record(venture, event, reference=reference, by=by, at=AT, **more)


def test_a_change_is_entered_and_the_register_follows(venture, officer):
    row = enter(venture, sale(), officer)

    after = venture.as_value()
    assert (row.sequence, row.recorded_by, row.recorded_at) == (7, officer, AT)
    assert after.register(LATER).capital == {"staff": 250, "partner": 410, "council": 340}
    assert after.register(date(2027, 5, 31)).capital["council"] == 350


def test_pressing_the_button_twice_enters_it_once(venture, officer):
    assert enter(venture, sale(), officer) == enter(venture, sale(), officer)
    assert venture.events.count() == 7


def test_two_people_cannot_enter_the_same_event(venture, officer, lead_officer):
    enter(venture, sale(), officer)

    with pytest.raises(Refusal, match="Olive Officer has entered just this already, as entry 7"):
        enter(venture, sale(), lead_officer, reference="page-2")

    assert venture.events.count() == 7


def test_what_really_happened_twice_can_be_entered_again(venture, officer):
    enter(venture, sale(), officer)
    enter(venture, sale(), officer, reference="page-2", again=True)

    assert venture.as_value().register(LATER).capital["council"] == 330


def test_somebody_new_joins_with_the_event_that_brings_them(venture, officer):
    fund = Party("fund", "Good Fund", PartyKind.SOCIAL_INVESTOR)
    new = HoldingEvent(EventKind.ISSUE, LATER, 0, ORDINARY, 50, to_party=fund, reason=Reason.SUBSCRIPTION)

    enter(venture, new, officer, newcomer=fund)

    assert venture.as_value().register(LATER).capital["fund"] == 50
    assert venture.parties.get(reference="fund").kind == PartyKind.SOCIAL_INVESTOR.value


@pytest.mark.parametrize(
    ("event", "why"),
    [
        (sale(on=date(2027, 6, 3)), "in the future"),
        (sale(shares=351), "fewer than the 351"),
        (sale(on=date(2026, 11, 30)), "before the day the company is formed"),
        (replace(sale(), to_party=None), "must say who holds"),
    ],
)
def test_what_cannot_have_happened_is_refused_and_leaves_nothing(venture, officer, event, why):
    with pytest.raises(Refusal, match=why):
        enter(venture, event, officer)

    assert venture.events.count() == 6


def test_a_back_dated_event_may_not_undo_what_came_later(venture, officer):
    enter(venture, sale(shares=350), officer)

    with pytest.raises(Refusal, match="Barchester Council had 349"):
        enter(venture, sale(shares=1, on=date(2027, 1, 1)), officer, reference="page-2")


def test_a_breach_goes_on_the_trail_and_to_the_other_officers(venture, officer, lead_officer):
    Letter.objects.all().delete()

    enter(venture, sale(shares=51), officer)

    letter = Letter.objects.get()
    assert letter.to == lead_officer.email
    assert "Partners: 45.1% of the shares" in letter.body
    assert "Harbour Care" in letter.subject or "Barchester Day Centres" in letter.subject
    event = TrailEvent.objects.get(trail=venture.reference, verb="spinouts.record_event")
    assert "45.1%" in " ".join(event.details["warnings"])


def test_a_change_without_a_warning_writes_no_letter(venture, officer, lead_officer):
    Letter.objects.all().delete()

    enter(venture, replace(sale(shares=1), reason=Reason.GIFT), officer)

    assert not Letter.objects.exists()


def test_a_wrong_entry_is_struck_out_and_stays_on_the_record(venture, officer, lead_officer):
    wrong = enter(venture, sale(), officer)

    strike = strike_out(wrong, note="It was 100 shares.", by=lead_officer, at=AT)
    again = strike_out(wrong, note="It was 100 shares.", by=lead_officer, at=AT)

    assert strike == again
    assert Row.objects.get(pk=wrong.pk).corrected_by == strike
    assert venture.as_value().register(LATER).capital["council"] == 350
    assert TrailEvent.objects.filter(trail=venture.reference, verb="spinouts.strike_out").count() == 1


def test_an_entry_that_was_struck_out_can_be_entered_rightly_as_if_it_were_new(venture, officer):
    strike_out(enter(venture, sale(), officer), note="The day was wrong.", by=officer, at=AT)

    enter(venture, sale(), officer, reference="page-2")

    assert venture.as_value().register(LATER).capital["council"] == 340


def test_what_cannot_be_struck_out_is_refused_with_the_reason(venture, officer):
    formation = venture.events.get(sequence=1)
    strike = strike_out(enter(venture, sale(), officer), note="Wrong.", by=officer, at=AT)
    first = enter(venture, sale(), officer, reference="page-2")
    back = HoldingEvent(EventKind.TRANSFER, LATER, 0, ORDINARY, 405, to_party=COUNCIL, from_party=PARTNER)
    enter(venture, back, officer, reference="page-3")

    for entry, note, why in (
        (formation, "Wrong.", "how the award formed the company"),
        (strike, "Wrong.", "can't be corrected"),
        (first, "  ", "Say what was wrong"),
        (first, "Wrong.", "fewer than the 405"),
    ):
        with pytest.raises(Refusal, match=why):
            strike_out(entry, note=note, by=officer, at=AT)
