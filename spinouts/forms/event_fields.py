"""The field in which a person enters each part of an event, with words that fit the kind of event."""

from collections.abc import Mapping
from datetime import date

from django import forms

from accounts.domain.counts import counted
from accounts.govuk_forms import DayField, NumberField, WholeNumberField
from spinouts.domain.company import Company
from spinouts.domain.events import MAY_HAVE, NEEDS, EventKind, Reason
from spinouts.domain.money import in_pounds

NEWCOMER = "somebody-new"

IN_ORDER = (
    "share_class",
    "shares",
    "from_party",
    "to_party",
    "to_class",
    "to_shares",
    "seats",
    "amount",
    "profits",
    "under",
    "until",
)
_LABELS = {
    "share_class": "Which class of shares",
    "to_class": "Which class they become",
    "to_shares": "How many shares they become",
    "seats": "How many seats from this day on",
    "profits": "Distributable profits before it, in pounds",
    "under": "Under which right or loan",
    "until": "Until which day",
}
_PARTY_LABELS = {
    EventKind.ISSUE: {"to_party": "Who gets the new shares"},
    EventKind.TRANSFER: {"from_party": "Who gives up shares", "to_party": "Who gets them"},
    EventKind.CANCEL: {"from_party": "Whose shares cease to exist"},
    EventKind.CONVERT: {"from_party": "Whose shares are converted"},
    EventKind.SEATS: {"to_party": "Whose seats"},
    EventKind.GRANT: {"to_party": "Who gets the right"},
    EventKind.DRAW: {"to_party": "Who lends"},
    EventKind.LOCK: {"from_party": "Who may not give up shares"},
    EventKind.UNLOCK: {"from_party": "Whose lock-in ends"},
}
_SHARES_LABELS = {
    EventKind.SPLIT: "Every so many shares",
    EventKind.GRANT: "To how many shares",
}
_AMOUNT_LABELS = {
    EventKind.DRAW: "How much was drawn, in pounds",
    EventKind.REPAY: "How much was paid back, in pounds",
    EventKind.DIVIDEND: "How much was paid out in all, in pounds",
}
REASONS: Mapping[EventKind, tuple[Reason, ...]] = {
    EventKind.ISSUE: (
        Reason.SUBSCRIPTION,
        Reason.OPTION,
        Reason.EARN_IN,
        Reason.CONVERSION,
        Reason.ANTI_DILUTION,
        Reason.GIFT,
        Reason.OTHER,
    ),
    EventKind.TRANSFER: (
        Reason.SALE,
        Reason.GIFT,
        Reason.EARN_IN,
        Reason.OPTION,
        Reason.LEAVER,
        Reason.EXIT,
        Reason.OTHER,
    ),
    EventKind.CANCEL: (Reason.BUY_BACK, Reason.LEAVER, Reason.EXIT, Reason.OTHER),
}


def fields_of(company: Company, kind: EventKind) -> dict[str, forms.Field]:
    """The fields of an event of that kind in the company, by their names, in the order in which they are asked."""
    register = company.register(date.max)
    skipped = set() if register.rights or register.owed else MAY_HAVE[kind] & {"under"}
    return {
        name: _field(company, kind, name, needed=name in NEEDS[kind])
        for name in IN_ORDER
        if name in (NEEDS[kind] | MAY_HAVE[kind]) - skipped
    }


def _field(company: Company, kind: EventKind, name: str, *, needed: bool) -> forms.Field:
    label = _label(kind, name)
    if name in {"to_party", "from_party"}:
        return _party(company, name, label, needed=needed)
    if name in {"share_class", "to_class"}:
        choices = [] if needed else [("", "All classes")]
        choices += [(known.reference, known.name) for known in company.classes]
        return forms.ChoiceField(
            label=label,
            choices=choices,
            required=needed,
            widget=forms.RadioSelect,
            error_messages={"required": f"{label}: choose a class."},
        )
    if name == "until":
        return DayField(label=label, required=needed)
    if name == "under":
        return _new_name(label) if kind in {EventKind.GRANT, EventKind.DRAW} else _under(company, kind, label, needed)
    return _number(name, label, needed=needed)


def _number(name: str, label: str, *, needed: bool) -> forms.Field:
    missing = {"required": f"Enter a figure: {label[0].lower()}{label[1:]}."}
    if name in {"amount", "profits"}:
        return NumberField(
            label=label,
            example="2,500.50",
            min_value=0,
            max_digits=16,
            decimal_places=2,
            required=needed,
            error_messages=missing,
        )
    least = 0 if name == "seats" else 1
    return WholeNumberField(
        label=label, example="100", max_digits=15, min_value=least, required=needed, error_messages=missing
    )


def _party(company: Company, name: str, label: str, *, needed: bool) -> forms.Field:
    nobody = [] if needed else [("", "Every party")]
    newcomer = [(NEWCOMER, "Somebody who has no part in the company yet")] if name == "to_party" else []
    people = [(party.reference, f"{party.name} ({party.kind.label.lower()})") for party in company.parties]
    return forms.ChoiceField(
        label=label,
        choices=[*nobody, *people, *newcomer],
        required=needed,
        widget=forms.RadioSelect,
        error_messages={"required": f"{label}: choose a party."},
    )


def _new_name(label: str) -> forms.Field:
    return forms.RegexField(
        r"^[A-Za-z0-9_-]{1,40}$",
        label=label,
        help_text="Letters, digits and hyphens, such as earn-in-2029. A further part of a loan keeps its name.",
        error_messages={
            "required": "Give it a name, such as earn-in-2029.",
            "invalid": "Use up to 40 letters, digits and hyphens for the name, and no blanks.",
        },
    )


def _under(company: Company, kind: EventKind, label: str, needed: bool) -> forms.Field:
    """One of the rights and loans that there are."""
    register = company.register(date.max)
    choices = [] if needed else [("", "None")]
    if kind is not EventKind.REPAY:
        choices += [
            (reference, f"{reference}: {counted(right.shares, 'share')} for {right.party.name}")
            for reference, right in register.rights.items()
        ]
    if kind is not EventKind.LAPSE:
        choices += [
            (reference, f"{reference}: {in_pounds(owed.amount)} owed to {owed.party.name}")
            for reference, owed in register.owed.items()
        ]
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=needed,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose which one. If none is here, enter its grant or its drawing first."},
    )


def _label(kind: EventKind, name: str) -> str:
    if name in {"to_party", "from_party"}:
        return _PARTY_LABELS[kind][name]
    if name == "shares":
        return _SHARES_LABELS.get(kind, "How many shares")
    if name == "amount":
        return _AMOUNT_LABELS.get(kind, "What was paid for them in all, in pounds (leave empty if nothing)")
    if name == "under" and kind in {EventKind.GRANT, EventKind.DRAW}:
        return "Its name in the register"
    return _LABELS[name]
