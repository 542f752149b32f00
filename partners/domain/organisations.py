"""What kinds of organisation compete, and what a person may be in one."""

from enum import StrEnum


class OrganisationKind(StrEnum):
    CHARITY = "charity"
    PRIVATE_FIRM = "private_firm"
    SOCIAL_INVESTOR = "social_investor"

    @property
    def label(self) -> str:
        return {
            OrganisationKind.CHARITY: "Charity",
            OrganisationKind.PRIVATE_FIRM: "Private firm",
            OrganisationKind.SOCIAL_INVESTOR: "Social investor",
        }[self]


class OrganisationRole(StrEnum):
    ADMINISTRATOR = "administrator"
    WRITER = "writer"

    @property
    def label(self) -> str:
        return {
            OrganisationRole.ADMINISTRATOR: "Administrator",
            OrganisationRole.WRITER: "Writer",
        }[self]
