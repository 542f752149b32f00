from spinouts.models.appraisals import (
    AppraisalCriterion,
    AppraisalScore,
    OptionCost,
    OptionOwnership,
    OptionsAppraisal,
    picture_of,
)
from spinouts.models.services import AppraisedOption, Service
from spinouts.models.ventures import HoldingEvent, JointVenture, Party, ShareClass

__all__ = [
    "AppraisalCriterion",
    "AppraisalScore",
    "AppraisedOption",
    "HoldingEvent",
    "JointVenture",
    "OptionCost",
    "OptionOwnership",
    "OptionsAppraisal",
    "Party",
    "Service",
    "ShareClass",
    "picture_of",
]
