from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from accounts.actions import fields, trail
from accounts.domain.refusals import Refusal
from accounts.domain.stale import Stale
from accounts.models import TrailEvent
from procurement.models.published_services import record_of
from spinouts.actions import appraisals, appraised_options
from spinouts.domain.appraisal import OptionScore
from spinouts.domain.options import AppraisalOption
from spinouts.domain.parties import Side
from spinouts.domain.present_value import GREEN_BOOK, OptionMoney
from spinouts.models import AppraisalCriterion, OptionCost, OptionOwnership, OptionsAppraisal, picture_of

NOW = datetime(2026, 8, 1, 9, 0, tzinfo=UTC)
IN_HOUSE, VENTURE = AppraisalOption.IN_HOUSE, AppraisalOption.JOINT_VENTURE
SAVINGS = {
    "name": "Savings",
    "looked_for": "Less cost.",
    "weight": Decimal(40),
    "zero_means": "Costs more.",
    "five_means": "Saves a fifth.",
}


@pytest.fixture
def who(officer):
    return {"by": officer, "at": NOW}


@pytest.fixture
def savings(service, who):
    return appraisals.add_criterion(service, **SAVINGS, reference="savings", **who)


@pytest.fixture
def care(service, savings, who):
    return appraisals.add_criterion(service, **(SAVINGS | {"name": "Care", "weight": Decimal(60)}), **who)


def names(service):
    return [row.criterion.name for row in picture_of(service).rows]


def verbs(service):
    return [event.verb for event in TrailEvent.objects.of(service.reference)]


def test_the_first_deed_begins_the_appraisal_with_the_rate_of_the_green_book(service, savings, officer):
    appraisal = OptionsAppraisal.objects.get()

    assert (appraisal.years, appraisal.discount_percent, appraisal.discount_source) == (5, Decimal("3.5"), GREEN_BOOK)
    assert verbs(service) == ["spinouts.begin_appraisal", "spinouts.add_appraisal_criterion"]
    assert {(event.by, event.at) for event in TrailEvent.objects.all()} == {(officer, NOW)}
    assert trail.broken_links(service.reference) == []


def test_a_criterion_sent_twice_is_added_once(service, savings, who):
    assert appraisals.add_criterion(service, **SAVINGS, reference="savings", **who) == savings
    assert names(service) == ["Savings"]

    with pytest.raises(Refusal, match="already a criterion with the reference “savings”"):
        appraisals.add_criterion(service, **(SAVINGS | {"name": "Other"}), reference="savings", **who)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [("weight", Decimal("100.01"), "Weight"), ("weight", Decimal(-1), "Weight"), ("name", "", "Name")],
)
def test_what_can_not_be_is_refused_with_its_field(service, who, field, value, said):
    with pytest.raises(Refusal, match=said):
        appraisals.add_criterion(service, **(SAVINGS | {field: value}), **who)

    assert not AppraisalCriterion.objects.exists()


def test_criteria_are_moved_and_removed_and_the_trail_keeps_the_scores(service, savings, care, who):
    appraised_options.score(savings, {VENTURE: OptionScore(4, "A fifth in four years.")}, **who)

    appraisals.move_criterion(care, to=0, **who)
    appraisals.move_criterion(care, to=0, **who)
    assert names(service) == ["Care", "Savings"]
    appraisals.remove_criterion(savings, **who)

    assert names(service) == ["Care"]
    assert verbs(service)[-2:] == ["spinouts.move_appraisal_criterion", "spinouts.remove_appraisal_criterion"]
    assert TrailEvent.objects.order_by("sequence").last().details == {
        "weight": "40%",
        "scores": {"A joint venture with a partner": "4: A fifth in four years."},
    }


def test_a_revised_criterion_keeps_its_scores_and_says_what_changed(service, savings, who):
    appraised_options.score(savings, {VENTURE: OptionScore(4, "A fifth.")}, **who)

    appraisals.revise_criterion(savings, **(SAVINGS | {"weight": Decimal(100)}), **who)
    appraisals.revise_criterion(savings, **(SAVINGS | {"weight": Decimal("100.00")}), **who)

    assert picture_of(service).leaders[0].total == 80
    assert verbs(service).count("spinouts.revise_appraisal_criterion") == 1
    assert TrailEvent.objects.order_by("sequence").last().details == {"changes": {"weight": "100"}}


def test_the_second_of_two_on_a_criterion_is_told(savings, who, lead_officer):
    seen = fields.seen(savings, appraisals.CRITERION)
    appraisals.revise_criterion(savings, **(SAVINGS | {"weight": Decimal(50)}), seen=seen, **who)

    with pytest.raises(Stale, match=r"Weight is now: 50"):
        appraisals.revise_criterion(savings, **(SAVINGS | {"weight": Decimal(30)}), seen=seen, by=lead_officer, at=NOW)


def test_a_score_needs_reasons_and_stands_beside_those_of_other_options(service, savings, who):
    with pytest.raises(Refusal, match="A joint venture with a partner: give the reasons"):
        appraised_options.score(savings, {VENTURE: OptionScore(4, " ")}, **who)

    appraised_options.score(savings, {VENTURE: OptionScore(4, "A fifth."), IN_HOUSE: OptionScore(0, "None.")}, **who)
    appraised_options.score(savings, {VENTURE: OptionScore(None, "")}, **who)

    assert appraised_options.scores_of(savings) == {IN_HOUSE: OptionScore(0, "None.")}


def test_scores_are_whole_numbers_up_to_5(savings, who):
    with pytest.raises(Refusal, match=r"Score: .*less than or equal to 5"):
        appraised_options.score(savings, {VENTURE: OptionScore(6, "More.")}, **who)
    with pytest.raises(IntegrityError, match="an_option_scores_0_to_5"), transaction.atomic():
        savings.scores.create(option=VENTURE.value, value=6, reasons="More.")


def test_the_same_scores_twice_are_recorded_once(service, savings, who):
    for _ in range(2):
        appraised_options.score(savings, {VENTURE: OptionScore(4, "A fifth.")}, **who)

    assert verbs(service).count("spinouts.score_options") == 1


def test_the_second_who_scores_is_told_what_the_first_gave_and_may_replace_it(savings, who, lead_officer):
    seen = appraised_options.scores_seen(savings)
    appraised_options.score(savings, {VENTURE: OptionScore(4, "A fifth.")}, seen=seen, **who)
    other = {VENTURE: OptionScore(2, "A tenth.")}

    with pytest.raises(Stale, match=r"A joint venture with a partner is now: 4, A fifth\.") as refused:
        appraised_options.score(savings, other, seen=seen, by=lead_officer, at=NOW)

    appraised_options.score(savings, other, seen=refused.value.now, by=lead_officer, at=NOW)
    assert appraised_options.scores_of(savings) == other


def test_ownership_is_whole_or_not_there(service, who):
    with pytest.raises(Refusal, match="add up to 99%"):
        appraised_options.expect_ownership(service, VENTURE, {Side.PARTNER: 99}, **who)

    appraised_options.expect_ownership(service, IN_HOUSE, {Side.COUNCIL: 100}, notes="As now.", **who)
    assert OptionOwnership.objects.get().split() == {
        Side.EMPLOYEES: 0,
        Side.PARTNER: 0,
        Side.COUNCIL: 100,
        Side.COMMUNITY: 0,
    }
    appraised_options.expect_ownership(service, IN_HOUSE, {}, notes="As now.", **who)
    assert OptionOwnership.objects.get().split() is None


@pytest.mark.parametrize("stakes", [(50, 49, 0, 0), (100, None, None, None), (None, None, 99, None)])
def test_the_database_keeps_no_stakes_that_do_not_make_100(service, who, stakes):
    appraisal = appraisals.begin(service, **who)
    values = dict(zip([f"{kind.value}_percent" for kind in Side], stakes, strict=True))

    with pytest.raises(IntegrityError, match="expected_stakes_make_100_percent"), transaction.atomic():
        OptionOwnership.objects.create(appraisal=appraisal, option=VENTURE.value, **values)


def test_money_is_kept_to_the_penny_and_missing_years_stay_missing(service, who):
    money = OptionMoney(Decimal("1.50"), (Decimal(2), Decimal("3.25")), grants=Decimal(0), notes="Estimated.")
    appraised_options.cost(service, VENTURE, money, **who)

    costing = picture_of(service).columns[3].costing
    assert costing.money == money
    assert costing.missing == "the costs in years 3 to 5"
    assert OptionCost.objects.get().as_value() == money


def test_the_second_who_costs_an_option_is_told(service, who, lead_officer):
    seen = fields.seen(appraised_options.cost_of(service, VENTURE), appraised_options.MONEY)
    appraised_options.cost(service, VENTURE, OptionMoney(Decimal(1)), seen=seen, **who)

    with pytest.raises(Stale, match="One-off cost of the change is now: 1"):
        appraised_options.cost(service, VENTURE, OptionMoney(Decimal(2)), seen=seen, by=lead_officer, at=NOW)


def test_another_rate_needs_its_own_source(service, who):
    with pytest.raises(Refusal, match="say where the new one comes from"):
        appraisals.set_basis(service, years=5, discount_percent=Decimal(6), discount_source=GREEN_BOOK, **who)

    appraisals.set_basis(service, years=7, discount_percent=Decimal(6), discount_source="Our treasurer.", **who)

    assert picture_of(service).record.discount_percent == 6
    with pytest.raises(Refusal, match="Years of the appraisal"):
        appraisals.set_basis(service, years=31, discount_percent=Decimal(6), discount_source="Ours.", **who)


def test_what_the_public_is_shown_holds_nothing_of_it(service, savings, who):
    before = record_of(service)
    appraised_options.score(savings, {VENTURE: OptionScore(4, "A fifth.")}, **who)
    appraised_options.expect_ownership(service, VENTURE, {Side.PARTNER: 100}, **who)
    appraised_options.cost(service, VENTURE, OptionMoney(Decimal(123)), **who)

    assert record_of(service) == before
