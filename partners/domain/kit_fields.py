"""What a bid says in fields, the offer and the consortium, as a file to take along holds it and brings it back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accounts.domain.fingerprints import fingerprint
from partners.domain import words
from partners.domain.consortia import ConsortiumRole
from partners.domain.kits import Brought, Standing, version_of
from partners.domain.organisations import OrganisationKind
from partners.domain.typed_fields import is_amount, too_long
from partners.domain.typed_values import NO, YES, number

Choices = Sequence[tuple[str, str]]
Member = Mapping[str, str]
MOST_MEMBERS = 50

TICK: Choices = ((YES, "Yes"), ("", "No"))
"""A box to tick: in a file somebody has to say no, since an empty cell says nothing."""
YES_OR_NO: Choices = ((YES, "Yes"), (NO, "No"))
MEMBER: Sequence[tuple[str, str, Choices]] = (
    ("name", "Name", ()),
    ("kind", "Kind", [(each.value, each.label) for each in OrganisationKind]),
    ("registered_number", "Registered number", ()),
    ("role", "Role", [(each.value, each.label.partition(":")[0]) for each in ConsortiumRole]),
    ("share", "Share of the work, in percent", ()),
    ("part", "What it would do", ()),
    ("email", "E-mail address of somebody who can agree for it", ()),
)
"""What is said of each that stands behind a bid: the name of the field, its title, and what may be chosen."""


@dataclass(frozen=True, slots=True)
class KitField:
    """A field of the offer: `reference` is its name in the form, `value` what stands in it."""

    reference: str
    part: str
    label: str
    hint: str = ""
    choices: Choices = ()
    value: str = ""

    @property
    def shown(self) -> str:
        """What stands in it as a person reads it."""
        return as_read(self.value, self.choices) if self.value else ""

    @property
    def mark(self) -> str:
        """Goes beside it, and tells later what stood there."""
        return version_of(self.value)


def as_read(value: str, choices: Choices) -> str:
    return dict(choices).get(value, value)


def as_kept(text: str, choices: Choices) -> str:
    """What a person wrote as the form keeps it: of what may be chosen, the value, however it is written."""
    bare = words.normalise(text).strip()
    for value, label in choices:
        if bare.casefold() in {value.casefold(), label.casefold()} - {""}:
            return value
    return bare


@dataclass(frozen=True, slots=True)
class ComparedField:
    """A field that came back beside what stands in it; `takes` is what would be kept if the file's is taken."""

    field: KitField
    takes: str
    standing: Standing

    @property
    def in_file(self) -> str:
        return as_read(self.takes, self.field.choices)


def compared_field(field: KitField, brought: Brought) -> ComparedField:
    """Where the field was changed since the file was taken. An empty one changes nothing."""
    takes, now = as_kept(brought.text, field.choices), as_kept(field.value, ())
    if takes == now:
        standing = Standing.SAME
    elif not brought.text.strip():
        standing = Standing.EMPTY
    else:
        standing = _changed_in(now, takes, brought.mark)
    return ComparedField(field, takes, standing)


def unusable(field: KitField, takes: str, errors: Mapping[str, str]) -> str:
    """Why what a file has in the field can't be used as it is, in a sentence; "" if it can.

    `errors` has a sentence for each field of the offer that could not be read.
    """
    if not takes:
        return ""
    if field.choices and takes not in {value for value, _ in field.choices}:
        allowed = ", ".join(label for _, label in field.choices)
        return f"“{takes[:40]}” is none of what can be chosen: {allowed}."
    if is_amount(field.reference) and not number(takes.removesuffix("%")).is_finite():
        return f"“{takes[:40]}” is not a number."
    return errors.get(field.reference) or too_long({field.reference: takes}).get(field.reference, "")


def _changed_in(now: str, brought: str, mark: str) -> Standing:
    if version_of(brought) == mark:
        return Standing.ONLY_BID
    if version_of(now) == mark or not (mark or now):
        return Standing.ONLY_FILE
    return Standing.BOTH


def members_mark(members: Sequence[Member]) -> str:
    """The same for the same list of those who stand behind a bid."""
    return fingerprint([dict(each) for each in members])[:12]


def compared_members(now: Sequence[Member], brought: Sequence[Member], mark: str) -> Standing:
    """Where the list was changed since the file was taken. One without anybody changes nothing."""
    if list(now) == list(brought):
        return Standing.SAME
    if not brought:
        return Standing.EMPTY
    if members_mark(brought) == mark:
        return Standing.ONLY_BID
    return Standing.ONLY_FILE if members_mark(now) == mark or not (mark or now) else Standing.BOTH


def member_in_words(member: Member) -> str:
    """ "Tide Trust, Charity, 12, Member of the consortium, 30%, Day trips, a@b.example"."""
    said = []
    for name, _, choices in MEMBER:
        if text := as_read(member.get(name, ""), choices):
            said.append(f"{text.removesuffix('%')}%" if name == "share" else text)
    return ", ".join(said)
