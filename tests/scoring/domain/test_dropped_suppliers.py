from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from procurement.domain.methodology import Methodology, Section, earns_marks, walk
from procurement.domain.refining import Refined, reweighted
from procurement.domain.stages import GoingOn, shortlist
from scoring.domain.dropped_suppliers import Dropped, EndedStage, dropped_test, in_words
from scoring.domain.ranking import rank
from scoring.domain.sheet import BidFigures
from scoring.domain.stage_results import standings_of
from tests.procurement.domain.methodologies import condition, scored
from tests.scoring.domain import oracle
from tests.scoring.domain.oracle import competitions

METHODOLOGY = Methodology(
    (
        Section("conditions", "Conditions", Decimal(0), None, (condition("insurance"),)),
        Section("quality", "Quality", Decimal(60), None, (scored("service", 50), scored("staff", 50))),
        Section("place", "Place", Decimal(40), None, (scored("building", 100),)),
    )
)
SCORES = {"Ark": (5, 5, 1), "Bay": (3, 3, 5), "Cove": (4, 2, 4)}
BEST = GoingOn(most=1)


def ended(methodology=METHODOLOGY, scores=SCORES, rule=BEST, disregarded=()):
    figures = [
        BidFigures(
            name.lower(),
            name,
            {"insurance": Decimal(1)}
            | {each: Decimal(score) for each, score in zip(("service", "staff", "building"), given, strict=True)},
        )
        for name, given in scores.items()
    ]
    return _ended(methodology, figures, rule, dict(disregarded))


def _ended(methodology, figures, rule, disregarded):
    ranking = rank(methodology, figures, disregarded)
    went_on = frozenset(each.bid for each in shortlist(rule, standings_of(ranking)) if each.goes_on)
    return EndedStage("The first round", ranking, rule, went_on)


def refined(added=(), **weights):
    return Refined({name: Decimal(weight) for name, weight in weights.items()}, dict(added))


def test_a_supplier_that_would_have_gone_on_is_found_with_both_totals():
    # Ark 60 + 8 = 68, Bay 36 + 40 = 76, Cove 36 + 32 = 68. With 80 and 20: 84, 68 and 64.
    tested = dropped_test(METHODOLOGY, refined(quality=80, place=20), ended())

    assert tested.dropped == (
        Dropped("Ark", Fraction(68), Fraction(84), would_go_on=True),
        Dropped("Cove", Fraction(68), Fraction(64), would_go_on=False),
    )
    assert tested.unknown == ()
    (sentence,) = in_words(tested)
    assert sentence == (
        "Ark did not go on from “The first round”, with 68.00 of 100 marks. With the refined weights it would have had "
        "84.00 of 100 marks, and would have gone on by the published rule."
    )


def test_weights_that_change_nobodys_end_are_fine():
    tested = dropped_test(METHODOLOGY, refined(quality=65, place=35), ended())

    assert [each.would_go_on for each in tested.dropped] == [False, False]
    assert in_words(tested) == []


def test_one_that_would_share_the_last_place_would_go_on_too():
    # With 60 and 40 Ark has 64 and Bay 76; with 75 and 25 both have 70.
    stage = ended(scores={"Ark": (4, 4, 2), "Bay": (3, 3, 5)})
    assert stage.went_on == {"bay"}

    tested = dropped_test(METHODOLOGY, refined(quality=75, place=25), stage)

    assert tested.dropped == (Dropped("Ark", Fraction(64), Fraction(70), would_go_on=True),)


def test_least_scores_and_what_was_disregarded_bar_the_way_whatever_the_weights():
    with_least = Methodology(
        (
            replace(METHODOLOGY.sections[0]),
            replace(METHODOLOGY.sections[1], minimum_percent=Decimal(70)),
            METHODOLOGY.sections[2],
        )
    )
    scores = {"Ark": (5, 5, 5), "Bay": (5, 0, 5), "Cove": (5, 5, 5)}
    stage = ended(with_least, scores, disregarded={"cove": "Late."})
    assert stage.went_on == {"ark"}

    tested = dropped_test(with_least, refined(service=99, staff=1), stage)

    # Bay failed by the section's least marks, which follow from its weights; Cove stays disregarded.
    totals = {each.name: (each.total, each.refined_total) for each in tested.dropped}
    assert totals["Bay"][0] is None
    assert totals["Bay"][1] is not None
    assert totals["Cove"] == (None, None)


def test_what_is_added_to_words_that_were_assessed_can_t_be_computed():
    tested = dropped_test(METHODOLOGY, refined({"service": "Sundays too."}), ended())

    assert tested.unknown == ("What is added to “Service” was not assessed in that stage.",)
    assert tested.dropped == ()


def test_a_stage_that_asked_nothing_of_it_is_not_touched():
    asked = Methodology((METHODOLOGY.sections[0],))
    stage = _ended(asked, [BidFigures("ark", "Ark", {"insurance": Decimal(0)})], GoingOn(), {})

    tested = dropped_test(METHODOLOGY, refined({"service": "More."}, quality=80, place=20), stage)

    assert (tested.dropped, tested.unknown) == ((), ())


def test_other_weights_in_the_earlier_stage_can_t_be_tried():
    other = reweighted(METHODOLOGY, {"quality": Decimal(50), "place": Decimal(50)})

    tested = dropped_test(METHODOLOGY, refined(quality=80, place=20), ended(other))

    assert tested.unknown == ("The assessment as a whole had other parts or other weights in that stage.",)
    assert tested.dropped == ()


def test_conditions_that_were_asked_only_earlier_make_no_difference():
    without = Methodology(METHODOLOGY.sections[1:])

    tested = dropped_test(without, refined(quality=80, place=20), ended())

    assert [each.name for each in tested.would_go_on] == ["Ark"]


def _groups(methodology):
    sections = [part for _, part in walk(methodology) if isinstance(part, Section)]
    return [methodology.sections, *(section.children for section in sections)]


@st.composite
def reshuffled(draw):
    """A ranked competition, its rule, and new weights: those of each section's parts change places among them."""
    methodology, bids, disregarded = draw(competitions())
    rule = GoingOn(draw(st.none() | st.integers(1, 3)), None, draw(st.none() | st.integers(0, 100).map(Decimal)))
    weights = {}
    for group in _groups(methodology):
        weighing = [part for part in group if earns_marks(part)]
        new = draw(st.permutations([part.weight for part in weighing]))
        weights |= {part.reference: weight for part, weight in zip(weighing, new, strict=True)}
    return methodology, bids, disregarded, rule, weights


def _going(rule, placed):
    """Who goes on, found another way: whoever has enough marks, and fewer than the most before it."""
    able = {
        bid: found[0]
        for bid, found in placed.items()
        if found and (rule.least_marks is None or found[2] >= Fraction(rule.least_marks))
    }
    return {
        bid
        for bid, place in able.items()
        if rule.most is None or sum(other < place for other in able.values()) < rule.most
    }


@given(reshuffled())
def test_the_test_agrees_with_an_independent_ranking(case):
    methodology, bids, disregarded, rule, weights = case
    assume(any(weights[part.reference] != part.weight for _, part in walk(methodology) if part.reference in weights))
    stage = _ended(methodology, bids, rule, disregarded)
    assert stage.went_on == _going(rule, oracle.places(methodology, bids, disregarded))

    tested = dropped_test(methodology, Refined(weights, {}), stage)

    again = _going(rule, oracle.places(reweighted(methodology, weights), bids, disregarded))
    names = {each.bid: each.name for each in bids}
    assert tested.unknown == ()
    assert sorted(each.name for each in tested.would_go_on) == sorted(names[bid] for bid in again - stage.went_on)


@given(reshuffled())
def test_weights_that_stay_change_nothing(case):
    methodology, bids, disregarded, rule, _ = case
    same = {part.reference: part.weight for _, part in walk(methodology)}

    tested = dropped_test(methodology, Refined(same, {}), _ended(methodology, bids, rule, disregarded))

    assert (tested.dropped, tested.unknown) == ((), ())
