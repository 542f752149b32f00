"""The criteria of one stage as the draft of another's: what a later stage asks begins as what the first one asks."""

from procurement.models import Competition, Criterion, Scale, ScaleStep, Section

NOT_COPIED = {"id", "competition", "section", "scale", "parent"}


def copy_criteria(source: Competition, to: Competition) -> None:
    """Copy scales, sections, criteria and tie-break into a competition that has none."""
    scales = _copy_scales(source, to)
    sections: dict[int, Section] = {}
    for section in Section.objects.filter(competition=source).order_by("position"):
        parent = sections[section.parent_id] if section.parent_id else None
        sections[section.pk] = Section.objects.create(competition=to, parent=parent, **_values(section))
    for criterion in Criterion.objects.filter(competition=source).in_order():
        Criterion.objects.create(
            competition=to,
            section=sections[criterion.section_id],
            scale=scales.get(criterion.scale_id),
            **_values(criterion),
        )
    to.tie_break, to.shown_places = list(source.tie_break), source.shown_places
    to.save(update_fields=["tie_break", "shown_places"])


def _copy_scales(source: Competition, to: Competition) -> dict[int | None, Scale]:
    scales: dict[int | None, Scale] = {}
    for scale in Scale.objects.filter(competition=source).order_by("pk").prefetch_related("steps"):
        scales[scale.pk] = Scale.objects.create(competition=to, name=scale.name)
        ScaleStep.objects.bulk_create(
            ScaleStep(scale=scales[scale.pk], value=step.value, label=step.label, descriptor=step.descriptor)
            for step in scale.steps.all()
        )
    return scales


def _values(row: Section | Criterion) -> dict[str, object]:
    return {
        each.name: getattr(row, each.name) for each in type(row)._meta.concrete_fields if each.name not in NOT_COPIED
    }
