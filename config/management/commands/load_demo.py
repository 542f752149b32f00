from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from accounts.actions import letters
from accounts.domain.refusals import Refusal
from accounts.domain.roles import CouncilRole
from accounts.models import CouncilMember, User
from config.demonstration import DOMAIN, PASSWORD
from procurement.domain.lifecycle import CompetitionState
from procurement.models import Competition
from scoring.actions import staff_ballots
from scoring.domain.staff_ballots import Group
from scoring.files.playing import play
from scoring.files.reading import read
from scoring.files.schema import CompetitionFile
from scoring.files.shifting import last_instant, moved, shifted, weeks_between
from scoring.models import StaffBallot
from spinouts.actions import studies
from spinouts.files.importing import read_any
from spinouts.files.opening import text_of

EXAMPLES = settings.BASE_DIR / "examples"
# One evaluator has locked, another is half way, the third has not begun.
MID_EVALUATION = datetime(2012, 11, 22, 9, 30, tzinfo=UTC)
OPEN_FOR = timedelta(weeks=3)
BALLOT_IN = "school-support-partner"
# What the real cases are called, where the company's own name does not tell.
STUDIES = {"group": "A group of three spin-outs, after Circle"}


class Command(BaseCommand):
    # All of it or nothing: a demonstration that was interrupted half way is loaded anew by the next start.
    help = (
        "Load the demonstration: one competition that takes bids, one in mid-evaluation, one awarded, and companies to "
        "learn from."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="only where nobody has an account yet")

    @transaction.atomic
    def handle(self, *args: Any, if_empty: bool = False, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demonstration is loaded only in demo mode: DEBUG=1 DEMO=1, or `make demo`.")
        if if_empty and User.objects.exists():
            return
        now = timezone.now()
        try:
            self._load("mycsp", lambda file: weeks_between(_end_of(file), now))
            self._load("3bm", lambda file: weeks_between(MID_EVALUATION, now), until=MID_EVALUATION)
            _hold_ballot(now)
            self._load("day-centres", lambda file: _weeks_to_deadline(file, now))
            self._bring_in_studies()
        except Refusal as refusal:
            raise CommandError("\n".join(refusal.sentences)) from refusal
        _give_passwords()

    def _load(self, name: str, weeks_of: Callable[[CompetitionFile], int], until: datetime | None = None) -> None:
        path = EXAMPLES / f"{name}.yaml"
        file = read(text_of(path), path.name)
        known = Competition.objects.filter(reference=file.competition.reference).first()
        if known:
            self.stdout.write(f"“{known}” is here already, so it stays as it is.")
            return
        weeks = weeks_of(file)
        competition = play(shifted(file, weeks), until=moved(until, weeks) if until else None)
        self.stdout.write(f"Loaded “{competition}”: {competition.stage.label.lower()}.")

    def _bring_in_studies(self) -> None:
        """The real cases, for each council of the demonstration, brought in by an officer of it."""
        officers = CouncilMember.objects.filter(user__email__endswith=DOMAIN, role=CouncilRole.OFFICER.value)
        for officer in officers.select_related("user", "council").order_by("council", "pk").distinct("council"):
            for path in sorted((EXAMPLES / "companies").glob("*.yaml")):
                studies.bring_in(
                    officer.council,
                    name=STUDIES.get(path.stem, ""),
                    companies=read_any(path.read_bytes(), path.name).companies,
                    file=path.read_bytes(),
                    file_name=path.name,
                    by=officer.user,
                    at=timezone.now(),
                )
        self.stdout.write("Brought in the companies to learn from.")


def _hold_ballot(now: datetime) -> None:
    """Where bids are being scored, staff may vote for two weeks. An officer makes the codes, to try it."""
    competition = Competition.objects.get(reference=BALLOT_IN)
    if competition.stage is not CompetitionState.OPENED or StaffBallot.objects.filter(competition=competition).exists():
        return
    roles = dict(competition.council.members.values_list("role", "user"))
    at = now - timedelta(days=2)
    ballot = staff_ballots.prepare(
        competition,
        groups=[Group("Hammersmith", 64), Group("Kensington", 52), Group("Westminster", 39)],
        opens_at=at.replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=1),
        closes_at=at.replace(hour=17, minute=0, second=0, microsecond=0) + timedelta(days=15),
        by=User.objects.get(pk=roles[CouncilRole.OFFICER]),
        at=at,
    )
    with letters.kept_back("Not sent: it is a demonstration"):
        staff_ballots.approve(ballot, by=User.objects.get(pk=roles[CouncilRole.APPROVER]), at=at)


def _end_of(file: CompetitionFile) -> datetime:
    """Its last deed, or the start of the day on which its company is formed, if that is later."""
    approved = file.award.approved if file.award else None
    return max(last_instant(file), _midnight(approved.formed_on)) if approved else last_instant(file)


def _weeks_to_deadline(file: CompetitionFile, now: datetime) -> int:
    """So that the deadline is about three weeks away, and all that was done before it is past."""
    deadline = file.competition.bid_deadline or now
    return min(weeks_between(deadline, now + OPEN_FOR + timedelta(days=5)), weeks_between(last_instant(file), now))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)


def _give_passwords() -> None:
    for user in User.objects.filter(email__endswith=DOMAIN, is_staff=False, is_superuser=False):
        if not user.has_usable_password():
            user.set_password(PASSWORD)
            user.save(update_fields=["password"])
