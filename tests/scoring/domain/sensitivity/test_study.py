from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from accounts.domain.fingerprints import canonical, fingerprint
from procurement.domain.methodology import criteria
from scoring.domain.ranking import rank
from scoring.domain.ranking_record import to_content
from scoring.domain.sensitivity.leaving_out import PanelScore
from scoring.domain.sensitivity.study import study
from scoring.domain.sensitivity.study_shown import study_shown
from tests.scoring.domain.bids import figures, quality_only
from tests.scoring.domain.oracle import competitions


@given(competitions(), st.data())
def test_every_study_can_be_frozen_and_shown(competition, data):
    methodology, bids, disregarded = competition
    ranking = rank(methodology, bids, disregarded)
    assume(len(ranking.first) == 1)
    scales = {each.reference: each.scale for each in criteria(methodology) if each.scale is not None}
    scores = [
        PanelScore(evaluator, bid.bid, reference, data.draw(st.sampled_from([step.value for step in scale.steps])))
        for bid in bids
        for reference, scale in scales.items()
        for evaluator in ("ann", "bob")
    ]
    told = []

    content = study(ranking, fingerprint(to_content(ranking)), scores, {"ann": "Ann"}, lambda *each: told.append(each))

    assert canonical(content)
    assert study_shown(content, tells_of_evaluators=True).first == ranking.first[0].name
    assert [percent for percent, _ in told] == sorted(percent for percent, _ in told)


def test_what_is_shown_names_bids_and_rounds_for_reading():
    ranking = rank(quality_only(), [figures("First", a=3, b=5), figures("Second", a=4, b=3)])
    scores = [
        PanelScore(evaluator, bid, criterion, Decimal(value))
        for evaluator, value in (("ann", 3), ("bob", 4))
        for bid in ("first", "second")
        for criterion in ("a", "b")
    ]

    shown = study_shown(
        study(ranking, "ab" * 32, scores, {"ann": "Ann", "bob": "Bob"}, lambda *_: None), tells_of_evaluators=True
    )

    weight = shown.weights[0]
    assert (weight.title, weight.weight, weight.low, weight.high, weight.beyond) == (
        "A",
        "60%",
        "0%",
        "66.67%",
        "Above: Second.",
    )
    flip = shown.flips[0]
    assert (flip.bid, flip.criterion, flip.agreed, flip.other, flip.share, flip.then) == (
        "First",
        "A",
        "3",
        "2",
        "20%",
        "Second",
    )
    assert [(each.evaluator, each.scores, each.figure, each.range) for each in shown.severities] == [
        ("Ann", 4, "−20.0%", "−20.0% to −20.0%"),
        ("Bob", 4, "+20.0%", "+20.0% to +20.0%"),
    ]
    assert not study_shown(study(ranking, "ab" * 32, scores, {}, lambda *_: None), tells_of_evaluators=False).severities
