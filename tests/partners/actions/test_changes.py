from datetime import timedelta

from accounts.models import Letter, TrailEvent
from partners.actions import changes
from procurement.domain.lifecycle import CompetitionState
from procurement.models import Competition
from tests import world


def extend(competition, by):
    return changes.extend_deadlines(
        competition,
        bid_deadline=world.DEADLINE + timedelta(days=7),
        questions_deadline=competition.questions_deadline,
        reasons="Site visits took longer.",
        by=by,
        at=world.BEFORE,
    )


def test_every_bidder_is_told_once_of_later_deadlines(published, bid, rival_bid, lead_officer):
    assert extend(published, lead_officer) is True
    assert extend(published, lead_officer) is False

    assert sorted(Letter.objects.values_list("to", flat=True)) == sorted(
        [bid.started_by.email, rival_bid.started_by.email]
    )
    assert "midday on Monday 9 November 2026 (GMT)" in Letter.objects.first().body


def test_the_competition_s_trail_does_not_tell_how_many_bids_there_are(published, bid, rival_bid, lead_officer):
    extend(published, lead_officer)
    changes.abandon(published, reasons="It stays in house.", by=lead_officer, at=world.BEFORE)

    assert not Letter.objects.filter(trail=published.reference).exists()
    verbs = [event.verb for event in TrailEvent.objects.of(published.reference)]
    assert verbs == ["procurement.extend_deadlines", "procurement.abandon"]


def test_every_bidder_is_told_once_that_the_competition_is_abandoned(published, bid, lead_officer):
    for _ in range(2):
        changes.abandon(published, reasons="It stays in house.", by=lead_officer, at=world.BEFORE)

    assert Competition.objects.get().stage == CompetitionState.ABANDONED
    letter = Letter.objects.get()
    assert letter.to == bid.started_by.email
    assert "It stays in house." in letter.body
