from typing import Any, ClassVar

from crispy_forms_gds.layout import Field, Fixed, Size
from django import forms

from accounts.govuk_forms import GovukForm, NumberField, WholeNumberField
from procurement.actions import competitions
from procurement.domain.stages import MOST_ROUNDS, GoingOn
from procurement.forms.design import DesignForm


class StagesForm(GovukForm):
    """Which stages come before the final tenders."""

    submit = "Plan these stages"
    participation = forms.BooleanField(
        label="Bidders first ask to participate",
        help_text=(
            "In a request to participate bidders answer conditions of participation, and scored questions if you wish, "
            "and make no offer yet. Whoever goes on by your rule may tender."
        ),
        required=False,
    )
    rounds = WholeNumberField(
        label="Rounds of tenders before the final tenders",
        help_text=(
            "After each round you give feedback, may negotiate, and invite new tenders. Enter 0 for none, as when only "
            "those who asked to participate give final tenders."
        ),
        example="1",
        min_value=0,
        max_value=MOST_ROUNDS,
        error_messages={"required": "Enter how many rounds there are, or 0 for none."},
    )

    def layout(self) -> list[Any]:
        return [
            Field.checkbox("participation"),
            Field.text("rounds", label_size=Size.SMALL, field_width=Fixed.TWO),
        ]


class GoingOnForm(DesignForm):
    """The rule by which bidders go on to the next stage."""

    names: ClassVar[tuple[str, ...]] = competitions.GOING_ON

    most_going_on = WholeNumberField(
        label="Most bidders that go on",
        help_text=(
            "The best go on. Bidders that share the last of these places after the tie-break all go on. Leave empty "
            "for no limit."
        ),
        example="3",
        min_value=1,
        max_value=1000,
        required=False,
    )
    least_going_on = WholeNumberField(
        label="Least bidders that go on",
        help_text="With fewer than this left, you say why you go on, or abandon. Leave empty for none.",
        example="2",
        min_value=1,
        max_value=1000,
        required=False,
    )
    least_marks_going_on = NumberField(
        label="Least marks, of 100, to go on",
        help_text="Leave empty if conditions and least scores of criteria are enough.",
        example="50",
        min_value=0,
        max_value=100,
        max_digits=7,
        decimal_places=4,
        required=False,
    )

    may_refine = forms.CharField(
        label="What of the criteria may be refined before the next stage",
        help_text=(
            "Only what you publish here may be refined later: detail added to criteria of the next stage and, in "
            "consequence, other weights (Procurement Act 2023, section 24). Leave empty if nothing will be."
        ),
        required=False,
        widget=forms.Textarea,
    )

    def clean(self) -> dict[str, Any]:
        most, least = self.cleaned_data.get("most_going_on"), self.cleaned_data.get("least_going_on")
        for sentence in GoingOn(most, least).problems():
            self.add_error("least_going_on", sentence)
        return self.cleaned_data

    def layout(self) -> list[Any]:
        numbers = [name for name in self.names if name != "may_refine"]
        return [
            "seen",
            *(Field.text(name, label_size=Size.SMALL, field_width=Fixed.FIVE) for name in numbers),
            Field.textarea("may_refine", label_size=Size.SMALL, rows=4),
        ]
