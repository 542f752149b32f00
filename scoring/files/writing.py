"""Writes a competition as a file. What is secret stays so: no bid before the opening, no score before its lock."""

from collections.abc import Iterable, Iterator

from pydantic import ValidationError

from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.models import Bid
from procurement.models import Competition, Criterion, Scale, Section, stages_of
from scoring.files import endings, writing_bids, writing_evaluation
from scoring.files.content import Content, deed, document_content, first_deed
from scoring.files.schema import FORMAT, CompetitionFile
from scoring.files.writing_appraisal import appraisal_content
from spinouts.files.yaml_out import dumped
from spinouts.models import Service

_ON_ONE_LINE = (
    {"by", "at"},
    {"person", "role"},
    {"email", "name"},
    {"year", "amount"},
    {"instrument", "year", "amount"},
    {"until", "party"},
    {"matter", "consent_of"},
    {"measure", "method"},
    {"measure", "method", "zero_at", "full_at"},
)


def file_of(competition: Competition) -> CompetitionFile:
    """The competition with its service, and what of its bids, scores and award may be known by now.

    Of a competition in several stages all of them, whichever is given.
    """
    first, *later = [each.competition for each in stages_of(competition)] or [competition]
    bidders = {bid.organisation_id: bid.organisation for stage in (first, *later) for bid in _bids(stage)}
    content: Content = {
        "format": FORMAT,
        "people": [],
        "council": _council(first),
        "service": _service(first.service),
        "competition": {**_sought(first), **_design(first)},
        "organisations": [writing_bids.organisation_content(each) for each in bidders.values()],
        **_stage(first),
        "later_stages": [
            {"competition": _design(stage), "begun": endings.begun(stage), **_stage(stage)} for stage in later
        ],
    }
    emails = set(_emails(content))
    people = User.objects.filter(email__in=emails).order_by("pk")
    content["people"] = [{"email": person.email, "name": person.name} for person in people]
    try:
        return CompetitionFile.model_validate(content)
    except ValidationError as error:
        places = (".".join(map(str, each["loc"])) + f" ({each['msg']})" for each in error.errors(include_url=False))
        raise Refusal(
            f"“{competition}” can’t be written as a file, since these parts of it were not made by the product’s own "
            f"actions: {', '.join(places)}."
        ) from error


def _bids(stage: Competition) -> Iterator[Bid]:
    return (bid for bid, _ in writing_bids.counted(stage))


def _stage(stage: Competition) -> Content:
    """What happened in it."""
    questions = list(stage.criteria.in_order().values_list("reference", flat=True))
    return {
        "extended": endings.extended(stage),
        "bids": [writing_bids.bid_content(*each, questions) for each in writing_bids.counted(stage)],
        **writing_evaluation.content(stage),
        **endings.content(stage),
    }


def to_yaml(file: CompetitionFile) -> str:
    """The file as YAML; reading it gives the same file. Instants are written in the time of London."""
    content = file.model_dump(mode="python", exclude_defaults=True)
    return dumped(content, _ON_ONE_LINE)


def _council(competition: Competition) -> Content:
    council = competition.council
    members = council.members.select_related("user").order_by("pk")
    return {
        "name": council.name,
        "address": council.address,
        "email": council.email or None,
        "members": [{"person": member.user.email, "role": member.role} for member in members],
    }


def _service(service: Service) -> Content:
    return {
        "name": service.name,
        "description": service.description,
        "annual_cost": service.annual_cost_amount,
        "headcount": service.headcount,
        "full_time_equivalents": service.full_time_equivalents,
        "assets": service.assets,
        "why_spin_out": service.why_spin_out,
        "options": [
            {
                "option": option.option,
                "for_it": option.for_it,
                "against_it": option.against_it,
                "preferred": option.is_preferred,
            }
            for option in service.options.order_by("pk")
        ],
        "described": first_deed(service.reference),
        "appraisal": appraisal_content(service),
    }


def _sought(competition: Competition) -> Content:
    """What is the same for all stages, which the first has."""
    return {
        "title": competition.title,
        "summary": competition.summary,
        "contract_years": competition.contract_years,
        "extension_years": competition.extension_years,
        "estimated_value": competition.estimated_value_amount,
        "light_touch": competition.is_light_touch,
        "ownership_terms": {
            "least_employees_percent": competition.least_employees_percent,
            "most_partner_percent": competition.most_partner_percent,
            "least_council_percent": competition.least_council_percent,
            "permitted_forms": competition.permitted_forms,
        },
        "award_expected_on": competition.award_expected_on,
        "contract_starts_on": competition.contract_starts_on,
        "drafted": first_deed(competition.reference),
        "published": first_deed(competition.reference, ".publish") if competition.published_at else None,
    }


def _design(competition: Competition) -> Content:
    """What each stage has for itself."""
    return {
        "reference": competition.reference,
        "stage": competition.stage_kind or None,
        "going_on": {
            "most": competition.most_going_on,
            "least": competition.least_going_on,
            "least_marks": competition.least_marks_going_on,
        },
        "scales": [_scale(scale) for scale in competition.scales.prefetch_related("steps").order_by("pk")],
        "sections": _sections(competition),
        "tie_break": competition.tie_break,
        "places": competition.shown_places,
        "offers_wait": competition.offers_wait,
        "low_below_others_percent": competition.low_below_others_percent,
        "low_below_estimate_percent": competition.low_below_estimate_percent,
        **endings.published_deadlines(competition),
        "complete_counts": competition.complete_counts,
        "documents": [
            document_content(each.title, each.name, each.file, each.uploaded_by, each.uploaded_at)
            for each in competition.documents.select_related("uploaded_by").order_by("uploaded_at", "pk")
        ],
        "clarifications": list(_clarifications(competition)),
        "abandoned": _abandoned(competition),
    }


def _scale(scale: Scale) -> Content:
    steps = scale.steps.all()
    return {
        "name": scale.name,
        "steps": [{"score": step.value, "label": step.label, "descriptor": step.descriptor} for step in steps],
    }


def _abandoned(competition: Competition) -> Content | None:
    found = first_deed(competition.reference, ".abandon") if competition.abandoned_at else None
    return {**found, "reasons": competition.abandoned_because} if found else None


def _clarifications(competition: Competition) -> Iterator[Content]:
    """Who asked is said only once the bids are open: that somebody asks shows that they may bid."""
    for each in competition.clarifications.select_related("asked_by", "answered_by").order_by("asked_at", "pk"):
        answered = {**deed(each.answered_by, each.answered_at), "answer": each.answer} if each.answered_at else None
        asked = deed(each.asked_by if competition.opened_at else None, each.asked_at)
        yield {"question": each.question, "asked": asked, "answered": answered}


def _sections(competition: Competition) -> list[Content]:
    criteria: dict[int, list[Criterion]] = {}
    for criterion in competition.criteria.select_related("scale").order_by("position", "pk"):
        criteria.setdefault(criterion.section_id, []).append(criterion)
    inner: dict[int | None, list[Section]] = {}
    for section in competition.sections.order_by("position", "pk"):
        inner.setdefault(section.parent_id, []).append(section)

    def contents(parent: int | None) -> list[Content]:
        return [
            {
                "reference": section.reference,
                "title": section.title,
                "weight": section.weight,
                "minimum_percent": section.minimum_percent,
                "criteria": [_criterion(each) for each in criteria.get(section.pk, [])],
                "sections": contents(section.pk),
            }
            for section in inner.get(parent, [])
        ]

    return contents(None)


def _criterion(criterion: Criterion) -> Content:
    formula = {
        "measure": criterion.measure,
        "method": criterion.method,
        "zero_at": criterion.zero_at,
        "full_at": criterion.full_at,
    }
    return {
        "reference": criterion.reference,
        "title": criterion.title,
        "question": criterion.question,
        "kind": criterion.kind,
        "weight": criterion.weight,
        "word_limit": criterion.word_limit,
        "scale": criterion.scale.name if criterion.scale else None,
        "minimum_score": criterion.minimum_score,
        "result": criterion.result,
        "result_because": criterion.result_because,
        "formula": formula if criterion.is_formula else None,
        "staff": {"least_ballots": criterion.least_ballots, "partners_named": criterion.partners_named}
        if criterion.is_for_staff
        else None,
        "shown_to_staff": criterion.shown_to_staff,
    }


def _emails(content: object) -> Iterator[str]:
    """Everybody who is named somewhere in the content."""
    if isinstance(content, dict):
        for key, value in content.items():
            if key in {"by", "person"} and isinstance(value, str):
                yield value
            else:
                yield from _emails(value)
    elif isinstance(content, Iterable) and not isinstance(content, str):
        for each in content:
            yield from _emails(each)
