from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.models import User


def set_reminders(user: User, *, wanted: bool) -> None:
    """Whether the person gets letters before a deadline while something is missing."""
    User.objects.filter(pk=user.pk).update(wants_reminders=wanted)


@transaction.atomic
def enrol(*, email: str, name: str, password: str | None = None) -> User:
    """Somebody whose e-mail address whoever calls this vouches for, such as a person of the examples.

    Without a password they choose one through “I have forgotten my password”. Who is here already stays as they are.
    """
    known = User.objects.with_email(email)
    if known:
        return known
    user = User.objects.create_user(email, name, password)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user
