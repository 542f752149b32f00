"""Among whom the key of a competition was divided, in a file: who held a share, and when each entered their code.

No code, share or key stands in a file. So one that is loaded keeps this as a record, and its own key whole.
"""

from collections.abc import Iterator
from functools import partial

from procurement.models import Competition, KeyDivision, KeyShare
from scoring.files.content import Content, deed
from scoring.files.rows import Path, Rows, Step
from scoring.files.schema import CompetitionFile
from scoring.files.schema_evaluation import DividedKeyPart


def content(competition: Competition) -> Content | None:
    """None for a key that is not divided. Before the opening only of how many shares how many are needed."""
    division = KeyDivision.objects.filter(competition=competition).first()
    if division is None or competition.published_at is None:
        return None
    shares = list(division.shares.select_related("holder", "entered_by"))
    told = shares if competition.opened_at else []
    return {"needed": division.needed, "of": len(shares), "shares": [_share(each) for each in told]}


def _share(share: KeyShare) -> Content:
    return {
        "person": share.holder.email if share.holder else None,
        "kept_by": share.kept_by,
        "taken_at": share.accepted_at,
        "entered": deed(share.entered_by, share.entered_at) if share.entered_at else None,
    }


def steps(file: CompetitionFile, rows: Rows) -> Iterator[Step]:
    """Told once the bids are opened: before, codes would be asked for that nobody has."""
    part = file.divided_key
    if part and part.shares and len(file.opened) == 2:
        at = max(deed.at for deed in file.opened)
        yield Step(at, ("divided_key",), partial(_keep, rows, part))


def _keep(rows: Rows, part: DividedKeyPart) -> None:
    division = KeyDivision.objects.create(competition=rows.competition, needed=part.needed)
    for number, share in enumerate(part.shares, start=1):
        KeyShare.objects.create(
            division=division,
            number=number,
            holder=rows.people[share.person] if share.person else None,
            kept_by=share.kept_by,
            accepted_at=share.taken_at,
            entered_by=rows.people[share.entered.by] if share.entered else None,
            entered_at=share.entered.at if share.entered else None,
        )


def problems(file: CompetitionFile) -> Iterator[tuple[Path, str]]:
    """What in it contradicts itself."""
    part = file.divided_key
    if part is None:
        return
    if part.needed > part.of:
        yield ("divided_key", "needed"), f"{part.needed} of {part.of} shares can’t be needed"
    if part.shares and len(part.shares) != part.of:
        yield ("divided_key", "shares"), f"there are {part.of} shares, and {len(part.shares)} are told"
    for index, share in enumerate(part.shares):
        if bool(share.person) == bool(share.kept_by):
            yield ("divided_key", "shares", index), "a share has either a holder, or somebody who keeps its envelope"
