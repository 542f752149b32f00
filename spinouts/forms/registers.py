"""Forms for what happened in a company: the fields that the kind of event has, and no others."""

from decimal import Decimal
from typing import Any

from crispy_forms_gds.layout import HTML, Field, Fieldset, Fixed, Size
from django import forms

from accounts.domain.references import new_reference
from accounts.govuk_forms import DayField, GovukForm
from spinouts.domain.company import Company
from spinouts.domain.entries import entry_of
from spinouts.domain.events import EventKind, HoldingEvent, Reason
from spinouts.domain.parties import Party, PartyKind
from spinouts.domain.sentinel import consent_needed
from spinouts.forms.event_fields import IN_ORDER, NEWCOMER, REASONS, fields_of

ENTERED = tuple(kind for kind in EventKind if kind is not EventKind.STRIKE)
"""The kinds that a person enters; an entry is struck out where it stands."""


class EventForm(GovukForm):
    """One event of a kind. It is checked first, and entered once its author has seen what it would do."""

    submit = "Check this change"
    reference = forms.CharField(required=False, widget=forms.HiddenInput)
    confirmed = forms.CharField(required=False, widget=forms.HiddenInput)
    on = DayField(label="The day on which it happened", help_text="For example, 27 3 2027.")

    def __init__(self, *args: Any, company: Company, kind: EventKind, **kwargs: Any) -> None:
        kwargs["initial"] = {"reference": new_reference()} | kwargs.pop("initial", {})
        super().__init__(*args, **kwargs)
        self.company, self.kind = company, kind
        self.parties = {party.reference: party for party in company.parties}
        self.classes = {known.reference: known for known in company.classes}
        self.consenting = consent_needed(company, kind)
        self.fields |= fields_of(company, kind)
        if "to_party" in self.fields:
            self._add_newcomer()
        if kind in REASONS:
            self.fields["reason"] = forms.ChoiceField(
                label="Why",
                choices=[(reason.value, reason.label) for reason in REASONS[kind]],
                widget=forms.RadioSelect,
                error_messages={"required": "Why: choose the reason for which it happened."},
            )
        if self.consenting:
            self.fields["consents"] = forms.MultipleChoiceField(
                label="Who has consented",
                help_text="The articles ask for the consent of each of them. Tick who has given it in writing.",
                choices=[(party.reference, party.name) for party in self.consenting],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        self.fields["note"] = forms.CharField(
            label="Note for the record",
            help_text="Such as where the signed paper is kept. It is not published.",
            required=False,
            widget=forms.Textarea,
        )
        self.fields["again"] = forms.BooleanField(
            label="The same is entered already for this day, and it really happened once more", required=False
        )

    def _add_newcomer(self) -> None:
        self.fields["newcomer_name"] = forms.CharField(
            label="Name, if it is somebody who has no part in the company yet", max_length=300, required=False
        )
        self.fields["newcomer_kind"] = forms.ChoiceField(
            label="What they are",
            choices=[("", "Nobody new"), *((kind.value, kind.label) for kind in PartyKind)],
            required=False,
            widget=forms.Select,
        )

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("to_party") == NEWCOMER:
            if not typed.get("newcomer_name", "").strip():
                self.add_error("newcomer_name", "Enter the name of the new party.")
            if not typed.get("newcomer_kind"):
                self.add_error("newcomer_kind", "Choose what the new party is.")
        elif typed.get("newcomer_name", "").strip():
            self.add_error(
                "to_party", "You entered a new party's name: choose “Somebody who has no part …”, or clear it."
            )
        return typed

    @property
    def newcomer(self) -> Party | None:
        """The party that the event brings into the company, if any. It is known by the page's own reference."""
        if self.cleaned_data.get("to_party") != NEWCOMER:
            return None
        name, kind = self.cleaned_data["newcomer_name"].strip(), PartyKind(self.cleaned_data["newcomer_kind"])
        return Party(f"party-{self.cleaned_data['reference']}"[:40], name, kind)

    def event(self) -> HoldingEvent:
        """What was entered; the register gives it its number."""
        typed = self.cleaned_data
        return HoldingEvent(
            kind=self.kind,
            on=typed["on"],
            sequence=0,
            share_class=self.classes.get(typed.get("share_class") or ""),
            shares=typed.get("shares") or 0,
            to_party=self.newcomer or self.parties.get(typed.get("to_party") or ""),
            from_party=self.parties.get(typed.get("from_party") or ""),
            to_class=self.classes.get(typed.get("to_class") or ""),
            to_shares=typed.get("to_shares") or 0,
            seats=typed.get("seats"),
            amount=_pounds(typed.get("amount")),
            profits=_pounds(typed.get("profits")),
            under=typed.get("under") or "",
            until=typed.get("until"),
            reason=Reason(typed.get("reason") or Reason.OTHER),
            note=typed["note"].strip(),
            consents=tuple(typed.get("consents") or ()),
        )

    def ask_to_confirm(self) -> None:
        """Show it once more with what it would do; pressed again unchanged, it is recorded."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["confirmed"] = entry_of(self.event())  # type: ignore[index]
        self.submit = "Record this change"

    @property
    def is_confirmed(self) -> bool:
        """Whether its author has seen what this very event would do."""
        return bool(self.cleaned_data["confirmed"] == entry_of(self.event()))

    def layout(self) -> list[Any]:
        small = {"legend_size": Size.SMALL}
        parts: list[Any] = ["reference", "confirmed", Field("on", context={"legend_size": Size.SMALL})]
        for name in (*IN_ORDER, "reason", "consents"):
            field = self.fields.get(name)
            if field is None:
                continue
            if isinstance(field, DayField):
                parts.append(Field(name, context=small))
            elif isinstance(field.widget, forms.CheckboxSelectMultiple):
                parts.append(Field.checkboxes(name, **small))
            elif isinstance(field.widget, forms.RadioSelect):
                parts.append(Field.radios(name, **small))
            else:
                parts.append(Field.text(name, label_size=Size.SMALL, field_width=Fixed.TEN))
            if name == "to_party":
                parts.append(self._newcomer_part())
        parts.append(Field.textarea("note", label_size=Size.SMALL, rows=3))
        # Only who was told that it stands there already has something to say to this.
        return [*parts, "again"] if self.non_field_errors() or self.data.get("again") else parts

    def _newcomer_part(self) -> Fieldset:
        return Fieldset(
            HTML('<p class="govuk-hint">Only if you chose somebody who has no part in the company yet.</p>'),
            Field.text("newcomer_name"),
            Field.select("newcomer_kind"),
            legend="Somebody new",
            legend_size=Size.SMALL,
        )


def _pounds(amount: Any) -> Decimal | None:
    return None if amount is None else Decimal(amount)


class StrikeForm(GovukForm):
    submit = "Strike this entry out"
    note = forms.CharField(
        label="What was wrong with it?",
        help_text="The entry and your reasons stay on the record. Afterwards enter what really happened.",
        widget=forms.Textarea,
        error_messages={"required": "Say what was wrong with the entry."},
    )

    def layout(self) -> list[Any]:
        return [Field.textarea("note", label_size=Size.SMALL, rows=4)]
