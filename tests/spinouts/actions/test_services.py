from datetime import UTC, datetime
from decimal import Decimal

import pytest

from accounts.actions import fields
from accounts.domain.refusals import Refusal
from accounts.domain.stale import Stale
from accounts.models import TrailEvent
from spinouts.actions import services
from spinouts.domain.options import AppraisalOption
from spinouts.models import Service

NOW = datetime(2026, 8, 1, 9, 0, tzinfo=UTC)
TYPED = {
    "name": "Libraries",
    "description": "Fourteen libraries.",
    "annual_cost_amount": Decimal("3100000.50"),
    "headcount": 90,
    "full_time_equivalents": Decimal("61.25"),
    "assets": "Fourteen buildings.",
    "why_spin_out": "To raise money that a council can't.",
}


def test_a_service_is_described_and_its_trail_begins(council, officer):
    service = services.describe(council, **TYPED, by=officer, at=NOW)

    assert {name: getattr(Service.objects.get(), name) for name in TYPED} == TYPED
    assert [event.verb for event in TrailEvent.objects.of(service.reference)] == ["spinouts.describe"]


def test_the_same_description_sent_twice_makes_one_service(council, officer):
    first = services.describe(council, **TYPED, by=officer, at=NOW)
    second = services.describe(council, **TYPED, by=officer, at=NOW)

    assert first == second
    assert TrailEvent.objects.count() == 1


def test_another_service_of_the_same_name_is_refused(council, officer):
    services.describe(council, **TYPED, by=officer, at=NOW)

    with pytest.raises(Refusal, match="already has a service called “Libraries”"):
        services.describe(council, **{**TYPED, "headcount": 91}, by=officer, at=NOW)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("annual_cost_amount", Decimal(-1), "What it costs a year"),
        ("full_time_equivalents", Decimal("-0.5"), "Full time equivalents"),
        ("headcount", -1, "How many people work in it"),
        ("name", "🏛" * 400, "Name"),
    ],
)
def test_what_can_not_be_is_refused_with_the_name_of_its_field(council, officer, field, value, said):
    with pytest.raises(Refusal, match=said):
        services.describe(council, **{**TYPED, field: value}, by=officer, at=NOW)

    assert not Service.objects.exists()


def test_a_change_is_recorded_with_what_changed(service, officer):
    services.revise(service, headcount=181, name="Day centres", by=officer, at=NOW)

    event = TrailEvent.objects.get()
    assert (event.verb, event.details) == ("spinouts.revise", {"changes": {"headcount": "181"}})


def test_a_change_that_changes_nothing_is_not_recorded(service, officer):
    services.revise(service, headcount=180, by=officer, at=NOW)

    assert not TrailEvent.objects.exists()


def test_the_second_of_two_officers_is_told_what_the_first_wrote(service, officer, lead_officer):
    typed = {"headcount": 180, "description": service.description}
    seen = fields.seen(service, typed)
    services.revise(service, seen=seen, **{**typed, "headcount": 200}, by=officer, at=NOW)

    with pytest.raises(Stale, match="How many people work in it is now: 200") as refused:
        services.revise(service, seen=seen, **{**typed, "headcount": 150}, by=lead_officer, at=NOW)

    services.revise(service, seen=refused.value.now, **{**typed, "headcount": 150}, by=lead_officer, at=NOW)
    assert Service.objects.get().headcount == 150


def appraisal(preferred=AppraisalOption.JOINT_VENTURE, for_it="Money and skills."):
    return [
        {"option": option, "for_it": for_it, "against_it": "", "is_preferred": option == preferred}
        for option in AppraisalOption
    ]


def test_five_options_are_compared_and_one_is_preferred(service, officer):
    services.appraise(service, appraisal(), by=officer, at=NOW)
    services.appraise(service, appraisal(AppraisalOption.IN_HOUSE), by=officer, at=NOW)

    assert [row.option for row in service.options.filter(is_preferred=True)] == ["in_house"]
    assert service.options.count() == 5


def test_two_preferred_options_are_refused(service, officer):
    both = [{**option, "is_preferred": True} for option in appraisal()]

    with pytest.raises(Refusal, match="only one"):
        services.appraise(service, both, by=officer, at=NOW)


def test_the_second_appraisal_is_told_what_the_first_says(service, officer, lead_officer):
    seen = services.appraisal_seen(service)
    services.appraise(service, appraisal(), by=officer, at=NOW, seen=seen)

    with pytest.raises(Stale, match=r"Keep the service in house, for it, is now: Money and skills\."):
        services.appraise(service, appraisal(for_it="Other words."), by=lead_officer, at=NOW, seen=seen)
