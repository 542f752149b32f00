"""The ways to run a service that a council compares before it spins one out."""

from enum import StrEnum


class AppraisalOption(StrEnum):
    IN_HOUSE = "in_house"
    STAND_ALONE_MUTUAL = "stand_alone_mutual"
    DIRECT_CONTRACT = "direct_contract"
    JOINT_VENTURE = "joint_venture"
    JOIN_GROUP = "join_group"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def short(self) -> str:
        """The head of a column."""
        return _SHORT[self]


_LABELS = {
    AppraisalOption.IN_HOUSE: "Keep the service in house",
    AppraisalOption.STAND_ALONE_MUTUAL: "A stand-alone mutual, owned by its employees, on grants and loans",
    AppraisalOption.DIRECT_CONTRACT: "A direct contract with an existing charity or company",
    AppraisalOption.JOINT_VENTURE: "A joint venture with a partner",
    AppraisalOption.JOIN_GROUP: "A company in an existing group of spin-outs",
}
_SHORT = {
    AppraisalOption.IN_HOUSE: "In house",
    AppraisalOption.STAND_ALONE_MUTUAL: "Stand-alone mutual",
    AppraisalOption.DIRECT_CONTRACT: "Direct contract",
    AppraisalOption.JOINT_VENTURE: "Joint venture",
    AppraisalOption.JOIN_GROUP: "Joining a group",
}
