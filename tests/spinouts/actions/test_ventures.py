from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from accounts.domain.refusals import Refusal
from accounts.models import TrailEvent
from spinouts.actions.ventures import form_venture
from spinouts.domain.company import Company
from spinouts.domain.company_content import to_content
from spinouts.domain.events import EventKind, HoldingEvent, Reason
from spinouts.domain.forms import LegalForm
from spinouts.domain.parties import Party, PartyKind
from spinouts.domain.shares import ShareClass
from spinouts.models import JointVenture
from tests.spinouts.domain.companies import everything

AT = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
DAY = date(2026, 12, 1)
STAFF = Party("staff", "Employee trust", PartyKind.EMPLOYEES)
PARTNER = Party("partner", "Harbour Care", PartyKind.PARTNER)
COUNCIL = Party("council", "Barchester Council", PartyKind.COUNCIL)
ORDINARY = ShareClass("ordinary", "Ordinary")


def issue(sequence, party, shares, share_class=ORDINARY, on=DAY):
    return HoldingEvent(EventKind.ISSUE, on, sequence, share_class, shares, to_party=party, reason=Reason.FORMATION)


def seats(sequence, party, count):
    return HoldingEvent(EventKind.SEATS, DAY, sequence, to_party=party, seats=count, reason=Reason.FORMATION)


EVENTS = (
    issue(1, STAFF, 250),
    issue(2, PARTNER, 400),
    issue(3, COUNCIL, 350),
    seats(4, STAFF, 2),
    seats(5, PARTNER, 2),
    seats(6, COUNCIL, 1),
)
COMPANY = Company(
    reference="company",
    name="Barchester Day Centres Limited",
    form=LegalForm.COMPANY_BY_SHARES,
    formed_on=DAY,
    parties=(STAFF, PARTNER, COUNCIL),
    classes=(ORDINARY,),
    events=EVENTS,
)


def form(service, by, **changed):
    return form_venture(service, replace(COMPANY, **changed), by=by, at=AT)


def test_the_register_of_the_new_company_follows_from_its_events(service, approver):
    venture = form(service, approver)

    register = JointVenture.objects.get(pk=venture.pk).as_value().register(DAY)

    assert register.capital == {"staff": 250, "partner": 400, "council": 350}
    assert register.board == {"staff": 2, "partner": 2, "council": 1}
    assert register.form == LegalForm.COMPANY_BY_SHARES


def test_everything_that_a_company_can_hold_is_kept_to_the_last_field(service, approver):
    company = everything()

    venture = form_venture(service, company, by=approver, at=AT)

    kept = JointVenture.objects.get(pk=venture.pk).as_value()
    assert to_content(kept) == to_content(replace(company, reference=venture.reference))


def test_nobody_holds_anything_before_the_company_is_formed(service, approver):
    register = form(service, approver).as_value().register(date(2026, 11, 30))

    assert (register.capital, register.board) == ({}, {})


def test_reading_the_company_takes_as_many_queries_for_one_event_as_for_many(
    service, approver, django_assert_num_queries
):
    many = tuple(issue(number, PARTNER, 1) for number in range(7, 107))
    venture = form(service, approver, events=EVENTS + many)

    with django_assert_num_queries(3):
        register = venture.as_value().register(DAY)

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
        ({"events": ()}, "Nobody holds anything"),
        ({"parties": (STAFF, PARTNER)}, "does not have"),
        ({"classes": ()}, "does not have"),
        ({"events": (issue(1, STAFF, 250, on=date(2026, 11, 30)),)}, "before the day"),
        ({"events": (issue(1, STAFF, 0),)}, "0 shares"),
    ],
)
def test_what_makes_no_company_is_refused_and_leaves_nothing(service, approver, changed, why):
    with pytest.raises(Refusal, match=why):
        form(service, approver, **changed)

    assert not JointVenture.objects.exists()
