from decimal import Decimal
from typing import Any

from django import forms

from accounts.govuk_forms import NumberField, SeenForm
from procurement.actions.scales import Steps, scale_seen, steps_of
from procurement.domain.figures import plain
from procurement.models import Scale

MOST_STEPS = 30


class ScaleForm(SeenForm):
    """A scale, a row for each score. Empty rows are left out; asking for more rows loses nothing that was typed."""

    name = forms.CharField(
        label="Name of the scale", max_length=100, error_messages={"required": "Enter the name of the scale."}
    )
    rows = forms.IntegerField(
        min_value=1,
        max_value=MOST_STEPS,
        widget=forms.HiddenInput,
        error_messages={"required": "The page was sent without the number of its rows: open it again."},
    )

    def __init__(
        self,
        *args: Any,
        scale: Scale | None = None,
        start: tuple[str, Steps] = ("", ()),
        more: bool = False,
        **kwargs: Any,
    ) -> None:
        name, steps = (scale.name, steps_of(scale)) if scale else start
        rows = max(len(steps) + 1, 6)
        initial: dict[str, Any] = {"name": name, "rows": rows, "seen": scale_seen(scale) if scale else ""}
        for number, (value, label, words) in enumerate(steps):
            initial |= {f"value_{number}": plain(value), f"label_{number}": label, f"words_{number}": words}
        data = args[0] if args else None
        if data is not None:
            rows = _rows_in(data, more)
            args = ({**data.dict(), "rows": str(rows)} if hasattr(data, "dict") else data, *args[1:])
        super().__init__(*args, initial=initial, **kwargs)
        self.numbers = range(rows)
        for number in self.numbers:
            self._add_row(number)

    def _add_row(self, number: int) -> None:
        place = number + 1
        self.fields[f"value_{number}"] = NumberField(
            label=f"Score {place}", example="3", min_value=0, max_digits=6, decimal_places=2, required=False
        )
        self.fields[f"label_{number}"] = forms.CharField(
            label=f"Word for score {place}", max_length=100, required=False
        )
        self.fields[f"words_{number}"] = forms.CharField(
            label=f"What an answer of score {place} is like", required=False, widget=forms.Textarea(attrs={"rows": 3})
        )
        for name in ("value", "label"):
            self.fields[f"{name}_{number}"].widget.attrs.pop("maxlength", None)

    def clean(self) -> dict[str, Any]:
        seen: dict[Decimal, int] = {}
        for number in self.numbers:
            value, label, words = self._row(number)
            if value is None and (label or words) and f"value_{number}" not in self.errors:
                self.add_error(f"value_{number}", f"Enter the score in row {number + 1}, or empty the whole row.")
            if value is not None and not label and f"label_{number}" not in self.errors:
                self.add_error(f"label_{number}", f"Enter a word for the score in row {number + 1}.")
            if value in seen:
                self.add_error(f"value_{number}", f"The score {plain(value)} is already in row {seen[value]}.")
            elif value is not None:
                seen[value] = number + 1
        if len(seen) < 2 and not self.errors:
            self.add_error(None, "A scale needs at least two scores, such as 0 and 1.")
        return self.cleaned_data

    def steps(self) -> list[tuple[Decimal, str, str]]:
        rows = [self._row(number) for number in self.numbers]
        return sorted((value, label, words) for value, label, words in rows if value is not None)

    def row_fields(self) -> list[tuple[int, forms.BoundField, forms.BoundField, forms.BoundField]]:
        """For the page: each row's number and its three fields."""
        return [
            (number + 1, self[f"value_{number}"], self[f"label_{number}"], self[f"words_{number}"])
            for number in self.numbers
        ]

    def _row(self, number: int) -> tuple[Decimal | None, str, str]:
        cleaned = self.cleaned_data
        return (
            cleaned.get(f"value_{number}"),
            cleaned.get(f"label_{number}", ""),
            cleaned.get(f"words_{number}", ""),
        )


def _rows_in(data: Any, more: bool) -> int:
    typed = data.get("rows", "")
    rows = int(typed) if typed.isdecimal() and len(typed) < 4 else 6
    return min(max(rows + (3 if more else 0), 1), MOST_STEPS)
