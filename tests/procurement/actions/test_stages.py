from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.domain.refusals import Refusal
from accounts.models import TrailEvent
from procurement.actions import competitions, readiness, stages
from procurement.domain.lifecycle import CompetitionState
from procurement.models import Competition, Criterion, later_stages, methodology_of, stages_of
from tests import world

NOW = world.PUBLISHED


def plan(draft, officer, participation=False, rounds=1):
    stages.plan(draft, participation=participation, rounds=rounds, by=officer, at=NOW)
    draft.refresh_from_db()
    return later_stages(draft)


def with_dates(later):
    for number, stage in enumerate(later, 1):
        stage.questions_deadline = world.DEADLINE + timedelta(days=60 * number)
        stage.bid_deadline = world.DEADLINE + timedelta(days=60 * number + 14)
        stage.save()
    return later


def test_each_later_stage_begins_with_the_criteria_of_the_first(draft, officer):
    first, last = plan(draft, officer, participation=True)

    assert [each.label for each in stages_of(last)] == [
        "Stage 1 of 3: requests to participate",
        "Stage 2 of 3: tenders, then negotiation",
        "Stage 3 of 3: final tenders",
    ]
    assert methodology_of(first) == methodology_of(last) == methodology_of(draft)
    assert last.title == "A partner for our day centres (stage 3: final tenders)"
    assert last.contract_years == 7
    assert TrailEvent.objects.get().verb == "procurement.plan_stages"


def test_each_later_stage_begins_with_how_offers_are_read_in_the_draft(draft, officer):
    draft.offers_wait, draft.low_below_others_percent, draft.low_below_estimate_percent = True, Decimal(5), Decimal(50)
    draft.save()

    later = plan(draft, officer, participation=True)

    assert [(each.offers_wait, each.low_below_others_percent, each.low_below_estimate_percent) for each in later] == [
        (True, 5, 50),
        (True, 5, 50),
    ]


def test_the_same_plan_twice_is_made_once_and_another_is_refused(draft, officer):
    plan(draft, officer)

    assert len(plan(draft, officer)) == 1
    with pytest.raises(Refusal, match="planned already"):
        plan(draft, officer, rounds=2)


def test_going_back_to_one_stage_leaves_the_first_as_it_is(draft, officer):
    before = methodology_of(draft)
    plan(draft, officer, participation=True, rounds=2)

    stages.unplan(draft, by=officer, at=NOW)

    assert [each.stage_kind for each in Competition.objects.all()] == [""]
    assert methodology_of(Competition.objects.get()) == before


def test_going_back_to_one_stage_keeps_how_offers_are_read(draft, officer):
    draft.offers_wait = True
    draft.save()
    later = plan(draft, officer, participation=True)
    competitions.revise(later[0], low_below_others_percent=Decimal(5), by=officer, at=NOW)

    stages.unplan(draft, by=officer, at=NOW)

    draft.refresh_from_db()
    assert (draft.offers_wait, draft.low_below_others_percent) == (True, 5)


def test_what_is_sought_is_written_once_for_all_stages(draft, officer):
    last = plan(draft, officer)[0]

    competitions.revise(draft, title="A partner", contract_years=12, by=officer, at=NOW)

    last.refresh_from_db()
    assert (last.title, last.contract_years) == ("A partner (stage 2: final tenders)", 12)
    with pytest.raises(Refusal, match="change it in the first one"):
        competitions.revise(last, contract_years=3, by=officer, at=NOW)


def test_all_stages_are_published_together_and_only_the_first_takes_bids(draft, officer, lead_officer):
    last = with_dates(plan(draft, officer))[0]

    competitions.publish(draft, by=lead_officer, at=NOW)

    last.refresh_from_db()
    draft.refresh_from_db()
    assert (draft.stage, last.stage) == (CompetitionState.PUBLISHED, CompetitionState.ANNOUNCED)
    assert last.published_at == NOW
    assert draft.takes_bids(NOW)
    assert not last.takes_bids(NOW)
    assert [*Competition.objects.beginnings()] == [draft]


def test_what_is_wrong_in_a_later_stage_holds_up_the_publication(draft, officer, lead_officer):
    last = plan(draft, officer)[0]
    Criterion.objects.filter(competition=last, reference="price").delete()

    with pytest.raises(Refusal) as refused:
        competitions.publish(draft, by=lead_officer, at=NOW)

    assert refused.value.sentences == (
        "Stage 2 of 2: final tenders: The weights in “The offer” add up to 50%, not 100%.",
        "Stage 2 of 2: final tenders: Enter the deadline for questions.",
        "Stage 2 of 2: final tenders: Enter the deadline for bids.",
    )
    with pytest.raises(Refusal, match="published with the first one"):
        competitions.publish(last, by=lead_officer, at=NOW)


def test_a_later_stage_has_later_deadlines(draft, officer):
    last = plan(draft, officer)[0]
    last.questions_deadline, last.bid_deadline = world.DEADLINE, world.DEADLINE + timedelta(days=1)
    last.save()

    found = [problem.sentence for problem in readiness.problems_by_page(draft, NOW)]

    assert [sentence for sentence in found if "must come after that of the stage before" in sentence]


def test_who_asks_to_participate_is_judged_by_conditions_alone_if_the_council_wishes(draft, officer):
    plan(draft, officer, participation=True, rounds=0)
    found = [problem.sentence for problem in readiness.problems_of_one(draft, NOW)]
    assert sum("makes no offer yet" in sentence for sentence in found) == 2

    Criterion.objects.filter(competition=draft).exclude(reference="insurance").delete()
    draft.sections.exclude(reference="conditions").delete()
    draft.tie_break = []
    draft.save()

    assert readiness.problems_of_one(draft, NOW) == []


def test_abandoning_a_stage_ends_those_after_it_and_none_is_abandoned_while_it_waits(draft, officer, lead_officer):
    last = with_dates(plan(draft, officer))[0]
    competitions.publish(draft, by=lead_officer, at=NOW)
    last.refresh_from_db()

    with pytest.raises(Refusal, match="waits for"):
        competitions.abandon(last, reasons="No money.", by=lead_officer, at=NOW)
    competitions.abandon(draft, reasons="No money.", by=lead_officer, at=NOW)

    last.refresh_from_db()
    assert (last.stage, last.abandoned_because) == (CompetitionState.ABANDONED, "No money.")
