from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crispy_forms_gds.layout import Field, Size
from django import forms

from accounts.govuk_forms import DayField, GovukForm, WholeNumberField
from partners.models import Bid
from procurement.models import Criterion
from scoring.domain.assigning import Way
from scoring.models import PanelMember

Pair = tuple[PanelMember, Criterion]
MOST_EACH = 9


@dataclass(frozen=True, slots=True)
class Box:
    """One checkbox of the matrix; `some` is how many bids it stands for if it is neither all nor none."""

    id: str
    value: str
    ticked: bool
    some: int


class AssignmentForm(forms.Form):
    """A matrix of checkboxes `pair`, and `everything` for a member: all criteria at once, without any script.

    `held` says for how many bids each pair is assigned, `cleared` how many bids each member is cleared for.
    """

    def __init__(
        self,
        data: Any,
        members: Sequence[PanelMember],
        criteria: Sequence[Criterion],
        held: Mapping[tuple[int, int], int],
        cleared: Mapping[int, int],
    ) -> None:
        super().__init__(data)
        self.members, self.criteria, self.held, self.cleared = members, criteria, held, cleared
        self.ticked = set(data.getlist("pair")) if data is not None else set()
        self.everything = set(data.getlist("everything")) if data is not None else set()

    @property
    def pairs(self) -> list[Pair]:
        """What is ticked, of those who have not locked."""
        return [each for each in self._all() if not each[0].locked_at and self._is_ticked(*each)]

    @property
    def untouched(self) -> list[Pair]:
        """What keeps the bids that it has: what locked members hold, and what is for some bids and was not ticked."""
        return [each for each in self._all() if each[0].locked_at or (self._some(*each) and not self._is_ticked(*each))]

    def box(self, member: PanelMember, criterion: Criterion) -> Box:
        some = self._some(member, criterion)
        is_held = bool(self.held.get((member.pk, criterion.pk))) and not some
        ticked = self._is_ticked(member, criterion) if self.is_bound and not member.locked_at else is_held
        return Box(f"pair-{member.reference}-{criterion.reference}", _value(member, criterion), ticked, some)

    @property
    def problems(self) -> list[tuple[str, str]]:
        first = ""
        if self.members and self.criteria:
            first = self.box(self.members[0], self.criteria[0]).id
        return [(first, str(error)) for error in self.non_field_errors()]

    def _all(self) -> list[Pair]:
        return [(member, criterion) for member in self.members for criterion in self.criteria]

    def _some(self, member: PanelMember, criterion: Criterion) -> int:
        held = self.held.get((member.pk, criterion.pk), 0)
        return held if held < self.cleared.get(member.pk, 0) else 0

    def _is_ticked(self, member: PanelMember, criterion: Criterion) -> bool:
        return member.reference in self.everything or _value(member, criterion) in self.ticked


class SingleForm(GovukForm):
    """Members, criteria and bids: each of these for each of those, given or taken away."""

    submit = "Show what would change"
    way = forms.ChoiceField(
        label="What should happen?",
        choices=[
            (Way.GIVE.value, "Give: they score these criteria of these bids"),
            (Way.TAKE.value, "Take away: they score them no longer. What holds a score stays."),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether to give or to take away."},
    )
    members = forms.MultipleChoiceField(
        label="Which members?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one member."},
    )
    criteria = forms.MultipleChoiceField(
        label="Which criteria?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one criterion."},
    )
    bids = forms.MultipleChoiceField(
        label="Which bids?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one bid."},
    )

    def __init__(
        self, members: Sequence[PanelMember], criteria: Sequence[Criterion], bids: Sequence[Bid], data: Any
    ) -> None:
        super().__init__(data)
        self.keys = {each.reference: each.pk for each in (*members, *bids)}
        self.criteria_keys = {each.reference: each.pk for each in criteria}
        choices = {
            "members": [(each.reference, str(each.user)) for each in members],
            "criteria": [(each.reference, str(each)) for each in criteria],
            "bids": [(each.reference, str(each.organisation)) for each in bids],
        }
        for name, some in choices.items():
            self.fields[name].choices = some  # type: ignore[attr-defined]

    def layout(self) -> list[Any]:
        return [
            Field.radios("way", legend_size=Size.SMALL),
            *(Field.checkboxes(name, legend_size=Size.SMALL, small=True) for name in ("members", "criteria", "bids")),
        ]

    def chosen(self, name: str) -> list[int]:
        keys = self.criteria_keys if name == "criteria" else self.keys
        return [keys[each] for each in self.cleaned_data[name]]


class BalanceForm(GovukForm):
    """How many members score each answer."""

    submit = "Show what would change"
    each = WholeNumberField(
        label="How many members score each answer?",
        example="3",
        help_text="Three is good practice.",
        min_value=1,
        max_value=MOST_EACH,
        initial=3,
    )


class DryRunForm(forms.Form):
    """The confirmation of what was shown, with the reason for a change of what was assigned before."""

    why = forms.CharField(required=False)

    def __init__(self, data: Any, *, needs_why: bool) -> None:
        super().__init__(data)
        self.fields["why"].required = needs_why
        self.fields["why"].error_messages = {"required": "Say why it is changed."}

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [("id_why", str(error)) for errors in self.errors.values() for error in errors] if self.is_bound else []


class ScoringDeadlineForm(GovukForm):
    submit = "Set the day"
    due_on = DayField(
        label="By the end of which day are scores to be locked?",
        help_text="For example, 27 3 2027.",
        error_messages={"required": "Enter the day."},
    )


def _value(member: PanelMember, criterion: Criterion) -> str:
    return f"{member.reference}:{criterion.reference}"
