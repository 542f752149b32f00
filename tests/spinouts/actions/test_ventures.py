from datetime import UTC, date, datetime

import pytest

from accounts.domain.refusals import Refusal
from accounts.models import TrailEvent
from spinouts.actions.ventures import form_venture
from spinouts.domain.cap_table import EventKind, HoldingEvent, Party, ShareClass
from spinouts.domain.forms import LegalForm, PartyKind
from spinouts.models import JointVenture

AT = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
DAY = date(2026, 12, 1)
STAFF = Party("staff", "Employee trust", PartyKind.EMPLOYEES)
PARTNER = Party("partner", "Harbour Care", PartyKind.PARTNER)
COUNCIL = Party("council", "Barchester Council", PartyKind.COUNCIL)
ORDINARY = ShareClass("ordinary", "Ordinary")


def issue(sequence, party, shares, share_class=ORDINARY, on=DAY):
    return HoldingEvent(EventKind.ISSUE, on, sequence, share_class, shares, to_party=party)


EVENTS = [issue(1, STAFF, 250), issue(2, PARTNER, 400), issue(3, COUNCIL, 350)]


def form(service, by, **changed):
    fields = {
        "name": "Barchester Day Centres Limited",
        "legal_form": LegalForm.COMPANY_BY_SHARES,
        "formed_on": DAY,
        "parties": {STAFF: 2, PARTNER: 2, COUNCIL: 1},
        "share_classes": [ORDINARY],
        "events": EVENTS,
    }
    return form_venture(service, **{**fields, **changed}, by=by, at=AT)


def test_the_register_of_the_new_company_follows_from_its_events(service, approver):
    venture = form(service, approver)

    register = JointVenture.objects.get(pk=venture.pk).register(DAY)

    assert register.capital == {"staff": 250, "partner": 400, "council": 350}
    assert register.board == {"staff": 2, "partner": 2, "council": 1}
    assert register.form == LegalForm.COMPANY_BY_SHARES


def test_nobody_holds_anything_before_the_company_is_formed(service, approver):
    venture = form(service, approver)

    register = venture.register(date(2026, 11, 30))
    assert (register.capital, register.board) == ({}, {})


def test_reading_the_register_takes_as_many_queries_for_one_event_as_for_many(
    service, approver, django_assert_num_queries
):
    many = [issue(number, PARTNER, 1) for number in range(4, 104)]
    venture = form(service, approver, events=[*EVENTS, *many])

    with django_assert_num_queries(2):
        register = venture.register(DAY)

    assert register.capital["partner"] == 500


def test_forming_it_is_on_the_trail(service, approver):
    venture = form(service, approver)

    event = TrailEvent.objects.get(trail=venture.reference)
    assert (event.verb, event.by, event.details["formed_on"]) == ("spinouts.form_venture", approver, "2026-12-01")


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"name": " "}, "no name"),
        ({"name": "L" * 201}, "201 characters"),
        ({"events": []}, "Nobody holds anything"),
        ({"parties": {STAFF: 2, PARTNER: 2}}, "does not have"),
        ({"share_classes": []}, "does not have"),
        ({"events": [issue(1, STAFF, 250, on=date(2026, 11, 30))]}, "before the day"),
        ({"events": [issue(1, STAFF, 0)]}, "0 shares"),
    ],
)
def test_what_makes_no_company_is_refused_and_leaves_nothing(service, approver, changed, why):
    with pytest.raises(Refusal, match=why):
        form(service, approver, **changed)

    assert not JointVenture.objects.exists()
