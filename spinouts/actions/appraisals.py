from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from accounts.actions import fields, trail
from accounts.domain.references import new_reference
from accounts.domain.refusals import Refusal
from accounts.models import User
from spinouts.domain.options import AppraisalOption
from spinouts.domain.percentages import percent_in_words
from spinouts.domain.present_value import check_discount
from spinouts.models import AppraisalCriterion, OptionsAppraisal, Service

BASIS = ("years", "discount_percent", "discount_source")
CRITERION = ("name", "looked_for", "weight", "zero_means", "five_means")
DEEDS = {
    "spinouts.begin_appraisal": "Began the appraisal",
    "spinouts.set_appraisal_basis": "Changed the years or the discount rate",
    "spinouts.add_appraisal_criterion": "Added a criterion",
    "spinouts.revise_appraisal_criterion": "Changed a criterion",
    "spinouts.move_appraisal_criterion": "Moved a criterion",
    "spinouts.remove_appraisal_criterion": "Removed a criterion, with its scores",
    "spinouts.score_options": "Scored the options",
    "spinouts.expect_ownership": "Changed who would own an option",
    "spinouts.cost_option": "Changed the money of an option",
}
"""What is done to an appraisal, as its trail names it and as people read it."""


@transaction.atomic
def set_basis(
    service: Service,
    *,
    years: int,
    discount_percent: Decimal,
    discount_source: str,
    by: User,
    at: datetime,
    seen: str | None = None,
) -> OptionsAppraisal:
    """Say over how many years money is compared, at which rate it is discounted, and where that comes from."""
    check_discount(discount_percent, discount_source)
    appraisal = begin(service, by=by, at=at)
    typed = {"years": years, "discount_percent": discount_percent, "discount_source": discount_source}
    changes = fields.write(appraisal, typed, seen_before=seen)
    if changes:
        appraisal.save()
        trail.record("spinouts.set_appraisal_basis", service, trail=service.reference, by=by, at=at, changes=changes)
    return appraisal


@transaction.atomic
def add_criterion(
    service: Service,
    *,
    name: str,
    weight: Decimal,
    looked_for: str = "",
    zero_means: str = "",
    five_means: str = "",
    reference: str | None = None,
    by: User,
    at: datetime,
) -> AppraisalCriterion:
    """Add a criterion, last of all. With the same reference sent twice, it is added once."""
    appraisal = begin(service, by=by, at=at)
    if reference and (known := _sent_before(appraisal, reference, name)):
        return known
    criterion = AppraisalCriterion(
        appraisal=appraisal,
        reference=reference or new_reference(),
        position=appraisal.criteria.count() + 1,
        name=name,
        looked_for=looked_for,
        weight=weight,
        zero_means=zero_means,
        five_means=five_means,
    )
    fields.check(criterion)
    criterion.save(force_insert=True)
    trail.record(
        "spinouts.add_appraisal_criterion",
        criterion,
        trail=service.reference,
        by=by,
        at=at,
        weight=percent_in_words(Decimal(weight)),
    )
    return criterion


def _sent_before(appraisal: OptionsAppraisal, reference: str, name: str) -> AppraisalCriterion | None:
    """The criterion that the same press of the button added already."""
    known: AppraisalCriterion | None = appraisal.criteria.filter(reference=reference).first()
    if known is not None and known.name != name:
        raise Refusal(
            f"There is already a criterion with the reference “{reference}”. Reload the page, and add it again."
        )
    return known


@transaction.atomic
def revise_criterion(
    criterion: AppraisalCriterion,
    *,
    name: str,
    weight: Decimal,
    looked_for: str = "",
    zero_means: str = "",
    five_means: str = "",
    by: User,
    at: datetime,
    seen: str | None = None,
) -> AppraisalCriterion:
    """Change what a criterion says or weighs. Its scores stay."""
    service = criterion.appraisal.service
    begin(service, by=by, at=at)
    criterion = AppraisalCriterion.objects.select_for_update(of=("self",), no_key=True).get(pk=criterion.pk)
    typed = {
        "name": name,
        "looked_for": looked_for,
        "weight": weight,
        "zero_means": zero_means,
        "five_means": five_means,
    }
    changes = fields.write(criterion, typed, seen_before=seen)
    if changes:
        criterion.save()
        trail.record(
            "spinouts.revise_appraisal_criterion", criterion, trail=service.reference, by=by, at=at, changes=changes
        )
    return criterion


@transaction.atomic
def move_criterion(criterion: AppraisalCriterion, *, to: int, by: User, at: datetime) -> None:
    """Make it the `to`-th, from 0, of its appraisal."""
    service = criterion.appraisal.service
    begin(service, by=by, at=at)
    before = list(AppraisalCriterion.objects.filter(appraisal=criterion.appraisal_id).order_by("position", "pk"))
    after = [each for each in before if each != criterion]
    after.insert(min(max(to, 0), len(after)), criterion)
    if after == before:
        return
    _number(after)
    trail.record("spinouts.move_appraisal_criterion", criterion, trail=service.reference, by=by, at=at, to=to + 1)


@transaction.atomic
def remove_criterion(criterion: AppraisalCriterion, *, by: User, at: datetime) -> None:
    """Take a criterion away with its scores, which the trail keeps."""
    appraisal = begin(criterion.appraisal.service, by=by, at=at)
    scores = {
        AppraisalOption(row.option).label: f"{'Not scored' if row.value is None else row.value}: {row.reasons}"
        for row in criterion.scores.order_by("option")
    }
    trail.record(
        "spinouts.remove_appraisal_criterion",
        criterion,
        trail=criterion.appraisal.service.reference,
        by=by,
        at=at,
        weight=percent_in_words(criterion.weight),
        scores=scores,
    )
    criterion.delete()
    _number(list(appraisal.criteria.order_by("position", "pk")))


def begin(service: Service, *, by: User, at: datetime) -> OptionsAppraisal:
    """The service's appraisal, begun if it is not yet; nobody else changes it until this transaction ends."""
    Service.objects.select_for_update(no_key=True).get(pk=service.pk)
    appraisal, is_new = OptionsAppraisal.objects.get_or_create(service=service)
    if is_new:
        trail.record("spinouts.begin_appraisal", service, trail=service.reference, by=by, at=at)
    return appraisal


def _number(criteria: Sequence[AppraisalCriterion]) -> None:
    for position, each in enumerate(criteria, start=1):
        each.position = position
    AppraisalCriterion.objects.bulk_update(criteria, ["position"])
