from datetime import UTC, datetime
from decimal import Decimal

from procurement.domain.methodology import Criterion, CriterionKind, Methodology, Scale, Section, Step
from scoring.domain.award_checks import ChangeRow, Checks, SentBack, changes_and_checks

AT, LATER = datetime(2026, 3, 20, 12, 0, tzinfo=UTC), datetime(2026, 3, 20, 13, 0, tzinfo=UTC)
PASS = Scale("Pass or fail", (Step(Decimal(0), "Fail", ""), Step(Decimal(1), "Pass", "")))
SCALE = Scale("0 to 5", tuple(Step(Decimal(value), f"Step {value}", "") for value in range(6)))
METHODOLOGY = Methodology(
    (
        Section(
            "quality",
            "Quality",
            Decimal(100),
            None,
            (
                Criterion("insurance", "Insurance", CriterionKind.CONDITION, Decimal(0), PASS, Decimal(1), None, None),
                Criterion("service", "Service", CriterionKind.SCORED, Decimal(100), SCALE, None, None, None),
            ),
        ),
    ),
    (),
    2,
)
BIDS = [{"reference": "B1", "organisation": {"name": "Harbour Care"}}]


def change(evaluator, before, after, criterion="service"):
    return {
        "bid": "B1",
        "criterion": criterion,
        "evaluator": evaluator,
        "why": "I had overlooked the rota.",
        "value_before": before,
        "value": after,
        "at": AT.isoformat(),
    }


def check(signed_off, remark="", at=AT, **more):
    return {"by": "Olive", "at": at.isoformat(), "signed_off": signed_off, "remark": remark, **more}


def record(checks=(), **more):
    consensus = {"B1": {"service": {"checks": list(checks)}, "insurance": {}}}
    return {"bids": BIDS, "consensus": consensus, **more}


def test_changes_tell_evaluators_apart_and_name_none():
    changes = [change("Eve", "2.00", "3.50"), change("Finn", None, "1"), change("Eve", "0", "1", "insurance")]

    held = changes_and_checks(record(score_changes=changes), METHODOLOGY)

    assert held.changes == (
        ChangeRow("Harbour Care", "Service", "A", "2", "3.5", "I had overlooked the rota.", AT),
        ChangeRow("Harbour Care", "Service", "B", "none", "1", "I had overlooked the rota.", AT),
        ChangeRow("Harbour Care", "Insurance", "A", "Fail", "Pass", "I had overlooked the rota.", AT),
    )


def test_a_record_of_a_time_that_held_no_changes_says_nothing_of_them():
    assert changes_and_checks(record(), METHODOLOGY).changes is None
    assert changes_and_checks(record(score_changes=[]), METHODOLOGY).changes == ()


def test_what_was_sent_back_tells_how_it_ended():
    signed = record([check(False, "Who pays?", stands=False), check(True, at=LATER, stands=True)])
    open_still = record([check(True), check(False, "Who pays?", at=LATER)])

    assert changes_and_checks(signed, METHODOLOGY).checks == Checks(
        2, 1, (SentBack("Harbour Care", "Service", "Who pays?", AT, "Signed off afterwards"),)
    )
    assert changes_and_checks(open_still, METHODOLOGY).checks == Checks(
        2, 0, (SentBack("Harbour Care", "Service", "Who pays?", LATER, "Not signed off"),)
    )


def test_a_score_that_was_agreed_anew_is_not_signed_off_by_the_check_of_the_one_before():
    assert changes_and_checks(record([check(True, stands=False)]), METHODOLOGY).checks == Checks(2, 0, ())
