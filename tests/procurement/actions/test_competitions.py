from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from accounts.actions import fields
from accounts.domain.refusals import Refusal
from accounts.domain.stale import Stale
from accounts.models import TrailEvent
from procurement.actions import competitions
from procurement.actions.readiness import warnings_of
from procurement.domain.lifecycle import CompetitionState
from procurement.models import Competition, Criterion
from tests import world

NOW = world.PUBLISHED


def problems(competition, at=NOW):
    return competitions.publication_problems(Competition.objects.get(pk=competition.pk), at)


def test_a_competition_is_drafted_once_however_often_it_is_sent(service, officer):
    first = competitions.draft(service, title="A partner", reference="AB2345CDEF", by=officer, at=NOW)
    second = competitions.draft(service, title="A partner", reference="AB2345CDEF", by=officer, at=NOW)

    assert first == second
    assert first.stage == CompetitionState.DRAFT
    assert [event.verb for event in TrailEvent.objects.of("AB2345CDEF")] == ["procurement.draft"]


def test_a_reference_belongs_to_one_competition(service, officer):
    competitions.draft(service, title="A partner", reference="AB2345CDEF", by=officer, at=NOW)

    with pytest.raises(Refusal, match="AB2345CDEF"):
        competitions.draft(service, title="Another", reference="AB2345CDEF", by=officer, at=NOW)


def test_a_draft_changes_and_the_trail_says_how(draft, officer):
    competitions.revise(draft, contract_years=10, by=officer, at=NOW)

    assert Competition.objects.get().contract_years == 10
    assert TrailEvent.objects.get().details == {"changes": {"contract_years": "10"}}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("least_employees_percent", Decimal(101)),
        ("estimated_value_amount", Decimal(-1)),
        ("contract_years", 0),
        ("title", "🏛" * 400),
        ("permitted_forms", ["sole_trader"]),
    ],
)
def test_what_can_not_be_is_refused(draft, officer, field, value):
    with pytest.raises(Refusal):
        competitions.revise(draft, **{field: value}, by=officer, at=NOW)

    assert Competition.objects.get().title == draft.title


def test_two_officers_change_different_pages_without_meeting(draft, officer, lead_officer):
    seen = fields.seen(draft, ["title"])
    competitions.revise(draft, contract_years=10, by=officer, at=NOW)

    competitions.revise(draft, title="A partner for life", seen=seen, by=lead_officer, at=NOW)

    assert Competition.objects.get().title == "A partner for life"


def test_two_officers_on_one_page_the_second_is_told(draft, officer, lead_officer):
    seen = fields.seen(draft, ["contract_years"])
    competitions.revise(draft, contract_years=10, seen=seen, by=officer, at=NOW)

    with pytest.raises(Stale, match="Length of the contract in years is now: 10"):
        competitions.revise(draft, contract_years=12, seen=seen, by=lead_officer, at=NOW)


def test_two_officers_who_typed_the_same_agree(draft, officer, lead_officer):
    seen = fields.seen(draft, ["contract_years"])
    competitions.revise(draft, contract_years=10, seen=seen, by=officer, at=NOW)

    competitions.revise(draft, contract_years=10, seen=seen, by=lead_officer, at=NOW)

    assert TrailEvent.objects.count() == 1


def test_a_whole_draft_can_be_published_and_is_then_frozen(draft, lead_officer):
    competitions.publish(draft, by=lead_officer, at=NOW)
    competitions.publish(draft, by=lead_officer, at=NOW)

    published = Competition.objects.get()
    assert (published.stage, published.published_at) == (CompetitionState.PUBLISHED, NOW)
    assert [event.verb for event in TrailEvent.objects.of(draft.reference)] == ["procurement.publish"]
    with pytest.raises(Refusal, match="Its design can’t change any more"):
        competitions.revise(published, contract_years=10, by=lead_officer, at=NOW)


def test_publishing_is_refused_with_everything_that_is_missing(service, lead_officer):
    empty = competitions.draft(service, title="A partner", by=lead_officer, at=NOW)

    with pytest.raises(Refusal) as refused:
        competitions.publish(empty, by=lead_officer, at=NOW)

    assert list(refused.value.sentences) == [
        "Say what the council seeks from a partner.",
        "Enter the length of the contract in years.",
        "Enter the estimated value of the contract.",
        "Choose at least one legal form that the company may take.",
        "There are no criteria yet.",
        "Enter the deadline for questions.",
        "Enter the deadline for bids.",
    ]


def test_weights_of_99_99_percent_are_not_100(draft):
    Criterion.objects.filter(reference="service").update(weight=Decimal("59.99"))

    assert problems(draft) == ["The weights in “Quality” add up to 99.99%, not 100%."]


def test_a_least_score_above_the_scale_is_a_problem(draft):
    Criterion.objects.filter(reference="service").update(minimum_score=6)

    assert problems(draft) == [
        "The least score of “How the service will run”, 6, is above the highest of its scale, 5."
    ]


def test_deadlines_that_have_passed_are_a_problem(draft):
    assert problems(draft, at=world.DEADLINE) == [
        (
            "The deadline for questions, 1pm on Monday 19 October 2026 (BST, British Summer Time), has passed:"
            " choose a later one."
        ),
        "The deadline for bids, midday on Monday 2 November 2026 (GMT), has passed: choose a later one.",
    ]


def test_questions_end_before_bids_do(draft):
    Competition.objects.update(questions_deadline=world.DEADLINE)

    assert problems(draft) == ["The deadline for questions must come before the deadline for bids."]


def test_bidders_have_the_days_that_the_act_gives_them(draft):
    Competition.objects.update(is_light_touch=False, questions_deadline=world.DEADLINE - timedelta(days=1))
    on_the_day = datetime(2026, 10, 8, 9, 0, tzinfo=UTC)

    assert problems(draft, at=on_the_day) == []
    assert problems(draft, at=on_the_day + timedelta(days=1)) == [
        (
            "The deadline for bids must be Tuesday 3 November 2026 or later if the competition is published today:"
            " bidders must have at least 25 days, unless the contract is a light touch one"
            " (Procurement Act 2023, s.54)."
        )
    ]


def test_a_light_touch_contract_has_no_shortest_period(draft):
    Competition.objects.update(questions_deadline=world.DEADLINE - timedelta(hours=1))

    assert problems(draft, at=world.DEADLINE - timedelta(days=1)) == []


def warned(at):
    competition = Competition.objects.select_related("service").get()
    return [each.sentence for each in warnings_of(competition, at) if each.page == "dates"]


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(minutes=12), "Bidders would have only 12 minutes."),
        (timedelta(days=3), "Bidders would have only 3 days."),
        (timedelta(days=24), "Bidders would have only 24 days."),
    ],
)
def test_little_time_for_bids_is_warned_of_although_light_touch_contracts_have_no_shortest_period(draft, left, words):
    (warning,) = warned(world.DEADLINE - left)

    assert warning.startswith(words)
    assert "The Act sets no shortest period for a light touch contract" in warning
    assert "s.54(1)" in warning
    assert warned(world.DEADLINE - timedelta(days=25)) == warned(world.DEADLINE) == []


def test_a_period_that_needs_all_documents_is_warned_of_while_there_are_none(draft, officer):
    Competition.objects.update(is_light_touch=False)
    first, last = world.DEADLINE - timedelta(days=25), world.DEADLINE - timedelta(days=29)

    assert warned(world.DEADLINE - timedelta(days=24)) == warned(world.DEADLINE - timedelta(days=30)) == []
    assert [len(warned(at)) for at in (first, last)] == [1, 1]
    assert warned(first) == [
        (
            "A deadline before Saturday 7 November 2026 is lawful only if all documents of the competition come with "
            "its notice, and there are none yet (Procurement Act 2023, s.54)."
        )
    ]


def test_award_and_start_come_after_the_deadline(draft):
    Competition.objects.update(award_expected_on=world.DEADLINE.date(), contract_starts_on=world.DEADLINE.date())

    assert problems(draft) == [
        "The day on which the award is expected must come after the deadline for bids.",
        "The contract must start after the expected award.",
    ]


def test_a_competition_is_abandoned_with_its_reasons(published, lead_officer):
    competitions.abandon(published, reasons="The service stays in house.", by=lead_officer, at=NOW)
    competitions.abandon(published, reasons="The service stays in house.", by=lead_officer, at=NOW)

    abandoned = Competition.objects.get()
    assert (abandoned.stage, abandoned.abandoned_because) == (CompetitionState.ABANDONED, "The service stays in house.")
    assert TrailEvent.objects.get().details == {"reasons": "The service stays in house."}


def test_abandoning_without_reasons_is_refused(published, lead_officer):
    with pytest.raises(Refusal, match="Say why"):
        competitions.abandon(published, reasons=" ", by=lead_officer, at=NOW)


def test_the_problems_of_a_large_competition_take_no_more_queries(draft, django_assert_num_queries):
    def count():
        competition = Competition.objects.select_related("service").get()
        with django_assert_num_queries(4):
            competitions.publication_problems(competition, NOW)

    count()
    section = Criterion.objects.get(reference="service").section
    for number in range(30):
        Criterion.objects.create(
            competition=draft, section=section, position=9, reference=f"c{number}", title=f"C {number}", kind="scored"
        )
    count()
