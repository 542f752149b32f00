from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts.actions import trail
from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.domain.words import normalise
from procurement.domain.lifecycle import CompetitionState
from procurement.models import Competition
from scoring.models import ModerationRules, Reveal
from scoring.models.reading import criteria_in_order

CLOSED = frozenset({CompetitionState.AWARDED, CompetitionState.ABANDONED})


@transaction.atomic
def set_rules(
    competition: Competition,
    *,
    quorum: int | None,
    quorum_of: Mapping[str, int],
    needs_sign_off: bool = False,
    why: str,
    by: User,
    at: datetime,
) -> ModerationRules:
    """Set how many evaluators of each criterion must be present when its scores are revealed and agreed.

    `quorum_of` holds other numbers, by the reference of a criterion. `needs_sign_off` asks that a second person signs
    each agreed score off before a ranking. With scores revealed a change needs its reason.
    """
    competition = Competition.objects.select_for_update(no_key=True).get(pk=competition.pk)
    if competition.stage in CLOSED:
        raise Refusal(f"The competition stands at “{competition.stage.label}”, so how its panel moderates stays.")
    before = ModerationRules.objects.filter(competition=competition).first()
    wanted = {"quorum": quorum, "quorum_of": dict(quorum_of), "needs_sign_off": needs_sign_off}
    if before and {name: getattr(before, name) for name in wanted} == wanted:
        return before
    why = normalise(why).strip()
    _check(competition, quorum_of, why)
    rules, _ = ModerationRules.objects.update_or_create(
        competition=competition, defaults={**wanted, "why": why, "set_by": by, "set_at": at}
    )
    _note(rules, before, by=by, at=at)
    return rules


def _note(rules: ModerationRules, before: ModerationRules | None, *, by: User, at: datetime) -> None:
    trail.record(
        "scoring.set_moderation_rules",
        rules.competition.title,
        trail=rules.competition.reference,
        by=by,
        at=at,
        quorum=rules.quorum,
        quorum_of=_said(rules.quorum_of),
        needs_sign_off=rules.needs_sign_off,
        before=before.quorum if before else None,
        before_of=_said(before.quorum_of) if before else None,
        why=rules.why,
    )


def _said(quorum_of: Mapping[str, int]) -> dict[str, str]:
    return {reference: str(number) for reference, number in quorum_of.items()}


def _check(competition: Competition, quorum_of: Mapping[str, int], why: str) -> None:
    judged = {each.reference for each in criteria_in_order(competition) if each.is_judged}
    if unknown := sorted(set(quorum_of) - judged):
        raise Refusal(f"“{unknown[0]}” is not a criterion that evaluators score.")
    if not why and Reveal.objects.of(competition).exists():
        raise Refusal("Scores are revealed already, so say why it is changed now.")
