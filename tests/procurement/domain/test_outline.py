from decimal import Decimal

from procurement.domain.methodology import Criterion, CriterionKind, Formula, Measure, Method, Methodology, Section
from procurement.domain.outline import balance, formula_in_words, outline


def criterion(reference, weight, kind=CriterionKind.SCORED):
    return Criterion(reference, reference.title(), kind, Decimal(weight))


def test_lines_come_in_published_order_with_their_marks():
    inner = Section("inner", "Inner", Decimal(50), children=(criterion("c", "100"),))
    methodology = Methodology((Section("a", "A", Decimal(40), children=(criterion("b", "50"), inner)),))

    lines = [
        (line.depth, line.part.reference, line.marks, line.is_first, line.is_last) for line in outline(methodology)
    ]

    assert lines == [
        (0, "a", 40, True, True),
        (1, "b", 20, True, True),
        (1, "inner", 20, True, True),
        (2, "c", 20, True, True),
    ]


def test_weights_out_of_balance_say_how_to_mend_them():
    assert balance([criterion("a", "59.99"), criterion("b", "40")]) == (
        "The weights add up to 99.99%, not 100%: add 0.01%."
    )
    assert balance([criterion("a", "60"), criterion("b", "50")]) == (
        "The weights add up to 110%, not 100%: take away 10%."
    )
    assert balance([criterion("a", "60"), criterion("b", "40"), criterion("c", "0", CriterionKind.CONDITION)]) == ""
    assert balance([]) == ""


def test_a_formula_is_said_with_its_bounds():
    line = Formula(Measure.INVESTMENT_TOTAL, Method.LINEAR, Decimal(0), Decimal(1_000_000))

    assert formula_in_words(line).startswith("Total investment. £0 earns no marks, £1,000,000 earns all of them")
    assert formula_in_words(Formula(Measure.PRICE_TOTAL, Method.PRO_RATA_LOWEST)) == (
        "Total price. The lowest figure earns all the marks, each other earns lowest ÷ figure of them."
    )
