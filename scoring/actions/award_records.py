"""What is frozen with an award: the decision and all that it rests on, so that reports need no live row."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from accounts.models import TrailEvent, User
from partners.domain import formation, offers
from partners.models import Submission
from procurement.domain.figures import exactly
from procurement.models import Competition, Criterion
from scoring.actions import award_history
from scoring.actions.rankings import counted_submissions
from scoring.actions.scores import as_marked
from scoring.domain import award_record
from scoring.domain.award_record import Content
from scoring.models import (
    Award,
    ConsensusScore,
    Evidence,
    PanelMember,
    QualityCheck,
    Score,
    ScoreChange,
)
from spinouts.domain import company_content
from spinouts.domain.company import Company
from spinouts.domain.control import findings
from spinouts.domain.forms import LegalForm
from spinouts.domain.terms import Limits


def company_of(award: Award, formed_on: date) -> Company:
    """The company that the winning offer makes, as it was submitted, with the limits that were published."""
    submission = Submission.objects.get(bid=award.bid, superseded_at=None)
    company = formation.company_of(offers.from_content(submission.whole()["offer"]), formed_on)
    return replace(company, agreed=replace(company.agreed, published=limits_of(award.competition)))


def record_of(award: Award, company: Company, *, by: User, at: datetime) -> Content:
    """The award's record in JSON values; `by` approves it."""
    competition = award.competition
    return {
        "version": award_record.VERSION,
        "council": {"name": competition.council.name, "address": competition.council.address},
        "service": {"reference": competition.service.reference, "name": competition.service.name},
        "competition": _competition(competition),
        "earlier_stages": award_history.earlier_stages(competition),
        "decision": _decision(award, by, at),
        "ranking": {
            "number": award.ranking.number,
            "made_by": award.ranking.made_by.name,
            "made_at": award.ranking.made_at.isoformat(),
            "fingerprint": award.ranking.fingerprint,
            "content": award.ranking.content,
        },
        "criteria": {
            row.reference: {"question": row.question} for row in Criterion.objects.filter(competition=competition)
        },
        "consensus": _consensus(competition),
        "score_changes": _score_changes(competition),
        "evidence": _evidence(competition),
        "low_offers": award_history.low_offers(competition),
        "annulled_ballots": award_history.annulled(competition),
        "bids": [_bid(submission) for submission in counted_submissions(competition)],
        "panel": [
            {"name": member.user.name, "role": member.role, "locked_at": _instant(member.locked_at)}
            for member in PanelMember.objects.sitting(competition)
        ],
        "venture": company_content.to_content(company),
        "control": award_record.findings_content(findings(company.register(company.formed_on))),
        "trail": _head(competition),
    }


def limits_of(competition: Competition) -> Limits:
    """The published terms of ownership."""
    return Limits(
        competition.least_employees_percent,
        competition.most_partner_percent,
        competition.least_council_percent,
        tuple(LegalForm(form) for form in competition.permitted_forms),
    )


def _competition(competition: Competition) -> Content:
    return {
        "reference": competition.reference,
        "title": competition.title,
        "summary": competition.summary,
        "is_light_touch": competition.is_light_touch,
        "contract_years": competition.contract_years,
        "extension_years": competition.extension_years,
        "estimated_value_amount": _text(competition.estimated_value_amount),
        "least_employees_percent": _text(competition.least_employees_percent),
        "most_partner_percent": _text(competition.most_partner_percent),
        "least_council_percent": _text(competition.least_council_percent),
        "permitted_forms": list(competition.permitted_forms),
        "published_at": _instant(competition.published_at),
        "bid_deadline": _instant(competition.bid_deadline),
        "opened_at": _instant(competition.opened_at),
        "offers": _offers(competition),
    }


def _offers(competition: Competition) -> Content | None:
    """Where offers waited: when they were opened, and by whom."""
    if not competition.offers_wait:
        return None
    officers = competition.offers_confirmations.select_related("officer")
    return {"opened_at": _instant(competition.offers_opened_at), "opened_by": [each.officer.name for each in officers]}


def _decision(award: Award, by: User, at: datetime) -> Content:
    return {
        "award": award.reference,
        "bid": award.bid.reference,
        "reasons": award.reasons,
        "proposed_by": award.proposed_by.name,
        "proposed_at": award.proposed_at.isoformat(),
        "approved_by": by.name,
        "approved_at": at.isoformat(),
        "note": award.decision_note,
    }


def _consensus(competition: Competition) -> dict[str, dict[str, Content]]:
    """What the panel agreed, by the references of bid and criterion."""
    agreed: dict[str, dict[str, Content]] = defaultdict(dict)
    current = ConsensusScore.objects.current(competition).prefetch_related("dissents__member__user")
    rows = current.select_related("bid", "criterion").order_by("bid", "criterion")
    checks = _checks(competition)
    for row in rows:
        agreed[row.bid.reference][row.criterion.reference] = {
            "value": _whole(row),
            "reasons": row.reasons,
            "dissent": row.dissent,
            "checks": checks[row.bid_id, row.criterion_id],
            "dissenters": [each.member.user.name for each in row.dissents.all()],
            "decided_at": row.decided_at.isoformat(),
            **({"knew_offers": True, "why_then": row.why_then} if row.knew_offers else {}),
            **({"given": row.given} if row.given else {}),
        }
    return dict(agreed)


def _checks(competition: Competition) -> dict[tuple[int, int], list[Content]]:
    """What a second person made of the agreed scores, by bid and criterion: of the last ones and of those before."""
    found: dict[tuple[int, int], list[Content]] = defaultdict(list)
    rows = QualityCheck.objects.filter(agreed__bid__competition=competition).select_related("agreed__criterion", "by")
    for each in rows.order_by("at", "pk"):
        found[each.agreed.bid_id, each.agreed.criterion_id].append(
            {
                "by": each.by.name,
                "at": each.at.isoformat(),
                "signed_off": each.is_signed_off,
                "remark": each.remark,
                "value": _whole(each.agreed),
                "stands": each.agreed.superseded_at is None,
            }
        )
    return found


def _bid(submission: Submission) -> Content:
    content = submission.whole()
    information = content.get("supplier_information")
    confirmed = {"identifiers": information["basic"]["identifiers"]} if information else {}
    return {
        "reference": submission.bid.reference,
        "organisation": content["organisation"] | confirmed,
        "consortium": content["consortium"],
        "offer": content["offer"],
        "submitted_at": submission.at.isoformat(),
        "fingerprint": submission.fingerprint,
    }


def _score_changes(competition: Competition) -> list[Content]:
    """What evaluators changed after they had locked it, and why, in the order in which they did."""
    rows = ScoreChange.objects.filter(score__in=Score.objects.counting(competition)).select_related(
        "score__assignment__bid", "score__assignment__criterion", "by"
    )
    return [
        {
            "bid": each.score.assignment.bid.reference,
            "criterion": each.score.assignment.criterion.reference,
            "evaluator": each.by.name,
            "value_before": _text(each.value_before),
            "reasons_before": each.reasons_before,
            "value": _text(each.value),
            "reasons": each.reasons,
            "why": each.why,
            "at": _instant(each.at),
            **({"knew_offers": True} if each.knew_offers else {}),
        }
        for each in rows.order_by("at", "pk")
    ]


def _evidence(competition: Competition) -> list[Content]:
    """What evaluators marked in the bids for the scores that count: passages of answers and pages of documents."""
    rows = (
        Evidence.objects.current()
        .filter(score__in=Score.objects.counting(competition))
        .select_related(
            "score__assignment__bid",
            "score__assignment__criterion",
            "score__assignment__member__user",
            "enquiry",
        )
    )
    return [
        {
            "bid": each.score.assignment.bid.reference,
            "criterion": each.score.assignment.criterion.reference,
            "evaluator": each.score.assignment.member.user.name,
            **as_marked(each),
            "marked_at": _instant(each.marked_at),
        }
        for each in rows.order_by("marked_at", "pk")
    ]


def _head(competition: Competition) -> Content:
    """The last link of the competition's trail before the approval, which is the next one and names this record."""
    last = TrailEvent.objects.filter(trail=competition.reference).order_by("-sequence").first()
    return {"sequence": last.sequence if last else 0, "hash": last.hash if last else ""}


def _instant(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None


def _whole(agreed: ConsensusScore) -> str:
    """The agreed score; a mean or median to the last place, as a fraction where no decimal says it."""
    return exactly(agreed.exact(agreed.criterion.panel_result)) if agreed.given else str(agreed.value)


def _text(number: Any) -> str | None:
    return None if number is None else str(number)
