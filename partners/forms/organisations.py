from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Field, Layout, Size, Submit
from django import forms

from partners.domain.organisations import OrganisationRole
from partners.models import Organisation
from partners.models.organisations import KINDS

WHAT_THEY_MAY_DO = {
    OrganisationRole.ADMINISTRATOR: "writes and submits bids, and decides who belongs to the organisation",
    OrganisationRole.WRITER: "writes and submits bids",
}
ROLE_CHOICES = [(role.value, f"{role.label}: {WHAT_THEY_MAY_DO[role]}") for role in OrganisationRole]


class OrganisationForm(forms.Form):
    """An organisation that wants to compete."""

    name = forms.CharField(
        label="Name of the organisation",
        help_text="As it is registered.",
        max_length=Organisation._meta.get_field("name").max_length,
        error_messages={"required": "Enter the name of the organisation."},
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    kind = forms.ChoiceField(
        label="What kind of organisation is it?",
        choices=KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what kind of organisation it is."},
    )
    registered_number = forms.CharField(
        label="Registered number (optional)",
        help_text="The number at Companies House, the Charity Commission, OSCR or another register.",
        max_length=Organisation._meta.get_field("registered_number").max_length,
        required=False,
    )
    address = forms.CharField(
        label="Address",
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "street-address"}),
        error_messages={"required": "Enter the address of the organisation."},
    )

    def clean_registered_number(self) -> str:
        typed: str = self.cleaned_data["registered_number"]
        if typed and not any(sign.isdigit() for sign in typed):
            raise forms.ValidationError("Enter the number as the register writes it, or leave it empty.")
        return typed

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.helper = FormHelper()
        self.helper.attrs = {"data-once": ""}
        self.helper.layout = Layout(
            "name",
            Field.radios("kind", legend_size=Size.SMALL),
            "registered_number",
            "address",
            Submit("save", "Register the organisation"),
        )


class InvitationForm(forms.Form):
    """Whom to invite, and as what."""

    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": "Enter the e-mail address of the person.",
            "invalid": "Enter an e-mail address in the correct format, like name@example.com.",
        },
    )
    role = forms.ChoiceField(
        label="What may they do?",
        choices=ROLE_CHOICES,
        widget=forms.RadioSelect,
        initial=OrganisationRole.WRITER.value,
        error_messages={"required": "Choose what they may do."},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(
            "email", Field.radios("role", legend_size=Size.SMALL), Submit("invite", "Send the invitation")
        )
