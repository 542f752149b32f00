"""How the sign-in library speaks and writes: in our words, and its letters through our outbox."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as library
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.actions import letters


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": (
            "The e-mail address or the password is not right. Check both, or choose a new password with the link below."
        ),
        "too_many_login_attempts": (
            "There were too many attempts to sign in. Wait five minutes, or choose a new password with the link below."
        ),
        "enter_current_password": "This is not your password. Enter the one that you sign in with now.",
        "incorrect_password": "This is not your password. Enter the one that you sign in with.",
        "rate_limited": "That was too often in a short time. Wait a few minutes, then try again.",
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        ours = {
            "email": email,
            "product_name": settings.PRODUCT_NAME,
            "password_reset_url": library.request.build_absolute_uri(reverse("account_reset_password")),
        }
        message = self.render_mail(template_prefix, email, ours | context)
        letters.queue(email, message.subject, message.body, at=timezone.now())
