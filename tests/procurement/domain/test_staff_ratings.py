from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from procurement.domain.methodology import Methodology, available, earns_marks
from procurement.domain.methodology_record import from_content, to_content
from procurement.domain.soundness import problems, warnings
from procurement.domain.staff_ratings import TOO_FEW, StaffRatings, StaffRules, explain_ratings, for_ratings
from procurement.domain.worked_example import worked_example
from tests.procurement.domain.methodologies import by_staff, scored, section, shown_to_staff

RULES = StaffRules(least_ballots=5)
ballots = st.lists(st.integers(0, 5), min_size=1, max_size=60)


def with_staff(weight=20, *, least=None, **rules):
    answer = shown_to_staff(scored("answer", 100 - weight))
    return Methodology((section("quality", 100, answer, by_staff("voice", weight, **rules), least=least),))


def given_by(ratings):
    return StaffRatings(len(ratings), Decimal(sum(ratings)))


def test_the_mean_as_a_share_of_the_top_is_the_share_of_the_marks():
    ratings = StaffRatings(41, Decimal(164))

    assert for_ratings(ratings, 5, 20) == 16
    assert explain_ratings(ratings, RULES, 5, 20) == (
        "41 ballots of staff gave 164 together, 4 of 5 on average: 164 ÷ (41 × 5) of 20 marks = 16.00."
    )


def test_too_few_ballots_earn_nobody_anything_and_the_words_hold_no_number_of_them():
    assert for_ratings(TOO_FEW, 5, 20) == 0
    assert explain_ratings(TOO_FEW, RULES, 5, 20) == (
        "Fewer than 5 ballots were cast by staff, so no bid earns any of 20 marks, as was published."
    )


@given(ballots)
def test_marks_are_exact_and_within_what_is_available(ratings):
    earned = for_ratings(given_by(ratings), 5, Fraction(100, 3))

    assert earned == sum(Fraction(each, 5) for each in ratings) / len(ratings) * Fraction(100, 3)
    assert 0 <= earned <= Fraction(100, 3)


@given(ballots, st.integers(0, 59))
def test_a_better_rating_on_one_ballot_never_earns_fewer_marks(ratings, place):
    place %= len(ratings)
    better = [*ratings[:place], 5, *ratings[place + 1 :]]

    assert for_ratings(given_by(better), 5, 20) >= for_ratings(given_by(ratings), 5, 20)


def test_an_advisory_criterion_weighs_nothing_and_is_sound():
    methodology = with_staff(0)
    voice = methodology.sections[0].children[1]

    assert problems(methodology) == []
    assert not earns_marks(voice)
    assert available(methodology)["voice"] == 0
    assert "“Voice” is advisory" in " ".join(warnings(methodology))


def test_what_staff_rate_comes_back_from_its_record():
    for methodology in (with_staff(20, partners_named=True), with_staff(0, least_ballots=12)):
        assert from_content(to_content(methodology)) == methodology


def test_a_record_of_a_methodology_without_staff_has_no_word_of_them():
    content = str(to_content(Methodology((section("quality", 100, scored("answer", 100)),))))

    assert "staff" not in content


def test_the_officer_is_told_what_the_ballot_lacks():
    unread = Methodology((section("quality", 100, scored("answer", 80), by_staff("voice", 20, least_ballots=4)),))

    assert problems(unread) == [
        "“Voice” may count only from 5 ballots, so that nobody’s rating can be told.",
        "“Voice” is rated by staff, who would read nothing: choose the answers that they read.",
    ]
    assert "cannot have a least share of its marks" in problems(with_staff(20, least=50))[0]


def test_two_criteria_of_staff_stand_on_one_ballot():
    answer, one, two = shown_to_staff(scored("answer", 80)), by_staff("one", 10), by_staff("two", 10, least_ballots=9)

    assert "stand on one ballot" in problems(Methodology((section("quality", 100, answer, one, two),)))[0]


def test_the_worked_example_shows_ratings_of_staff():
    row = {row.reference: row for row in worked_example(with_staff()).rows}["voice"]

    assert [cell.given for cell in row.cells] == ["3", "3.75", "4.75"] or all(cell.given for cell in row.cells)
    assert "40 ballots of staff gave" in row.cells[0].explained
    assert {cell.earned for cell in row.cells} > {Fraction(19)}
