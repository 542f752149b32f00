from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from procurement.models import Criterion
from scoring.models import PanelMember

Pair = tuple[PanelMember, Criterion]


@dataclass(frozen=True, slots=True)
class Box:
    """One checkbox of the matrix."""

    id: str
    value: str
    ticked: bool


class AssignmentForm(forms.Form):
    """A matrix of checkboxes `pair`, and `everything` for a member: all criteria at once, without any script."""

    def __init__(
        self,
        data: Any,
        members: Sequence[PanelMember],
        criteria: Sequence[Criterion],
        held: Collection[tuple[int, int]],
    ) -> None:
        super().__init__(data)
        self.members, self.criteria, self.held = members, criteria, held
        self.ticked = set(data.getlist("pair")) if data is not None else set()
        self.everything = set(data.getlist("everything")) if data is not None else set()

    @property
    def pairs(self) -> list[Pair]:
        """What is ticked. Members who have locked, and pairs that the page could not offer, keep what they have."""
        return [
            (member, criterion)
            for member in self.members
            for criterion in self.criteria
            if self._is_wished(member, criterion)
        ]

    def box(self, member: PanelMember, criterion: Criterion) -> Box:
        is_held = (member.pk, criterion.pk) in self.held
        ticked = self._is_wished(member, criterion) if self.is_bound else is_held
        return Box(f"pair-{member.reference}-{criterion.reference}", _value(member, criterion), ticked)

    @property
    def problems(self) -> list[tuple[str, str]]:
        first = ""
        if self.members and self.criteria:
            first = self.box(self.members[0], self.criteria[0]).id
        return [(first, str(error)) for error in self.non_field_errors()]

    def _is_wished(self, member: PanelMember, criterion: Criterion) -> bool:
        if member.locked_at:
            return (member.pk, criterion.pk) in self.held
        return member.reference in self.everything or _value(member, criterion) in self.ticked


def _value(member: PanelMember, criterion: Criterion) -> str:
    return f"{member.reference}:{criterion.reference}"
