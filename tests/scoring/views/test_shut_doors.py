"""By no address does somebody read a bid or score: an expert, or who has yet to acknowledge or declare anew."""

import pytest
from django.urls import reverse

from partners.models import Submission
from scoring.actions import briefings, interests, meetings
from scoring.domain.roles import PanelRole
from scoring.models import PanelMember
from tests import world
from tests.scoring.judging import AT, assign_all, assignment, criterion, reveal, score_and_lock

ANSWER = "harbour-keeps-this-answer-to-itself"


@pytest.fixture
def revealed(opened):
    """A competition full of things to find: every score is locked and revealed, and a meeting is under way."""
    for submission in Submission.objects.filter(bid__in=opened.bids):
        submission.content["answers"] = dict.fromkeys(submission.content["answers"], ANSWER)
        submission.content["offer"]["notes"] = ANSWER
        submission.save()
    assign_all(opened, references=["service"])
    for member in opened.panel.evaluators:
        score_and_lock(member)
    reveal(opened)
    opened.meeting = meetings.open_meeting(opened.competition, by=opened.panel.chair.user, at=AT)
    return opened


def expert(revealed):
    seat = world.seat(revealed.competition, PanelRole.EXPERT, "Xenia Expert", revealed.panel.chair.user)
    world.declare_nothing(seat)
    return seat


def unbriefed(revealed):
    briefings.write(revealed.competition, "Read first.", by=revealed.panel.chair.user, at=AT)
    return revealed.panel.evaluators[0]


def asked_again(revealed):
    for bid in revealed.bids:
        interests.ask_again(
            bid, [revealed.panel.evaluators[0]], "Others are behind it.", by=revealed.panel.chair.user, at=AT
        )
    return revealed.panel.evaluators[0]


def addresses(revealed, member):
    competition, bid = revealed.competition.reference, revealed.bids[0].reference
    service = criterion(revealed).reference
    yield from (reverse(f"scoring:{name}", args=[bid]) for name in ("opened_bid", "opened_offer", "exclusion"))
    yield from (
        reverse(f"scoring:{name}", args=[competition])
        for name in (
            *("opened_bids", "opened_bids_compared", "moderation", "ranking", "sensitivity"),
            *("board", "board_csv", "board_json"),
            *("advice", "interest_register", "independence", "assign", "record", "record_csv", "panel", "briefing"),
        )
    )
    yield reverse("scoring:moderate", args=[competition, service])
    yield from (reverse(f"scoring:{name}", args=[revealed.meeting.reference]) for name in ("meeting", "meeting_wall"))
    yield from (reverse(f"scoring:{name}", args=[member.reference]) for name in ("seat", "interests", "lock_scores"))
    yield reverse("scoring:advise", args=[member.reference, bid, service])
    evan = assignment(revealed.panel.evaluators[1], revealed.bids[0])
    yield from (reverse(f"scoring:{name}", args=[evan.reference]) for name in ("score", "score_change"))


@pytest.mark.parametrize("who", [expert, unbriefed, asked_again])
def test_no_address_tells(sign_in, revealed, who):
    member = PanelMember.objects.select_related("user").get(pk=who(revealed).pk)
    client = sign_in(member.user)

    pages = {address: client.get(address) for address in addresses(revealed, member)}

    told = {address: page for address, page in pages.items() if page.status_code == 200}
    texts = {
        address: b"".join(page).decode() if page.streaming else page.content.decode() for address, page in told.items()
    }
    assert [address for address, text in texts.items() if ANSWER in text or "Names eleven centres" in text] == []
    assert len(told) >= 6
    assert pages[reverse("scoring:opened_bid", args=[revealed.bids[0].reference])].status_code == 404


def test_there_is_something_to_find(sign_in, revealed):
    member = revealed.panel.evaluators[0]
    client = sign_in(member.user)

    texts = [
        page.content.decode() for address in addresses(revealed, member) if not (page := client.get(address)).streaming
    ]

    assert any(ANSWER in text for text in texts)
    assert any("Names eleven centres" in text for text in texts)
