from typing import Any

from crispy_forms_gds.layout import Field, Fieldset, Fixed, Size
from django import forms

from accounts.actions import fields
from accounts.govuk_forms import NumberField, SeenForm, WholeNumberField
from accounts.models import Council
from spinouts.actions import services
from spinouts.domain.options import AppraisalOption
from spinouts.models import Service


class ServiceForm(SeenForm):
    """What an officer says of a service. With several councils to choose from, which one it belongs to."""

    council = forms.ModelChoiceField(
        Council.objects.none(),
        label="Council",
        empty_label=None,
        error_messages={"required": "Choose the council."},
    )
    name = forms.CharField(
        label="Name of the service",
        max_length=200,
        error_messages={"required": "Enter the name of the service."},
    )
    description = forms.CharField(
        label="What the service does",
        help_text="For whom, where, and how much. Bidders and the public will read this.",
        error_messages={"required": "Say what the service does."},
        widget=forms.Textarea,
    )
    annual_cost_amount = NumberField(
        label="What it costs a year, in pounds",
        example="4,200,000",
        min_value=0,
        max_digits=14,
        decimal_places=2,
        error_messages={"required": "Enter what the service costs a year."},
    )
    headcount = WholeNumberField(
        label="How many people work in it",
        example="180",
        min_value=0,
        error_messages={"required": "Enter how many people work in the service."},
    )
    full_time_equivalents = NumberField(
        label="Full-time equivalents",
        help_text="For example, two people who work half the week each are 1.",
        example="141.5",
        min_value=0,
        max_digits=9,
        decimal_places=2,
        error_messages={"required": "Enter the number of full-time equivalents."},
    )
    assets = forms.CharField(
        label="Buildings, equipment and rights that go with it",
        help_text="Leave empty if there are none.",
        required=False,
        widget=forms.Textarea,
    )
    why_spin_out = forms.CharField(label="Why the council wants to spin it out", required=False, widget=forms.Textarea)

    def __init__(self, *args: Any, councils: Any, service: Service | None = None, **kwargs: Any) -> None:
        if service is not None:
            kwargs["initial"] = {name: getattr(service, name) for name in services.DESCRIBED}
            kwargs["initial"]["seen"] = fields.seen(service, services.DESCRIBED)
        super().__init__(*args, **kwargs)
        self.councils = councils
        self.fields["council"].queryset = councils  # type: ignore[attr-defined]
        if service is not None or len(councils) == 1:
            del self.fields["council"]

    def layout(self) -> list[Any]:
        chosen = (
            [Field("council", context={"label_size": Size.for_label(Size.SMALL)})] if "council" in self.fields else []
        )
        return [
            *chosen,
            "seen",
            Field.text("name", label_size=Size.SMALL),
            Field.textarea("description", label_size=Size.SMALL, rows=6),
            Field.text("annual_cost_amount", label_size=Size.SMALL, field_width=Fixed.TEN),
            Field.text("headcount", label_size=Size.SMALL, field_width=Fixed.FIVE),
            Field.text("full_time_equivalents", label_size=Size.SMALL, field_width=Fixed.FIVE),
            Field.textarea("assets", label_size=Size.SMALL, rows=4),
            Field.textarea("why_spin_out", label_size=Size.SMALL, rows=6),
        ]

    def council_chosen(self) -> Council:
        council: Council = self.cleaned_data.get("council") or self.councils[0]
        return council

    def typed(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in services.DESCRIBED}


class OptionsForm(SeenForm):
    """Each way to run the service: what speaks for it, what against it; and which one the council prefers."""

    preferred = forms.ChoiceField(
        label="Which option does the council prefer?",
        choices=[*((option.value, option.label) for option in AppraisalOption), ("", "Not decided yet")],
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, service: Service, **kwargs: Any) -> None:
        rows = {row.option: row for row in service.options.all()}
        initial: dict[str, Any] = {"seen": services.appraisal_seen(service), "preferred": ""}
        for row in rows.values():
            initial |= {f"{row.option}_for": row.for_it, f"{row.option}_against": row.against_it}
            if row.is_preferred:
                initial["preferred"] = row.option
        super().__init__(*args, initial=initial, **kwargs)
        for option in AppraisalOption:
            for side, words in (("for", "What speaks for it"), ("against", "What speaks against it")):
                self.fields[f"{option.value}_{side}"] = forms.CharField(
                    label=words, required=False, widget=forms.Textarea
                )

    def options(self) -> list[dict[str, Any]]:
        return [
            {
                "option": option.value,
                "for_it": self.cleaned_data[f"{option.value}_for"],
                "against_it": self.cleaned_data[f"{option.value}_against"],
                "is_preferred": self.cleaned_data["preferred"] == option.value,
            }
            for option in AppraisalOption
        ]

    def layout(self) -> list[Any]:
        parts = [
            Fieldset(
                Field.textarea(f"{option.value}_for", rows=4),
                Field.textarea(f"{option.value}_against", rows=4),
                legend=option.label,
                legend_size=Size.MEDIUM,
            )
            for option in AppraisalOption
        ]
        return ["seen", *parts, Field.radios("preferred", legend_size=Size.MEDIUM)]
