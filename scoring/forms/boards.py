from decimal import Decimal
from urllib.parse import urlencode

from django import forms

from scoring.domain.board import Wanted, WorkState
from scoring.forms.problems import problems_of

IDS = {"section": "id_section", "state": "id_state", "spread": "id_spread"}


class BoardFilterForm(forms.Form):
    """What a person wants to see of the board; all of it may be left open."""

    section = forms.CharField(required=False, max_length=200)
    state = forms.ChoiceField(
        required=False,
        choices=[("", "Any")] + [(state.value, state.label) for state in WorkState],
        error_messages={"invalid_choice": "Choose one of the states of the list."},
    )
    spread = forms.DecimalField(
        required=False,
        min_value=Decimal("0.01"),
        max_digits=6,
        decimal_places=2,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_digits", "max_decimal_places", "max_whole_digits"),
            "Give the points that scores are apart as a number above 0, such as 2.",
        ),
    )

    @property
    def wanted(self) -> Wanted:
        return Wanted(**self.cleaned_data)

    @property
    def problems(self) -> list[tuple[str, str]]:
        return problems_of(self, IDS)

    @property
    def query(self) -> str:
        """What was asked, as the end of an address."""
        return urlencode({name: self.data[name] for name in IDS if self.data.get(name)})
