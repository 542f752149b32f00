"""The chair briefs the panel; nobody reads a bid before they have acknowledged the newest briefing."""

import pytest

from accounts.domain.refusals import Refusal
from accounts.models import Letter, TrailEvent
from scoring.actions import briefings, panels
from scoring.domain.roles import PanelRole
from scoring.models import Assignment, Briefing, OpenedBid, PanelMember
from tests import world
from tests.scoring.judging import AT, assign_all


def write(opened, text="Read the scale first."):
    return briefings.write(opened.competition, text, by=opened.panel.chair.user, at=AT)


def sees(member):
    return (
        OpenedBid.objects.visible_to(member.user).exists(),
        Assignment.objects.visible_to(member.user).exists(),
    )


def test_a_briefing_shuts_the_bids_until_it_is_acknowledged_and_a_new_version_asks_again(opened):
    eve, chair = opened.panel.evaluators[0], opened.panel.chair
    assign_all(opened)
    seen = [sees(eve)]
    for text in ("Read the scale first.", "Read the scale first, and quote."):
        briefing = write(opened, text)
        seen.append(sees(eve))
        briefings.acknowledge(eve, briefing.number, by=eve.user, at=AT)
        seen.append(sees(eve))

    assert seen == [(True, True), (False, False), (True, True), (False, False), (True, True)]
    assert OpenedBid.objects.visible_to(chair.user).exists()
    assert [each.verb for each in TrailEvent.objects.exclude(verb="scoring.assign")] == [
        "scoring.write_briefing",
        "scoring.acknowledge_briefing",
        "scoring.write_briefing",
        "scoring.acknowledge_briefing",
    ]


def test_the_same_text_is_no_new_version_and_only_the_newest_is_acknowledged(opened):
    eve = opened.panel.evaluators[0]
    write(opened)
    write(opened)
    write(opened, "Another.")

    assert Briefing.objects.count() == 2
    with pytest.raises(Refusal, match="newer briefing"):
        briefings.acknowledge(eve, 1, by=eve.user, at=AT)
    assert len(Letter.objects.all()) == 2 * 4


def test_who_joins_later_acknowledges_too(opened, officer):
    write(opened)

    late = panels.appoint(opened.competition, world.person("Late"), PanelRole.EVALUATOR, by=officer, at=AT)

    late.refresh_from_db()
    assert not late.is_briefed
    assert PanelMember.objects.get(pk=opened.panel.chair.pk).is_briefed
