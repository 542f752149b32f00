"""The ways to run a service that a council compares before it spins one out."""

from enum import StrEnum


class AppraisalOption(StrEnum):
    IN_HOUSE = "in_house"
    STAND_ALONE_MUTUAL = "stand_alone_mutual"
    DIRECT_CONTRACT = "direct_contract"
    JOINT_VENTURE = "joint_venture"

    @property
    def label(self) -> str:
        return {
            AppraisalOption.IN_HOUSE: "Keep the service in house",
            AppraisalOption.STAND_ALONE_MUTUAL: "A stand-alone mutual, owned by its employees",
            AppraisalOption.DIRECT_CONTRACT: "A contract with an existing organisation",
            AppraisalOption.JOINT_VENTURE: "A joint venture with a partner",
        }[self]
