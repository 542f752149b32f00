from datetime import datetime
from typing import Any, ClassVar

from crispy_forms_gds.choices import Choice
from crispy_forms_gds.layout import HTML, Field, Fixed, Size
from django import forms

from accounts.actions import fields
from accounts.govuk_forms import GovukForm, NumberField, SeenForm, WholeNumberField
from procurement.actions import competitions
from procurement.actions.stages import ASSESSING
from procurement.domain.outline import outline
from procurement.models import Competition, methodology_of
from spinouts.domain.forms import LegalForm


class TitleForm(GovukForm):
    """The first thing said of a competition. Its reference is made with the page, so that it is started once."""

    submit = "Start the competition"
    reference = forms.SlugField(
        max_length=40,
        widget=forms.HiddenInput,
        error_messages={"required": "The page was sent without its reference: open it again, and start once more."},
    )
    title = forms.CharField(
        label="Title of the competition",
        help_text="For example, “A partner for our day centres”.",
        max_length=200,
        error_messages={"required": "Enter the title of the competition."},
    )


class DesignForm(SeenForm):
    """A group of fields of a competition's design."""

    names: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, competition: Competition, at: datetime, **kwargs: Any) -> None:
        self.competition, self.at = competition, at
        initial = {"seen": fields.seen(competition, self.names), **self.shown(competition)}
        super().__init__(*args, initial=initial, **kwargs)

    def shown(self, competition: Competition) -> dict[str, Any]:
        """What stands, as the fields show it."""
        return {name: getattr(competition, name) for name in self.names}

    def typed(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.names}


class SoughtForm(DesignForm):
    names = competitions.SOUGHT

    title = forms.CharField(
        label="Title of the competition",
        max_length=200,
        error_messages={"required": "Enter the title of the competition."},
    )
    summary = forms.CharField(
        label="What the council seeks from a partner",
        help_text="What the partner should bring, and what it would gain. Bidders and the public will read this.",
        required=False,
        widget=forms.Textarea,
    )
    contract_years = WholeNumberField(
        label="Length of the contract, in years", example="7", min_value=1, max_value=50, required=False
    )
    extension_years = WholeNumberField(
        label="Possible extension, in years",
        help_text="Enter 0 if the contract can’t be extended.",
        example="3",
        min_value=0,
        max_value=50,
        error_messages={"required": "Enter the possible extension in years, or 0 for none."},
    )
    estimated_value_amount = NumberField(
        label="Estimated value, in pounds",
        help_text="Over the whole contract with its extension, including VAT.",
        example="29,400,000",
        min_value=0,
        max_digits=14,
        decimal_places=2,
        required=False,
    )
    is_light_touch = forms.BooleanField(
        label="It is a light touch contract (Procurement Act 2023, section 9)",
        help_text=(
            "Most social, health, education and library services are. The Act sets no shortest time for bids then; "
            "other contracts need at least 25 days."
        ),
        required=False,
    )
    asks_supplier_information = forms.BooleanField(
        label="Ask bidders for core supplier information and exclusion grounds",
        help_text=(
            "A bid is then submitted only with information that its organisation confirmed, and ranked once an officer "
            "has decided on exclusion. The Act asks this of a contract above the threshold (sections 26 to 28)."
        ),
        required=False,
    )

    def layout(self) -> list[Any]:
        return [
            "seen",
            Field.text("title", label_size=Size.SMALL),
            Field.textarea("summary", label_size=Size.SMALL, rows=8),
            Field.text("contract_years", label_size=Size.SMALL, field_width=Fixed.THREE),
            Field.text("extension_years", label_size=Size.SMALL, field_width=Fixed.THREE),
            Field.text("estimated_value_amount", label_size=Size.SMALL, field_width=Fixed.TEN),
            Field.checkbox("is_light_touch"),
            Field.checkbox("asks_supplier_information"),
        ]


def share_field(label: str) -> NumberField:
    return NumberField(
        label=label,
        help_text="A percentage. Leave empty for no limit.",
        example="25",
        min_value=0,
        max_value=100,
        max_digits=7,
        decimal_places=4,
        required=False,
    )


class TermsForm(DesignForm):
    names = competitions.TERMS

    least_employees_percent = share_field("Least share for employees")
    most_partner_percent = share_field("Most for the partner, or for all partners together")
    least_council_percent = share_field("Least share for the council")
    permitted_forms = forms.MultipleChoiceField(
        label="Legal forms that the company may take",
        choices=[Choice(form.value, form.label, hint=" ".join(form.notes)) for form in LegalForm],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def layout(self) -> list[Any]:
        shares = [
            Field.text(name, label_size=Size.SMALL, field_width=Fixed.FIVE)
            for name in ("least_employees_percent", "most_partner_percent", "least_council_percent")
        ]
        return ["seen", *shares, Field.checkboxes("permitted_forms", legend_size=Size.SMALL)]


class TieBreakForm(DesignForm):
    names = competitions.TIE_BREAK

    shown_places = WholeNumberField(
        label="Decimal places of published marks",
        help_text="Bids are ranked on exact marks; only what people read is rounded, once.",
        example="2",
        min_value=0,
        max_value=6,
        error_messages={"required": "Enter the number of decimal places, from 0 to 6."},
    )

    def __init__(self, *args: Any, competition: Competition, **kwargs: Any) -> None:
        super().__init__(*args, competition=competition, **kwargs)
        lines = outline(methodology_of(competition))
        parts = {line.part.reference: f"{'– ' * line.depth}{line.part.title}" for line in lines if line.weighs}
        for gone in set(competition.tie_break) - set(parts):
            parts[gone] = f"{gone} (no longer there)"
        for place, words in enumerate(ORDINALS[: max(3, len(competition.tie_break))]):
            self.fields[f"part_{place}"] = forms.ChoiceField(
                label=f"{words} tie-break",
                choices=[("", "None"), *parts.items()],
                required=False,
                initial=competition.tie_break[place] if place < len(competition.tie_break) else "",
            )

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        chosen: list[str] = []
        for name in self._selects():
            part = cleaned.get(name)
            if part in chosen:
                self.add_error(name, "This is already a tie-break before: choose another, or none.")
            elif part:
                chosen.append(part)
        cleaned["tie_break"] = chosen
        return cleaned

    def layout(self) -> list[Any]:
        selects = [Field.select(name) for name in self._selects()]
        return ["seen", *selects, Field.text("shown_places", label_size=Size.SMALL, field_width=Fixed.TWO)]

    def _selects(self) -> list[str]:
        return [name for name in self.fields if name.startswith("part_")]


LOW_PRICES = (
    '<h2 class="govuk-heading-m">Prices that seem abnormally low</h2><p class="govuk-body">A price this far down '
    "prompts an officer to ask the bidder whether it can perform the contract for it. It is only a prompt: nobody is "
    "disregarded without being asked (Procurement Act 2023, section 19(3)(c) to (5)). The Act gives no figure.</p>"
)


def low_price_field(label: str, usual: int) -> NumberField:
    return NumberField(
        label=label,
        help_text=f"A percentage. Leave empty for {usual}%.",
        example=f"{usual}",
        min_value=0,
        max_value=100,
        max_digits=7,
        decimal_places=4,
        required=False,
    )


class AssessingForm(DesignForm):
    names = ASSESSING

    offers_wait = forms.BooleanField(
        label="Keep the offers closed until every quality score is agreed (two envelopes)",
        help_text=(
            "Nobody at the council and on the panel sees an investment, a price, a stake or the company that would "
            "follow before the panel has agreed all scores of all bids. Then two officers open the offers together. "
            "What evaluators score must be answered without the offer: bidders are told to keep figures out of their "
            "answers."
        ),
        required=False,
    )
    low_below_others_percent = low_price_field("More than so much below the mean of the other prices", 20)
    low_below_estimate_percent = low_price_field("More than so much below the estimated value of the contract", 30)

    def layout(self) -> list[Any]:
        percents = ("low_below_others_percent", "low_below_estimate_percent")
        return [
            "seen",
            Field.checkbox("offers_wait"),
            HTML(LOW_PRICES),
            *(Field.text(name, label_size=Size.SMALL, field_width=Fixed.FIVE) for name in percents),
        ]


ORDINALS = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth")


class AbandonForm(GovukForm):
    submit = "Abandon the competition"
    reasons = forms.CharField(
        label="Why is the competition abandoned?",
        help_text="Everybody can read this on the competition’s page.",
        widget=forms.Textarea,
        error_messages={"required": "Say why the competition is abandoned."},
    )
