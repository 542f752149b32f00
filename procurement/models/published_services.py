"""The service as bidders were shown it: frozen with the competition, whatever the council writes of it later."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from procurement.models.competitions import Competition
from spinouts.domain.options import AppraisalOption
from spinouts.models import Service


@dataclass(frozen=True, slots=True)
class ShownOption:
    label: str
    for_it: str
    against_it: str
    is_preferred: bool

    def __str__(self) -> str:
        return self.label


@dataclass(frozen=True, slots=True)
class ShownService:
    """What a competition's page says of its service."""

    name: str
    description: str
    annual_cost_amount: Decimal
    headcount: int
    full_time_equivalents: Decimal
    assets: str
    why_spin_out: str
    options: tuple[ShownOption, ...]


def record_of(service: Service) -> dict[str, Any]:
    """The service and its appraised options in JSON values, numbers as exact text."""
    rows = {row.option: row for row in service.options.all()}
    return {
        "name": service.name,
        "description": service.description,
        "annual_cost_amount": str(service.annual_cost_amount),
        "headcount": service.headcount,
        "full_time_equivalents": str(service.full_time_equivalents),
        "assets": service.assets,
        "why_spin_out": service.why_spin_out,
        "options": [
            {
                "label": option.label,
                "for_it": rows[option.value].for_it,
                "against_it": rows[option.value].against_it,
                "is_preferred": rows[option.value].is_preferred,
            }
            for option in AppraisalOption
            if option.value in rows
        ],
    }


def service_shown(competition: Competition) -> ShownService:
    """The service as it was when the competition was published; of a draft, as it is now."""
    record = competition.published_service or record_of(competition.service)
    options = tuple(ShownOption(**option) for option in record["options"])
    costs = {name: Decimal(record[name]) for name in ("annual_cost_amount", "full_time_equivalents")}
    return ShownService(**(record | costs | {"options": options}))
