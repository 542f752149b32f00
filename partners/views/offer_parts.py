"""The pages of the offer's form after the first: what stands on each, drawn from what is typed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from partners.domain.instruments import Instrument
from partners.domain.offers import OfferPart
from partners.domain.typed_fields import MOST_ROWS, OF_TERMS, rows_in
from partners.domain.typed_values import NO, YES
from partners.views.offer_rows import ANSWERS, FIRST, LATER, NAMES, WORDS, Widget
from spinouts.domain.terms import LeaverRule, LoanKind, Matter, RightKind

Choices = Sequence[tuple[str, str]]


class Part(StrEnum):
    """A page of the form. The first is all that a simple offer needs."""

    OWNERS = "owners"
    SHARES = "shares"
    INVESTMENT = "investment"
    AGREEMENTS = "agreements"
    SUPPORT = "support"

    @property
    def label(self) -> str:
        return {
            "owners": "Owners, investment and price",
            "shares": "Rights of shares",
            "investment": "Terms of investment",
            "agreements": "Agreements between owners",
            "support": "Support and exit",
        }[self.value]


_STARTS = {
    Part.SHARES: ("class-",),
    Part.INVESTMENT: ("terms-", "loan-"),
    Part.SUPPORT: ("support", "step_in", "exit", "confidential-"),
    Part.AGREEMENTS: (
        *("reserved-", "dilution-", "lock-", "right-", "vesting-", "pre_emption", "drag_along", "tag_along"),
        *("leaver_rule", "least_employees", "most_dividend", "asset_lock", "mission", "deadlock"),
    ),
}
ROWS_OF = {
    Part.OWNERS: ("holding",),
    Part.SHARES: ("class",),
    Part.INVESTMENT: ("loan",),
    Part.AGREEMENTS: ("lock", "right", "vesting"),
    Part.SUPPORT: ("confidential",),
}


def part_of(name: str) -> Part:
    """The page on which a field stands."""
    return next((part for part, starts in _STARTS.items() if name.startswith(starts)), Part.OWNERS)


@dataclass(frozen=True, slots=True)
class TypedField:
    """A field with its text, its error and, after a clash, what somebody else has put there."""

    name: str
    value: str
    error: str = ""
    theirs: str | None = None
    label: str = ""
    hint: str = ""
    widget: Widget = field(default_factory=Widget)
    choices: Choices = ()

    @property
    def id(self) -> str:
        return f"id_{self.name}"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of fields: those that most need, and those that few need, which open if one of them says something."""

    kind: str
    number: int
    title: str
    first: Sequence[TypedField]
    later: Sequence[TypedField]
    later_title: str

    @property
    def is_open(self) -> bool:
        return any(each.error or (each.value and each.value != each.widget.usually) for each in self.later)


@dataclass(frozen=True, slots=True)
class Rows:
    kind: str
    rows: Sequence[Row]
    add: str
    can_add: bool


@dataclass(frozen=True, slots=True)
class MatterRow:
    label: str
    ticks: Sequence[TypedField]
    note: TypedField


class Fields:
    """What is typed, with what is wrong and what clashes; from here every part takes its fields."""

    def __init__(self, typed: Mapping[str, str], errors: Mapping[str, str], theirs: Mapping[str, str]) -> None:
        self.typed, self._errors, self._theirs = typed, errors, theirs
        self.holders = [
            (str(row), name)
            for row in range(1, rows_in(typed) + 1)
            if (name := " ".join(typed.get(f"holding-{row}-name", "").split()))
        ]
        self._choices = self._all_choices()

    def field(self, name: str, label: str = "", hint: str = "", widget: Widget | None = None) -> TypedField:
        widget = widget or WORDS.get(name.rsplit("-", 1)[-1], Widget())
        choices, value = self._choices.get(widget.choices, ()), self.typed.get(name, widget.usually)
        if widget.choices == "classes" and value and value not in dict(choices):
            choices = [*choices, (value, value)]  # A class that was renamed: said to be unknown, but not lost.
        return TypedField(
            name,
            value,
            self._errors.get(name, ""),
            self._theirs.get(name),
            label,
            hint,
            widget,
            choices,
        )

    def rows(self, kind: str) -> Rows:
        count, names = rows_in(self.typed, kind), NAMES[kind]
        rows = [
            Row(
                kind,
                number,
                f"{names.title} {number}",
                self._of_row(kind, number, FIRST[kind]),
                self._of_row(kind, number, LATER.get(kind, {})),
                names.later,
            )
            for number in range(1, count + 1)
        ]
        return Rows(kind, rows, names.add, count < MOST_ROWS)

    def _of_row(self, kind: str, number: int, widgets: Mapping[str, Widget]) -> list[TypedField]:
        return [
            self.field(f"{kind}-{number}-{part}", widget.label, widget.hint, widget) for part, widget in widgets.items()
        ]

    def answers(self) -> list[TypedField]:
        """The single fields among the agreements."""
        return [self.field(name, widget.label, widget.hint, widget) for name, widget in ANSWERS.items()]

    def texts(self) -> dict[str, TypedField]:
        """The texts on support and exit."""
        return {name: self.field(name) for name in ("support", "step_in", "exit")}

    def matters(self) -> list[MatterRow]:
        return [
            MatterRow(
                each.label,
                [
                    self.field(f"reserved-{each}-{row}", f"{each.label}: consent of {name}")
                    for row, name in self.holders
                ],
                self.field(f"reserved-{each}-note", f"{each.label}: limit or note"),
            )
            for each in Matter
        ]

    def protected(self) -> list[TypedField]:
        return [self.field(f"dilution-{row}", name) for row, name in self.holders]

    def terms(self) -> list[tuple[Instrument, list[TypedField]]]:
        """For each instrument by which something is invested, or for which terms are typed."""
        return [
            (instrument, [self.field(f"terms-{instrument}-{part}", *_TERMS[part]) for part in _parts(instrument)])
            for instrument in Instrument
            if self._says(f"money-{instrument}-") or self._says(f"terms-{instrument}-")
        ]

    def class_names(self) -> list[str]:
        names = [
            " ".join(text.split())
            for name, text in self.typed.items()
            if (name.startswith("holding-") and name.endswith("-share_class"))
            or (name.startswith("class-") and name.endswith("-name"))
        ]
        return list(dict.fromkeys(name for name in names if name))

    def _says(self, start: str) -> bool:
        return any(name.startswith(start) and text.strip() for name, text in self.typed.items())

    def _all_choices(self) -> dict[str, Choices]:
        return {
            "yes": ((YES, "Yes"), (NO, "No")),
            "holders": self.holders,
            "lockable": [("all", "Every owner"), *self.holders],
            "loans": _of(LoanKind),
            "rights": _of(RightKind),
            "leavers": _of(LeaverRule),
            "parts": _of(OfferPart),
            "classes": [(name, name) for name in self.class_names()],
        }


_TERMS = {
    "provider": ("Who brings it", "If it is not the partner alone"),
    "conditions": ("What must happen first", "Such as the signing of the contract, or a surveyor’s report"),
    "valuation": ("How its value was found", "Such as market rents, salaries with on-costs, or invoices"),
}


def _parts(instrument: Instrument) -> Iterable[str]:
    return [part for part in OF_TERMS if part != "valuation" or instrument.is_in_kind]


def _of(kind: Iterable[LoanKind] | Iterable[RightKind] | Iterable[LeaverRule] | Iterable[OfferPart]) -> Choices:
    return [(each.value, each.label) for each in kind]
