from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from config.demonstration import PASSWORD, demo_people
from config.my_work import work_of

WHAT_TO_TRY = """What to try (what waits for each of them stands below their name):
  as the officer      describe a service, and design a competition with its criteria
  the whole way       publish a light touch competition whose deadline is minutes away, bid as two organisations, and
                      then open the bids as two officers; each page links to the letters that were written
  as an evaluator     score a bid: the answer stands beside the scale, and each key press is saved
  as the chair        agree on the scores that lie furthest apart, then make the ranking
  as a bidder         write a bid for the competition that is open, and see what company its offer makes
  as the lead officer propose the award; as the approver approve it, and read the two reports
  as anybody there    look at companies to learn from: who owned and controlled real spin-outs
  as the auditor      read the whole record, and check that its chain is unbroken
  signed out          read what is published, as any citizen can"""


class Command(BaseCommand):
    help = "Say who there is to sign in as in the demonstration, and what to try."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("There are demonstration people only in demo mode: DEBUG=1 DEMO=1, or `make demo`.")
        for group in demo_people():
            self.stdout.write(f"{group.title}")
            for person in group.people:
                self.stdout.write(f"  {person.words}, {person.user.email}")
                for task in _next(person.user):
                    self.stdout.write(f"      {task}")
        self.stdout.write(
            f"\nOn the sign-in page one click signs you in as any of them. Their password: {PASSWORD}\n\n"
        )
        self.stdout.write(WHAT_TO_TRY)


def _next(user: User) -> list[str]:
    """What waits for the person, in words."""
    return [task.words for work in work_of(user, timezone.now()) for task in work.open_tasks]
