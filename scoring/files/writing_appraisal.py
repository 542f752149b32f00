"""Writes the options appraisal of a service."""

from accounts.models import TrailEvent
from scoring.files.content import Content, deed
from spinouts.actions.appraisals import DEEDS
from spinouts.domain.parties import Side
from spinouts.models import AppraisalCriterion, OptionsAppraisal, Service


def appraisal_content(service: Service) -> Content | None:
    """The appraisal as it stands, with who changed it last; None if nobody has begun one."""
    appraisal = OptionsAppraisal.objects.filter(service=service).first()
    if appraisal is None:
        return None
    last = TrailEvent.objects.of(service.reference).filter(verb__in=DEEDS).last()
    return {
        "years": appraisal.years,
        "discount_percent": appraisal.discount_percent,
        "discount_source": appraisal.discount_source,
        "criteria": [
            _criterion(each) for each in appraisal.criteria.prefetch_related("scores").order_by("position", "pk")
        ],
        "ownership": [
            {
                "option": each.option,
                **{kind.value: getattr(each, f"{kind.value}_percent") for kind in Side},
                "notes": each.notes,
            }
            for each in appraisal.ownership.order_by("pk")
        ],
        "money": [
            {
                "option": each.option,
                "one_off_cost": each.one_off_amount,
                "yearly_costs": each.yearly_amounts,
                "grants": each.grants_amount,
                "loans": each.loans_amount,
                "equity": each.equity_amount,
                "notes": each.notes,
            }
            for each in appraisal.money.order_by("pk")
        ],
        "appraised": deed(last.by, last.at) if last else None,
    }


def _criterion(criterion: AppraisalCriterion) -> Content:
    return {
        "reference": criterion.reference,
        "name": criterion.name,
        "weight": criterion.weight,
        "looked_for": criterion.looked_for,
        "zero_means": criterion.zero_means,
        "five_means": criterion.five_means,
        "scores": [
            {"option": each.option, "score": each.value, "reasons": each.reasons}
            for each in sorted(criterion.scores.all(), key=lambda score: score.pk)
        ],
    }
