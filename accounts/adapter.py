"""How the sign-in library writes its letters: through our outbox, like every other letter."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.utils import timezone

from accounts.actions import letters


class AccountAdapter(DefaultAccountAdapter):
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        message = self.render_mail(template_prefix, email, context)
        letters.queue(email, message.subject, message.body, at=timezone.now())
