from datetime import date
from decimal import Decimal
from typing import Any

from crispy_forms_gds.layout import Field, Size
from django import forms
from django.http import QueryDict

from spinouts.domain.company import Company
from spinouts.domain.creditors import Owing
from spinouts.domain.situations import Situation
from spinouts.forms.queries import QueryForm, count, day, pounds, short, unfolding

_AMOUNTS = ("costs", "debts", "wages", "holiday", "tax", "floating")


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
    debts = pounds("Other debts, in pounds", "To suppliers and others. Loans in the register are counted already.")
    wages = pounds(
        "Unpaid wages of the last four months, in pounds",
        "Of each employee £800 goes before other debts; the rest is a debt like others.",
    )
    employees = count("How many employees are owed wages?", "Only if wages are owed.")
    holiday = pounds("Unpaid holiday pay, in pounds", "All of it goes before other debts.")
    tax = pounds(
        "Owed to HM Revenue and Customs, in pounds",
        "VAT, PAYE and employees’ National Insurance, which go before other debts. Enter other taxes as other debts.",
    )
    floating = pounds(
        "How much of it is under a floating charge only, in pounds",
        "Such as stock, money owed by customers and cash. Only where a loan is secured: all else is taken to be under "
        "its fixed charge.",
    )
    on = day("On which day?", "It decides who owns what, and what is owed. Leave it empty for today or the first day.")

    def __init__(self, company: Company, query: QueryDict, today: date) -> None:
        super().__init__(company, query, today, initial={"situation": Situation.SALE.value})

    def asked(self) -> dict[str, Any]:
        """What `waterfall.distribute` takes besides the company."""
        typed = self.cleaned_data
        amounts = {name: typed[name] or Decimal(0) for name in _AMOUNTS}
        return {
            "on": typed["on"],
            "situation": Situation(typed["situation"]),
            "value": typed["value"],
            "owing": Owing(employees=typed["employees"] or 0, **amounts),
        }

    def layout(self) -> list[Any]:
        return [
            Field.radios("situation", legend_size=Size.SMALL),
            short("value"),
            short("costs"),
            short("debts"),
            *unfolding(
                "Debts that go before others, and floating charges",
                "They matter where there is not enough for everybody. Leave empty what is not owed.",
                [short(name) for name in ("wages", "employees", "holiday", "tax", "floating")],
                is_open=self.is_bound and any(self.data.get(name) for name in _AMOUNTS[2:]),
            ),
            Field("on", context={"legend_size": Size.SMALL}),
        ]
