"""A dump holds nothing that is still secret, although it is in the database."""

from datetime import timedelta

import pytest

from partners.models import Bid, Submission
from scoring.files.loading import load
from scoring.files.reading import read
from scoring.files.writing import file_of, to_yaml
from scoring.models import Score
from spinouts.files.opening import text_of
from tests.scoring.files.examples import THREE_BM

pytestmark = pytest.mark.django_db
FILE = read(text_of(THREE_BM), "3bm")


def test_before_the_opening_a_dump_tells_of_no_bid_and_of_nobody_who_asked():
    competition = load(THREE_BM, until=FILE.competition.bid_deadline)

    dumped = file_of(competition)
    text = to_yaml(dumped)

    assert Submission.objects.count() == 3
    assert (dumped.bids, dumped.organisations, dumped.opened) == ([], [], [])
    assert [each.asked.by for each in dumped.competition.clarifications] == [None, None]
    assert {person.email for person in dumped.people} == {
        *(member.person for member in dumped.council.members),
        *(seat.person for seat in dumped.panel),
    }
    for bid in FILE.bids:
        assert bid.organisation not in text
        assert bid.started.by not in text


def test_one_officer_alone_opens_nothing():
    first, second = FILE.opened
    competition = load(THREE_BM, until=second.at - timedelta(seconds=1))

    dumped = file_of(competition)

    assert first.at < second.at
    assert (dumped.bids, dumped.opened) == ([], [])


def test_a_score_is_dumped_only_once_its_author_has_locked():
    daniel, sofia = FILE.panel[1], FILE.panel[2]
    competition = load(THREE_BM, until=sofia.scores[9].at)

    dumped = file_of(competition)
    seats = {seat.person: seat for seat in dumped.panel}

    assert Score.objects.filter(assignment__member__user__email=sofia.person).count() == 10
    assert seats[daniel.person] == daniel
    assert seats[sofia.person].scores == []
    assert sofia.scores[0].reasons not in to_yaml(dumped)


def test_a_dump_of_any_moment_can_be_loaded_again(tmp_path):
    competition = load(THREE_BM, until=FILE.panel[2].scores[9].at)
    dump = tmp_path / "dump.yaml"
    dump.write_text(to_yaml(file_of(competition)).replace("school-support-partner", "once-more"), encoding="utf-8")

    again = load(dump)

    assert Bid.objects.filter(competition=again).count() == 3
    assert to_yaml(file_of(again)) == dump.read_text(encoding="utf-8")
