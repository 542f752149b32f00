from datetime import date
from typing import Any

from crispy_forms_gds.layout import Field, Size
from django import forms
from django.http import QueryDict

from spinouts.domain.company import Company
from spinouts.domain.kept_level import LevelRule
from spinouts.domain.level_picture import employees_of, level_now
from spinouts.forms.queries import QueryForm, count, day, percent, pounds, short


class LevelForm(QueryForm):
    """At which level the employees' part shall stay, and who invests."""

    submit = "Show how many shares it takes"
    target = percent(
        "The employees’ part, in per cent",
        required=True,
        error_messages={"required": "Enter which part the employees shall have, in per cent."},
    )
    rule = forms.ChoiceField(
        label="If no number of shares makes exactly that",
        choices=[
            (LevelRule.AT_LEAST.value, "At least as much, with the fewest new shares"),
            (LevelRule.AT_MOST.value, "At most as much, with the most new shares"),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    bought = count("How many new shares do new investors buy?", "Leave it empty if nobody invests.", min_value=0)
    worth = pounds(
        "What is the whole company worth once they have invested, in pounds?",
        "Only if you want to see what each owner gives away in pounds.",
    )
    on = day("On which day?", "Leave it empty for today or the first day.")

    def __init__(self, company: Company, query: QueryDict, today: date) -> None:
        now = level_now(company, max(company.formed_on, today))
        super().__init__(company, query, today, initial={"rule": LevelRule.AT_LEAST.value, "target": now.percent})
        self.fields["target"].help_text = f"{now.words} Enter 50 for half of the company."
        self.staff = employees_of(company)
        if len(self.staff) > 1:
            self.fields["to"] = forms.ChoiceField(
                label="Who of the employees’ side gets the new shares?",
                choices=[(party.reference, party.name) for party in self.staff],
                required=False,
                widget=forms.RadioSelect,
            )

    def asked(self) -> dict[str, Any]:
        """What `level_picture` takes besides the company."""
        typed = self.cleaned_data
        first = self.staff[0].reference if self.staff else ""
        return {
            "on": typed["on"],
            "to": typed.get("to") or first,
            "target_percent": typed["target"],
            "bought": typed["bought"] or 0,
            "rule": LevelRule(typed["rule"] or LevelRule.AT_LEAST),
            "worth": typed["worth"],
        }

    def layout(self) -> list[Any]:
        to = [Field.radios("to", legend_size=Size.SMALL)] if "to" in self.fields else []
        return [
            short("target"),
            Field.radios("rule", legend_size=Size.SMALL),
            short("bought"),
            *to,
            short("worth"),
            Field("on", context={"legend_size": Size.SMALL}),
        ]
