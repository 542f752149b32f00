"""What a file brought of the offer and the consortium, beside what stands, as the comparison asks about it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from accounts.access import UserRequest
from partners.actions.consortia import members_of, problems_with, seen
from partners.actions.offers import offer_of
from partners.domain.kit_fields import ComparedField, compared_field, compared_members, member_in_words, unusable
from partners.domain.kits import Brought, Filled, Standing
from partners.domain.typed_fields import blank, is_known
from partners.domain.typed_offers import read
from partners.models import Bid, ConsortiumMember
from partners.views.kit_offer import fields_of

FROM_FILE, FROM_BID = "file", "bid"
CONSORTIUM = "consortium."
"""No question has a reference with a dot."""
_AT_FIRST = {Standing.ONLY_FILE: FROM_FILE, Standing.ONLY_BID: FROM_BID}


def chosen_of(request: UserRequest, name: str, standing: Standing) -> str:
    """What was chosen on the page that was sent; the same as is proposed, on a page that is only shown."""
    if request.method == "POST":
        typed = request.POST.get(f"choice-{name}", "")
        return typed if typed in {FROM_FILE, FROM_BID} else ""
    return _AT_FIRST.get(standing, "")


@dataclass(frozen=True, slots=True)
class ShownField:
    """A field of the offer, or the whole list of those behind the bid, as the page asks about it."""

    name: str
    label: str
    part: str
    standing: Standing
    now: Sequence[str]
    in_file: Sequence[str]
    chosen: str
    unusable: Sequence[str] = ()
    """Why what the file has can't be used as it is, in sentences."""

    @property
    def id(self) -> str:
        return f"choice-{self.name}"

    @property
    def not_chosen(self) -> tuple[str, str]:
        return self.id, f"Choose what is to stand: {self.label}."


class Parts:
    """The comparison of what is in fields. `fields` and `members` are what is asked about; the rest is only told."""

    def __init__(self, request: UserRequest, bid: Bid, filled: Filled) -> None:
        standing = offer_of(bid)
        self.version = standing.version if standing else 0
        texts = {name: brought.text for name, brought in filled.offer.items()}
        known = fields_of(bid.competition, standing.typed if standing else {}, texts)
        self.unknown: list[Brought] = [each for name, each in filled.offer.items() if not is_known(name) and each.text]
        self.rows: list[ComparedField] = [
            compared_field(field, filled.offer[name]) for name, field in known.items() if name in filled.offer
        ]
        taken = {row.field.reference: row.takes for row in self.rows if row.takes}
        errors = read({**blank(), **(standing.typed if standing else {}), **taken}).errors
        self.fields = [_shown_field(request, row, errors) for row in self.rows if _asks(row.standing)]
        # Where both were changed a person has to think: those come first.
        self.fields.sort(key=lambda shown: shown.standing != Standing.BOTH)
        self.only_bid = sum(row.standing == Standing.ONLY_BID for row in self.rows)
        self.brought_members = [dict(each) for each in filled.members]
        self.seen, now = seen(bid), members_of(bid)
        rows = [ConsortiumMember(bid=bid, **each) for each in self.brought_members]
        wrong = [sentence for _, sentence in problems_with(bid, rows)]
        self.members = _shown_members(request, now, self.brought_members, filled.members_mark, wrong)

    @property
    def asked(self) -> Iterator[ShownField]:
        yield from self.fields
        if self.members:
            yield self.members

    @property
    def from_file(self) -> set[str]:
        """The names of the fields whose text of the file was chosen."""
        return {each.name.removeprefix("offer.") for each in self.fields if each.chosen == FROM_FILE}


def _asks(standing: Standing) -> bool:
    """Of what was changed only in the bid, that stands: there are many fields, and nothing in the file is new."""
    return standing in {Standing.BOTH, Standing.ONLY_FILE}


def _shown_field(request: UserRequest, row: ComparedField, errors: Mapping[str, str]) -> ShownField:
    name = f"offer.{row.field.reference}"
    wrong = unusable(row.field, row.takes, errors)
    return ShownField(
        name,
        row.field.label,
        row.field.part,
        row.standing,
        [row.field.shown],
        [row.in_file or "No"],
        _chosen(request, name, row.standing, is_usable=not wrong),
        [wrong] if wrong else [],
    )


def _chosen(request: UserRequest, name: str, standing: Standing, *, is_usable: bool) -> str:
    """What can't be used is never proposed: somebody has to look at it."""
    chosen = chosen_of(request, name, standing)
    return chosen if is_usable or request.method == "POST" else ""


def _shown_members(
    request: UserRequest,
    now: Sequence[dict[str, str]],
    brought: Sequence[dict[str, str]],
    mark: str,
    wrong: Sequence[str],
) -> ShownField | None:
    standing = compared_members(now, brought, mark)
    if not _asks(standing):
        return None
    chosen = _chosen(request, CONSORTIUM, standing, is_usable=not wrong)
    words = [member_in_words(each) for each in now], [member_in_words(each) for each in brought]
    return ShownField(CONSORTIUM, "Who stands behind the bid", "Consortium", standing, *words, chosen, wrong)
