from typing import Any

from crispy_forms_gds.choices import Choice
from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Fluid, Layout, Size
from django import forms

from accounts.govuk_forms import GovukForm
from accounts.models import User
from scoring.domain.roles import Background, PanelRole
from scoring.forms.problems import problems_of

HINTS = {
    PanelRole.CHAIR: "Assigns what each evaluator scores, and records the scores that the panel agrees.",
    PanelRole.EVALUATOR: "Reads the bids and scores what the chair assigns.",
    PanelRole.EXPERT: "Reads the answers to the criteria that the chair names, and advises on them. Scores nothing.",
    PanelRole.OBSERVER: "Reads the bids and, once all scores are locked, the scores. Scores nothing.",
    PanelRole.CHECKER: "Reads the reasons of each agreed score and signs it off, or sends it back. Scores nothing.",
}


class AppointmentForm(forms.Form):
    """Whom to appoint, by the address of an account that exists, and as what."""

    use_required_attribute = False

    email = forms.EmailField(
        label="E-mail address of the person",
        help_text="The address with which they sign in. They need an account first.",
        max_length=254,
        error_messages={"required": "Enter the e-mail address of the person."},
    )
    role = forms.ChoiceField(
        label="Role on the panel",
        choices=[Choice(role.value, role.label, hint=HINTS[role]) for role in PanelRole],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a role."},
    )

    background = forms.ChoiceField(
        label="Where do they come from? (optional)",
        help_text="Shown to the council and the chair, who see from it how independent the panel is.",
        choices=[Choice(each.value, each.label) for each in Background],
        widget=forms.RadioSelect,
        required=False,
    )
    employer = forms.CharField(
        label="Who employs them? (optional)",
        help_text="Once the bids are opened it is compared with everybody named in them.",
        max_length=200,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": "", "data-once": ""}
        self.helper.layout = Layout(
            Field.text("email", field_width=Fluid.TWO_THIRDS),
            Field.radios("role", legend_size=Size.SMALL),
            Field.radios("background", legend_size=Size.SMALL),
            Field.text("employer", field_width=Fluid.TWO_THIRDS),
            Button.primary("appoint", "Appoint to the panel"),
        )

    def clean_email(self) -> User:
        email = self.cleaned_data["email"]
        user = User.objects.with_email(email)
        if user is None or not user.is_active:
            raise forms.ValidationError(
                f"Nobody has an account with {email} yet. Ask them to create an account with this address first, "
                "then appoint them here."
            )
        return user

    def clean_role(self) -> PanelRole:
        return PanelRole(self.cleaned_data["role"])

    def clean_background(self) -> Background | None:
        return Background(self.cleaned_data["background"]) if self.cleaned_data["background"] else None

    @property
    def problems(self) -> list[tuple[str, str]]:
        return problems_of(
            self, {"email": "id_email", "role": "id_role_1", "background": "id_background_1", "employer": "id_employer"}
        )


class StandDownForm(GovukForm):
    """Why a member leaves the panel."""

    why = forms.CharField(
        label="Why do they leave?",
        help_text="It stays on the record, which the council and its auditor read. Say no more of their health or "
        "family than it takes: “away until the end of March” is enough.",
        max_length=2000,
        widget=forms.Textarea,
        error_messages={"required": "Say why they leave the panel."},
    )

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.submit = f"Take {name} off the panel"

    def layout(self) -> list[Any]:
        return [Field.textarea("why", label_size=Size.SMALL, rows=3)]
