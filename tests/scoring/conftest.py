import pytest


@pytest.fixture
def sign_in(client):
    """A client signed in as the person."""

    def sign_in_as(user):
        client.force_login(user)
        return client

    return sign_in_as
