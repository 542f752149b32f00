from spinouts.models.appraisals import (
    AppraisalCriterion,
    AppraisalScore,
    OptionCost,
    OptionOwnership,
    OptionsAppraisal,
    picture_of,
)
from spinouts.models.reports import CompanyReport
from spinouts.models.services import AppraisedOption, Service
from spinouts.models.studies import CompanyStudy
from spinouts.models.ventures import HoldingEvent, JointVenture, Party, ShareClass

__all__ = [
    "AppraisalCriterion",
    "AppraisalScore",
    "AppraisedOption",
    "CompanyReport",
    "CompanyStudy",
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
