from typing import Any

from crispy_forms_gds.layout import Field, Fixed, Size
from django import forms

from accounts.domain.references import new_reference
from accounts.govuk_forms import DayField, GovukForm, WholeNumberField
from scoring.domain.promises import MOST_MONTHS, Outcome, Rating


class NewForm(GovukForm):
    """A form that brings the reference of what it makes, so that a button pressed twice makes it once."""

    reference = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"reference": new_reference()} | kwargs.pop("initial", {})
        super().__init__(*args, **kwargs)

    def clean_reference(self) -> str:
        return str(self.cleaned_data["reference"] or new_reference())


class PromiseForm(NewForm):
    submit = "Add this promise"
    quote = forms.CharField(
        label="The passage in which it is promised",
        help_text="Copy it from the answer above, word for word.",
        widget=forms.Textarea,
        error_messages={"required": "Copy the passage from the answer."},
    )
    words = forms.CharField(
        label="What is promised, in a sentence",
        max_length=500,
        error_messages={"required": "Say in a sentence what is promised."},
    )
    measure = forms.CharField(
        label="How it is measured, and the target",
        help_text="For example: opening hours a week at each centre; target 40 or more by the end of year 1.",
        widget=forms.Textarea,
        error_messages={"required": "Say how it is measured, and what the target is."},
    )
    owner = forms.CharField(
        label="Who answers for it",
        max_length=300,
        error_messages={"required": "Say who answers for it."},
    )
    first_review_on = DayField(label="When it is reviewed first", help_text="For example, 31 3 2028.")
    review_months = WholeNumberField(
        label="After how many months it is reviewed again",
        help_text="Indicators are to be assessed at least once in 12 months (s.71).",
        example="12",
        min_value=1,
        max_value=MOST_MONTHS,
        error_messages={"required": "Enter after how many months it is reviewed again."},
    )
    is_kpi = forms.BooleanField(label="It is a key performance indicator of the contract", required=False)
    is_material = forms.BooleanField(label="It is one of the three most material, which are published", required=False)

    def layout(self) -> list[Any]:
        return [
            "reference",
            Field.textarea("quote", label_size=Size.SMALL, rows=4),
            Field.text("words", label_size=Size.SMALL),
            Field.textarea("measure", label_size=Size.SMALL, rows=3),
            Field.text("owner", label_size=Size.SMALL),
            Field("first_review_on", context={"legend_size": Size.SMALL}),
            Field.text("review_months", label_size=Size.SMALL, field_width=Fixed.TWO),
            "is_kpi",
            "is_material",
        ]


class ReviewForm(NewForm):
    submit = "Record this review"
    on = DayField(label="The day of the review", help_text="For example, 31 3 2028.")
    rating = forms.ChoiceField(
        label="How it is kept",
        choices=[(each.value, each.label) for each in Rating],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it is kept."},
    )
    evidence = forms.CharField(
        label="The evidence",
        help_text="What was found, and where the papers are kept.",
        widget=forms.Textarea,
        error_messages={"required": "Say what the evidence is."},
    )

    def layout(self) -> list[Any]:
        return [
            "reference",
            Field("on", context={"legend_size": Size.SMALL}),
            Field.radios("rating", legend_size=Size.SMALL),
            Field.textarea("evidence", label_size=Size.SMALL, rows=4),
        ]


class EndForm(GovukForm):
    submit = "Record how it ended"
    outcome = forms.ChoiceField(
        label="How did it end?",
        choices=[(each.value, each.label) for each in Outcome],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it ended."},
    )
    reason = forms.CharField(
        label="Why", widget=forms.Textarea, error_messages={"required": "Give the reasons: they stay on the record."}
    )

    def layout(self) -> list[Any]:
        return [
            Field.radios("outcome", legend_size=Size.SMALL),
            Field.textarea("reason", label_size=Size.SMALL, rows=4),
        ]
