"""Companies that hold each other, as tables and as JSON: who owns them in the end, and what the group makes of each."""

from typing import Any

from accounts.domain.refusals import Refusal
from spinouts.domain.group_control import group_findings
from spinouts.domain.group_picture import GroupPicture
from spinouts.domain.look_through import Interest, all_interests
from spinouts.files.tables import Table, as_found, findings_table


def in_the_end(picture: GroupPicture) -> tuple[Table, ...]:
    """Who owns each company of the group, directly and through the others; or why that can't be said."""
    rows = tuple(
        (part.company, owner.name, owner.kind, part.words, part.exact, " ".join(part.sentences))
        for company in picture.group.companies
        for owner in picture.owners
        for part in owner.parts
        if part.company == company.name
    )
    problems = tuple((sentence,) for sentence in picture.problems)
    made = (
        Table("Who owns it in the end", ("Company", "Owner", "Kind", "Part", "Exactly", "By which way"), rows),
        Table("Why it can’t be said who owns it in the end", ("Reason",), problems),
    )
    return tuple(table for table in made if table.rows)


def follows(picture: GroupPicture) -> tuple[Table, ...]:
    """What the group makes of the company for which the picture was made, if anything."""
    return tuple(findings_table(group.title, (group,)) for group in picture.findings)


def in_the_end_as_json(picture: GroupPicture) -> dict[str, Any]:
    """Who owns each company in the end, exactly and with the paths; or why that can't be said."""
    try:
        found = all_interests(picture.group)
    except Refusal as refusal:
        return {"problems": list(refusal.sentences)}
    return {"owners": {company: [_interest(each) for each in interests] for company, interests in found.items()}}


def findings_as_json(picture: GroupPicture, company: str) -> list[dict[str, Any]]:
    """What the group makes of one of its companies."""
    if company not in {each.reference for each in picture.group.companies}:
        return []
    return [as_found(each) for each in group_findings(picture.group, company, picture.on)]


def _interest(interest: Interest) -> dict[str, Any]:
    return {
        "party": interest.owner,
        "part": str(interest.part),
        "paths": [
            {"through": list(path.through), "links": [str(link) for link in path.links]} for path in interest.paths
        ],
        "rest": str(interest.rest),
    }
