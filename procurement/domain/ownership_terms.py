"""The terms of ownership that the council seeks: the limits within which bidders share out the company."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from procurement.domain.figures import exactly
from spinouts.domain.forms import LegalForm


@dataclass(frozen=True, slots=True)
class OwnershipTerms:
    """Limits in per cent of the company, None where the council sets no limit; legal forms by `LegalForm` value.

    The partner's limit counts all members of a consortium together.
    """

    least_employees_percent: Decimal | None = None
    most_partner_percent: Decimal | None = None
    least_council_percent: Decimal | None = None
    permitted_forms: frozenset[str] = frozenset()

    def problems(self) -> list[str]:
        """Everything that must be mended before the terms can be published, in plain sentences."""
        named = {
            "The least share for employees": self.least_employees_percent,
            "The most for the partner": self.most_partner_percent,
            "The least share for the council": self.least_council_percent,
        }
        found = [
            f"{name} must be from 0% to 100%, not {exactly(percent)}%."
            for name, percent in named.items()
            if percent is not None and not 0 <= percent <= 100
        ]
        return found or [*self._shares(), *self._forms()]

    def warnings(self) -> list[str]:
        """What is allowed but cannot be meant, in plain sentences."""
        left = 100 - self._promised()
        if self.most_partner_percent is None or self.most_partner_percent <= left:
            return []
        most = exactly(self.most_partner_percent)
        return [
            f"The partner may have up to {most}%, but the least shares of the others leave it at most {exactly(left)}%."
        ]

    def _promised(self) -> Fraction:
        return Fraction(self.least_employees_percent or 0) + Fraction(self.least_council_percent or 0)

    def _shares(self) -> list[str]:
        promised, found = self._promised(), []
        if promised > 100:
            found.append(f"The least shares for employees and council add up to {exactly(promised)}%, more than 100%.")
        if promised == 100:
            found.append("The least shares for employees and council add up to 100% and leave nothing for the partner.")
        if self.most_partner_percent == 0:
            found.append("The most for the partner is 0%, so no bid could hold a share of the company.")
        return found

    def _forms(self) -> list[str]:
        if not self.permitted_forms:
            return ["Choose at least one legal form that the company may take."]
        known = {form.value for form in LegalForm}
        return [f"“{form}” is not a legal form that is known here." for form in sorted(self.permitted_forms - known)]
