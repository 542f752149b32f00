import gc
from types import SimpleNamespace

import hypothesis
import pytest
from django.db import connection

from accounts.domain.roles import CouncilRole
from partners.models import Submission
from procurement.models import Criterion
from scoring.domain.roles import PanelRole
from tests import world
from tests.scoring import deciding

# The same examples each time, and no limit on how long one takes: a busy machine is no failure.
hypothesis.settings.register_profile("tests", deadline=None, derandomize=True)
hypothesis.settings.load_profile("tests")
# Python looks for garbage among all that there is whenever 700 things were made: a twelfth of the time went into it.
gc.set_threshold(50_000, 20, 20)
# Those in which everybody asks for everything, some of them for a minute.
LONGEST = {"test_access_matrix", "test_secrets", "test_side_channels", "test_closed_offers"}


def pytest_collection_modifyitems(items):
    """Long ones go first: one that began last would leave the other worker with nothing to do."""
    items.sort(key=lambda item: item.path.stem not in LONGEST)


def pytest_collection_finish(session):
    """What is there before the first test stays to the last, and is looked through no more."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Tests that commit empty the tables behind them, also those that only grow elsewhere."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        name = connection.ops.quote_name(connection.settings_dict["NAME"])
        cursor.execute(f"ALTER DATABASE {name} SET competitions.tables_may_be_emptied = 'on'")
        cursor.execute("SET competitions.tables_may_be_emptied = 'on'")


@pytest.fixture
def clock(monkeypatch):
    """Sets the clock that views ask: `clock(DEADLINE)`."""

    def set_to(instant):
        monkeypatch.setattr("django.utils.timezone.now", lambda: instant)

    return set_to


@pytest.fixture
def council(db):
    return world.council()


@pytest.fixture
def officer(council):
    return world.council_member(council, CouncilRole.OFFICER, "Olive Officer")


@pytest.fixture
def lead_officer(council):
    return world.council_member(council, CouncilRole.LEAD_OFFICER, "Leo Lead")


@pytest.fixture
def approver(council):
    return world.council_member(council, CouncilRole.APPROVER, "Una Approver")


@pytest.fixture
def auditor(council):
    return world.council_member(council, CouncilRole.AUDITOR, "Arthur Auditor")


@pytest.fixture
def other_officer(db):
    """An officer of a council that has nothing to do with the competition."""
    return world.council_member(world.council("Loamshire Council"), CouncilRole.LEAD_OFFICER, "Ola Other")


@pytest.fixture
def service(council):
    return world.service(council)


@pytest.fixture
def draft(service):
    return world.draft_competition(service)


@pytest.fixture
def published(draft):
    return world.publish(draft)


@pytest.fixture
def bid(published):
    """A bid that is being written; `bid.started_by` is its organisation's administrator."""
    return world.bid(published, *world.organisation("Harbour Care"))


@pytest.fixture
def rival_bid(published):
    return world.bid(published, *world.organisation("Quayside Partners"))


@pytest.fixture
def bidder(bid):
    return bid.started_by


@pytest.fixture
def opened(published, bid, rival_bid, lead_officer):
    """An opened competition with two submitted bids and a panel that has no interest in either."""
    world.submission(bid)
    world.submission(rival_bid, investment=800_000, price=26_000_000)
    competition = world.open_bids(published)
    panel = SimpleNamespace(
        chair=world.seat(competition, PanelRole.CHAIR, "Clare Chair", lead_officer),
        evaluators=[
            world.seat(competition, PanelRole.EVALUATOR, name, lead_officer)
            for name in ("Eve Evaluator", "Evan Evaluator", "Edie Evaluator")
        ],
        observer=world.seat(competition, PanelRole.OBSERVER, "Oscar Observer", lead_officer),
    )
    for member in (panel.chair, *panel.evaluators, panel.observer):
        world.declare_nothing(member)
    bid.refresh_from_db()
    rival_bid.refresh_from_db()
    return SimpleNamespace(competition=competition, panel=panel, bids=[bid, rival_bid])


@pytest.fixture
def judged(opened):
    """The opened competition, once the panel has agreed every score; the first bid is the better one."""
    deciding.agree_all(opened)
    return opened


@pytest.fixture
def ranking(judged):
    return deciding.rank(judged)


@pytest.fixture
def proposal(judged, ranking, approver):
    return deciding.propose(judged)


@pytest.fixture
def award(proposal):
    """An approved award: the company is formed, and both reports wait for a worker."""
    return deciding.approve(proposal)


@pytest.fixture
def answered(award):
    """A criterion that the winning bid answered in words."""
    content = Submission.objects.get(bid=award.bid, superseded_at=None).content
    reference = next(name for name, answer in content["answers"].items() if answer.strip())
    return Criterion.objects.get(competition=award.competition, reference=reference)
