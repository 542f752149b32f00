import uuid

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from accounts.models import User
from tests import world


@pytest.fixture(autouse=True)
def attempts_are_counted_anew(settings):
    """The tests share one Redis, in which the attempts to sign in are counted."""
    settings.CACHES = {"default": settings.CACHES["default"] | {"KEY_PREFIX": uuid.uuid4().hex}}


@pytest.fixture
def visitor():
    """Somebody's browser, apart from that of `client`."""
    return Client()


@pytest.fixture
def pat(db) -> User:
    """Somebody with a confirmed address."""
    user = world.person("Pat Person")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user
