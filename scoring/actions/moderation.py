from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from django.db import transaction

from accounts.actions import trail
from accounts.domain.fingerprints import fingerprint
from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.domain.words import normalise
from partners.models import Bid
from procurement.domain.figures import exactly, plain, shown
from procurement.domain.panel_results import in_full, result_of
from procurement.models import Competition, Criterion
from scoring.actions import meetings, reveals
from scoring.actions.scores import check_on_scale
from scoring.domain.agreed_reasons import AgreedReasons
from scoring.models import ConsensusDraft, ConsensusScore, Dissent, PanelMember, Reveal, Score


@dataclass(frozen=True, slots=True)
class DraftSaved:
    """What became of a save of a draft. In a conflict `typed` is the newer text that was met."""

    state: Literal["saved", "conflict"]
    version: int
    typed: dict[str, str]


@transaction.atomic
def agree(
    bid: Bid,
    criterion: Criterion,
    *,
    value: Decimal | None,
    reasons: str | AgreedReasons,
    dissent: str,
    dissenters: Collection[PanelMember] = (),
    by: User,
    at: datetime,
    seen: int | None = None,
    why_then: str = "",
    given: Sequence[Decimal] = (),
) -> ConsensusScore:
    """Record the score that the panel agreed, on the published scale, with its reasons and any dissent by name.

    Never computed from the individual scores, as averaging is no moderation (Bromcom v United Learning Trust [2022]
    EWHC 3262 (TCC)), unless their mean or median is the published method: then `value` is not asked. A correction
    supersedes what was agreed before, and is refused if more than `seen` were recorded, superseded ones too. When
    offers that waited are open, `why_then` says why a score is agreed although they are known. `given` is what a file
    tells that a mean was of, if somebody has left since. The trail keeps a fingerprint: who may see no scores reads it.
    """
    competition = Competition.objects.select_for_update(no_key=True).get(pk=bid.competition_id)
    _check_moderation(competition, bid, criterion, by)
    meetings.check_quorum(competition, bid, criterion)
    value, locked_scores = _valued(bid, criterion, value, given)
    written = _written(criterion, value, reasons)
    dissent = _checked_dissent(competition, dissent, dissenters)
    past = ConsensusScore.objects.filter(bid=bid, criterion=criterion)
    last, number = past.filter(superseded_at=None).first(), past.count()
    if last and last.given == locked_scores and _is_same(last, value, written["reasons"], dissent, dissenters):
        return last
    if seen is not None and seen != number and last:
        raise _overtaken(last)
    written |= _known_offers(competition, why_then)
    past.filter(superseded_at=None).update(superseded_at=at)
    agreed = ConsensusScore(bid=bid, criterion=criterion, value=value, given=locked_scores, **written, dissent=dissent)
    _keep(agreed, dissenters, by=by, at=at)
    _note(agreed, number + 1, trail_of=competition)
    return agreed


def _valued(
    bid: Bid, criterion: Criterion, value: Decimal | None, told: Sequence[Decimal]
) -> tuple[Decimal, list[str]]:
    """The agreed score; or the published mean or median, rounded for show, with the locked scores that it is of."""
    if not criterion.panel_result.is_computed:
        if value is None:
            raise Refusal("Choose the score that the panel agreed.")
        check_on_scale(criterion, value)
        return value, []
    counting = Score.objects.counting(bid.competition).filter(assignment__bid=bid, assignment__criterion=criterion)
    given = sorted(value for value in counting.values_list("value", flat=True) if value is not None)
    if told:
        _check_told(criterion, given, told)
        given = sorted(told)
    if not given:
        raise Refusal(f"Nobody has given a score for “{criterion}” of this bid, so it has no {criterion.result}.")
    return shown(result_of(criterion.panel_result, given)), [exactly(each) for each in given]


def _check_told(criterion: Criterion, given: Sequence[Decimal], told: Sequence[Decimal]) -> None:
    """What is told that a mean was of is on the scale, and holds every score that still counts."""
    for each in told:
        check_on_scale(criterion, each)
    if left := Counter(given) - Counter(told):
        raise Refusal(f"The scores that are told leave out {plain(min(left))}, which counts.")


def _known_offers(competition: Competition, why_then: str) -> dict[str, Any]:
    """What is kept of a score that is agreed once the offers, which had waited, are known."""
    if not competition.knows_offers_late:
        return {}
    why_then = normalise(why_then).strip()
    if not why_then:
        raise Refusal("The offers are open, so say why this score is agreed or changed now that they are known.")
    return {"knew_offers": True, "why_then": why_then}


def _keep(agreed: ConsensusScore, dissenters: Collection[PanelMember], *, by: User, at: datetime) -> None:
    agreed.decided_by, agreed.decided_at = by, at
    agreed.save()
    Dissent.objects.bulk_create(Dissent(agreed=agreed, member=each) for each in dissenters)
    ConsensusDraft.objects.filter(bid=agreed.bid, criterion=agreed.criterion).update(typed={})


def _written(criterion: Criterion, value: Decimal, reasons: str | AgreedReasons) -> dict[str, str]:
    """The reasons as they are kept: as one text, and in parts if they came so."""
    if isinstance(reasons, str):
        text = normalise(reasons).strip()
        if not text:
            raise Refusal(
                "Write the reasons for the agreed score: what in the bid earned it, and what kept it from more."
            )
        return {"reasons": text}
    parts = {name: normalise(text).strip() for name, _, text in reasons.parts()}
    highest = max(step.value for step in criterion.steps)
    clean = AgreedReasons(**parts)
    if missing := clean.missing(is_condition=criterion.is_condition, is_highest=value == highest):
        raise Refusal(*(sentence for _, sentence in missing))
    return {"reasons": clean.in_words(), **parts}


def _checked_dissent(competition: Competition, dissent: str, dissenters: Collection[PanelMember]) -> str:
    dissent = normalise(dissent).strip()
    if dissenters and not dissent:
        names = ", ".join(str(each.user) for each in dissenters)
        raise Refusal(f"Say what {names} would have given, and why.")
    for each in dissenters:
        if each.competition_id != competition.pk:
            raise Refusal(f"{each.user} does not sit on this panel.")
    return dissent


def _is_same(
    last: ConsensusScore, value: Decimal, reasons: str, dissent: str, dissenters: Collection[PanelMember]
) -> bool:
    if {each.pk for each in dissenters} != set(last.dissents.values_list("member", flat=True)):
        return False
    return (last.value, last.reasons, last.dissent) == (value, reasons, dissent)


def _overtaken(last: ConsensusScore) -> Refusal:
    return Refusal(
        f"Meanwhile {last.decided_by} recorded the agreed score {in_full(last.exact(last.criterion.panel_result))} "
        "for this bid.",
        "What you typed is kept below. Read what was recorded, then record yours if it is to replace it.",
    )


def _note(agreed: ConsensusScore, number: int, *, trail_of: Competition) -> None:
    """The agreed score on the trail, the `number`-th of its bid and criterion, told by its fingerprint alone."""
    trail.record(
        "scoring.moderate",
        f"{agreed.criterion} of {agreed.bid.organisation}",
        trail=trail_of.reference,
        by=agreed.decided_by,
        at=agreed.decided_at,
        number=number,
        has_dissent=bool(agreed.dissent),
        **({"offers_were_known": True} if agreed.knew_offers else {}),
        fingerprint=fingerprint(content_of(agreed)),
    )


@transaction.atomic
def keep_draft(
    bid: Bid, criterion: Criterion, typed: dict[str, str], *, version: int, by: User, at: datetime
) -> DraftSaved:
    """Keep what the chair has typed so far, so that nothing of the discussion is lost. Nothing is agreed by it."""
    competition = Competition.objects.select_for_update(no_key=True).get(pk=bid.competition_id)
    _check_moderation(competition, bid, criterion, by)
    typed = {name: normalise(text) for name, text in typed.items()}
    draft, is_new = ConsensusDraft.objects.select_for_update(no_key=True).get_or_create(
        bid=bid, criterion=criterion, defaults={"typed": typed, "version": 1, "saved_by": by, "saved_at": at}
    )
    if is_new or draft.typed == typed:
        return DraftSaved("saved", draft.version, draft.typed)
    if draft.version != version:
        return DraftSaved("conflict", draft.version, draft.typed)
    draft.typed, draft.version, draft.saved_by, draft.saved_at = typed, version + 1, by, at
    draft.save()
    return DraftSaved("saved", draft.version, draft.typed)


def content_of(agreed: ConsensusScore) -> dict[str, str]:
    """An agreed score as it is fingerprinted on the trail, with who dissents by name if somebody does."""
    names = [str(each.member.user) for each in agreed.dissents.select_related("member__user")]
    named = {"dissenters": ", ".join(names)} if names else {}
    if agreed.given:
        named |= {"given": ", ".join(agreed.given)}
    if agreed.knew_offers:
        named |= {"why_then": agreed.why_then}
    return named | {
        "bid": agreed.bid.reference,
        "criterion": agreed.criterion.reference,
        "value": f"{agreed.value.normalize():f}",
        "reasons": agreed.reasons,
        "dissent": agreed.dissent,
    }


def _check_moderation(competition: Competition, bid: Bid, criterion: Criterion, by: User) -> None:
    reveals.check_ready(competition, bid, criterion, by)
    if not Reveal.objects.filter(bid=bid, criterion=criterion).exists():
        raise Refusal(
            f"The scores of “{criterion}” for {bid.organisation} are not revealed, so there is nothing to agree on.",
            "Reveal them first.",
        )
