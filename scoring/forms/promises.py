from typing import Any

from crispy_forms_gds.layout import Field, Fixed, Size
from django import forms
from django.conf import settings

from accounts.actions import fields
from accounts.actions.uploads import taken_in_words
from accounts.domain.references import new_reference
from accounts.govuk_forms import DayField, GovukForm, NumberField, SeenForm, WholeNumberField
from scoring.domain.promises import MOST_MONTHS, KpiDuty, Outcome, Rating, kpi_standing
from scoring.models import Award, Promise
from scoring.models.promises import TERMS
from spinouts.models import Party


class NewForm(GovukForm):
    """A form that brings the reference of what it makes, so that a button pressed twice makes it once."""

    reference = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"reference": new_reference()} | kwargs.pop("initial", {})
        super().__init__(*args, **kwargs)

    def clean_reference(self) -> str:
        return str(self.cleaned_data["reference"] or new_reference())


class PromiseForm(NewForm, SeenForm):
    """What is promised; with `promise`, to word it anew."""

    quote = forms.CharField(
        label="The passage in which it is promised",
        help_text="Copy it from the answer, word for word.",
        widget=forms.Textarea(attrs={"data-quote-field": ""}),
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
    target_number = NumberField(
        label="The target as a number (optional)", example="40", max_digits=18, decimal_places=4, required=False
    )
    unit = forms.CharField(
        label="What it is counted in (optional)", help_text="Such as hours a week.", max_length=100, required=False
    )
    baseline = forms.CharField(
        label="How things stand before (optional)",
        help_text="What later reviews are compared with, such as 32 hours a week in 2026.",
        widget=forms.Textarea,
        required=False,
    )
    party = forms.ModelChoiceField(
        Party.objects.none(),
        label="Which owner of the company answers for it",
        empty_label="None of them",
        required=False,
    )
    owner = forms.CharField(
        label="Which role or person answers for it",
        help_text="Such as the managing director. Needed unless an owner of the company answers for it.",
        max_length=300,
        required=False,
    )
    due_on = DayField(
        label="By when it is to be kept (optional)",
        help_text="Leave empty if it holds for the whole contract.",
        required=False,
    )
    first_review_on = DayField(
        label="When it is reviewed first",
        help_text="For example, 31 3 2028.",
        error_messages={"required": "Enter the day by which it is reviewed first."},
    )
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

    def __init__(self, *args: Any, award: Award, promise: Promise | None = None, **kwargs: Any) -> None:
        kwargs["initial"] = {"review_months": 12}
        if promise is not None:
            kwargs["initial"] = {name: getattr(promise, name) for name in TERMS}
            kwargs["initial"]["seen"] = fields.seen(promise, TERMS)
        super().__init__(*args, **kwargs)
        self.submit = "Save this promise" if promise else "Add this promise"
        self.fields["party"].queryset = Party.objects.filter(venture=award.venture_id).order_by("pk")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("party") and not cleaned.get("owner") and "owner" not in self.errors:
            self.add_error("owner", "Say who answers for it: an owner of the company, or a role.")
        return cleaned

    def typed(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in TERMS}

    def layout(self) -> list[Any]:
        legend = {"legend_size": Size.for_legend(Size.SMALL)}
        return [
            "reference",
            "seen",
            Field.textarea("quote", label_size=Size.SMALL, rows=4),
            Field.text("words", label_size=Size.SMALL),
            Field.textarea("measure", label_size=Size.SMALL, rows=3),
            Field.text("target_number", label_size=Size.SMALL, field_width=Fixed.TEN),
            Field.text("unit", label_size=Size.SMALL, field_width=Fixed.TWENTY),
            Field.textarea("baseline", label_size=Size.SMALL, rows=2),
            Field("party", context={"label_size": Size.for_label(Size.SMALL)}),
            Field.text("owner", label_size=Size.SMALL),
            Field("due_on", context=legend),
            Field("first_review_on", context=legend),
            Field.text("review_months", label_size=Size.SMALL, field_width=Fixed.TWO),
            "is_kpi",
            "is_material",
        ]


class ReviewForm(NewForm):
    submit = "Record this review"
    on = DayField(
        label="The day of the review",
        help_text="For example, 31 3 2028.",
        error_messages={"required": "Enter the day of the review."},
    )
    rating = forms.ChoiceField(
        label="How it is kept",
        choices=[(each.value, each.label) for each in Rating],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it is kept."},
    )
    value = NumberField(label="What was measured", example="38.5", max_digits=18, decimal_places=4, required=False)
    evidence = forms.CharField(
        label="The evidence",
        help_text="What was found, and where the papers are kept.",
        widget=forms.Textarea,
        error_messages={"required": "Say what the evidence is."},
    )
    upload = forms.FileField(
        label="A document that shows it (optional)",
        allow_empty_file=True,
        required=False,
        widget=forms.FileInput(attrs={"class": "govuk-file-upload"}),
    )

    def __init__(self, *args: Any, promise: Promise, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["upload"].help_text = f"{taken_in_words()} It can’t be taken away again."
        self.fields["upload"].widget.attrs["accept"] = ",".join(settings.UPLOAD_ENDINGS)
        if promise.unit:
            self.fields["value"].label = f"What was measured, in {promise.unit} (optional)"
        else:
            del self.fields["value"]

    def typed(self) -> dict[str, Any]:
        return {**self.cleaned_data, "rating": Rating(self.cleaned_data["rating"])}

    def layout(self) -> list[Any]:
        counted = [Field.text("value", label_size=Size.SMALL, field_width=Fixed.TEN)] if "value" in self.fields else []
        return [
            "reference",
            Field("on", context={"legend_size": Size.for_legend(Size.SMALL)}),
            Field.radios("rating", legend_size=Size.SMALL),
            *counted,
            Field.textarea("evidence", label_size=Size.SMALL, rows=4),
            Field.text("upload", label_size=Size.SMALL),
        ]


class AgreeForm(GovukForm):
    """To agree all promises; where there are fewer indicators than the Act asks for, with the reason."""

    submit = "Agree these promises"
    why_fewer = forms.CharField(
        label="Why there are fewer than three key performance indicators",
        help_text=(
            "Why performance can’t appropriately be assessed by at least three, which the contract details notice must "
            "explain, or why the Act asks for none, such as that this is a concession contract."
        ),
        widget=forms.Textarea,
        error_messages={"required": "Give the reason why there are fewer than three key performance indicators."},
    )

    def __init__(self, *args: Any, duty: KpiDuty, indicators: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if duty.is_met_by(indicators):
            del self.fields["why_fewer"]
        else:
            self.fields["why_fewer"].error_messages["required"] = f"{kpi_standing(duty, indicators)} Give the reason."

    def why(self) -> str:
        return str(self.cleaned_data.get("why_fewer", ""))

    def layout(self) -> list[Any]:
        return [Field.textarea(name, label_size=Size.SMALL, rows=4) for name in self.fields]


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

    def __init__(self, *args: Any, is_agreed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_agreed:
            # Nobody was bound by it yet, so it was neither kept nor broken.
            self.fields["outcome"].choices = [(Outcome.DROPPED.value, Outcome.DROPPED.label)]  # type: ignore[attr-defined]

    def layout(self) -> list[Any]:
        return [
            Field.radios("outcome", legend_size=Size.SMALL),
            Field.textarea("reason", label_size=Size.SMALL, rows=4),
        ]
