from spinouts.models.services import AppraisedOption, Service
from spinouts.models.ventures import HoldingEvent, JointVenture, Party, ShareClass

__all__ = ["AppraisedOption", "HoldingEvent", "JointVenture", "Party", "Service", "ShareClass"]
