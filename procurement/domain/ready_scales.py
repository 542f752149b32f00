"""Scales that councils often use, to start from. The words of each step belong to the council that takes one over."""

from decimal import Decimal

from procurement.domain.methodology import Scale, Step

PASS_OR_FAIL = Scale(
    "Pass or fail",
    (
        Step(Decimal(0), "Fail", "The answer does not show that the condition is met."),
        Step(Decimal(1), "Pass", "The answer shows that the condition is met."),
    ),
)

ZERO_TO_FIVE = Scale(
    "0 to 5",
    (
        Step(Decimal(0), "No answer", "Nothing is said, or nothing that answers the question."),
        Step(Decimal(1), "Poor", "Much is missing or not credible: major doubts whether it could be done."),
        Step(Decimal(2), "Weak", "Some of the question is answered, with little detail or evidence: several doubts."),
        Step(Decimal(3), "Acceptable", "The question is answered, with enough detail and evidence: minor doubts only."),
        Step(Decimal(4), "Good", "The whole question is answered, with good detail and evidence, and without doubts."),
        Step(
            Decimal(5),
            "Excellent",
            "The whole question is answered with full detail and strong evidence, and shows what more will be gained.",
        ),
    ),
)

ZERO_TO_FOUR = Scale(
    "0 to 4",
    (
        Step(Decimal(0), "Unacceptable", "No answer, or one that does not meet what is asked."),
        Step(Decimal(1), "Limited", "Meets some of what is asked, with major gaps."),
        Step(Decimal(2), "Adequate", "Meets most of what is asked, with minor gaps."),
        Step(Decimal(3), "Good", "Meets all of what is asked, with evidence."),
        Step(Decimal(4), "Outstanding", "Meets all of what is asked with strong evidence, and adds to it."),
    ),
)

READY = {"zero_to_five": ZERO_TO_FIVE, "zero_to_four": ZERO_TO_FOUR, "pass_or_fail": PASS_OR_FAIL}
