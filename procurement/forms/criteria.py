from typing import Any

from crispy_forms_gds.layout import Field, Fixed, Size
from django import forms

from accounts.actions import fields
from accounts.govuk_forms import GovukForm, NumberField, PartForm, WholeNumberField
from procurement.actions.criteria import CRITERION_FIELDS
from procurement.actions.sections import SECTION_FIELDS
from procurement.domain.figures import plain
from procurement.domain.methodology import CriterionKind, Measure, Method
from procurement.domain.panel_results import ADVICE, PanelResult
from procurement.domain.ready_scales import PASS_OR_FAIL, READY
from procurement.domain.staff_ratings import FEWEST
from procurement.models import Competition, Criterion, Section


def weight_field() -> NumberField:
    return NumberField(
        label="Weight, in per cent",
        help_text="A percentage of the section that it stands in, or of the whole. Each level must add up to 100%.",
        example="40",
        min_value=0,
        max_value=100,
        max_digits=7,
        decimal_places=4,
        error_messages={"required": "Enter the weight in per cent."},
    )


class SectionForm(PartForm):
    title = forms.CharField(
        label="Title of the section", max_length=200, error_messages={"required": "Enter the title of the section."}
    )
    weight = weight_field()
    minimum_percent = NumberField(
        label="Least share of the section’s marks that a bid must reach",
        help_text="A percentage. A bid that earns less fails. Leave empty for none.",
        example="50",
        min_value=0,
        max_value=100,
        max_digits=7,
        decimal_places=4,
        required=False,
    )

    def __init__(self, *args: Any, section: Section | None = None, **kwargs: Any) -> None:
        if section is not None:
            kwargs["initial"] = {name: getattr(section, name) for name in SECTION_FIELDS}
            kwargs["initial"]["seen"] = fields.seen(section, SECTION_FIELDS)
        super().__init__(*args, **kwargs)
        self.fields["weight"].help_text += " A section that holds only conditions weighs 0."

    def layout(self) -> list[Any]:
        return [
            "seen",
            "reference",
            Field.text("title", label_size=Size.SMALL),
            Field.text("weight", label_size=Size.SMALL, field_width=Fixed.FIVE),
            Field.text("minimum_percent", label_size=Size.SMALL, field_width=Fixed.FIVE),
        ]

    def typed(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in SECTION_FIELDS}


class KindForm(GovukForm):
    """Which kind of criterion to add: the next page asks only what that kind needs."""

    submit = "Continue"
    kind = forms.ChoiceField(
        label="How will it be judged?",
        choices=[(kind.value, kind.label) for kind in CriterionKind],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how the criterion will be judged."},
    )


class CriterionForm(PartForm):
    """What a criterion of its kind needs, and nothing else."""

    title = forms.CharField(
        label="Title of the criterion", max_length=200, error_messages={"required": "Enter the title of the criterion."}
    )
    question = forms.CharField(label="What bidders are asked", required=False, widget=forms.Textarea)
    weight = weight_field()
    word_limit = WholeNumberField(
        label="Most words of an answer",
        help_text="Leave empty for no limit.",
        example="500",
        min_value=1,
        max_value=100_000,
        required=False,
    )
    scale = forms.ChoiceField(
        label="Scale",
        help_text="You can change the words of a ready-made scale later.",
        error_messages={"required": "Choose a scale."},
    )
    minimum_score = NumberField(
        label="Least score that a bid must reach",
        help_text="A bid that scores less fails. Leave empty for none.",
        example="2",
        min_value=0,
        max_digits=6,
        decimal_places=2,
        required=False,
    )
    measure = forms.ChoiceField(
        label="Which number in the offer is marked?",
        choices=[(each.value, each.label) for each in Measure],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose which number in the offer is marked."},
    )
    method = forms.ChoiceField(
        label="How does the number become marks?",
        # Marks that depend on nobody else's bid come first.
        choices=[(each.value, each.label) for each in sorted(Method, key=lambda method: method.is_relative)],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how the number becomes marks."},
    )
    zero_at = NumberField(
        label="For a straight line: the figure that earns no marks",
        help_text="In pounds or per cent, as the number is.",
        example="0",
        max_digits=14,
        decimal_places=4,
        required=False,
    )
    full_at = NumberField(
        label="For a straight line: the figure that earns all the marks",
        example="1,000,000",
        max_digits=14,
        decimal_places=4,
        required=False,
    )

    least_ballots = WholeNumberField(
        label="Fewest ballots that count",
        help_text=(
            f"At least {FEWEST}. If fewer are cast, no bid earns any of these marks. That is published, so that all "
            "are treated alike."
        ),
        example="20",
        min_value=FEWEST,
        max_value=30_000,
        error_messages={"required": "Enter the fewest ballots that count."},
    )
    partners_named = forms.BooleanField(
        label="Staff read who the bidders are",
        help_text="Otherwise bids are called Partner A, Partner B and so on, and names are struck out.",
        required=False,
    )
    shown_to_staff = forms.BooleanField(
        label="Staff of the service read the answers",
        help_text="Only where staff rate the bids in a ballot. What is confidential is struck out first.",
        required=False,
    )

    result = forms.ChoiceField(
        label="How do the evaluators’ scores become one score?",
        help_text=ADVICE,
        choices=[(each.value, each.label) for each in PanelResult],
        widget=forms.RadioSelect,
        initial=PanelResult.AGREED.value,
        error_messages={"required": "Choose how the evaluators’ scores become one."},
    )
    result_because = forms.CharField(
        label="Why is it computed and not agreed?",
        help_text="Only for a mean or a median. It is published with the competition.",
        required=False,
        widget=forms.Textarea,
    )

    NEEDS = {
        CriterionKind.SCORED: (
            "title",
            "question",
            "weight",
            "word_limit",
            "scale",
            "minimum_score",
            "shown_to_staff",
            "result",
            "result_because",
        ),
        CriterionKind.STAFF: ("title", "question", "weight", "scale", "least_ballots", "partners_named"),
        CriterionKind.FORMULA: ("title", "question", "weight", "measure", "method", "zero_at", "full_at"),
        CriterionKind.CONDITION: ("title", "question", "word_limit"),
    }

    def __init__(
        self,
        *args: Any,
        competition: Competition,
        kind: CriterionKind,
        criterion: Criterion | None = None,
        **kwargs: Any,
    ) -> None:
        self.kind = kind
        if criterion is not None:
            kwargs["initial"] = {name: getattr(criterion, name) for name in CRITERION_FIELDS}
            kwargs["initial"]["scale"] = criterion.scale.reference if criterion.scale else ""
            kwargs["initial"]["seen"] = fields.seen(criterion, self.NEEDS[kind])
        super().__init__(*args, **kwargs)
        if kind is CriterionKind.STAFF:
            self.fields["question"].label = "What staff are asked about each bid"
            self.fields["weight"].help_text += " Enter 0 to hear staff without counting what they say."
        for name in set(CRITERION_FIELDS) - set(self.NEEDS[kind]):
            self.fields.pop(name, None)
        self.known = {scale.reference: scale for scale in competition.scales.prefetch_related("steps").order_by("name")}
        if "scale" in self.fields:
            taken = {scale.name for scale in self.known.values()}
            ready = [(key, f"{scale.name} (ready-made)") for key, scale in READY.items()]
            own = [(reference, scale.name) for reference, scale in self.known.items()]
            self.fields["scale"].choices = [*own, *ready]  # type: ignore[attr-defined]
            # One that was taken over is no longer offered, but a second click on Save may still name it.
            offered = [(key, words) for key, words in ready if READY[key].name not in taken]
            # Pass or fail last: it is for conditions, and the first of a list is what somebody takes who does not look.
            offered = sorted([*own, *offered], key=lambda choice: choice[1].startswith(PASS_OR_FAIL.name))
            self.fields["scale"].widget.choices = offered

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        least, scale = cleaned.get("minimum_score"), cleaned.get("scale")
        if least is not None and scale:
            allowed = self._scores(scale)
            if least not in allowed:
                scores = ", ".join(plain(score) for score in allowed)
                self.add_error("minimum_score", f"{plain(least)} is not on this scale, which has the scores {scores}.")
        if cleaned.get("method") == Method.LINEAR:
            self._check_bounds(cleaned)
        computed = cleaned.get("result", PanelResult.AGREED.value) != PanelResult.AGREED
        if computed and not cleaned.get("result_because", "").strip():
            self.add_error("result_because", "Say why the score is computed and not agreed by the panel.")
        return cleaned

    def layout(self) -> list[Any]:
        looks = {
            "question": Field.textarea("question", label_size=Size.SMALL, rows=6),
            "weight": Field.text("weight", label_size=Size.SMALL, field_width=Fixed.FIVE),
            "word_limit": Field.text("word_limit", label_size=Size.SMALL, field_width=Fixed.FIVE),
            "scale": Field("scale", context={"label_size": Size.for_label(Size.SMALL)}),
            "minimum_score": Field.text("minimum_score", label_size=Size.SMALL, field_width=Fixed.FIVE),
            "measure": Field.radios("measure", legend_size=Size.SMALL),
            "method": Field.radios("method", legend_size=Size.SMALL),
            "least_ballots": Field.text("least_ballots", label_size=Size.SMALL, field_width=Fixed.FIVE),
            "partners_named": Field.checkbox("partners_named"),
            "shown_to_staff": Field.checkbox("shown_to_staff"),
            "result": Field.radios("result", legend_size=Size.SMALL),
            "result_because": Field.textarea("result_because", label_size=Size.SMALL, rows=3),
            "zero_at": Field.text("zero_at", label_size=Size.SMALL, field_width=Fixed.TEN),
            "full_at": Field.text("full_at", label_size=Size.SMALL, field_width=Fixed.TEN),
        }
        named = [looks.get(name) or Field.text(name, label_size=Size.SMALL) for name in self.NEEDS[self.kind]]
        return ["seen", "reference", *named]

    def typed(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.NEEDS[self.kind]}

    def _scores(self, scale: str) -> list[Any]:
        if scale in self.known:
            return [step.value for step in self.known[scale].steps.all()]
        return [step.value for step in READY[scale].steps]

    def _check_bounds(self, cleaned: dict[str, Any]) -> None:
        for name, words in (("zero_at", "no marks"), ("full_at", "all the marks")):
            if cleaned.get(name) is None and name not in self.errors:
                self.add_error(name, f"Enter the figure that earns {words}: a straight line needs both ends.")
        if cleaned.get("zero_at") is not None and cleaned.get("zero_at") == cleaned.get("full_at"):
            self.add_error("full_at", "The two figures must differ: a line can’t run between equal ones.")
