"""A methodology as plain JSON values, for what is published and frozen, and back again."""

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from procurement.domain.figures import exactly
from procurement.domain.methodology import (
    Criterion,
    CriterionKind,
    Formula,
    Measure,
    Method,
    Methodology,
    Scale,
    Section,
    Step,
)
from procurement.domain.panel_results import PanelResult
from procurement.domain.staff_ratings import StaffRules

Content = dict[str, Any]


def to_content(methodology: Methodology) -> Content:
    """The methodology in JSON values, every number as exact text. Equal methodologies give equal content."""
    return {
        "sections": [_from_section(section) for section in methodology.sections],
        "tie_break": list(methodology.tie_break),
        "places": methodology.places,
    }


def fingerprint(methodology: Methodology) -> str:
    """SHA-256, in hex, of the record in canonical JSON: equal methodologies have equal fingerprints."""
    text = json.dumps(to_content(methodology), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def from_content(content: Mapping[str, Any]) -> Methodology:
    """The methodology that `to_content` wrote. Raises KeyError, ValueError or ArithmeticError for other content."""
    return Methodology(
        sections=tuple(_to_section(section) for section in content["sections"]),
        tie_break=tuple(content["tie_break"]),
        places=content["places"],
    )


def _from_section(section: Section) -> Content:
    return {
        "reference": section.reference,
        "title": section.title,
        "weight": exactly(section.weight),
        "minimum_percent": _text(section.minimum_percent),
        "children": [
            _from_section(child) if isinstance(child, Section) else _from_criterion(child) for child in section.children
        ],
    }


def _from_criterion(criterion: Criterion) -> Content:
    scale, formula, staff = criterion.scale, criterion.formula, criterion.staff
    content: Content = {
        "reference": criterion.reference,
        "title": criterion.title,
        "kind": criterion.kind.value,
        "weight": exactly(criterion.weight),
        "scale": scale and {"name": scale.name, "steps": [_from_step(step) for step in scale.steps]},
        "minimum_score": _text(criterion.minimum_score),
        "formula": formula
        and {
            "measure": formula.measure.value,
            "method": formula.method.value,
            "zero_at": _text(formula.zero_at),
            "full_at": _text(formula.full_at),
        },
    }
    if staff:
        content["staff"] = {"least_ballots": staff.least_ballots, "partners_named": staff.partners_named}
    if criterion.shown_to_staff:
        content["shown_to_staff"] = True
    if criterion.result.is_computed:
        content["result"] = criterion.result.value
    return content


def _from_step(step: Step) -> Content:
    return {"value": exactly(step.value), "label": step.label, "descriptor": step.descriptor}


def _to_section(content: Content) -> Section:
    return Section(
        reference=content["reference"],
        title=content["title"],
        weight=Decimal(content["weight"]),
        minimum_percent=_number(content["minimum_percent"]),
        children=tuple(
            _to_section(child) if "children" in child else _to_criterion(child) for child in content["children"]
        ),
    )


def _to_criterion(content: Content) -> Criterion:
    scale, formula, staff = content["scale"], content["formula"], content.get("staff")
    return Criterion(
        reference=content["reference"],
        title=content["title"],
        kind=CriterionKind(content["kind"]),
        weight=Decimal(content["weight"]),
        scale=scale and Scale(scale["name"], tuple(_to_step(step) for step in scale["steps"])),
        minimum_score=_number(content["minimum_score"]),
        formula=formula
        and Formula(
            measure=Measure(formula["measure"]),
            method=Method(formula["method"]),
            zero_at=_number(formula["zero_at"]),
            full_at=_number(formula["full_at"]),
        ),
        staff=staff and StaffRules(staff["least_ballots"], staff["partners_named"]),
        shown_to_staff=content.get("shown_to_staff", False),
        result=PanelResult(content.get("result", PanelResult.AGREED)),
    )


def _to_step(content: Content) -> Step:
    return Step(Decimal(content["value"]), content["label"], content["descriptor"])


def _text(number: Decimal | None) -> str | None:
    return None if number is None else exactly(number)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
