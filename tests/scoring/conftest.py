import pytest

from partners.models import Submission
from procurement.models import Criterion


@pytest.fixture
def sign_in(client):
    """A client signed in as the person."""

    def sign_in_as(user):
        client.force_login(user)
        return client

    return sign_in_as


@pytest.fixture
def answered(award):
    """A criterion that the winning bid answered in words."""
    content = Submission.objects.get(bid=award.bid, superseded_at=None).content
    reference = next(name for name, answer in content["answers"].items() if answer.strip())
    return Criterion.objects.get(competition=award.competition, reference=reference)
