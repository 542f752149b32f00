import pytest

from procurement.models import later_stages
from tests.scoring import deciding, staging
from tests.scoring.judging import assign_all, assignment


@pytest.fixture
def sign_in(client):
    """A client signed in as the person."""

    def sign_in_as(user):
        client.force_login(user)
        return client

    return sign_in_as


@pytest.fixture
def eve(opened):
    """The first evaluator, once everything is assigned to everybody who scores."""
    assign_all(opened)
    return opened.panel.evaluators[0]


@pytest.fixture
def mine(opened, eve):
    """Her assignment for the first bid."""
    return assignment(eve, opened.bids[0])


@pytest.fixture
def planned(draft, officer):
    """The draft as the first of two stages, of which the better bid goes on."""
    staging.plan(draft, officer)
    staging.announce(draft)
    return draft


@pytest.fixture
def two_stages(planned, judged):
    """Tenders that are ranked, the first bid before the second, with the final tenders to follow."""
    deciding.rank(judged)
    judged.competition.refresh_from_db()
    judged.final = later_stages(judged.competition)[0]
    return judged


@pytest.fixture
def shortlisted(two_stages):
    """Who goes on is decided, and the final tenders are invited."""
    two_stages.shortlist = staging.shortlist(two_stages.competition)
    staging.invite(two_stages.final)
    two_stages.competition.refresh_from_db()
    two_stages.final.refresh_from_db()
    return two_stages
