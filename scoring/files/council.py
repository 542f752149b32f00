"""The council's deeds up to publication, and its answers to questions."""

from base64 import b64decode
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from procurement.actions import competitions, criteria, papers
from procurement.models import Competition, Scale, Section
from scoring.files import appraisals, stages
from scoring.files.rows import Path, Rows, Step, Who
from scoring.files.schema import CompetitionFile
from scoring.files.schema_council import (
    AbandonedPart,
    BytesPart,
    ClarificationPart,
    CriterionPart,
    FilePart,
    SectionPart,
)
from scoring.files.values import Deed
from spinouts.actions import services
from spinouts.models import Service


def steps(file: CompetitionFile, rows: Rows) -> Iterator[Step]:
    """Each deed with its instant."""
    part = file.competition
    here: Path = ("competition",)
    if not file.follows:
        yield Step(file.service.described.at, ("service",), partial(_describe_service, rows))
        if appraisal := file.service.appraisal:
            path: Path = ("service", "appraisal")
            yield Step(appraisal.appraised.at, path, partial(appraisals.appraise, rows, appraisal))
        yield Step(part.drafted.at, here, partial(_draft, rows))
    for index, document in enumerate(part.documents):
        path = (*here, "documents", index)
        yield Step(document.uploaded.at, path, partial(_publish_document, rows, document))
    if part.published and not file.follows:
        yield Step(part.published.at, (*here, "published"), partial(_publish, rows, part.published))
    yield from stages.beginning(file, rows)
    for index, clarification in enumerate(part.clarifications):
        path = (*here, "clarifications", index)
        yield Step(clarification.asked.at, path, partial(_ask, rows, clarification))
        if clarification.answered:
            yield Step(clarification.answered.at, (*path, "answered"), partial(_answer, rows, clarification))
    if part.abandoned:
        yield Step(part.abandoned.at, (*here, "abandoned"), partial(_abandon, rows, part.abandoned))


def file_content(part: BytesPart) -> SimpleUploadedFile:
    """The document whose bytes stand in the file itself."""
    content = b64decode(part.base64) if part.base64 is not None else (part.text or "").encode()
    return SimpleUploadedFile(part.name, content)


def _describe_service(rows: Rows) -> None:
    part = rows.file.service
    known = Service.objects.filter(council=rows.council, name=part.name).first()
    if known:
        rows.service, rows.describes_service = known, False
        return
    who = rows.who(part.described)
    rows.service = services.describe(
        rows.council,
        name=part.name,
        description=part.description,
        annual_cost_amount=part.annual_cost,
        headcount=part.headcount,
        full_time_equivalents=part.full_time_equivalents,
        assets=part.assets,
        why_spin_out=part.why_spin_out,
        **who,
    )
    options: list[Mapping[str, Any]] = [
        {
            "option": option.option.value,
            "for_it": option.for_it,
            "against_it": option.against_it,
            "is_preferred": option.preferred,
        }
        for option in part.options
    ]
    if options:
        services.appraise(rows.service, options, **who)


def _draft(rows: Rows) -> None:
    part, who = rows.file.competition, rows.who(rows.file.competition.drafted)
    rows.competition = competitions.draft(rows.service, title=part.title, reference=part.reference, **who)
    stages.plan(rows, who)
    rows.competition = competitions.revise(
        _design(rows, who),
        summary=part.summary,
        contract_years=part.contract_years,
        extension_years=part.extension_years,
        estimated_value_amount=part.estimated_value,
        is_light_touch=part.light_touch,
        least_employees_percent=part.ownership_terms.least_employees_percent,
        most_partner_percent=part.ownership_terms.most_partner_percent,
        least_council_percent=part.ownership_terms.least_council_percent,
        permitted_forms=[form.value for form in part.ownership_terms.permitted_forms],
        award_expected_on=part.award_expected_on,
        contract_starts_on=part.contract_starts_on,
        **who,
    )
    for later in rows.later:
        later.competition = _design(later, who)


def _design(rows: Rows, who: Who) -> Competition:
    """What each stage has for itself."""
    part, competition = rows.file.competition, rows.competition
    scales = {
        scale.name: criteria.add_scale(
            competition,
            name=scale.name,
            steps=[(step.score, step.label, step.descriptor) for step in scale.steps],
            **who,
        )
        for scale in part.scales
    }
    for section in part.sections:
        _add_section(rows, competition, section, scales, who)
    return competitions.revise(
        competition,
        tie_break=part.tie_break,
        shown_places=part.places,
        offers_wait=part.offers_wait,
        low_below_others_percent=part.low_below_others_percent,
        low_below_estimate_percent=part.low_below_estimate_percent,
        questions_deadline=part.questions_deadline,
        bid_deadline=part.bid_deadline,
        complete_counts=part.complete_counts,
        most_going_on=part.going_on.most,
        least_going_on=part.going_on.least,
        least_marks_going_on=part.going_on.least_marks,
        **who,
    )


def _add_section(
    rows: Rows,
    competition: Competition,
    part: SectionPart,
    scales: Mapping[str, Scale],
    who: Who,
    parent: Section | None = None,
) -> None:
    section = criteria.add_section(
        competition,
        title=part.title,
        weight=part.weight,
        parent=parent,
        minimum_percent=part.minimum_percent,
        reference=part.reference,
        **who,
    )
    for criterion in part.criteria:
        _add_criterion(rows, section, criterion, scales, who)
    for smaller in part.sections:
        _add_section(rows, competition, smaller, scales, who, parent=section)


def _add_criterion(rows: Rows, section: Section, part: CriterionPart, scales: Mapping[str, Scale], who: Who) -> None:
    formula, staff = part.formula, part.staff
    rows.criteria[part.reference] = criteria.add_criterion(
        section,
        title=part.title,
        kind=part.kind.value,
        question=part.question,
        weight=part.weight,
        word_limit=part.word_limit,
        scale=scales[part.scale] if part.scale else None,
        minimum_score=part.minimum_score,
        result=part.result.value,
        result_because=part.result_because,
        measure=formula.measure.value if formula else "",
        method=formula.method.value if formula else "",
        zero_at=formula.zero_at if formula else None,
        full_at=formula.full_at if formula else None,
        least_ballots=staff.least_ballots if staff else None,
        partners_named=staff.partners_named if staff else False,
        shown_to_staff=part.shown_to_staff,
        reference=part.reference,
        **who,
    )


def _publish_document(rows: Rows, part: FilePart) -> None:
    document = papers.publish_document(
        rows.competition, title=part.title, upload=file_content(part), **rows.who(part.uploaded)
    )
    rows.stored.append(document.file)


def _publish(rows: Rows, deed: Deed) -> None:
    competitions.publish(rows.competition, **rows.who(deed))


def _abandon(rows: Rows, part: AbandonedPart) -> None:
    competitions.abandon(rows.competition, reasons=part.reasons, **rows.who(part))


def _ask(rows: Rows, part: ClarificationPart) -> None:
    asker = part.asked.by or rows.file.competition.drafted.by
    papers.ask(rows.competition, part.question, by=rows.people[asker], at=part.asked.at)


def _answer(rows: Rows, part: ClarificationPart) -> None:
    if part.answered is None:
        return
    asked = rows.competition.clarifications.get(question=part.question, asked_at=part.asked.at)
    papers.answer(asked, part.answered.answer, **rows.who(part.answered))
