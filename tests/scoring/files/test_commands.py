import json
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from partners.models import Submission
from procurement.domain.lifecycle import CompetitionState
from procurement.models import Competition
from scoring.files.reading import read
from tests.scoring.files import small

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "small.yaml"
    path.write_text(json.dumps(small.content()), encoding="utf-8")
    return path


def test_a_competition_is_loaded_and_dumped(path):
    said, dumped = StringIO(), StringIO()

    call_command("load_competition", path, stdout=said)
    call_command("dump_competition", "libraries-partner", stdout=dumped)

    assert said.getvalue() == "Loaded “A partner for our libraries” as libraries-partner: awarded.\n"
    assert read(dumped.getvalue(), "dump") == read(path.read_text(encoding="utf-8"), "small")


@pytest.mark.parametrize(
    ("until", "state", "submissions"),
    [
        ("2026-01-31", CompetitionState.DRAFT, 0),
        ("2026-03-06T13:04", CompetitionState.PUBLISHED, 2),
        ("2026-03-06T13:05:00+00:00", CompetitionState.OPENED, 2),
        ("2026-03-23", CompetitionState.RANKED, 2),
    ],
)
def test_only_what_had_happened_by_then_is_loaded(path, until, state, submissions):
    call_command("load_competition", path, "--until", until, stdout=StringIO())

    assert Competition.objects.get().stage == state
    assert Submission.objects.count() == submissions


def test_before_the_draft_there_is_nothing_to_load(path):
    with pytest.raises(CommandError, match="nothing is left to load: the competition was drafted at 9:30am on Monday"):
        call_command("load_competition", path, "--until", "2026-01-19T09:29")

    assert not User.objects.exists()


def test_a_fault_is_said_without_a_traceback(path):
    path.write_text(path.read_text(encoding="utf-8").replace('"headcount": 74', '"headcount": -74'), encoding="utf-8")

    with pytest.raises(CommandError) as caught:
        call_command("load_competition", path)

    assert str(caught.value) == (
        f"Nothing was loaded.\n{path}, line 1, service.headcount: this should be greater than or equal to 0."
    )


def test_an_unknown_competition_is_answered_with_those_that_there_are(path):
    call_command("load_competition", path, stdout=StringIO())

    with pytest.raises(CommandError, match=r"no competition “nothing”\. There are: libraries-partner\."):
        call_command("dump_competition", "nothing")


def test_what_was_not_made_by_actions_can_not_be_dumped_and_says_so(published):
    with pytest.raises(CommandError, match=r"were not made by the product’s own actions: .*described"):
        call_command("dump_competition", published.reference)


def test_the_history_is_loaded_at_its_own_time(path):
    call_command("load_competition", path, stdout=StringIO())

    assert Competition.objects.get().published_at == datetime(2026, 2, 2, 9, 0, tzinfo=UTC)
