"""Lives the history that a competition file tells: each deed by its action, by whom and when the file says."""

from datetime import datetime
from operator import itemgetter

from django.db import transaction

from accounts.actions import letters
from accounts.domain.refusals import Refusal
from accounts.models import Council, CouncilMember, User
from procurement.models import Competition
from scoring.files import bidders, council, panel
from scoring.files.rows import Rows
from scoring.files.schema import CompetitionFile


@transaction.atomic
def play(file: CompetitionFile, *, until: datetime | None = None) -> Competition:
    """Everything in the file, or what had happened by `until`; all of it or, on a Refusal, nothing.

    The letters that the deeds cause are kept as a record and not sent: what a file tells is history.
    """
    reference = file.competition.reference
    if Competition.objects.filter(reference=reference).exists():
        raise Refusal(
            f"There is a competition “{reference}” already, and a file never changes one.",
            "Give the competition in the file another reference.",
        )
    rows = _people_and_council(file)
    steps = [*council.steps(file, rows), *bidders.steps(file, rows), *panel.steps(file, rows)]
    with letters.kept_back("Not sent: it was loaded from a file."):
        # Sorting keeps the order of the file among deeds of the same instant.
        for at, deed in sorted(steps, key=itemgetter(0)):
            if until is None or at <= until:
                deed()
    return Competition.objects.get(reference=reference)


def _people_and_council(file: CompetitionFile) -> Rows:
    """They have no date. Those who are known already, by e-mail address or name, are kept as they are."""
    people: dict[str, User] = {}
    for person in file.people:
        known = User.objects.with_email(person.email)
        people[person.email] = known or User.objects.create_user(person.email, person.name)
    authority, _ = Council.objects.get_or_create(
        name=file.council.name, defaults={"address": file.council.address, "email": file.council.email}
    )
    for member in file.council.members:
        CouncilMember.objects.get_or_create(
            council=authority, user=people[member.person], defaults={"role": member.role.value}
        )
    return Rows(file=file, council=authority, people=people)
