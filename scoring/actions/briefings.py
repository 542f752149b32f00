"""The chair briefs the panel; each member acknowledges the newest briefing before they see a bid."""

from datetime import datetime

from django.db import transaction

from accounts.actions import letters, trail
from accounts.domain.fingerprints import fingerprint
from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.domain.words import normalise
from procurement.models import Competition
from scoring.actions.panels import PANEL_MAY_CHANGE
from scoring.models import Briefing, BriefingAcknowledgement, PanelMember


@transaction.atomic
def write(competition: Competition, text: str, *, by: User, at: datetime) -> Briefing:
    """Write a new version, which every member but its author acknowledges anew. The same text is no new version."""
    competition = Competition.objects.select_for_update(no_key=True).get(pk=competition.pk)
    text = normalise(text).strip()
    if competition.stage not in PANEL_MAY_CHANGE:
        raise Refusal(f"The competition stands at “{competition.stage.label}”, so the panel is not briefed any more.")
    if not text:
        raise Refusal("Write the briefing.")
    last = Briefing.objects.newest(competition)
    if last and last.text == text:
        return last
    briefing = Briefing.objects.create(
        competition=competition, number=last.number + 1 if last else 1, text=text, by=by, at=at
    )
    trail.record(
        "scoring.write_briefing",
        str(briefing),
        trail=competition.reference,
        by=by,
        at=at,
        number=briefing.number,
        fingerprint=fingerprint(text),
    )
    for member in PanelMember.objects.sitting(competition).order_by("pk"):
        if member.user_id == by.pk:
            BriefingAcknowledgement.objects.create(briefing=briefing, member=member, at=at)
        else:
            _tell(member, briefing)
    return briefing


@transaction.atomic
def acknowledge(member: PanelMember, number: int, *, by: User, at: datetime) -> None:
    """Acknowledge the newest briefing; refused if a newer one was written since it was shown."""
    competition = Competition.objects.select_for_update(no_key=True).get(pk=member.competition_id)
    newest = Briefing.objects.newest(competition)
    if newest is None:
        raise Refusal("There is no briefing to acknowledge.")
    if newest.number != number:
        raise Refusal("The chair has written a newer briefing meanwhile. Read it, then acknowledge it.")
    if member.left_at is not None:
        raise Refusal("You have left this panel, so there is nothing to acknowledge.")
    _, is_new = BriefingAcknowledgement.objects.get_or_create(briefing=newest, member=member, defaults={"at": at})
    if is_new:
        trail.record(
            "scoring.acknowledge_briefing",
            str(member.user),
            trail=competition.reference,
            by=by,
            at=at,
            number=newest.number,
        )


def _tell(member: PanelMember, briefing: Briefing) -> None:
    competition = briefing.competition
    anew = "a new briefing" if briefing.number > 1 else "a briefing"
    letters.queue(
        member.user.email,
        f"Read the briefing for {competition.title}",
        f"{briefing.by} has written {anew} for the panel that assesses the bids for “{competition}”. You see no bid "
        "before you have acknowledged it.\n\nSign in and open “My work”.\n",
        at=briefing.at,
        trail=competition.reference,
    )
