"""What somebody assumes about the years to come of a company; everything may be left empty."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from crispy_forms_gds.choices import Choice
from crispy_forms_gds.layout import Field, Fieldset, Size
from django import forms
from django.http import QueryDict

from accounts.govuk_forms import WholeNumberField
from spinouts.domain.assumed_parties import investor_named, usual_class, vesting_of
from spinouts.domain.company import Company
from spinouts.domain.level_picture import employees_of
from spinouts.domain.ready_scenarios import Ready, ready_scenario
from spinouts.domain.registers import Register
from spinouts.domain.scenario import Assumption, BuyBack, Grow, Leave, Round, Scenario, each_year
from spinouts.domain.terms import LeaverRule
from spinouts.forms.queries import QueryForm, count, day, percent, pounds, short, unfolding

YEARS = 10
ROUNDS = (1, 2, 3)
TAX_PERCENT = Decimal(25)
ROUND = ("year", "investor", "amount", "pre_money")
GROUPS = {
    "growth": ("growth_shares", "growth_price"),
    "leavers": ("leaver_shares", "leaver_value"),
    "buy_back": ("buy_back_year", "buy_back_party", "buy_back_shares", "buy_back_price"),
}
MISSING = {
    "year": "Say in which year it is made, from 1 to 10.",
    "investor": "Say who invests.",
    "amount": "Say how many pounds are invested.",
    "pre_money": "Say what the whole company is worth before it.",
    "buy_back_year": "Say in which year the company buys shares back, from 1 to 10.",
    "buy_back_party": "Say from whom the company buys shares back.",
    "buy_back_shares": "Say how many shares the company buys back.",
    "buy_back_price": "Say how many pounds the company pays for each share.",
    "leaver_value": "Leavers sell their shares back at their value: say how many pounds a share is then worth.",
}


class ProjectionForm(QueryForm):
    submit = "Show the years"
    scenario = forms.ChoiceField(
        label="What do you start from?",
        choices=[Choice(ready.value, ready.label, hint=ready.meaning) for ready in Ready],
        required=False,
        widget=forms.RadioSelect,
    )
    on = day("The first day", "Year 0 is this day, year 1 ends a year later. Leave it empty for the day shown above.")
    income = pounds("Income in year 1, in pounds", "All that the company earns in a year, such as the contract price.")
    income_growth = percent("Growth of income each year, in per cent", "Below zero if it shrinks.", least=-100)
    costs = pounds("Costs in year 1, in pounds", "Everything but interest, tax and dividends.")
    cost_growth = percent("Growth of costs each year, in per cent", "Below zero if they shrink.", least=-100)
    reserves = pounds("Reserves on the first day, in pounds", "Profits that were kept. Usually none in a new company.")
    cash = pounds("Cash on the first day, in pounds", "Leave it empty if it is as much as the reserves.")
    tax = percent("Tax on the profit, in per cent", "Left empty, 25. Enter 0 for a charity.")
    dividend = percent("Dividend, in per cent of what may be distributed", "Left empty, none.")

    def __init__(self, company: Company, query: QueryDict, today: date) -> None:
        super().__init__(company, query, today, initial={"scenario": Ready.AS_AGREED.value})
        self.staff = employees_of(company)
        if company.form.has_shares:
            self._add_rounds()
            self._add_buy_back()
        if self.staff:
            self._add_staff()
        if not company.form.has_shares:
            del self.fields["dividend"]

    def _add_rounds(self) -> None:
        takers = [(party.reference, party.name) for party in self.company.parties]
        for number in ROUNDS:
            self.fields |= {
                f"round{number}_year": _year(f"Year of investment {number}"),
                f"round{number}_investor": forms.CharField(
                    label=f"Who makes investment {number}",
                    help_text="The name of an owner, or of somebody new.",
                    max_length=200,
                    required=False,
                ),
                f"round{number}_amount": pounds(f"Amount of investment {number}, in pounds"),
                f"round{number}_pre_money": pounds(f"Worth of the whole company before investment {number}, in pounds"),
            }
            if self.company.agreed.articles.pre_emption:
                self.fields[f"round{number}_first"] = forms.MultipleChoiceField(
                    label="Who buys its part of the new shares first?",
                    help_text="The owners have first refusal. Tick nobody if none of them uses it.",
                    choices=takers,
                    required=False,
                    widget=forms.CheckboxSelectMultiple,
                )

    def _add_buy_back(self) -> None:
        owners = [("", "Nobody"), *((party.reference, party.name) for party in self.company.parties)]
        self.fields |= {
            "buy_back_year": _year("Year in which the company buys shares"),
            "buy_back_party": forms.ChoiceField(label="From whom", choices=owners, required=False),
            "buy_back_shares": count("How many shares it buys"),
            "buy_back_price": pounds("Price of a share that it buys, in pounds"),
        }

    def _add_staff(self) -> None:
        if len(self.staff) > 1:
            self.fields["staff"] = forms.ChoiceField(
                label="Which of them",
                choices=[(party.reference, party.name) for party in self.staff],
                required=False,
                widget=forms.RadioSelect,
            )
        unit = "shares" if self.company.form.has_shares else "memberships"
        self.fields |= {
            "growth_shares": count(f"New {unit} for the staff each year"),
            "growth_price": pounds("Price of each, in pounds", "Left empty, nothing."),
            "leaver_shares": count(f"Leavers: {unit} of those who go each year"),
        }
        if self.company.agreed.articles.leaver_rule is LeaverRule.SELL_AT_VALUE:
            self.fields["leaver_value"] = pounds("What a share of theirs is then worth, in pounds")

    def clean(self) -> dict[str, Any]:
        for number in ROUNDS:
            self._whole([f"round{number}_{part}" for part in ROUND])
        self._whole(list(GROUPS["buy_back"]))
        self._whole([name for name in GROUPS["leavers"] if name in self.fields])
        return self.cleaned_data

    def _whole(self, names: list[str]) -> None:
        """What belongs together is there together, or not at all."""
        if any(self._is_typed(name) for name in names):
            for name in names:
                if name in self.fields and name not in self.errors and self.cleaned_data.get(name) in (None, ""):
                    self.add_error(name, _missing(name))

    def _is_typed(self, name: str) -> bool:
        return name in self.errors or self.cleaned_data.get(name) not in (None, "", [])

    @property
    def starts_on(self) -> date:
        """The first day of the projection."""
        on: date = self.cleaned_data["on"] if self.is_bound else self.first_day
        return on

    def asked(self) -> Scenario:
        """The scenario; what was left empty is as its hint says. Raises Refusal as `Company.register` does."""
        typed = self.cleaned_data if self.is_bound else {}
        of = self.company.register(self.starts_on)
        reserves = typed.get("reserves") or Decimal(0)
        cash, tax = typed.get("cash"), typed.get("tax")
        figures = Scenario(
            "",
            income=_once(typed.get("income")),
            costs=_once(typed.get("costs")),
            income_growth_percent=typed.get("income_growth") or Decimal(0),
            cost_growth_percent=typed.get("cost_growth") or Decimal(0),
            reserves=reserves,
            cash=reserves if cash is None else cash,
            tax_percent=TAX_PERCENT if tax is None else tax,
            dividend_percent=typed.get("dividend") or Decimal(0),
            assumed=tuple(self._assumed(typed, of)),
        )
        return ready_scenario(Ready(typed.get("scenario") or Ready.AS_AGREED), self.company, figures, self.starts_on)

    def _assumed(self, typed: dict[str, Any], of: Register) -> Iterator[Assumption]:
        yield from self._staff_changes(typed, of)
        for number in ROUNDS:
            each: dict[str, Any] = {part: typed.get(f"round{number}_{part}") for part in (*ROUND, "first")}
            investor = investor_named(self.company, each["investor"] or "")
            share_class = usual_class(self.company, of, investor.reference)
            if each["year"] and share_class:
                takers = tuple(party for party in each["first"] or () if party != investor.reference)
                yield Round(each["year"], investor, share_class.reference, each["amount"], each["pre_money"], takers)
        seller = typed.get("buy_back_party")
        if seller and (share_class := usual_class(self.company, of, seller)):
            yield BuyBack(
                typed["buy_back_year"],
                seller,
                share_class.reference,
                typed["buy_back_shares"],
                typed["buy_back_price"],
            )

    def _staff_changes(self, typed: dict[str, Any], of: Register) -> Iterator[Assumption]:
        if not self.staff:
            return
        party = typed.get("staff") or self.staff[0].reference
        share_class = usual_class(self.company, of, party)
        if share_class is None:
            return
        known, years = share_class.reference, range(1, YEARS + 1)
        if shares := typed.get("growth_shares"):
            yield from each_year(Grow(1, party, known, shares, typed.get("growth_price") or Decimal(0)), years)
        if shares := typed.get("leaver_shares"):
            vesting = vesting_of(self.company, party, known)
            yield from each_year(Leave(1, party, known, shares, vesting, typed.get("leaver_value")), years)

    def layout(self) -> list[Any]:
        money = ["income", "income_growth", "costs", "cost_growth", "reserves", "cash", "tax", "dividend"]
        parts: list[Any] = [
            Field.radios("scenario", legend_size=Size.SMALL),
            *unfolding(
                "Money: income, costs, tax and dividends",
                "Without figures only ownership is shown, and nothing is said of what can be paid.",
                [short(name) for name in money if name in self.fields],
                is_open=self._has(*money[:6], *[name for name in money[6:] if name in self.fields]),
            ),
        ]
        if "round1_year" in self.fields:
            parts += self._rounds()
        if self.staff:
            parts += self._staff_part()
        if "buy_back_year" in self.fields:
            parts += unfolding(
                "The company buys shares back",
                "It may only pay what its profits and its cash allow.",
                [
                    short("buy_back_year"),
                    Field.select("buy_back_party", label_size=Size.SMALL),
                    short("buy_back_shares"),
                    short("buy_back_price"),
                ],
                is_open=self._has(*GROUPS["buy_back"]),
            )
        return [
            *parts,
            *unfolding(
                "Another first day",
                "For example, the day on which a new contract begins.",
                [Field("on", context={"legend_size": Size.SMALL})],
                is_open=self._has("on"),
            ),
        ]

    def _rounds(self) -> list[Any]:
        names = [f"round{number}_{part}" for number in ROUNDS for part in (*ROUND, "first")]
        sets = []
        for number in ROUNDS:
            fields = [short(f"round{number}_{part}") for part in ROUND]
            if f"round{number}_first" in self.fields:
                fields.append(Field.checkboxes(f"round{number}_first", legend_size=Size.SMALL, small=True))
            sets.append(Fieldset(*fields, legend=f"Investment {number}", legend_size=Size.MEDIUM))
        hint = (
            "New shares are issued at the price that the company’s worth makes. Owners who are protected against "
            "dilution get shares for nothing."
        )
        return unfolding("New money for new shares", hint, sets, is_open=self._has(*names))

    def _staff_part(self) -> list[Any]:
        names = [*(["staff"] if "staff" in self.fields else []), *GROUPS["growth"], *GROUPS["leavers"]]
        fields = [
            Field.radios(name, legend_size=Size.SMALL) if name == "staff" else short(name)
            for name in names
            if name in self.fields
        ]
        rule = self.company.agreed.articles.leaver_rule
        said = f"What was agreed: {rule.label[0].lower()}{rule.label[1:]}." if rule else "Leavers keep their shares."
        return unfolding("Staff who come and go", said, fields, is_open=self._has(*names[-4:]))

    def _has(self, *names: str) -> bool:
        """Whether anything was typed into one of these fields."""
        there = (self[name].value() for name in names if self.is_bound and name in self.fields)
        return any(any(value) if isinstance(value, list) else value for value in there)


def _missing(name: str) -> str:
    if name in MISSING:
        return MISSING[name]
    number, part = name.removeprefix("round").split("_", 1)
    return f"Investment {number}: {MISSING[part][0].lower()}{MISSING[part][1:]}"


def _year(label: str) -> WholeNumberField:
    return WholeNumberField(
        label=label, example="3", max_digits=2, min_value=1, max_value=YEARS, required=False, help_text="From 1 to 10."
    )


def _once(amount: Decimal | None) -> tuple[Decimal, ...]:
    return () if amount is None else (amount,)
