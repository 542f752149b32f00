"""A whole options appraisal, side by side, as its page and the service's show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from spinouts.domain.appraisal import Appraised, Criterion, OptionScore, Scores, appraise, balance, leaders
from spinouts.domain.appraisal_weights import WeightRange, weight_ranges
from spinouts.domain.expected_ownership import Split, control, controller
from spinouts.domain.options import AppraisalOption
from spinouts.domain.present_value import GREEN_BOOK, GREEN_BOOK_PERCENT, YEARS, Costing, OptionMoney, costings

NOTHING = OptionScore(None)


@dataclass(frozen=True, slots=True)
class AppraisalRecord:
    """What the council has entered, as it stands; an option of which nothing is entered is missing."""

    years: int = YEARS
    discount_percent: Decimal = GREEN_BOOK_PERCENT
    discount_source: str = GREEN_BOOK
    criteria: Sequence[Criterion] = ()
    scores: Scores = field(default_factory=dict)
    splits: Mapping[AppraisalOption, Split] = field(default_factory=dict)
    ownership_notes: Mapping[AppraisalOption, str] = field(default_factory=dict)
    money: Mapping[AppraisalOption, OptionMoney] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OptionColumn:
    """All that follows for one option. `stakes` are in the order of the table's rows, None if nothing is entered."""

    option: AppraisalOption
    appraised: Appraised
    costing: Costing
    stakes: Split | None
    controller: str
    control: tuple[str, ...]
    ownership_notes: str


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A criterion with the score of each option, and its place among all, from 0."""

    criterion: Criterion
    scores: tuple[tuple[AppraisalOption, OptionScore], ...]
    place: int
    is_last: bool

    @property
    def up(self) -> int:
        return self.place - 1

    @property
    def down(self) -> int:
        return self.place + 1


@dataclass(frozen=True, slots=True)
class AppraisalPicture:
    record: AppraisalRecord
    columns: tuple[OptionColumn, ...]
    rows: tuple[CriterionRow, ...]
    balance: str | None
    leaders: tuple[Appraised, ...]
    ranges: tuple[WeightRange, ...]

    @property
    def ranking(self) -> list[OptionColumn]:
        """Best first; those that are not ranked come last, in the order in which options are always compared."""
        return sorted(self.columns, key=lambda each: (each.appraised.place is None, each.appraised.place or 0))


def picture(record: AppraisalRecord) -> AppraisalPicture:
    """What follows from the record. Pure, so that the same record always gives the same picture."""
    appraised = appraise(record.criteria, record.scores)
    costs = costings(record.money, record.years, record.discount_percent)
    last = len(record.criteria) - 1
    return AppraisalPicture(
        record=record,
        columns=tuple(_column(record, each, costing) for each, costing in zip(appraised, costs, strict=True)),
        rows=tuple(
            CriterionRow(
                criterion,
                tuple(
                    (option, record.scores.get((criterion.reference, option), NOTHING)) for option in AppraisalOption
                ),
                place,
                place == last,
            )
            for place, criterion in enumerate(record.criteria)
        ),
        balance=balance([criterion.weight for criterion in record.criteria]),
        leaders=leaders(appraised),
        ranges=weight_ranges(record.criteria, appraised),
    )


def _column(record: AppraisalRecord, appraised: Appraised, costing: Costing) -> OptionColumn:
    option, split = appraised.option, record.splits.get(appraised.option)
    return OptionColumn(
        option,
        appraised,
        costing,
        split,
        controller(option, split) if split else "",
        control(option, split) if split else (),
        record.ownership_notes.get(option, ""),
    )
