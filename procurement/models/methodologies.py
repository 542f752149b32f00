"""A competition's rows as the plain values that the domain computes with: few queries, however many rows."""

from collections import defaultdict

from procurement.domain import methodology as domain
from procurement.domain.ownership_terms import OwnershipTerms
from procurement.domain.staff_ratings import StaffRules
from procurement.models.competitions import Competition
from procurement.models.criteria import Criterion, ScaleStep, Section


def methodology_of(competition: Competition) -> domain.Methodology:
    """The competition's assessment methodology, in three queries. A section's own criteria come before its sections."""
    scales = _scales_of(competition)
    criteria: dict[int, list[domain.Part]] = defaultdict(list)
    for criterion in Criterion.objects.filter(competition=competition).order_by("section_id", "position", "pk"):
        criteria[criterion.section_id].append(_criterion(criterion, scales))
    sections: dict[int | None, list[Section]] = defaultdict(list)
    for section in Section.objects.filter(competition=competition).order_by("position", "pk"):
        sections[section.parent_id].append(section)

    def under(parent: int | None) -> tuple[domain.Section, ...]:
        return tuple(
            domain.Section(
                reference=section.reference,
                title=section.title,
                weight=section.weight,
                minimum_percent=section.minimum_percent,
                children=(*criteria[section.pk], *under(section.pk)),
            )
            for section in sections[parent]
        )

    return domain.Methodology(under(None), tuple(competition.tie_break), competition.shown_places)


def terms_of(competition: Competition) -> OwnershipTerms:
    """The limits within which bidders share out the company."""
    return OwnershipTerms(
        least_employees_percent=competition.least_employees_percent,
        most_partner_percent=competition.most_partner_percent,
        least_council_percent=competition.least_council_percent,
        permitted_forms=frozenset(competition.permitted_forms),
    )


def _scales_of(competition: Competition) -> dict[int, domain.Scale]:
    names: dict[int, str] = {}
    steps: dict[int, list[domain.Step]] = defaultdict(list)
    rows = ScaleStep.objects.filter(scale__competition=competition).select_related("scale").order_by("scale", "value")
    for row in rows:
        names[row.scale_id] = row.scale.name
        steps[row.scale_id].append(domain.Step(row.value, row.label, row.descriptor))
    return {pk: domain.Scale(name, tuple(steps[pk])) for pk, name in names.items()}


def _criterion(row: Criterion, scales: dict[int, domain.Scale]) -> domain.Criterion:
    return domain.Criterion(
        reference=row.reference,
        title=row.title,
        kind=domain.CriterionKind(row.kind),
        weight=row.weight,
        scale=scales.get(row.scale_id) if row.scale_id else None,
        minimum_score=row.minimum_score,
        formula=_formula(row),
        staff=StaffRules(row.least_ballots or 0, row.partners_named)
        if row.kind == domain.CriterionKind.STAFF
        else None,
        shown_to_staff=row.shown_to_staff,
        result=row.panel_result,
    )


def _formula(row: Criterion) -> domain.Formula | None:
    if row.kind != domain.CriterionKind.FORMULA or not row.measure or not row.method:
        return None
    return domain.Formula(domain.Measure(row.measure), domain.Method(row.method), row.zero_at, row.full_at)
