from datetime import date
from decimal import Decimal
from typing import Any

from crispy_forms_gds.layout import Field, Size
from django import forms
from django.http import QueryDict

from spinouts.domain.company import Company
from spinouts.domain.situations import Situation
from spinouts.forms.queries import QueryForm, day, pounds, short


class ExitForm(QueryForm):
    """How a company's time ends, and what there is then."""

    submit = "Show who gets what"
    situation = forms.ChoiceField(
        label="What happens?",
        choices=[(situation.value, situation.label) for situation in Situation],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what happens."},
    )
    value = pounds(
        "What there is to pay out, in pounds",
        "The price of the business, or what all that the company has is sold for. Loans are not taken off.",
        required=True,
        error_messages={"required": "Enter how many pounds there are to pay out: 0 or more."},
    )
    costs = pounds("Costs of the ending, in pounds", "Such as fees of lawyers or of an insolvency practitioner.")
    debts = pounds(
        "Other debts, in pounds", "To suppliers, staff and others. Loans in the register are counted already."
    )
    on = day("On which day?", "It decides who owns what, and what is owed. Leave it empty for today or the first day.")

    def __init__(self, company: Company, query: QueryDict, today: date) -> None:
        super().__init__(company, query, today, initial={"situation": Situation.SALE.value})

    def asked(self) -> dict[str, Any]:
        """What `waterfall.distribute` takes besides the company."""
        typed = self.cleaned_data
        return {
            "on": typed["on"],
            "situation": Situation(typed["situation"]),
            "value": typed["value"],
            "costs": typed["costs"] or Decimal(0),
            "debts": typed["debts"] or Decimal(0),
        }

    def layout(self) -> list[Any]:
        return [
            Field.radios("situation", legend_size=Size.SMALL),
            short("value"),
            short("costs"),
            short("debts"),
            Field("on", context={"legend_size": Size.SMALL}),
        ]
