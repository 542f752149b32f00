"""Who bids together with the lead member."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.actions import trail
from accounts.domain.fingerprints import fingerprint
from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.actions.writing import changed, clean, kept_if_late, locked
from partners.domain.consortia import ConsortiumRole, read_share, share_of_the_lead
from partners.domain.last_day import Deed
from partners.models import Bid, ConsortiumMember, ConsortiumVersion

FIELDS = ("name", "kind", "registered_number", "role", "share", "part", "email")
DEFAULTS = {"role": ConsortiumRole.MEMBER.value}
CHANGED_ELSEWHERE = (
    "Somebody else changed the members of the consortium after you opened this page.",
    "What you typed is still here, and theirs is shown above it. To replace theirs, save again.",
)


class ConsortiumChanged(Refusal):
    """Somebody else changed the list since the page was opened; `now` is the fingerprint of what stands."""

    def __init__(self, now: str) -> None:
        super().__init__(*CHANGED_ELSEWHERE)
        self.now = now


class MembersRefused(Refusal):
    """What is wrong with those who are named; `placed` has the place of each sentence, such as ("2-share", …)."""

    def __init__(self, placed: Sequence[tuple[str, str]]) -> None:
        super().__init__(*(sentence for _, sentence in placed))
        self.placed = list(placed)


def members_of(bid: Bid) -> list[dict[str, str]]:
    """The named members besides the lead, in the order in which they were named."""
    return [dict(row) for row in bid.consortium_members.order_by("pk").values(*FIELDS)]


def seen(bid: Bid) -> str:
    """A fingerprint of the list, for the page to carry."""
    return fingerprint(members_of(bid))


def name_consortium(
    bid: Bid,
    members: Sequence[Mapping[str, str]],
    *,
    by: User,
    at: datetime,
    seen_before: str | None = None,
    is_unfinished: bool = False,
) -> None:
    """Name all who stand behind the bid besides the lead, with the FIELDS of each; none for no consortium.

    With `seen_before`, refused if the list has changed since then. One that `is_unfinished`, saved while somebody
    types, may lack kinds: the bid can't be submitted so.
    """
    wanted = [
        {name: clean(member.get(name, "")).strip() or DEFAULTS.get(name, "") for name in FIELDS} for member in members
    ]
    deed = "Name the members of the consortium"
    with kept_if_late(bid, Deed.CONSORTIUM, deed, {"members": wanted}, by=by, at=at), transaction.atomic():
        bid = locked(bid, at=at)
        write_consortium(bid, wanted, by=by, at=at, seen_before=seen_before, is_unfinished=is_unfinished)


def write_consortium(
    bid: Bid,
    wanted: list[dict[str, str]],
    *,
    by: User,
    at: datetime,
    seen_before: str | None = None,
    is_unfinished: bool = False,
) -> None:
    """Write the members into the locked bid."""
    standing = members_of(bid)
    if wanted == standing and (is_unfinished or all(each["kind"] for each in wanted)):
        return
    if seen_before is not None and seen_before != fingerprint(standing):
        raise ConsortiumChanged(fingerprint(standing))
    rows = [ConsortiumMember(bid=bid, **member) for member in wanted]
    problems = problems_with(bid, rows, is_unfinished=is_unfinished)
    if problems:
        raise MembersRefused(problems)
    bid.consortium_members.all().delete()
    ConsortiumMember.objects.bulk_create(rows)
    changed(bid, at)
    ConsortiumVersion.objects.create(bid=bid, members=wanted, saved_by=by, saved_at=at)
    trail.record("partners.name_consortium", bid.reference, trail=bid.reference, by=by, at=at)


def problems_with(bid: Bid, rows: Sequence[ConsortiumMember], *, is_unfinished: bool = False) -> list[tuple[str, str]]:
    """Each problem as a sentence, with the number and the field that it is about: ("2-share", …)."""
    problems: list[tuple[str, str]] = []
    shares = []
    taken = {bid.organisation.name.casefold(): "is your own organisation, the lead member: leave it out of the list"}
    for number, row in enumerate(rows, start=1):
        said: list[tuple[str, str]] = []
        if not row.name:
            said.append(("name", "enter its name."))
        elif row.name.casefold() in taken:
            said.append(("name", f"“{row.name}” {taken[row.name.casefold()]}."))
        taken.setdefault(row.name.casefold(), "is named twice: name each member once")
        try:
            said_already = [] if row.name else ["name"]
            may_lack = ["kind"] if is_unfinished and not row.kind else []
            row.clean_fields(exclude=["bid", *said_already, *may_lack])
        except ValidationError as error:
            said += [(name, _said(name, each)) for name, found in error.message_dict.items() for each in found]
        try:
            shares.append(read_share(row.share))
        except Refusal as refusal:
            said.append(("share", f"{refusal}."))
        problems += [(f"{number}-{name}", f"Member {number}: {sentence}") for name, sentence in said]
    try:
        share_of_the_lead(shares)
    except Refusal as refusal:
        problems += [("1-share", sentence) for sentence in refusal.sentences]
    return problems


def _said(name: str, sentence: str) -> str:
    if name == "kind":
        return "choose what kind of organisation it is."
    if name == "role":
        return "choose its role."
    if name == "email":
        return "enter an e-mail address such as name@example.org, or leave it empty."
    return f"{name.replace('_', ' ')}: {sentence}"
