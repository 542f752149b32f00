"""What those who stand behind opened bids declared of themselves, put beside their names in what the bids hold."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from partners.models import MemberDeclaration

Members = Sequence[Mapping[str, Any]]


def with_their_own(consortia: Iterable[Members | None]) -> list[list[dict[str, Any]]]:
    """The members of each bid, each with "information", its own, where it declared. One query, if anybody did."""
    lists = [list(members or ()) for members in consortia]
    references = {reference for members in lists for each in members if (reference := _declared(each))}
    rows = MemberDeclaration.objects.filter(reference__in=references) if references else ()
    own = {row.reference: row.content for row in rows}
    return [[{**each, "information": own.get(_declared(each))} for each in members] for members in lists]


def with_members_own(content: Mapping[str, Any]) -> dict[str, Any]:
    """The content of one submission, its members with their own."""
    [members] = with_their_own([content.get("consortium")])
    return {**content, "consortium": members}


def _declared(member: Mapping[str, Any]) -> str:
    return str((member.get("declared") or {}).get("reference", ""))
