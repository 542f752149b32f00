from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from crispy_forms_gds.layout import Field, Fixed, Size
from django import forms
from django.template.defaultfilters import linebreaksbr

from accounts.govuk_forms import GovukForm, NumberField, SeenForm
from procurement.domain.figures import exactly
from procurement.domain.outline import Line, outline
from procurement.domain.refining import may_be_reweighted, may_be_worded
from procurement.models import Competition, methodology_of

OF_WEIGHT, OF_WORDS = "weight-", "added-"


class RefinementForm(SeenForm):
    """What is added to each criterion, and the weights, in the published order."""

    submit = "Propose this"
    reasons = forms.CharField(
        label="Why the criteria are refined",
        help_text="Everybody reads this once it is published. Name no bidder, and tell nothing of any bid.",
        widget=forms.Textarea,
        error_messages={"required": "Say why the criteria are refined."},
    )
    statement = forms.CharField(
        label="Why no bidder that did not go on would have done so",
        help_text=(
            "What new weights would have changed, the service computes. What is added to the words of a criterion, it "
            "can’t score: say here why that would have let nobody else go on (section 24(3)). It is kept on the record "
            "with your name, and no bidder reads it."
        ),
        required=False,
        widget=forms.Textarea,
    )

    def __init__(self, *args: Any, competition: Competition, texts: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for line in outline(methodology_of(competition)):
            self._add(line, texts)

    def _add(self, line: Line, texts: Mapping[str, str]) -> None:
        part = line.part
        if may_be_worded(part):
            self.fields[f"{OF_WORDS}{part.reference}"] = forms.CharField(
                label=f"Add to “{part.title}”",
                # Escaped, as the form shows the hint as it comes.
                help_text=linebreaksbr(texts.get(part.reference, "")),
                required=False,
                widget=forms.Textarea,
            )
        if may_be_reweighted(part):
            of = "the whole" if line.is_section and not line.depth else "its section"
            self.fields[f"{OF_WEIGHT}{part.reference}"] = NumberField(
                label=f"Weight of “{part.title}”, in percent of {of}",
                help_text=f"Published: {exactly(part.weight)}",
                example="60",
                min_value=0,
                max_value=100,
                max_digits=7,
                decimal_places=4,
                initial=part.weight,
            )

    def weights(self) -> dict[str, Decimal]:
        return self._typed(OF_WEIGHT)

    def added(self) -> dict[str, str]:
        return self._typed(OF_WORDS)

    def _typed(self, prefix: str) -> dict[str, Any]:
        typed = self.cleaned_data.items()
        return {name.removeprefix(prefix): value for name, value in typed if name.startswith(prefix)}

    def layout(self) -> list[Any]:
        parts = [
            Field.textarea(name, label_size=Size.SMALL, rows=4)
            if name.startswith(OF_WORDS)
            else Field.text(name, label_size=Size.SMALL, field_width=Fixed.FIVE)
            for name in self.fields
            if name.startswith((OF_WORDS, OF_WEIGHT))
        ]
        return [
            "seen",
            *parts,
            *(Field.textarea(name, label_size=Size.SMALL, rows=4) for name in ("reasons", "statement")),
        ]


class SetAsideForm(GovukForm):
    submit = "Set it aside"
    reasons = forms.CharField(
        label="Why the proposal is set aside",
        help_text="It is kept on the record, and no bidder reads it.",
        widget=forms.Textarea,
        error_messages={"required": "Say why the proposal is set aside."},
    )

    def layout(self) -> list[Any]:
        return [Field.textarea("reasons", label_size=Size.SMALL, rows=3)]
