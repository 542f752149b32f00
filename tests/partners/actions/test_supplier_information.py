from datetime import date, timedelta

import pytest

from accounts.domain.refusals import Refusal
from accounts.domain.stale import Stale
from accounts.models import TrailEvent
from partners.actions import declarations, submissions
from partners.actions import supplier_information as information
from partners.actions.completeness import Part, gaps
from partners.domain.identifiers import Scheme
from partners.models import DeclaredGround, SupplierInformationVersion
from procurement.models import Competition
from tests import world
from tests.partners.informing import PERSON_SECRET, confirmed, inform
from tests.world import BEFORE

pytestmark = pytest.mark.django_db


@pytest.fixture
def harbour():
    return world.organisation("Harbour Care")[0]


@pytest.fixture
def ada(harbour):
    return harbour.members.get().user


@pytest.fixture
def asked(complete_bid):
    """A complete bid in a competition that asks for supplier information."""
    Competition.objects.update(asks_supplier_information=True)
    complete_bid.competition.refresh_from_db()
    return complete_bid


def test_what_is_missing_is_told_part_by_part_until_an_administrator_confirms(harbour, ada):
    before = information.what_is_missing(harbour, BEFORE)
    inform(harbour, ada)
    written = information.what_is_missing(harbour, BEFORE)
    information.confirm(harbour, by=ada, at=BEFORE)

    assert len(before) == 9
    assert written == ["An administrator of your organisation has to confirm the supplier information."]
    assert information.what_is_missing(harbour, BEFORE) == []


def test_half_of_it_is_not_confirmed(harbour, ada):
    with pytest.raises(Refusal, match="latest accounts"):
        information.confirm(harbour, by=ada, at=BEFORE)

    assert not SupplierInformationVersion.objects.exists()


def test_a_number_is_kept_as_its_register_writes_it_and_once(harbour, ada):
    for typed in ("9506232", " 0950 6232"):
        information.add_identifier(harbour, Scheme.COMPANIES_HOUSE, typed, by=ada, at=BEFORE)

    assert [(each.scheme, each.value) for each in harbour.identifiers.all()] == [("GB-COH", "09506232")]


def test_a_confirmation_holds_for_twelve_months(harbour, ada):
    confirmed(harbour, ada)

    assert information.what_is_missing(harbour, BEFORE + timedelta(days=364)) == []
    [late] = information.what_is_missing(harbour, BEFORE + timedelta(days=365))
    assert "until Sunday 31 October 2027" in late


def test_a_change_asks_for_a_new_confirmation_and_the_confirmed_version_stays_as_it_was(harbour, ada):
    version = confirmed(harbour, ada)
    content = version.content
    information.save_details(harbour, website="https://harbour.example", by=ada, at=BEFORE)

    version.refresh_from_db()
    assert "has changed" in information.what_is_missing(harbour, BEFORE)[0]
    assert version.content == content
    assert information.confirm(harbour, by=ada, at=BEFORE).number == 2


def test_the_same_information_is_confirmed_once_on_a_day_and_anew_a_year_later(harbour, ada):
    first = confirmed(harbour, ada)

    assert information.confirm(harbour, by=ada, at=BEFORE) == first
    assert information.confirm(harbour, by=ada, at=BEFORE + timedelta(days=400)).number == 2


def test_nobody_confirms_what_changed_after_they_read_it(harbour, ada):
    inform(harbour, ada)

    with pytest.raises(Refusal, match="Somebody changed"):
        information.confirm(harbour, by=ada, at=BEFORE, seen="what stood before")


def test_a_new_person_has_the_grounds_answered_again(harbour, ada):
    confirmed(harbour, ada)
    declarations.save_person(harbour, name="Ned New", connection="director", by=ada, at=BEFORE)

    assert "Answer the exclusion grounds" in information.what_is_missing(harbour, BEFORE)[0]


def test_a_ground_that_is_ticked_asks_what_happened(harbour, ada):
    person = inform(harbour, ada, ticked=["6-4", "7-11"])
    first = DeclaredGround.objects.order_by("pk")[0]
    declarations.save_ground(
        harbour,
        "6-4",
        reference=first.reference,
        person=person,
        happened_on=date(2025, 6, 1),
        what_happened="Convicted of fraud by false representation.",
        steps_taken="She left the board.",
        by=ada,
        at=BEFORE,
    )

    [missing, _] = information.what_is_missing(harbour, BEFORE)
    assert "professional misconduct" in missing
    with pytest.raises(Refusal, match="Keep it ticked"):
        declarations.answer_grounds(harbour, [], by=ada, at=BEFORE)
    assert declarations.answer_grounds(harbour, ["6-4"], by=ada, at=BEFORE) == []
    assert information.what_is_missing(harbour, BEFORE)[1:] == []


@pytest.mark.parametrize(
    ("ground", "happened_on", "goes_on", "why"),
    [
        ("6-4", date(2021, 11, 1), False, "more than 5 years"),
        ("7-11", date(2023, 11, 1), False, "more than 3 years"),
        ("6-4", date(2027, 1, 1), False, "future"),
        ("6-4", date(2021, 11, 2), False, None),
        ("6-4", date(2001, 11, 1), True, None),
    ],
)
def test_what_must_be_ignored_is_not_declared(harbour, ada, ground, happened_on, goes_on, why):
    typed = {"happened_on": happened_on, "goes_on": goes_on, "what_happened": "It happened."}

    if why is None:
        declarations.save_ground(harbour, ground, **typed, by=ada, at=BEFORE)
    else:
        with pytest.raises(Refusal, match=why):
            declarations.save_ground(harbour, ground, **typed, by=ada, at=BEFORE)


def test_a_person_for_whom_something_is_declared_is_not_taken_off_the_list(harbour, ada):
    person = inform(harbour, ada, ticked=["6-4"])
    DeclaredGround.objects.update(person=person)

    with pytest.raises(Refusal, match="An exclusion ground is declared"):
        declarations.remove_person(person, by=ada, at=BEFORE)


def test_two_who_correct_a_person_at_once_do_not_overwrite_each_other(harbour, ada):
    person = inform(harbour, ada)

    with pytest.raises(Stale):
        declarations.save_person(
            harbour, reference=person.reference, seen="old", name="Dora", connection="director", by=ada, at=BEFORE
        )


def test_the_trail_names_no_person_and_tells_nothing_of_what_happened(harbour, ada):
    inform(harbour, ada, ticked=["6-4"])
    declarations.save_ground(harbour, "6-4", what_happened=PERSON_SECRET, goes_on=True, by=ada, at=BEFORE)

    told = [f"{event.subject} {event.details}" for event in TrailEvent.objects.filter(trail=harbour.reference)]
    assert len(told) >= 5
    assert not any(PERSON_SECRET in each for each in told)


def test_a_bid_is_not_submitted_without_it_where_the_competition_asks(asked, bidder):
    with pytest.raises(Refusal, match="An administrator of your organisation has to confirm"):
        submissions.submit(asked, by=bidder, at=BEFORE)
    assert {gap.part for gap in gaps(asked, BEFORE)} == {Part.SUPPLIER}

    version = confirmed(asked.organisation, bidder)
    held = submissions.submit(asked, by=bidder, at=BEFORE).content["supplier_information"]
    assert {part: held[part] for part in version.content} == version.content
    assert (held["confirmed_by"], held["number"]) == (str(bidder), 1)


def test_a_bid_where_it_is_not_asked_holds_nothing_of_it(complete_bid, bidder):
    confirmed(complete_bid.organisation, bidder)

    assert "supplier_information" not in submissions.submit(complete_bid, by=bidder, at=BEFORE).content
