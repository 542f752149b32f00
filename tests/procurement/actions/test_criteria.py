from decimal import Decimal

import pytest

from accounts.actions import fields
from accounts.domain.refusals import Refusal
from accounts.domain.stale import Stale
from accounts.models import TrailEvent
from procurement.actions import criteria
from procurement.domain.methodology import CriterionKind, Measure, Method, walk
from procurement.models import Competition, Criterion, Scale, Section, methodology_of
from tests import world

NOW = world.PUBLISHED
STEPS = [(Decimal(0), "No", "Not at all."), (Decimal(1), "Yes", "Wholly.")]


def outline(competition):
    """The tree as an officer reads it: depth and title."""
    return [(depth, part.title) for depth, part in walk(methodology_of(Competition.objects.get(pk=competition.pk)))]


def section(reference):
    return Section.objects.get(reference=reference)


def criterion(reference):
    return Criterion.objects.get(reference=reference)


def test_the_tree_reads_in_its_published_order(draft, officer):
    inner = criteria.add_section(draft, title="Care", weight=0, parent=section("quality"), by=officer, at=NOW)
    criteria.add_criterion(inner, title="Safety", kind="scored", by=officer, at=NOW)

    assert outline(draft) == [
        (0, "Conditions of participation"),
        (1, "Insurance"),
        (0, "Quality"),
        (1, "How the service will run"),
        (1, "Working with employees"),
        (1, "Care"),
        (2, "Safety"),
        (0, "The offer"),
        (1, "Investment"),
        (1, "Price"),
    ]
    assert [each.title for each in Criterion.objects.filter(competition=draft).in_order()] == [
        "Insurance",
        "How the service will run",
        "Working with employees",
        "Safety",
        "Investment",
        "Price",
    ]


def test_a_section_moves_with_all_that_it_holds_and_a_second_press_does_nothing(draft, officer):
    criteria.move_section(section("offer"), to=1, by=officer, at=NOW)
    criteria.move_section(section("offer"), to=1, by=officer, at=NOW)

    assert [title for depth, title in outline(draft) if depth == 0] == [
        "Conditions of participation",
        "The offer",
        "Quality",
    ]
    assert TrailEvent.objects.count() == 1


def test_a_criterion_moves_within_its_section(draft, officer):
    criteria.move_criterion(criterion("employees"), to=0, by=officer, at=NOW)

    titles = Criterion.objects.filter(section=section("quality")).order_by("position").values_list("title", flat=True)
    assert list(titles) == ["Working with employees", "How the service will run"]


def test_a_section_is_removed_with_all_that_it_holds_even_from_the_tie_break(draft, officer):
    criteria.add_section(draft, title="Care", weight=0, parent=section("quality"), by=officer, at=NOW)
    criteria.remove_section(section("quality"), by=officer, at=NOW)

    draft.refresh_from_db()
    assert draft.tie_break == []
    assert [title for _, title in outline(draft)] == [
        "Conditions of participation",
        "Insurance",
        "The offer",
        "Investment",
        "Price",
    ]
    assert TrailEvent.objects.get(verb="procurement.remove_section").details == {
        "held": ["Care", "How the service will run", "Working with employees"]
    }


def test_the_same_criterion_sent_twice_is_added_once(draft, officer):
    typed = {"title": "Safety", "kind": "scored", "reference": "AB23"}
    first = criteria.add_criterion(section("quality"), **typed, by=officer, at=NOW)
    second = criteria.add_criterion(section("quality"), **typed, by=officer, at=NOW)

    assert first == second


def test_sections_and_criteria_share_their_references(draft, officer):
    with pytest.raises(Refusal, match="“quality”"):
        criteria.add_criterion(section("offer"), title="X", kind="scored", reference="quality", by=officer, at=NOW)


def test_a_criterion_keeps_only_what_its_kind_needs(draft, officer):
    scale = Scale.objects.get(name="0 to 5")
    everything = {
        "weight": 10,
        "word_limit": 100,
        "scale": scale,
        "minimum_score": 2,
        "measure": Measure.PRICE_TOTAL,
        "method": Method.LINEAR,
        "zero_at": 10,
        "full_at": 5,
    }

    def kept(kind):
        added = criteria.add_criterion(section("quality"), title=kind, kind=kind, **everything, by=officer, at=NOW)
        added.refresh_from_db()
        return {name: getattr(added, name) for name in everything if getattr(added, name) not in {None, "", 0}}

    assert kept(CriterionKind.SCORED) == {"weight": 10, "word_limit": 100, "scale": scale, "minimum_score": 2}
    assert kept(CriterionKind.FORMULA) == {
        "weight": 10,
        "measure": "price_total",
        "method": "linear",
        "zero_at": 10,
        "full_at": 5,
    }
    assert kept(CriterionKind.CONDITION) == {"word_limit": 100, "scale": scale, "minimum_score": 1}


def test_a_condition_finds_or_makes_its_pass_or_fail_scale(draft, officer):
    added = criteria.add_criterion(
        section("conditions"), title="Accounts", kind=CriterionKind.CONDITION, by=officer, at=NOW
    )

    assert added.scale == Scale.objects.get(name="Pass or fail")


@pytest.mark.parametrize("typed", [{"weight": 101}, {"weight": -1}, {"title": "🏛" * 400}, {"word_limit": 0}])
def test_what_can_not_be_is_refused(draft, officer, typed):
    with pytest.raises(Refusal):
        criteria.add_criterion(section("quality"), **{"title": "X", "kind": "scored", **typed}, by=officer, at=NOW)


def test_the_second_of_two_officers_is_told_what_the_first_wrote(draft, officer, lead_officer):
    seen = fields.seen(criterion("service"), ["weight"])
    criteria.revise_criterion(criterion("service"), weight=Decimal(70), seen=seen, by=officer, at=NOW)

    with pytest.raises(Stale, match="Weight is now: 70"):
        criteria.revise_criterion(criterion("service"), weight=Decimal(50), seen=seen, by=lead_officer, at=NOW)


def test_a_change_of_kind_takes_away_what_the_old_kind_had(draft, officer):
    criteria.revise_criterion(
        criterion("service"),
        kind=CriterionKind.FORMULA,
        measure=Measure.PRICE_TOTAL,
        method=Method.PRO_RATA_LOWEST,
        by=officer,
        at=NOW,
    )

    assert criterion("service").scale is None
    changes = TrailEvent.objects.get().details["changes"]
    assert (changes["kind"], changes["scale"]) == ("formula", "None")


def test_a_scale_is_added_once_changed_and_removed(draft, officer):
    scale = criteria.add_scale(draft, name="Yes or no", steps=STEPS, by=officer, at=NOW)
    again = criteria.add_scale(draft, name="Yes or no", steps=STEPS, by=officer, at=NOW)
    criteria.revise_scale(scale, name="No to yes", steps=[*STEPS, (Decimal(2), "Very", "")], by=officer, at=NOW)

    assert again == scale
    assert [str(step) for step in Scale.objects.get(name="No to yes").steps.all()] == ["0 No", "1 Yes", "2 Very"]
    criteria.remove_scale(scale, by=officer, at=NOW)
    assert not Scale.objects.filter(pk=scale.pk).exists()


def test_a_scale_in_use_stays(draft, officer):
    with pytest.raises(Refusal, match="is used by “How the service will run”"):
        criteria.remove_scale(Scale.objects.get(name="0 to 5"), by=officer, at=NOW)


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ([], "at least two"),
        ([(Decimal(0), "No", ""), (Decimal("0.00"), "Yes", "")], "score 0 is there more than once"),
        ([(Decimal(0), "No", ""), (Decimal(-1), "Less", "")], "Score"),
        ([(Decimal(0), "", ""), (Decimal(1), "Yes", "")], "In a word"),
    ],
)
def test_a_scale_that_can_not_be_is_refused_and_nothing_is_kept(draft, officer, steps, said):
    with pytest.raises(Refusal, match=said):
        criteria.add_scale(draft, name="Odd", steps=steps, by=officer, at=NOW)

    assert not Scale.objects.filter(name="Odd").exists()


def test_every_part_of_a_published_design_is_frozen(published, officer):
    scale = Scale.objects.get(name="0 to 5")
    how = {"by": officer, "at": NOW}
    deeds = [
        lambda: criteria.add_section(published, title="X", weight=0, **how),
        lambda: criteria.revise_section(section("quality"), weight=1, **how),
        lambda: criteria.move_section(section("quality"), to=0, **how),
        lambda: criteria.remove_section(section("quality"), **how),
        lambda: criteria.add_criterion(section("quality"), title="X", kind="scored", **how),
        lambda: criteria.revise_criterion(criterion("service"), weight=1, **how),
        lambda: criteria.move_criterion(criterion("service"), to=1, **how),
        lambda: criteria.remove_criterion(criterion("service"), **how),
        lambda: criteria.add_scale(published, name="X", steps=STEPS, **how),
        lambda: criteria.revise_scale(scale, name="X", steps=STEPS, **how),
        lambda: criteria.remove_scale(scale, **how),
    ]

    for deed in deeds:
        with pytest.raises(Refusal, match="abandon this competition, say why, and start a new one"):
            deed()

    assert not TrailEvent.objects.exists()


def test_the_methodology_takes_as_many_queries_for_one_row_as_for_many(draft, django_assert_num_queries):
    with django_assert_num_queries(3):
        methodology_of(draft)

    for number in range(40):
        Section.objects.create(competition=draft, reference=f"s{number}", position=9, title="S", weight=0)
        Criterion.objects.create(
            competition=draft,
            section=section(f"s{number}"),
            position=1,
            reference=f"c{number}",
            title="C",
            kind="scored",
            scale=Scale.objects.get(name="0 to 5"),
        )
    with django_assert_num_queries(3):
        methodology_of(draft)
