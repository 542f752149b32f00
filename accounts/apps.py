from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from accounts.postgres import doors


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "People and the record"

    def ready(self) -> None:
        # The checks register themselves when they are read.
        __import__("accounts.checks")
        # Once all tables are there: Django tells each app then.
        post_migrate.connect(put_up_the_door, sender=self)


def put_up_the_door(**kwargs: Any) -> None:
    doors.put_up()
