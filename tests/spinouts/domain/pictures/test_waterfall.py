from decimal import Decimal
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from spinouts.domain.money import in_pounds
from spinouts.domain.pictures.lettering import WIDEST
from spinouts.domain.pictures.waterfall import Step, waterfall
from tests.spinouts.domain.pictures.drawn import inside, kinds, names, overlap, overlaps, rectangle

amounts = st.none() | st.decimals(Decimal("-1e9"), Decimal("1e9"), places=2)
walks = st.lists(st.builds(Step, names, amounts, st.just("") | kinds), max_size=20)


@settings(deadline=None, max_examples=60)
@given(walks)
def test_nothing_lies_on_anything_else_and_all_is_inside(steps):
    picture = waterfall("Money", steps)

    texts = [text.edges for bar in picture.bars for text in (*bar.name, bar.amount)]
    things = [*map(rectangle, picture.bars), *texts]
    lines = [(x, y1, x, y2) for x, y1, y2 in (*picture.connectors, *picture.zeros)]
    assert overlaps(things) == []
    assert [(line, thing) for line in lines for thing in things if overlap(line, thing)] == []
    assert [one for one in [*things, *lines] if not inside(one, picture.width, picture.height)] == []
    assert picture.width <= WIDEST
    assert [place for place in picture.cuts for thing in things if thing[1] < place < thing[3]] == []


@settings(deadline=None, max_examples=60)
@given(walks)
def test_each_bar_begins_where_the_one_before_ended(steps):
    picture = waterfall("Money", steps)
    there = [sum((step.amount or Decimal(0) for step in steps[: place + 1]), Decimal(0)) for place in range(len(steps))]

    assert [row.after for row in picture.rows] == [in_pounds(amount) for amount in there]
    for (one, other), step in zip(pairwise(picture.bars), steps[1:], strict=True):
        edges = [(end, begin) for end in (one.x, one.x + one.width) for begin in (other.x, other.x + other.width)]
        # A step too small to see is still drawn two pixels wide.
        assert step.amount is None or min(abs(end - begin) for end, begin in edges) <= 2


def test_an_exit_is_told_step_by_step():
    steps = [
        Step("Price", Decimal(1000)),
        Step("Loan", Decimal(-400)),
        Step("Left for the owners", None),
        Step("Council", Decimal(-600), "council"),
        Step("Nobody", Decimal(0)),
        Step("Left", None),
    ]

    picture = waterfall("Who gets what", steps)

    price, loan, left, council, nobody, end = picture.bars
    assert [bar.amount.words for bar in picture.bars] == ["+£1,000", "−£400", "£600", "−£600", "£0", "£0"]
    assert (price.x, price.x + price.width) == (left.x, loan.x + loan.width)
    assert (loan.x, council.x + council.width) == (left.x + left.width, left.x + left.width)
    assert (nobody.width, end.width) == (2, 2)
    assert [bar.kind for bar in picture.bars] == ["added", "taken", "company", "council", "added", "company"]
    assert picture.alternative == (
        "Price: +£1,000, which makes £1,000; Loan: −£400, which makes £600; Left for the owners: £600; "
        "Council: −£600, which makes £0; Nobody: £0, which makes £0; Left: £0."
    )
    assert [row.is_total for row in picture.rows] == [False, False, True, False, False, True]


def test_below_nothing_bars_stand_left_of_the_line_of_no_money():
    picture = waterfall("Loss", [Step("Start", Decimal(100)), Step("Loss", Decimal(-300)), Step("Balance", None)])

    start, loss, balance = picture.bars
    assert balance.x == loss.x
    assert balance.x + balance.width == start.x
    assert {x for x, _, _ in picture.zeros} == {start.x}
    assert balance.amount.words == "−£200"


def test_no_steps_make_an_empty_picture():
    assert waterfall("Nothing", []).alternative == "No money comes or goes."
