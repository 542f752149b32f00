from typing import Any

from crispy_forms_gds.layout import HTML, Field, Fieldset, Fixed, Size
from django import forms

from accounts.actions import fields
from accounts.govuk_forms import NumberField, PartForm, SeenForm, WholeNumberField
from spinouts.actions.appraisals import BASIS, CRITERION
from spinouts.actions.appraised_options import MONEY, OWNERSHIP, scores_of, scores_seen
from spinouts.domain.appraisal import SCORES, OptionScore
from spinouts.domain.options import AppraisalOption
from spinouts.domain.parties import Side
from spinouts.domain.present_value import MOST_YEARS, OptionMoney
from spinouts.models import AppraisalCriterion, OptionCost, OptionOwnership, OptionsAppraisal


class BasisForm(SeenForm):
    """Over how many years money is compared, and how the future is discounted."""

    submit = "Save"
    years = WholeNumberField(
        label="How many years does the appraisal cover?",
        help_text=f"Up to {MOST_YEARS}. Year 0, in which the change is made, comes before them.",
        example="5",
        min_value=1,
        max_value=MOST_YEARS,
        error_messages={"required": "Enter how many years the appraisal covers."},
    )
    discount_percent = NumberField(
        label="Discount rate, in per cent a year",
        help_text="In real terms, without inflation. The Treasury’s Green Book has 3.5.",
        example="3.5",
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        error_messages={"required": "Enter the discount rate."},
    )
    discount_source = forms.CharField(
        label="Where the rate comes from",
        widget=forms.Textarea,
        error_messages={"required": "Say where the discount rate comes from."},
    )

    def __init__(self, *args: Any, appraisal: OptionsAppraisal, **kwargs: Any) -> None:
        initial = {name: getattr(appraisal, name) for name in BASIS} | {"seen": fields.seen(appraisal, BASIS)}
        super().__init__(*args, initial=initial, **kwargs)

    def layout(self) -> list[Any]:
        return [
            "seen",
            Field.text("years", label_size=Size.SMALL, field_width=Fixed.THREE),
            Field.text("discount_percent", label_size=Size.SMALL, field_width=Fixed.FIVE),
            Field.textarea("discount_source", label_size=Size.SMALL, rows=3),
        ]


class AppraisalCriterionForm(PartForm):
    name = forms.CharField(
        label="Name of the criterion", max_length=200, error_messages={"required": "Enter the name of the criterion."}
    )
    looked_for = forms.CharField(label="What you look for", required=False, widget=forms.Textarea)
    weight = NumberField(
        label="Weight, in per cent",
        help_text="The weights of all criteria must add up to exactly 100%.",
        example="40",
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        error_messages={"required": "Enter the weight in per cent."},
    )
    zero_means = forms.CharField(
        label="What a score of 0 means",
        widget=forms.Textarea,
        error_messages={"required": "Say what a score of 0 means."},
    )
    five_means = forms.CharField(
        label="What a score of 5 means",
        help_text="Scores are whole numbers from 0 to 5.",
        widget=forms.Textarea,
        error_messages={"required": "Say what a score of 5 means."},
    )

    def __init__(self, *args: Any, criterion: AppraisalCriterion | None = None, **kwargs: Any) -> None:
        if criterion is not None:
            kwargs["initial"] = {name: getattr(criterion, name) for name in CRITERION}
            kwargs["initial"]["seen"] = fields.seen(criterion, CRITERION)
        super().__init__(*args, **kwargs)

    def layout(self) -> list[Any]:
        return [
            "seen",
            "reference",
            Field.text("name", label_size=Size.SMALL),
            Field.textarea("looked_for", label_size=Size.SMALL, rows=4),
            Field.text("weight", label_size=Size.SMALL, field_width=Fixed.FIVE),
            Field.textarea("zero_means", label_size=Size.SMALL, rows=2),
            Field.textarea("five_means", label_size=Size.SMALL, rows=2),
        ]

    def typed(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in CRITERION}


class OptionScoresForm(SeenForm):
    """Every option on one criterion, so that each is measured by the same rule."""

    submit = "Save the scores"

    def __init__(self, *args: Any, criterion: AppraisalCriterion, **kwargs: Any) -> None:
        initial: dict[str, Any] = {"seen": scores_seen(criterion)}
        stands = scores_of(criterion)
        for option in AppraisalOption:
            each = stands.get(option, OptionScore(None))
            initial[f"{option.value}_score"] = "" if each.value is None else str(each.value)
            initial[f"{option.value}_reasons"] = each.reasons
        super().__init__(*args, initial=initial, **kwargs)
        for option in AppraisalOption:
            self.fields[f"{option.value}_score"] = forms.ChoiceField(
                label="Score",
                choices=[*((str(score), str(score)) for score in SCORES), ("", "Not scored yet")],
                required=False,
                widget=forms.RadioSelect,
            )
            self.fields[f"{option.value}_reasons"] = forms.CharField(
                label="Reasons", required=False, widget=forms.Textarea
            )

    def clean(self) -> dict[str, Any]:
        for option, each in self.scores().items():
            if each.value is not None and not each.reasons:
                self.add_error(f"{option.value}_reasons", f"Give the reasons for the score: {option.label}.")
        return self.cleaned_data

    def scores(self) -> dict[AppraisalOption, OptionScore]:
        found = {}
        for option in AppraisalOption:
            typed = self.cleaned_data.get(f"{option.value}_score") or ""
            reasons = self.cleaned_data.get(f"{option.value}_reasons") or ""
            found[option] = OptionScore(int(typed) if typed else None, reasons)
        return found

    def layout(self) -> list[Any]:
        parts = [
            Fieldset(
                Field.radios(f"{option.value}_score", inline=True, small=True, legend_size=Size.SMALL),
                Field.textarea(f"{option.value}_reasons", label_size=Size.SMALL, rows=3),
                legend=option.label,
                legend_size=Size.MEDIUM,
            )
            for option in AppraisalOption
        ]
        return ["seen", *parts]


class OwnershipForm(SeenForm):
    """Whole percents that make 100, or nothing."""

    submit = "Save"
    OF = {
        Side.EMPLOYEES: "Employees",
        Side.PARTNER: "Partner: the charity, company or group",
        Side.COUNCIL: "Council",
        Side.COMMUNITY: "Community: users and local people",
    }
    notes = forms.CharField(
        label="Notes on the ownership",
        help_text="For example, a class of shares, an asset lock, or seats on the board.",
        required=False,
        widget=forms.Textarea,
    )

    def __init__(self, *args: Any, ownership: OptionOwnership, **kwargs: Any) -> None:
        initial = {name: getattr(ownership, name) for name in OWNERSHIP} | {"seen": fields.seen(ownership, OWNERSHIP)}
        super().__init__(*args, initial=initial, **kwargs)
        for kind, words in self.OF.items():
            self.fields[f"{kind.value}_percent"] = WholeNumberField(
                label=f"{words}, in per cent", example="40", min_value=0, max_value=100, required=False
            )

    def percents(self) -> dict[Side, int | None]:
        return {kind: self.cleaned_data[f"{kind.value}_percent"] for kind in self.OF}

    def layout(self) -> list[Any]:
        stakes = [
            Field.text(f"{kind.value}_percent", label_size=Size.SMALL, field_width=Fixed.THREE) for kind in self.OF
        ]
        return ["seen", *stakes, Field.textarea("notes", label_size=Size.SMALL, rows=4)]


class CostForm(SeenForm):
    """Pounds at today's prices: the one-off cost, the cost in each year, and the investment that comes in."""

    submit = "Save"
    AMOUNTS = {
        "one_off_amount": "One-off cost of the change, in pounds",
        "grants_amount": "Grants, in pounds",
        "loans_amount": "Loans, in pounds",
        "equity_amount": "Equity, in pounds",
    }
    notes = forms.CharField(
        label="Where the figures come from",
        help_text="Who estimated them, when, and from what.",
        required=False,
        widget=forms.Textarea,
    )

    def __init__(self, *args: Any, cost: OptionCost, years: int, **kwargs: Any) -> None:
        initial = {name: getattr(cost, name) for name in MONEY} | {"seen": fields.seen(cost, MONEY)}
        initial |= {f"year_{year}": amount for year, amount in enumerate(cost.yearly_amounts, start=1)}
        super().__init__(*args, initial=initial, **kwargs)
        self.years = range(1, max(years, len(cost.yearly_amounts)) + 1)
        for name, words in self.AMOUNTS.items():
            self.fields[name] = _amount(words)
        for year in self.years:
            after = "" if year <= years else ", after the last year of the appraisal: not counted"
            self.fields[f"year_{year}"] = _amount(f"Year {year}, in pounds{after}")

    def clean(self) -> dict[str, Any]:
        """Years are entered in order, so that none in between is taken for nothing."""
        gap = 0
        for year in self.years:
            name = f"year_{year}"
            if name in self.errors:
                continue
            if self.cleaned_data.get(name) is None:
                gap = gap or year
            elif gap:
                self.add_error(f"year_{gap}", f"Enter the cost in year {gap}, 0 if there is none: year {year} has one.")
                break
        return self.cleaned_data

    def money(self) -> OptionMoney:
        typed = self.cleaned_data
        yearly = [typed[f"year_{year}"] for year in self.years]
        return OptionMoney(
            one_off=typed["one_off_amount"],
            yearly=tuple(amount for amount in yearly if amount is not None),
            grants=typed["grants_amount"],
            loans=typed["loans_amount"],
            equity=typed["equity_amount"],
            notes=typed["notes"],
        )

    def layout(self) -> list[Any]:
        investment = [name for name in self.AMOUNTS if name != "one_off_amount"]
        yearly = [f"year_{year}" for year in self.years]
        return [
            "seen",
            Fieldset(*_inputs(["one_off_amount"]), legend="The change (year 0)", legend_size=Size.MEDIUM),
            Fieldset(*_inputs(yearly), legend="What it costs the council each year", legend_size=Size.MEDIUM),
            Fieldset(
                HTML(
                    '<p class="govuk-hint">Over all the years together, from others than the council. Enter 0 where '
                    "there is none.</p>"
                ),
                *_inputs(investment),
                legend="Investment that comes in",
                legend_size=Size.MEDIUM,
            ),
            Field.textarea("notes", label_size=Size.SMALL, rows=4),
        ]


def _amount(words: str) -> NumberField:
    return NumberField(label=words, example="120,000", min_value=0, max_digits=14, decimal_places=2, required=False)


def _inputs(names: list[str]) -> list[Any]:
    return [Field.text(name, field_width=Fixed.TEN) for name in names]
