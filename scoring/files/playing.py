"""Lives the history that a competition file tells: each deed by its action, by whom and when the file says."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from operator import attrgetter

from django.db import transaction

from accounts.actions import letters, people
from accounts.domain.refusals import Refusal
from accounts.models import Council, CouncilMember
from procurement.domain.dates import in_words
from procurement.models import Competition
from scoring.files import bidders, council, endings, panel
from scoring.files.rows import Path, Rows, Step
from scoring.files.schema import CompetitionFile
from scoring.files.stage_checks import path_in


class DeedRefused(Refusal):
    """One deed of the history was refused, and with it the whole file; `path` is where the file tells of it."""

    def __init__(self, path: Path, *sentences: str) -> None:
        super().__init__(*sentences)
        self.path = path


@transaction.atomic
def play(file: CompetitionFile, *, until: datetime | None = None) -> Competition:
    """Everything in the file, or what had happened by `until`; all of it or, on a Refusal, nothing.

    The letters that the deeds cause are kept as a record and not sent: what a file tells is history. Raises
    DeedRefused for a deed that its action refuses.
    """
    part = file.competition
    _check_new(file)
    if until is not None and until < part.drafted.at:
        raise DeedRefused(
            ("competition", "drafted"),
            f"nothing is left to load: the competition was drafted at {in_words(part.drafted.at)}",
        )
    rows = _people_and_council(file)
    try:
        _live(rows, until)
    except BaseException:
        for stored in rows.stored:
            stored.storage.delete(str(stored.name))
        raise
    return Competition.objects.select_related("service__council").get(reference=part.reference)


def _check_new(file: CompetitionFile) -> None:
    for number, stage in enumerate(file.stages()):
        reference = stage.competition.reference
        if Competition.objects.filter(reference=reference).exists():
            raise DeedRefused(
                path_in(number, ("competition", "reference")),
                f"there is a competition “{reference}” here already, and loading a file never changes one. "
                "To load the file as another competition, give it another reference",
            )


def _live(rows: Rows, until: datetime | None) -> None:
    steps = [
        step._replace(path=path_in(number, step.path))
        for number, each in enumerate((rows, *rows.later))
        for step in _steps(each.file, each)
    ]
    with letters.kept_back("Not sent: it was loaded from a file"):
        # Sorting keeps the order of the file among deeds of the same instant.
        for step in sorted(steps, key=attrgetter("at")):
            if until is None or step.at <= until:
                try:
                    step.deed()
                except Refusal as refusal:
                    raise DeedRefused(step.path, *refusal.sentences) from refusal


def _steps(file: CompetitionFile, rows: Rows) -> Iterator[Step]:
    """Of one stage."""
    yield from council.steps(file, rows)
    yield from bidders.steps(file, rows)
    yield from panel.steps(file, rows)
    yield from endings.steps(file, rows)


def _people_and_council(file: CompetitionFile) -> Rows:
    """They have no date. Those who are known already, by e-mail address or name, are kept as they are."""
    users = {person.email: people.enrol(email=person.email, name=person.name) for person in file.people}
    authority, _ = Council.objects.get_or_create(
        name=file.council.name, defaults={"address": file.council.address, "email": file.council.email or ""}
    )
    for member in file.council.members:
        CouncilMember.objects.get_or_create(
            council=authority, user=users[member.person], defaults={"role": member.role.value}
        )
    first, *later = file.stages()
    rows = Rows(file=first, council=authority, people=users)
    rows.later = [replace(rows, file=stage, criteria={}, bids={}, seats={}, later=[]) for stage in later]
    return rows
