from typing import Any

from crispy_forms_gds.choices import Choice
from crispy_forms_gds.layout import Field, Fixed, Size
from django import forms

from accounts.domain.roles import CouncilRole
from accounts.govuk_forms import GovukForm, WholeNumberField
from accounts.models import CouncilMember, User
from procurement.models import Competition, KeyDivision

WHOLE, DIVIDED = "whole", "divided"


class SealingForm(GovukForm):
    """Whether the key is divided, and among whom."""

    submit = "Save"
    how = forms.ChoiceField(
        label="Who keeps the key that opens the bids?",
        choices=[
            Choice(WHOLE, "This installation", hint="Two officers open the bids after the deadline."),
            Choice(
                DIVIDED,
                "People of the council, each a share of it",
                hint="Two officers open the bids, once enough of these people have entered their codes.",
            ),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who keeps the key."},
    )
    holders = forms.MultipleChoiceField(
        label="Who holds a share",
        help_text=(
            "Only if it is divided. Each gets a code on paper. Choose one or two more than are needed, and leave out "
            "one officer, who makes the code of the envelope."
        ),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    needed = WholeNumberField(
        label="How many codes open the bids",
        help_text="At least 2, and no more than there are people.",
        example="2",
        required=False,
    )
    kept_by = forms.CharField(
        label="Who keeps the envelope with a spare code",
        help_text="Somebody outside the competition, such as the monitoring officer.",
        max_length=200,
        required=False,
    )

    def __init__(self, *args: Any, competition: Competition, division: KeyDivision | None, **kwargs: Any) -> None:
        self.members = {
            str(each.user_id): each
            for each in CouncilMember.objects.filter(council=competition.council)
            .select_related("user")
            .order_by("user__name", "pk")
        }
        super().__init__(*args, initial=_initial(division), **kwargs)
        self.fields["holders"].choices = [  # type: ignore[attr-defined]
            Choice(pk, f"{each.user}, {CouncilRole(each.role).label.lower()}") for pk, each in self.members.items()
        ]

    def typed(self) -> dict[str, Any]:
        """What `divisions.divide` takes."""
        given = self.cleaned_data
        return {
            "holders": [self.members[pk].user for pk in given["holders"]],
            "needed": given["needed"] or 0,
            "kept_by": given["kept_by"],
        }

    @property
    def divides(self) -> bool:
        return bool(self.cleaned_data["how"] == DIVIDED)

    def layout(self) -> list[Any]:
        return [
            Field.radios("how", legend_size=Size.MEDIUM),
            Field.checkboxes("holders", legend_size=Size.SMALL),
            Field.text("needed", label_size=Size.SMALL, field_width=Fixed.TWO),
            Field.text("kept_by", label_size=Size.SMALL),
        ]


class CodeForm(GovukForm):
    """A code, typed from paper."""

    submit = "I have kept it: take the share"
    code = forms.CharField(
        label="The code on your paper",
        help_text="Capital or small letters, with or without dashes.",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": "Type the code that is printed on your paper."},
    )

    def layout(self) -> list[Any]:
        return [Field.text("code", label_size=Size.SMALL)]


class SuccessorForm(GovukForm):
    """To whom a share is handed over."""

    submit = "Go on"
    to = forms.ChoiceField(
        label="Who takes your share?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who takes your share."},
    )

    def __init__(self, *args: Any, people: list[CouncilMember], **kwargs: Any) -> None:
        self.people = {str(each.user_id): each.user for each in people}
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            Choice(str(each.user_id), f"{each.user}, {CouncilRole(each.role).label.lower()}") for each in people
        ]

    @property
    def successor(self) -> User:
        return self.people[self.cleaned_data["to"]]

    def layout(self) -> list[Any]:
        return [Field.radios("to", legend_size=Size.SMALL)]


def _initial(division: KeyDivision | None) -> dict[str, Any]:
    if division is None:
        return {"how": WHOLE}
    shares = list(division.shares.all())
    return {
        "how": DIVIDED,
        "holders": [str(share.holder_id) for share in shares if share.holder_id],
        "needed": division.needed,
        "kept_by": "".join(share.kept_by for share in shares),
    }
