from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.actions import fields, trail
from accounts.domain.references import new_reference
from accounts.domain.refusals import Refusal
from accounts.models import User
from procurement.actions import keys, stages
from procurement.actions.drafts import lock_draft
from procurement.actions.readiness import problems_by_page, refuse_unless_ready
from procurement.actions.stages import ASSESSING
from procurement.domain.lifecycle import CompetitionState, check_move
from procurement.domain.methodology_record import fingerprint
from procurement.models import Competition, later_stages, methodology_of, record_of
from spinouts.models import Service

SOUGHT = (
    "title",
    "summary",
    "contract_years",
    "extension_years",
    "estimated_value_amount",
    "is_light_touch",
    "asks_supplier_information",
)
TERMS = ("least_employees_percent", "most_partner_percent", "least_council_percent", "permitted_forms")
DATES = ("questions_deadline", "bid_deadline", "complete_counts", "award_expected_on", "contract_starts_on")
TIE_BREAK = ("tie_break", "shown_places")
GOING_ON = ("most_going_on", "least_going_on", "least_marks_going_on", "may_refine")
DESIGNED = (*SOUGHT, *TERMS, *DATES, *TIE_BREAK, *ASSESSING, *GOING_ON)


@transaction.atomic
def draft(service: Service, *, title: str, by: User, at: datetime, reference: str | None = None) -> Competition:
    """Start a competition for a partner of the service. With the same reference sent twice, it is started once."""
    service = Service.objects.select_for_update().get(pk=service.pk)
    known = Competition.objects.filter(reference=reference).first() if reference else None
    if known is not None:
        if known.service_id == service.pk and known.title == title:
            return known
        raise Refusal(f"There is already a competition with the reference {reference}.")
    competition = Competition(service=service, title=title, reference=reference or new_reference())
    fields.check(competition)
    competition.save(force_insert=True)
    trail.record("procurement.draft", competition, trail=competition.reference, by=by, at=at, service=service.reference)
    return competition


@transaction.atomic
def revise(competition: Competition, *, by: User, at: datetime, seen: str | None = None, **typed: Any) -> Competition:
    """Change fields of the design (`DESIGNED`). `seen` is the fingerprint of the same fields as the author saw them."""
    unknown = set(typed) - set(DESIGNED)
    if unknown:
        raise TypeError(f"Not fields of a competition's design: {', '.join(sorted(unknown))}.")
    competition = lock_draft(competition)
    changes = fields.write(competition, typed, seen_before=seen)
    if not changes:
        return competition
    if competition.follows_id is not None and not stages.is_of_the_stage(changes):
        raise Refusal("This is the same in all stages of the competition: change it in the first one.")
    competition.save()
    if competition.ends_with_shortlist and competition.follows_id is None:
        stages.share(competition)
    trail.record("procurement.revise", competition, trail=competition.reference, by=by, at=at, changes=changes)
    return competition


@transaction.atomic
def publish(competition: Competition, *, by: User, at: datetime) -> Competition:
    """Publish the competition, which freezes its design. Refused with everything that is missing or wrong.

    Its key is made and tried first: nothing may be sealed to one that does not open. A second press of the button
    changes nothing.
    """
    competition = _lock(competition)
    if competition.state == CompetitionState.PUBLISHED:
        return competition
    check_move(competition.stage, CompetitionState.PUBLISHED)
    if competition.follows_id is not None:
        raise Refusal("A later stage is published with the first one, and begun once the stage before it has ended.")
    refuse_unless_ready(competition, at)
    keys.make(competition)
    competition.state = CompetitionState.PUBLISHED.value
    competition.published_at = at
    competition.published_service = record_of(competition.service)
    competition.save()
    stages.announce(competition, at=at)
    trail.record(
        "procurement.publish",
        competition,
        trail=competition.reference,
        by=by,
        at=at,
        bid_deadline=_instant(competition.bid_deadline),
        questions_deadline=_instant(competition.questions_deadline),
        methodology=fingerprint(methodology_of(competition)),
        **_later(competition),
    )
    return competition


@transaction.atomic
def abandon(competition: Competition, *, reasons: str, by: User, at: datetime) -> Competition:
    """End the competition without an award (s.55). A second press of the button changes nothing."""
    competition = _lock(competition)
    if competition.state == CompetitionState.ABANDONED:
        return competition
    check_move(competition.stage, CompetitionState.ABANDONED)
    stages.check_may_be_abandoned(competition)
    if not reasons.strip():
        raise Refusal("Say why the competition is abandoned: the reasons are kept with its record.")
    competition.state = CompetitionState.ABANDONED.value
    competition.abandoned_at, competition.abandoned_because = at, reasons.strip()
    competition.save()
    stages.abandon_later(competition, reasons=reasons.strip(), at=at)
    trail.record("procurement.abandon", competition, trail=competition.reference, by=by, at=at, reasons=reasons.strip())
    return competition


def publication_problems(competition: Competition, at: datetime) -> list[str]:
    """Everything missing or wrong, in sentences; `readiness.problems_by_page` says also where each is mended."""
    return [problem.sentence for problem in problems_by_page(competition, at)]


def seen(competition: Competition, names: Collection[str]) -> str:
    return fields.seen(competition, names)


def _lock(competition: Competition) -> Competition:
    rows = Competition.objects.select_for_update(of=("self",), no_key=True).select_related("service__council")
    return rows.get(pk=competition.pk)


def _later(competition: Competition) -> dict[str, Any]:
    """What the record of the publication says of the later stages, if there are any."""
    later = {stage.reference: fingerprint(methodology_of(stage)) for stage in later_stages(competition)}
    return {"later_stages": later} if later else {}


def _instant(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None
