"""Who may own part of the company, or sit on its board."""

from dataclasses import dataclass
from enum import StrEnum


class Side(StrEnum):
    """On whose behalf a party owns its part: the four sides of which a competition's terms speak."""

    EMPLOYEES = "employees"
    PARTNER = "partner"
    COUNCIL = "council"
    COMMUNITY = "community"

    @property
    def label(self) -> str:
        """The side's name, as a person reads it."""
        return {"employees": "Employees", "partner": "Partners", "council": "The council", "community": "Community"}[
            self.value
        ]


class PartyKind(StrEnum):
    """What a party is. An employee ownership trust is one that means to meet the tax rules for it."""

    EMPLOYEES = "employees"
    EMPLOYEE_TRUST = "employee_trust"
    EMPLOYEE_OWNERSHIP_TRUST = "employee_ownership_trust"
    PARTNER = "partner"
    SOCIAL_INVESTOR = "social_investor"
    CHARITY = "charity"
    GROUP_COMPANY = "group_company"
    COUNCIL = "council"
    COMMUNITY = "community"

    @property
    def label(self) -> str:
        """The kind's name, as a person reads it."""
        return _LABELS[self]

    @property
    def side(self) -> Side:
        """The side for which it counts. Whoever competes with money, a charity too, is on the partner's side."""
        return _SIDES[self]

    @property
    def is_trust(self) -> bool:
        """Whether trustees hold for others."""
        return self in {PartyKind.EMPLOYEE_TRUST, PartyKind.EMPLOYEE_OWNERSHIP_TRUST}

    @property
    def is_many(self) -> bool:
        """Whether the name stands for many people, each of whom may hold and vote by themselves."""
        return self in {PartyKind.EMPLOYEES, PartyKind.COMMUNITY}


_LABELS = {
    PartyKind.EMPLOYEES: "Employees",
    PartyKind.EMPLOYEE_TRUST: "Employee benefit trust",
    PartyKind.EMPLOYEE_OWNERSHIP_TRUST: "Employee ownership trust",
    PartyKind.PARTNER: "Partner",
    PartyKind.SOCIAL_INVESTOR: "Social investor",
    PartyKind.CHARITY: "Charity",
    PartyKind.GROUP_COMPANY: "Group company",
    PartyKind.COUNCIL: "Council",
    PartyKind.COMMUNITY: "Community",
}

_SIDES = {
    PartyKind.EMPLOYEES: Side.EMPLOYEES,
    PartyKind.EMPLOYEE_TRUST: Side.EMPLOYEES,
    PartyKind.EMPLOYEE_OWNERSHIP_TRUST: Side.EMPLOYEES,
    PartyKind.PARTNER: Side.PARTNER,
    PartyKind.SOCIAL_INVESTOR: Side.PARTNER,
    PartyKind.CHARITY: Side.PARTNER,
    PartyKind.GROUP_COMPANY: Side.PARTNER,
    PartyKind.COUNCIL: Side.COUNCIL,
    PartyKind.COMMUNITY: Side.COMMUNITY,
}


@dataclass(frozen=True, slots=True)
class Party:
    """Someone who owns, or may own, part of the company. The reference tells parties apart; the name is read.

    `identifier` is a scheme and number, such as "GB-COH-08264162"; `trustees` are the names of those who hold for the
    beneficiaries of a trust.
    """

    reference: str
    name: str
    kind: PartyKind
    identifier: str = ""
    trustees: tuple[str, ...] = ()

    @property
    def as_trustees(self) -> str:
        """Those who hold for the trust, who are each counted for all of it (Companies Act 2006, Sch.1A para 11)."""
        names = f" ({', '.join(self.trustees)})" if self.trustees else ""
        return f"Each trustee of {self.name}{names}"
