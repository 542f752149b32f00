"""Forms whose answers stand in the address of the page, so that it can be sent, kept and opened again."""

from datetime import date
from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import HTML, Button, Field, Fixed, Layout, Size
from django import forms
from django.http import QueryDict
from django.utils.html import format_html

from accounts.govuk_forms import DayField, GovukForm, NumberField, WholeNumberField
from spinouts.domain.company import Company

KEPT = "company"
"""What an address may say that the form neither asks nor loses: which company of several the page is of."""


class QueryForm(GovukForm):
    """A form that is sent with GET and stores nothing; bound as soon as the address says anything that it asks."""

    submit = "Show"

    def __init__(self, company: Company, query: QueryDict, today: date, **kwargs: Any) -> None:
        self.company, self.today = company, today
        asked = query.copy()
        self.kept = asked.pop(KEPT, [""])[-1]
        super().__init__(asked or None, initial=kwargs.pop("initial", {}), **kwargs)

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_method = "get"
        helper.disable_csrf = True
        helper.attrs = {"novalidate": ""}
        kept = [HTML(format_html('<input type="hidden" name="{}" value="{}">', KEPT, self.kept))] if self.kept else []
        helper.layout = Layout(*kept, *self.layout(), Button.primary("show", self.submit))
        return helper

    @property
    def first_day(self) -> date:
        """The day from which the page starts if nobody says another: today, or when the company is formed."""
        return max(self.company.formed_on, self.today)

    def clean_on(self) -> date:
        """The day that was asked for, not before there is a company."""
        on: date = self.cleaned_data.get("on") or self.first_day
        if on < self.company.formed_on:
            raise forms.ValidationError("The day lies before the company is formed: choose that day or a later one.")
        return on


def day(label: str, help_text: str = "") -> DayField:
    """A day that may be left empty."""
    return DayField(label=label, help_text=help_text, required=False)


def pounds(label: str, help_text: str = "", **options: Any) -> NumberField:
    """Pounds and pence, 0 or more; may be left empty."""
    options = {"required": False} | options
    return NumberField(
        label=label,
        help_text=help_text,
        example="250,000",
        min_value=0,
        max_digits=14,
        decimal_places=2,
        **options,
    )


def percent(label: str, help_text: str = "", least: int = 0, **options: Any) -> NumberField:
    """Per cent, up to 100; may be left empty."""
    options = {"required": False} | options
    return NumberField(
        label=label, help_text=help_text, example="2.5", min_value=least, max_value=100, decimal_places=4, **options
    )


def count(label: str, help_text: str = "", most: int = 1_000_000_000, **options: Any) -> WholeNumberField:
    """A whole number from 1; may be left empty."""
    options = {"required": False, "min_value": 1} | options
    return WholeNumberField(label=label, help_text=help_text, example="100", max_value=most, **options)


def short(name: str) -> Field:
    """A field for a number."""
    return Field.text(name, label_size=Size.SMALL, field_width=Fixed.TEN)


def unfolding(title: str, hint: str, parts: list[Any], *, is_open: bool) -> list[Any]:
    """Parts of a form that stand folded up until somebody wants them."""
    start = format_html(
        '<details class="govuk-details"{}><summary class="govuk-details__summary">'
        '<span class="govuk-details__summary-text">{}</span></summary><div class="govuk-details__text">'
        '<p class="govuk-body">{}</p>',
        " open" if is_open else "",
        title,
        hint,
    )
    return [HTML(start), *parts, HTML("</div></details>")]
