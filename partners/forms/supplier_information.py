from typing import Any, ClassVar

from crispy_forms_gds.choices import Choice
from crispy_forms_gds.layout import Field, Fixed, Fluid, Size
from django import forms

from accounts.actions import fields
from accounts.govuk_forms import DayField, GovukForm, PartForm, SeenForm
from partners.actions import declarations
from partners.actions import supplier_information as information
from partners.domain.connected_persons import Connection
from partners.domain.exclusion_grounds import Effect, ground_of, grouped
from partners.domain.identifiers import Scheme
from partners.models import ConnectedPerson, DeclaredGround, Organisation, SupplierInformation
from partners.models.organisations import KINDS

NOT_REGISTERED = [("", "No number"), *((scheme.value, scheme.label) for scheme in Scheme)]


def _text(label: str, help_text: str = "", **rest: Any) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, required=False, **rest)


def _long(label: str, help_text: str = "") -> forms.CharField:
    return _text(label, help_text, widget=forms.Textarea)


class InformationForm(SeenForm):
    names: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, information: SupplierInformation, **kwargs: Any) -> None:
        shown = {name: getattr(information, name) for name in self.names}
        shown |= {name: getattr(information.organisation, name) for name in ("name", "kind", "address")}
        super().__init__(*args, initial={"seen": fields.seen(information, self.names), **shown}, **kwargs)


class DetailsForm(InformationForm):
    names = (*information.DETAILS, *information.FLAGS)

    name = forms.CharField(
        label="Name of the organisation",
        help_text="As it is registered. Like the kind, it stays as it is while a bid that you submitted goes under it.",
        max_length=300,
        error_messages={"required": "Enter the name of the organisation."},
    )
    kind = forms.ChoiceField(
        label="What kind of organisation is it?",
        choices=KINDS,
        error_messages={"required": "Choose what kind of organisation it is."},
    )
    address = forms.CharField(
        label="Registered or principal address",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "street-address"}),
    )
    contact_email = forms.EmailField(
        label="E-mail address for the council",
        required=False,
        max_length=254,
        error_messages={"invalid": "Enter an e-mail address in the correct format, like name@example.com."},
    )
    website = forms.URLField(
        label="Website (optional)",
        required=False,
        max_length=300,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "url"}),
        error_messages={"invalid": "Enter the whole address of the website, such as https://example.org."},
    )
    vat_number = _text("VAT number (optional)", max_length=20)
    legal_form = _text(
        "Legal form", "Such as “private company limited by guarantee” or “charitable trust”.", max_length=200
    )
    governing_law = _text(
        "Law that governs it", "Such as “Companies Act 2006” or “Charities Act 2011”.", max_length=200
    )
    registered_on = DayField(
        label="When was it registered?",
        help_text="If it is not registered, the day on which it began to work. For example, 27 3 2007.",
        required=False,
    )
    is_sme = forms.BooleanField(
        label="It is a small or medium-sized enterprise",
        help_text="Fewer than 250 staff, and either turnover up to £44 million or a balance sheet up to £38 million.",
        required=False,
    )
    is_vcse = forms.BooleanField(
        label="It is a voluntary, community or social enterprise",
        help_text="A non-governmental organisation that is driven by values and mainly reinvests its surpluses.",
        required=False,
    )
    is_supported_employment = forms.BooleanField(
        label="It is a supported employment provider", help_text="As in section 32 of the Act.", required=False
    )
    is_mutual = forms.BooleanField(
        label="It is a public service mutual",
        help_text="Exists to deliver public services, under the control of its employees (section 33).",
        required=False,
    )

    def layout(self) -> list[Any]:
        texts = [Field.text(name, label_size=Size.SMALL) for name in information.DETAILS if name != "registered_on"]
        address = Field.textarea("address", label_size=Size.SMALL, rows=4)
        kind = Field.select("kind", label_size=Size.SMALL)
        return [
            "seen",
            Field.text("name", label_size=Size.SMALL),
            kind,
            address,
            *texts,
            "registered_on",
            *(Field.checkbox(name) for name in information.FLAGS),
        ]


class StandingForm(InformationForm):
    names = information.STANDING

    accounts_end_on = DayField(
        label="Last day of your latest accounts", help_text="For example, 31 3 2026.", required=False
    )
    accounts_where = _long(
        "Where can they be read?", "Such as “filed at Companies House”, with the web address if any."
    )
    accounts_audited = forms.BooleanField(label="They are audited", required=False)
    no_accounts_because = _long(
        "If you have no accounts yet: why, and what shows that you can pay your way?",
        "Such as a bank’s letter, a guarantee or a forecast. No council may ask a supplier for audited accounts that "
        "company law does not (section 22).",
    )

    def layout(self) -> list[Any]:
        return [
            "seen",
            "accounts_end_on",
            Field.textarea("accounts_where", label_size=Size.SMALL, rows=3),
            Field.checkbox("accounts_audited"),
            Field.textarea("no_accounts_because", label_size=Size.SMALL, rows=5),
        ]


class IdentifierForm(GovukForm):
    submit = "Add the number"
    scheme = forms.ChoiceField(
        label="Register",
        choices=[Choice(each.value, each.label, hint=f"{each.form}; such as {each.example}") for each in Scheme],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the register."},
    )
    typed = forms.CharField(
        label="Number",
        help_text="Blanks, small letters and missing zeros do no harm.",
        max_length=60,
        error_messages={"required": "Enter the number."},
    )

    def layout(self) -> list[Any]:
        return [
            Field.radios("scheme", legend_size=Size.SMALL),
            Field.text("typed", label_size=Size.SMALL, field_width=Fixed.TWENTY),
        ]


class PersonForm(PartForm):
    names = declarations.PERSON

    name = forms.CharField(
        label="Name of the person or organisation",
        max_length=300,
        error_messages={"required": "Enter the name."},
    )
    connection = forms.ChoiceField(
        label="How are they connected with you?",
        choices=[Choice(each.value, each.label, hint=each.hint) for each in Connection],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how they are connected."},
    )
    since_on = DayField(label="Since when? (optional)", required=False)
    until_on = DayField(label="Until when, if they have left? (optional)", required=False)
    born_in = _text("Month and year of birth of a person (optional)", "Such as May 1970; never the day.", max_length=20)
    address = _text(
        "Address (optional)", "Where letters to them may be sent.", widget=forms.Textarea(attrs={"rows": 3})
    )
    scheme = forms.ChoiceField(label="Register, if it is an organisation", choices=NOT_REGISTERED, required=False)
    number = _text("Number in that register", max_length=60)

    def __init__(self, *args: Any, person: ConnectedPerson | None = None, **kwargs: Any) -> None:
        initial = {}
        if person is not None:
            initial = {name: getattr(person, name) for name in self.names}
            initial |= {"reference": person.reference, "seen": fields.seen(person, self.names)}
        super().__init__(*args, initial=initial, **kwargs)

    def typed(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.names}

    def layout(self) -> list[Any]:
        return [
            "seen",
            "reference",
            Field.text("name", label_size=Size.SMALL),
            Field.radios("connection", legend_size=Size.SMALL),
            "since_on",
            "until_on",
            Field.text("born_in", label_size=Size.SMALL, field_width=Fixed.TWENTY),
            Field.textarea("address", label_size=Size.SMALL, rows=3),
            Field.select("scheme", label_size=Size.SMALL),
            Field.text("number", label_size=Size.SMALL, field_width=Fixed.TWENTY),
        ]


class GroundsForm(GovukForm):
    """All grounds at once. What is not ticked is answered No, which the last tick says."""

    submit = "Save the answers"
    none_else = forms.BooleanField(
        label="None of the grounds that I have not ticked applies to the organisation or to anybody named here",
        error_messages={"required": "Tick to say that none of the others applies, or leave the page to answer later."},
    )

    def __init__(self, *args: Any, ticked: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups: list[str] = []
        for effect in Effect:
            for heading, grounds in grouped(effect):
                name = f"grounds-{effect.value}-{len(self.groups)}"
                self.groups.append(name)
                self.fields[name] = forms.MultipleChoiceField(
                    label=f"{effect.label}: {heading[:1].lower()}{heading[1:]}",
                    choices=[Choice(each.reference, each.words, hint=each.source) for each in grounds],
                    widget=forms.CheckboxSelectMultiple,
                    required=False,
                    initial=[each.reference for each in grounds if each.reference in ticked],
                )

    def ticked(self) -> set[str]:
        return {reference for name in self.groups for reference in self.cleaned_data[name]}

    def layout(self) -> list[Any]:
        groups = [Field.checkboxes(name, legend_size=Size.SMALL) for name in self.groups]
        return [*groups, Field.checkbox("none_else")]


class DeclaredGroundForm(PartForm):
    """To whom a ground applies, what happened and what was done about it (s.58(1), reg. 12(13A))."""

    names = declarations.GROUND

    person = forms.ModelChoiceField(
        queryset=ConnectedPerson.objects.none(),
        label="To whom does it apply?",
        required=False,
        to_field_name="reference",
    )
    happened_on = DayField(
        label="When did it happen, or when was it decided?", help_text="For example, 27 3 2025.", required=False
    )
    goes_on = forms.BooleanField(label="It still goes on", required=False)
    what_happened = forms.CharField(
        label="What happened?",
        help_text="Such as the court or authority, what it decided, and the penalty.",
        widget=forms.Textarea,
        error_messages={"required": "Say what happened."},
    )
    taken_seriously = _long("How did you take it seriously?", "Such as paying a fine or compensation.")
    steps_taken = _long(
        "What did you do so that it does not happen again?",
        "Such as new staff or management, procedures or training.",
    )
    commitments = _long("What more do you promise to do?")

    def __init__(
        self, *args: Any, organisation: Organisation, ground: str, row: DeclaredGround | None, **kwargs: Any
    ) -> None:
        initial = {}
        if row is not None:
            initial = {name: getattr(row, name) for name in self.names if name != "person"}
            initial |= {"reference": row.reference, "seen": fields.seen(row, self.names)}
            initial["person"] = row.person.reference if row.person else ""
        super().__init__(*args, initial=initial, **kwargs)
        choice = self.fields["person"]
        choice.queryset = ConnectedPerson.objects.filter(organisation=organisation)  # type: ignore[attr-defined]
        choice.empty_label = f"{organisation}, your organisation itself"  # type: ignore[attr-defined]
        years = ground_of(ground).years
        self.fields["happened_on"].help_text = f"Only the last {years} years count. For example, 27 3 2025."

    def typed(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.names}

    def layout(self) -> list[Any]:
        longs = ("what_happened", "taken_seriously", "steps_taken", "commitments")
        return [
            "seen",
            "reference",
            Field.select("person", label_size=Size.SMALL, field_width=Fluid.TWO_THIRDS),
            "happened_on",
            Field.checkbox("goes_on"),
            *(Field.textarea(name, label_size=Size.SMALL, rows=4) for name in longs),
        ]
