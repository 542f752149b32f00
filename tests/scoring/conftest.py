import pytest

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
