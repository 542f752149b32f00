import pytest


@pytest.fixture
def at(client, officer):
    """An officer's browser."""
    client.force_login(officer)
    return client


@pytest.fixture
def lead(client, lead_officer):
    """A lead officer's browser."""
    client.force_login(lead_officer)
    return client


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
