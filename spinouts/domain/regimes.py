"""Rules of law that have a first day: on a day before it they asked nothing of anybody.

Sources: for significant control the Small Business, Enterprise and Employment Act 2015, s.81 and Sch.3, from 6 April
2016, and SI 2016/340 for LLPs; for employee ownership trusts Finance Act 2014, Sch.37, for disposals from 6 April 2014
(its freedom from income tax for bonuses followed on 1 October 2014); for what is owed to HMRC Finance Act 2020, s.98,
from 1 December 2020; for reserved contracts the Procurement Act 2023 from 24 February 2025.
"""

from dataclasses import dataclass
from datetime import date

from spinouts.domain.events import in_words


@dataclass(frozen=True, slots=True)
class Regime:
    """A set of rules, by its name as a sentence uses it, and the first day on which it applied."""

    name: str
    began_on: date

    def is_known(self, on: date) -> bool:
        """Whether it applied on the day."""
        return on >= self.began_on

    @property
    def began(self) -> str:
        """When it began, to end a sentence: "which began on 6 April 2016"."""
        return f"which began on {in_words(self.began_on)}"

    def not_yet(self, on: date) -> str:
        """A sentence for a day before it."""
        return f"{self.name} did not exist on {in_words(on)}: the law on it began on {in_words(self.began_on)}."


SIGNIFICANT_CONTROL = Regime("The register of people with significant control", date(2016, 4, 6))
OWNERSHIP_TRUSTS = Regime("The employee ownership trust", date(2014, 4, 6))
HMRC_PREFERENCE = Regime("The preference of HM Revenue and Customs", date(2020, 12, 1))
PROCUREMENT_ACT = Regime("The Procurement Act 2023", date(2025, 2, 24))
