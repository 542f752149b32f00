"""Codes for the secret ballot of staff: made once, shown once, and kept only as a keyed digest."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.actions import trail
from accounts.domain.paper_codes import new_code
from accounts.domain.refusals import Refusal
from accounts.models import User, key_ring
from scoring.actions.staff_ballots import locked
from scoring.models import StaffBallot, StaffCode

PURPOSE = "code on paper for a ballot of staff"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is printed for one of the staff. The code stands nowhere else."""

    number: int
    group: str
    code: str


def digests_of(code: str) -> list[str]:
    """What stands for the code here, under each key of the installation, the current one first."""
    return key_ring().tags(PURPOSE, code)


@transaction.atomic
def make(ballot: StaffBallot, *, by: User, at: datetime) -> list[Sheet]:
    """A code for everybody who may vote. Codes that were made before hold no more; refused once one was used."""
    ballot = locked(ballot)
    _check(ballot, at)
    codes = StaffCode.objects.filter(ballot=ballot)
    if codes.used().exists():
        raise Refusal(
            "Somebody has voted already, so no codes can be made anew. A sheet that is lost can be replaced by its "
            "number."
        )
    codes.delete()
    places = [place for place, group in enumerate(ballot.who_may_vote) for _ in range(group.eligible)]
    sheets = _sheets(ballot, enumerate(places, start=1))
    _record("scoring.make_staff_codes", ballot, by, at, sheets=len(sheets))
    return sheets


@transaction.atomic
def cancel_all(ballot: StaffBallot, *, by: User, at: datetime) -> None:
    """All sheets hold no more, so that who may vote can be changed. Refused once one was used."""
    ballot = locked(ballot)
    _check(ballot, at)
    codes = StaffCode.objects.filter(ballot=ballot)
    if codes.used().exists():
        raise Refusal("Somebody has voted already, so the codes stay.")
    if codes.exists():
        codes.delete()
        _record("scoring.cancel_staff_codes", ballot, by, at)


@transaction.atomic
def replace(ballot: StaffBallot, number: int, *, by: User, at: datetime) -> Sheet:
    """Cancel a sheet that was lost, and make another for the same group. Refused if it was used."""
    ballot = locked(ballot)
    _check(ballot, at)
    code = StaffCode.objects.select_for_update().filter(ballot=ballot, number=number).first()
    if code is None:
        raise Refusal(f"There is no sheet {number}. The number stands at the top of each sheet.")
    if code.is_cancelled:
        raise Refusal(f"Sheet {number} was replaced already.")
    if code.is_used:
        raise Refusal(f"Sheet {number} was used to vote, so it can’t be replaced: nobody votes twice.")
    code.is_cancelled = True
    code.save(update_fields=["is_cancelled"])
    last = StaffCode.objects.filter(ballot=ballot).order_by("number").last()
    (sheet,) = _sheets(ballot, [((last.number if last else 0) + 1, code.group)])
    _record("scoring.replace_staff_code", ballot, by, at, sheet=number, replaced_by=sheet.number)
    return sheet


def _check(ballot: StaffBallot, at: datetime) -> None:
    if ballot.counted_at or at >= ballot.closes_at:
        raise Refusal("The ballot has closed, so no code can be made or replaced.")


def _sheets(ballot: StaffBallot, numbered: Iterable[tuple[int, int]]) -> list[Sheet]:
    groups, sheets, rows = ballot.who_may_vote, [], []
    for number, place in numbered:
        code = new_code()
        sheets.append(Sheet(number, groups[place].name, code))
        rows.append(StaffCode(ballot=ballot, number=number, group=place, digest=digests_of(code)[0]))
    StaffCode.objects.bulk_create(rows)
    return sheets


def _record(verb: str, ballot: StaffBallot, by: User, at: datetime, **details: int) -> None:
    competition = ballot.competition
    trail.record(verb, competition, trail=competition.reference, by=by, at=at, **details)
