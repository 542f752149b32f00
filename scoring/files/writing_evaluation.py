"""The evaluation and award of a written file. A score that is not locked yet is nobody's to read, so it is left out."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime

from django.db.models import Q

from procurement.models import Competition
from scoring.domain.behind_bids import BIDDER
from scoring.domain.decisions import AwardState
from scoring.domain.interests import Entry, InterestKind
from scoring.domain.roles import Interest
from scoring.files import (
    divided_keys,
    low_offers,
    voting,
    writing_enquiries,
    writing_moderation,
    writing_preparing,
    writing_samples,
)
from scoring.files.content import Content, deed
from scoring.models import (
    Assignment,
    Award,
    Evidence,
    InterestDecision,
    InterestDeclaration,
    PanelMember,
    Score,
    ScoreChange,
)
from scoring.models.evidence import with_evidence


def content(competition: Competition) -> Content:
    seats = _panel(competition)
    return {
        "divided_key": divided_keys.content(competition),
        "opened": [deed(each.officer, each.at) for each in competition.opening_confirmations.select_related("officer")]
        if competition.opened_at
        else [],
        "panel": seats,
        **writing_preparing.content(competition, seats),
        "samples": list(writing_samples.content(competition)),
        "enquiries": list(writing_enquiries.content(competition)),
        **writing_moderation.content(competition),
        "low_offers": low_offers.content(competition),
        "offers_opened": [
            deed(each.officer, each.at) for each in competition.offers_confirmations.select_related("officer")
        ],
        "staff_ballot": voting.written(competition),
        "annulled_ballots": voting.annulled(competition),
        "ranked": _ranked(competition),
        "award": _award(competition),
    }


def _panel(competition: Competition) -> list[Content]:
    seats = PanelMember.objects.sitting(competition).select_related("user", "appointed_by")
    return [_seat(seat) for seat in seats.order_by("appointed_at", "pk")]


def _seat(seat: PanelMember) -> Content:
    counting = Assignment.objects.counting().filter(member=seat)
    criteria = counting.order_by("criterion__section__position", "criterion__position")
    held: dict[str, list[str]] = {}
    for reference, name in criteria.values_list("criterion__reference", "bid__organisation__name"):
        held.setdefault(reference, []).append(name)
    cleared = InterestDeclaration.objects.filter(member=seat, superseded_at=None, clears=True).count()
    first = counting.select_related("assigned_by").order_by("assigned_at", "pk").first()
    return {
        "person": seat.user.email,
        "role": seat.role,
        "background": seat.background or None,
        "employer": seat.employer,
        "appointed": deed(seat.appointed_by, seat.appointed_at),
        "interests": list(_interests(seat)),
        "criteria": list(held),
        "only": {reference: sorted(names) for reference, names in held.items() if len(names) < cleared},
        "assigned": deed(first.assigned_by, first.assigned_at) if first else None,
        **writing_preparing.of_seat(seat),
        "scores": list(_scores(seat)) if seat.locked_at else [],
        "locked_at": seat.locked_at,
    }


def _interests(seat: PanelMember) -> Iterator[Content]:
    """What counts, and what did until its member was asked again."""
    told = InterestDeclaration.objects.filter(Q(superseded_at=None) | Q(reopening__isnull=False), member=seat)
    rows = told.select_related("bid__organisation", "reopening__by").prefetch_related("entries", "decisions__by")
    for each in rows.order_by("at", "pk"):
        asked_again = getattr(each, "reopening", None)
        decision = next((row for row in each.decisions.all() if row.superseded_at is None), None)
        yield {
            "organisation": each.bid.organisation.name,
            "interest": each.interest,
            "details": each.details,
            "entries": _entries(each),
            "will_own": each.will_own,
            "will_sit": each.will_sit,
            "decision": _decision(decision) if decision else None,
            "at": each.at,
            "reopened": writing_preparing.reopening(asked_again) if asked_again else None,
        }


def _entries(declaration: InterestDeclaration) -> list[Content]:
    """None if the declaration tells as much in its short form."""
    entries = [each.value() for each in declaration.entries.all()]
    name, interest = declaration.bid.organisation.name, Interest(declaration.interest)
    short = Entry(name, BIDDER, interest, InterestKind.OTHER, declaration.details)
    return [] if entries == [short] else [asdict(each) for each in entries]


def _decision(decision: InterestDecision) -> Content:
    return {
        **deed(decision.by, decision.at),
        "may_take_part": decision.may_take_part,
        "mitigation": decision.mitigation,
        "reasons": decision.reasons,
    }


def _scores(seat: PanelMember) -> Iterator[Content]:
    """Each score as it was locked, with what its evaluator changed afterwards."""
    scores = Score.objects.filter(assignment__in=Assignment.objects.counting().filter(member=seat))
    related = scores.select_related("assignment__bid__organisation", "assignment__criterion")
    rows = related.prefetch_related("changes", with_evidence())
    for at, _, each, changes in sorted(_as_locked(each) for each in rows):
        yield {
            "organisation": each.assignment.bid.organisation.name,
            "criterion": each.assignment.criterion.reference,
            "score": changes[0].value_before if changes else each.value,
            "reasons": changes[0].reasons_before if changes else each.reasons,
            # The type checker does not know it.
            "evidence": [_evidence(row) for row in vars(each)["marked"]],
            "at": at,
            "changes": [
                {"score": change.value, "reasons": change.reasons, "why": change.why, "at": change.at}
                for change in changes
            ],
        }


def _evidence(row: Evidence) -> Content:
    return {
        "bearing": row.bearing,
        "quote": row.quote,
        "start": row.start,
        "document": row.document_title,
        "page": row.page,
        "in_clarification": row.enquiry_id is not None,
        "note": row.note,
        "at": row.marked_at,
    }


def _as_locked(score: Score) -> tuple[datetime, int, Score, list[ScoreChange]]:
    """When it was saved as it was locked, its key, which no other has, the score, and its changes."""
    changes = list(score.changes.all())
    return changes[0].saved_before_at if changes else score.saved_at, score.pk, score, changes


def _ranked(competition: Competition) -> Content | None:
    ranking = competition.rankings.select_related("made_by").order_by("-number").first()
    return deed(ranking.made_by, ranking.made_at) if ranking else None


def _award(competition: Competition) -> Content | None:
    award = (
        Award.objects.filter(competition=competition)
        .exclude(state=AwardState.RETURNED.value)
        .select_related("bid__organisation", "proposed_by", "decided_by", "venture")
        .first()
    )
    if award is None:
        return None
    approved = (
        {**deed(award.decided_by, award.decided_at), "note": award.decision_note, "formed_on": award.venture.formed_on}
        if award.venture
        else None
    )
    return {
        "organisation": award.bid.organisation.name,
        "reasons": award.reasons,
        "proposed": deed(award.proposed_by, award.proposed_at),
        "approved": approved,
    }
