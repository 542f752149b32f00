from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "People and the record"

    def ready(self) -> None:
        # The checks register themselves when they are read.
        __import__("accounts.checks")
