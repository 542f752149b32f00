from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.actions import sealing
from accounts.domain.counts import counted
from accounts.models.sealed_tables import sealed_tables
from accounts.postgres import doors


class Command(BaseCommand):
    help = (
        "Seal anew, with SEALING_KEY, all that one of OLDER_SEALING_KEYS sealed, and let it open the database's own "
        "door. It may be interrupted and run again, and the site may be used meanwhile. See docs/sealing.md for when "
        "an older key may be dropped."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        anew = unopened = 0
        for table in sealed_tables():
            for done in sealing.seal_anew(table):
                anew, unopened = anew + done.anew, unopened + done.unopened
                if done.anew or done.unopened:
                    self.stdout.write(f"{done.place}: {done.anew} sealed anew, {done.unopened} not opened")
        doors.put_up()
        if unopened:
            raise CommandError(
                f"{counted(unopened, 'row or file', 'rows or files')} can’t be opened, so they stay as they are. "
                "check_keys says what to do."
            )
        self.stdout.write(
            f"{counted(anew, 'row or file', 'rows or files')} sealed anew. Run check_keys; when it says that nothing "
            "needs an older key, the older one may be dropped, but keep a copy for backups made before. A file "
            "that somebody had begun to send, and goes on with once the older key is gone, starts from its beginning."
        )
