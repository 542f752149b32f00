from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.actions import doors, sealing
from accounts.domain.counts import agreeing, counted
from accounts.models import key_ring
from accounts.models.sealed_tables import sealed_tables


class Command(BaseCommand):
    help = (
        "Open all that is sealed, and say of each column and each kind of file how much the current key opens, how "
        "much an older one, and how much nothing opens. No word of what it holds is shown. It fails if anything can’t "
        "be opened, or if a row can be read past the database's own door."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"The current key has the number {key_ring().number}.")
        self.stdout.write(doors.key_of_the_door())
        found = []
        for table in sealed_tables():
            for each in sealing.check(table):
                found.append(each)
                self.stdout.write(_line(each))
        if openings := doors.openings():
            raise CommandError("\n".join(openings))
        older, unopened = sum(each.older for each in found), sum(each.unopened for each in found)
        if unopened:
            raise CommandError(
                f"{counted(unopened, 'value or file', 'values or files')} can’t be opened. If a key is missing, give "
                "it as SEALING_KEY or among OLDER_SEALING_KEYS; what was changed or is gone is in a backup."
            )
        if older:
            words = (
                f"{counted(older, 'value or file', 'values or files')} {agreeing(older, 'needs', 'need')} an older key"
            )
            self.stdout.write(f"All can be opened. {words}: run rotate_sealing_key before you drop one.")
        else:
            self.stdout.write("All can be opened, and nothing needs an older key.")


def _line(found: sealing.Found) -> str:
    parts = [f"{found.current} with the current key", f"{found.older} with an older one"]
    if found.for_now:
        parts.append(f"{found.for_now} sealed until bids are opened")
    return f"{found.place}: {', '.join(parts)}, {found.unopened} not opened"
