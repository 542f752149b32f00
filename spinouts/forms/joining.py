"""What a person enters to see a new spin-out join a group. It is only looked at, so it is asked for with GET."""

from collections.abc import Iterator, Mapping
from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Fieldset, Fixed, Layout, Size
from django import forms

from accounts.domain.counts import counted
from accounts.govuk_forms import GovukForm, NumberField, WholeNumberField
from spinouts.domain.groups import Group
from spinouts.domain.joining_picture import JoiningOwner
from spinouts.domain.parties import PartyKind

OWNERS = (1, 2, 3)
_START = {
    "name": "A new spin-out",
    "spin_out_value": "1000000",
    "group_value": "2000000",
    "owner_1_name": "Its staff",
    "owner_1_kind": PartyKind.EMPLOYEES.value,
    "owner_1_shares": "1000",
    "owner_1_handed": "501",
}


class JoiningForm(GovukForm):
    """The new spin-out, its owners, and what both companies are worth. It starts with figures that can be changed."""

    submit = "Show what would happen"
    on = forms.CharField(required=False, widget=forms.HiddenInput)
    parent = forms.ChoiceField(
        label="Which company does it join under?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the company that the new spin-out joins under."},
    )
    name = forms.CharField(
        label="Name of the new spin-out",
        max_length=200,
        error_messages={"required": "Enter a name for the new spin-out."},
    )
    spin_out_value = NumberField(
        label="What the new spin-out is worth, in pounds",
        example="1,000,000",
        max_digits=14,
        decimal_places=2,
        error_messages={"required": "Enter what the new spin-out is worth."},
    )
    group_value = NumberField(
        label="What the company that it joins under is worth, in pounds",
        help_text="With all that it owns. From the two values follows how many new shares there are for a share.",
        example="2,000,000",
        max_digits=14,
        decimal_places=2,
        error_messages={"required": "Enter what the company that it joins under is worth."},
    )

    def __init__(self, data: Mapping[str, Any] | None, *, group: Group, on: str) -> None:
        first = group.companies[0].reference
        super().__init__(data, initial=_START | {"on": on, "parent": first})
        parent: Any = self.fields["parent"]
        parent.choices = [(company.reference, company.name) for company in group.companies]
        receivers = [("", "Themselves"), *((member.reference, member.name) for member in group.outsiders)]
        for number in OWNERS:
            self.fields |= _owner_fields(number, receivers)

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_method, helper.disable_csrf = "get", True
        helper.attrs = {"novalidate": ""}
        # What the page calls its fields stays out: the address would grow too long for the server.
        helper.layout = Layout(*self.layout(), Button.primary("show", self.submit))
        return helper

    def layout(self) -> list[Any]:
        return [
            "on",
            Field.text("name", label_size=Size.SMALL),
            *(_owner_part(number) for number in OWNERS),
            Field.radios("parent", legend_size=Size.SMALL),
            Field.text("spin_out_value", label_size=Size.SMALL, field_width=Fixed.TEN),
            Field.text("group_value", label_size=Size.SMALL, field_width=Fixed.TEN),
        ]

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        for number in OWNERS:
            name, shares = typed.get(f"owner_{number}_name"), typed.get(f"owner_{number}_shares")
            if name and not shares and f"owner_{number}_shares" not in self.errors:
                self.add_error(f"owner_{number}_shares", f"Enter how many shares {name} has.")
            if shares and not name:
                self.add_error(f"owner_{number}_name", f"Enter who has the {counted(shares, 'share')}.")
        if not self.errors and not any(self.owners()):
            self.add_error("owner_1_name", "Enter at least one owner of the new spin-out.")
        return typed

    def owners(self) -> Iterator[JoiningOwner]:
        """The owners that were entered."""
        for number in OWNERS:
            typed: dict[str, Any] = {key: self.cleaned_data.get(f"owner_{number}_{key}") for key in _KEYS}
            if typed["name"]:
                yield JoiningOwner(
                    typed["name"],
                    PartyKind(typed["kind"] or PartyKind.EMPLOYEES),
                    typed["shares"],
                    typed["handed"],
                    typed["receiver"] or "",
                )


_KEYS = ("name", "kind", "shares", "handed", "receiver")


def _owner_fields(number: int, receivers: list[tuple[str, str]]) -> dict[str, forms.Field]:
    kinds = [(kind.value, kind.label) for kind in PartyKind if kind is not PartyKind.GROUP_COMPANY]
    return {
        f"owner_{number}_name": forms.CharField(
            label="Name",
            help_text="Somebody who has a part in the group already is known by their name.",
            max_length=200,
            required=False,
        ),
        f"owner_{number}_kind": forms.ChoiceField(label="What they are", choices=kinds, required=False),
        f"owner_{number}_shares": WholeNumberField(label="Shares", example="1,000", min_value=0, required=False),
        f"owner_{number}_handed": WholeNumberField(
            label="How many of them they hand over",
            help_text="Leave empty for all of them.",
            example="501",
            min_value=0,
            required=False,
        ),
        f"owner_{number}_receiver": forms.ChoiceField(
            label="Who receives the new shares", choices=receivers, required=False
        ),
    }


def _owner_part(number: int) -> Fieldset:
    words = {1: "First owner", 2: "Second owner, if there is one", 3: "Third owner, if there is one"}
    return Fieldset(
        Field.text(f"owner_{number}_name"),
        Field.select(f"owner_{number}_kind"),
        Field.text(f"owner_{number}_shares", field_width=Fixed.FIVE),
        Field.text(f"owner_{number}_handed", field_width=Fixed.FIVE),
        Field.select(f"owner_{number}_receiver"),
        legend=words[number],
        legend_size=Size.MEDIUM,
    )
